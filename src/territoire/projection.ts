import proj4 from 'proj4'
import type { Boite, Position } from './geometrie.ts'
import { epsgOfWkt } from './projection-wkt.ts'

/** A system of coordinates this software reads. `boite`: where it is valid, WGS84. */
export type Projection = {
  epsg: number
  nom: string
  /** Metres, or degrees when `geographique`. */
  geographique: boolean
  boite: Boite
  /** Metres: what the change to WGS84 may be wrong by; 0.01 unless said. */
  precisionM: number
  proj: string
}

const GRS80 = '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs'
const METROPOLE: Boite = [-5.3, 41.2, 9.8, 51.3]
const MONDE: Boite = [-180, -90, 180, 90]

const projetee = (epsg: number, nom: string, boite: Boite, proj: string, precisionM = 0.01): Projection => ({
  epsg,
  nom,
  geographique: false,
  boite,
  precisionM,
  proj,
})
const geographique = (epsg: number, nom: string, boite: Boite): Projection => ({
  epsg,
  nom,
  geographique: true,
  boite,
  precisionM: 0.01,
  proj: '+proj=longlat +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +no_defs',
})
/** IGN, conical of nine zones: latitude of origin 42 to 50, each two degrees wide. */
const conique = (latitude: number): Projection =>
  projetee(
    3900 + latitude,
    `RGF93 / Conique conforme zone ${latitude - 41} (CC${latitude})`,
    [METROPOLE[0], latitude - 1.2, METROPOLE[2], latitude + 1.2],
    `+proj=lcc +lat_0=${latitude} +lon_0=3 +lat_1=${latitude - 0.75} +lat_2=${latitude + 0.75} +x_0=1700000 +y_0=${(latitude - 41) * 1_000_000 + 200_000} ${GRS80}`,
  )
const utm = (epsg: number, nom: string, zone: number, boite: Boite, south = ''): Projection =>
  projetee(epsg, nom, boite, `+proj=utm +zone=${zone} ${south} ${GRS80}`)

/**
 * Every system read, most likely first. The legal systems of France (décret 2000-1276 changed by 2019-165) agree with WGS84
 * within some decimetres, which nothing in a perimeter can tell; NTF is changed by three shifts (IGN), right to about 2 m.
 */
export const PROJECTIONS: readonly Projection[] = [
  geographique(4326, 'WGS 84 (longitude, latitude)', MONDE),
  projetee(
    2154,
    'RGF93 / Lambert-93',
    [-9.7, METROPOLE[1], 10.4, METROPOLE[3]],
    `+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 ${GRS80}`,
  ),
  ...[42, 43, 44, 45, 46, 47, 48, 49, 50].map(conique),
  utm(5490, 'RGAF09 / UTM zone 20 Nord (Antilles)', 20, [-63.4, 14, -60.5, 18.4]),
  utm(32620, 'WGS 84 / UTM zone 20 Nord (Antilles)', 20, [-66, 0, -60, 84]),
  utm(4559, 'RRAF91 / UTM zone 20 Nord (Antilles)', 20, [-63.4, 14, -60.5, 18.4]),
  utm(2972, 'RGFG95 / UTM zone 22 Nord (Guyane)', 22, [-54.9, 1.9, -48, 9]),
  utm(2975, 'RGR92 / UTM zone 40 Sud (La Réunion)', 40, [51, -26, 59, -18], '+south'),
  utm(4471, 'RGM04 / UTM zone 38 Sud (Mayotte)', 38, [43.6, -14.5, 46.8, -11.3], '+south'),
  utm(4467, 'RGSPM06 / UTM zone 21 Nord (Saint-Pierre-et-Miquelon)', 21, [-57.2, 43.3, -55, 47.5]),
  projetee(
    3163,
    'RGNC91-93 / Lambert Nouvelle-Calédonie',
    [156, -27, 175, -14],
    `+proj=lcc +lat_0=-21.5 +lon_0=166 +lat_1=-20.6666666666667 +lat_2=-22.3333333333333 +x_0=400000 +y_0=300000 ${GRS80}`,
  ),
  utm(3296, 'RGPF / UTM zone 5 Sud (Polynésie)', 5, [-156, -28.6, -149, -7], '+south'),
  utm(3297, 'RGPF / UTM zone 6 Sud (Polynésie)', 6, [-151, -28.6, -143, -7], '+south'),
  utm(3298, 'RGPF / UTM zone 7 Sud (Polynésie)', 7, [-145, -28.6, -137, -7], '+south'),
  utm(8903, 'RGWF96 / UTM zone 1 Sud (Wallis-et-Futuna)', 1, [-180, -15, -174, -12], '+south'),
  utm(32701, 'WGS 84 / UTM zone 1 Sud (Wallis-et-Futuna)', 1, [-180, -80, -174, 0], '+south'),
  projetee(3035, 'ETRS89 / LAEA Europe', [-16, 32, 40, 72], `+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 ${GRS80}`),
  projetee(
    3857,
    'WGS 84 / Pseudo-Mercator (cartes en ligne)',
    [-180, -85.06, 180, 85.06],
    '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs',
  ),
  projetee(
    27572,
    'NTF (Paris) / Lambert II étendu',
    [-5.3, 41.2, 9.8, 51.3],
    '+proj=lcc +lat_1=46.8 +lat_0=46.8 +lon_0=0 +k_0=0.99987742 +x_0=600000 +y_0=2200000 +a=6378249.2 +b=6356515 +towgs84=-168,-60,320,0,0,0,0 +pm=paris +units=m +no_defs',
    2,
  ),
  ...[30, 31, 32].map((zone) => utm(32600 + zone, `WGS 84 / UTM zone ${zone} Nord`, zone, [zone * 6 - 186.5, 0, zone * 6 - 176.5, 84])),
  ...[30, 31, 32].map((zone) => utm(25800 + zone, `ETRS89 / UTM zone ${zone} Nord`, zone, [zone * 6 - 186.5, 30, zone * 6 - 176.5, 84])),
  geographique(4258, 'ETRS89 (longitude, latitude)', [-16, 32, 40, 72]),
  geographique(4171, 'RGF93 (longitude, latitude)', [-9.9, 41, 10.4, 51.6]),
  geographique(5489, 'RGAF09 (longitude, latitude)', [-63.7, 14, -57, 18.4]),
  geographique(4624, 'RGFG95 (longitude, latitude)', [-54.9, 1.9, -46, 9]),
  geographique(4627, 'RGR92 (longitude, latitude)', [37, -26, 59, -10]),
  geographique(4470, 'RGM04 (longitude, latitude)', [43.6, -14.5, 46.8, -11.3]),
  geographique(4463, 'RGSPM06 (longitude, latitude)', [-57.2, 43.3, -55, 47.5]),
  geographique(4749, 'RGNC91-93 (longitude, latitude)', [156, -27, 175, -14]),
  geographique(4687, 'RGPF (longitude, latitude)', [-158.2, -31.3, -131.9, -4.5]),
]

/** Other codes of the same systems: later versions of RGF93, WGS 84 in three dimensions, CRS84. */
const ALIAS: Readonly<Record<number, number>> = {
  9793: 2154,
  9794: 2154,
  4965: 4171,
  9777: 4171,
  9782: 4171,
  4979: 4326,
  4937: 4258,
  900913: 3857,
  102100: 3857,
  102110: 2154,
}

const parCode = new Map(PROJECTIONS.map((projection) => [projection.epsg, projection]))
const convertisseurs = new Map<number, proj4.Converter>()

/** The system of this EPSG code, or null when it is not read. */
export function findProjection(epsg: number): Projection | null {
  return parCode.get(ALIAS[epsg] ?? epsg) ?? null
}

/** « RGF93 / Lambert-93 (EPSG:2154) ». */
export function nomProjection(epsg: number): string {
  const projection = findProjection(epsg)
  return projection === null ? `EPSG:${epsg}` : `${projection.nom} (EPSG:${projection.epsg})`
}

/**
 * Longitude and latitude, degrees, of coordinates of another system; axes always in the order east, north (or longitude,
 * latitude), as files hold them. NaN when they are outside what the projection can compute.
 * @throws RangeError when the code is not one of PROJECTIONS
 */
export function toWgs84(epsg: number, x: number, y: number): Position {
  const projection = getProjection(epsg)
  if (!Number.isFinite(x) || !Number.isFinite(y)) return [Number.NaN, Number.NaN]
  if (projection.geographique) return [x, y]
  return computed(() => converterOf(projection).forward([x, y]))
}

/** Coordinates in another system, east then north, of a longitude and latitude. @throws RangeError as `toWgs84` */
export function fromWgs84(epsg: number, lon: number, lat: number): [x: number, y: number] {
  const projection = getProjection(epsg)
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) return [Number.NaN, Number.NaN]
  if (projection.geographique) return [lon, lat]
  return computed(() => converterOf(projection).inverse([lon, lat]))
}

/** The EPSG code of the text of a .prj (WKT of ESRI or of the OGC, first or second version); null when it is not recognised. */
export function epsgOfPrj(texte: string): number | null {
  return epsgOfWkt(texte, (epsg) => findProjection(epsg)?.epsg ?? null)
}

/** The EPSG code in « EPSG:2154 », « urn:ogc:def:crs:EPSG::2154 », « …/EPSG/0/2154 », « CRS84 »; null when none. */
export function epsgOfNom(nom: string): number | null {
  if (/CRS:?84\b/i.test(nom)) return 4326
  const code = /EPSG\W+(?:[\d.]*\W+)?(\d{4,6})\b/i.exec(nom)?.[1] ?? /^\s*(\d{4,6})\s*$/.exec(nom)?.[1]
  return code === undefined ? null : Number(code)
}

function getProjection(epsg: number): Projection {
  const projection = findProjection(epsg)
  if (projection === null) throw new RangeError(`EPSG:${epsg} is not among the systems read`)
  return projection
}

function converterOf(projection: Projection): proj4.Converter {
  const connu = convertisseurs.get(projection.epsg)
  if (connu !== undefined) return connu
  const nouveau = proj4(projection.proj, '+proj=longlat +datum=WGS84 +no_defs')
  convertisseurs.set(projection.epsg, nouveau)
  return nouveau
}

function computed(calcul: () => number[]): [number, number] {
  try {
    const [a = Number.NaN, b = Number.NaN] = calcul()
    return [a, b]
  } catch {
    // Far outside its zone a projection has no answer.
    return [Number.NaN, Number.NaN]
  }
}
