/** Recognises a system of coordinates by its WKT: the code it bears, else its name, else its parameters. */

/** Names as ESRI and the OGC write them, without accents, separators and case. The first that matches wins. */
const NOMS: readonly (readonly [RegExp, number | ((zone: string) => number)])[] = [
  [/lambert93/, 2154],
  [/rgf(?:19)?93(?:v\d[ab]?)?(?:cc|lambertcc|coniqueconforme(?:zone)?|lambertconformalconiccc)(4[2-9]|50)/, (zone) => 3900 + Number(zone)],
  [/^cc(4[2-9]|50)$/, (zone) => 3900 + Number(zone)],
  [/rgaf(?:20)?09utm(?:zone)?20n/, 5490],
  [/rraf(?:19)?91utm(?:zone)?20n/, 4559],
  [/rgfg(?:19)?95utm(?:zone)?22n/, 2972],
  [/rgr(?:19)?92utm(?:zone)?40s/, 2975],
  [/rgm(?:20)?(?:04|23)utm(?:zone)?38s/, 4471],
  [/rgspm(?:20)?06utm(?:zone)?21n/, 4467],
  [/rgnc(?:19)?91(?:93|1993)?lambert/, 3163],
  [/rgpfutm(?:zone)?([567])s/, (zone) => 3291 + Number(zone)],
  [/rgwf(?:19)?96utm(?:zone)?0?1s/, 8903],
  [/wgs(?:19)?84utm(?:zone)?20n/, 32620],
  [/wgs(?:19)?84utm(?:zone)?0?1s/, 32701],
  [/wgs(?:19)?84utm(?:zone)?(3[012])n/, (zone) => 32600 + Number(zone)],
  [/etrs(?:19)?89utm(?:zone)?(3[012])n/, (zone) => 25800 + Number(zone)],
  [/etrs(?:19)?89(?:extended)?laea/, 3035],
  [/webmercator|pseudomercator|popularvisualisation/, 3857],
  [/lambert(?:zone)?(?:ii|2)(?:e|etendu|carto)?$|lambert(?:ii|2)etendu/, 27572],
]

const GEOGRAPHIQUES: readonly (readonly [RegExp, number])[] = [
  [/wgs(?:19)?84|worldgeodeticsystem1984|crs84/, 4326],
  [/rgf(?:19)?93|reseaugeodesiquefrancais1993/, 4171],
  [/etrs(?:19)?89|europeanterrestrialreferencesystem(?:19)?89/, 4258],
  [/rgaf(?:20)?09/, 5489],
  [/rgfg(?:19)?95/, 4624],
  [/rgr(?:19)?92/, 4627],
  [/rgm(?:20)?(?:04|23)/, 4470],
  [/rgspm(?:20)?06/, 4463],
  [/rgnc/, 4749],
  [/rgpf/, 4687],
]

type Parametres = { methode: string; meridien: number; latitude: number; est: number; nord: number }

/** What each system is known by when its name says nothing: method, central meridian, latitude of origin, false origin. */
const PARAMETRES: readonly (Parametres & { epsg: number })[] = [
  { epsg: 2154, methode: 'lambertconformalconic', meridien: 3, latitude: 46.5, est: 700_000, nord: 6_600_000 },
  ...[42, 43, 44, 45, 46, 47, 48, 49, 50].map((latitude) => ({
    epsg: 3900 + latitude,
    methode: 'lambertconformalconic',
    meridien: 3,
    latitude,
    est: 1_700_000,
    nord: (latitude - 41) * 1_000_000 + 200_000,
  })),
  { epsg: 3163, methode: 'lambertconformalconic', meridien: 166, latitude: -21.5, est: 400_000, nord: 300_000 },
  { epsg: 3035, methode: 'lambertazimuthalequalarea', meridien: 10, latitude: 52, est: 4_321_000, nord: 3_210_000 },
  ...(
    [
      [5490, -63, 0],
      [2972, -51, 0],
      [4467, -57, 0],
      [2975, 57, 10_000_000],
      [4471, 45, 10_000_000],
      [3296, -153, 10_000_000],
      [3297, -147, 10_000_000],
      [3298, -141, 10_000_000],
      [8903, -177, 10_000_000],
      [32630, -3, 0],
      [32631, 3, 0],
      [32632, 9, 0],
    ] as const
  ).map(([epsg, meridien, nord]) => ({ epsg, methode: 'transversemercator', meridien, latitude: 0, est: 500_000, nord })),
]

/**
 * The code of a WKT. @param known gives the code read in place of one written, or null
 * @returns null when neither code, name nor parameters say anything known
 */
export function epsgOfWkt(texte: string, known: (epsg: number) => number | null): number | null {
  const wkt = texte.slice(0, 20_000)
  const genre = /(PROJCS|PROJCRS|PROJECTEDCRS|GEOGCS|GEOGCRS|GEODCRS|GEODETICCRS|GEOGRAPHICCRS)\s*[[(]\s*"([^"]*)"/i.exec(wkt)
  if (genre === null) return null
  const [, sorte = '', nom = ''] = genre
  // The code of the whole is the last; those before belong to its parts.
  const codes = [...wkt.matchAll(/(?:AUTHORITY|ID)\s*[[(]\s*"EPSG"\s*,\s*"?(\d+)"?\s*[\])]/gi)]
  const dernier = codes.at(-1)
  if (dernier !== undefined && /^\s*[\])]?\s*$/.test(wkt.slice(dernier.index + dernier[0].length).replace(/[\])]\s*$/, ''))) {
    const connu = known(Number(dernier[1]))
    if (connu !== null) return connu
  }
  const court = plain(nom)
  if (/^geo/i.test(sorte)) return GEOGRAPHIQUES.find(([motif]) => motif.test(court))?.[1] ?? null
  for (const [motif, code] of NOMS) {
    const trouve = motif.exec(court)
    if (trouve !== null) return known(typeof code === 'number' ? code : code(trouve[1] ?? ''))
  }
  return epsgOfParametres(wkt)
}

function epsgOfParametres(wkt: string): number | null {
  const methode = plain(/(?:PROJECTION|METHOD)\s*[[(]\s*"([^"]*)"/i.exec(wkt)?.[1] ?? '')
  const metres = [...wkt.matchAll(/(?:UNIT|LENGTHUNIT)\s*[[(]\s*"([^"]*)"\s*,\s*([\d.eE+-]+)/gi)].some(
    ([, unite = '', facteur]) => /^met(re|er)$/i.test(unite) && Number(facteur) === 1,
  )
  // The shift of NTF and the meridian of Paris change everything; only systems that agree with WGS 84 are told by numbers.
  if (!metres || /clarke|paris/i.test(wkt)) return null
  const valeurs = new Map<string, number>()
  for (const [, nom = '', valeur] of wkt.matchAll(/PARAMETER\s*[[(]\s*"([^"]*)"\s*,\s*([\d.eE+-]+)/gi))
    valeurs.set(plain(nom), Number(valeur))
  const one = (...noms: string[]) => noms.map((nom) => valeurs.get(nom)).find((valeur) => valeur !== undefined) ?? 0
  const lus: Parametres = {
    methode,
    meridien: one('centralmeridian', 'longitudeofcenter', 'longitudeoforigin', 'longitudeoffalseorigin', 'longitudeofnaturalorigin'),
    latitude: one('latitudeoforigin', 'latitudeofcenter', 'latitudeoffalseorigin', 'latitudeofnaturalorigin'),
    est: one('falseeasting', 'eastingatfalseorigin'),
    nord: one('falsenorthing', 'northingatfalseorigin'),
  }
  const near = (a: number, b: number) => Math.abs(a - b) < 1e-6
  const trouve = PARAMETRES.find(
    (un) =>
      lus.methode.startsWith(un.methode) &&
      near(lus.meridien, un.meridien) &&
      near(lus.latitude, un.latitude) &&
      near(lus.est, un.est) &&
      near(lus.nord, un.nord),
  )
  return trouve?.epsg ?? null
}

function plain(nom: string): string {
  return nom
    .normalize('NFD')
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase()
    .replace(/^gcs|^ntfparis/, '')
}
