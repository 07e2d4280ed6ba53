/** Geometry of places: WGS84 degrees quantised to 1e-7 (a centimetre), as multipolygons; kept as WKB. Pure. */

export type Position = readonly [lon: number, lat: number]
/** Closed: the last position is the first. */
export type Anneau = readonly Position[]
/** The shell, then its holes. */
export type Polygone = readonly Anneau[]
export type MultiPolygone = readonly Polygone[]
/** West, south, east, north. */
export type Boite = readonly [ouest: number, sud: number, est: number, nord: number]

/** Steps of the grid of coordinates in one degree. */
export const PAS_PAR_DEGRE = 10_000_000
/** Authalic radius of the Earth, metres. */
const RAYON_M = 6_371_007.2
const RADIANS = Math.PI / 180

/** A coordinate on the grid of 1e-7 degree, in steps: an integer. */
export function pasDe(degres: number): number {
  return Math.round(degres * PAS_PAR_DEGRE)
}

/** A coordinate moved to the grid of 1e-7 degree. */
export function quantise(degres: number): number {
  return pasDe(degres) / PAS_PAR_DEGRE
}

/** Every coordinate moved to the grid. */
export function quantised(m: MultiPolygone): MultiPolygone {
  return m.map((polygone) => polygone.map((anneau) => anneau.map(([lon, lat]): Position => [quantise(lon), quantise(lat)])))
}

export function countSommets(m: MultiPolygone): number {
  return m.reduce((total, polygone) => total + polygone.reduce((somme, anneau) => somme + anneau.length, 0), 0)
}

/** @throws RangeError when there is no position */
export function boiteOf(m: MultiPolygone): Boite {
  let [ouest, sud, est, nord] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const polygone of m) {
    for (const [lon, lat] of polygone[0] ?? []) {
      ouest = Math.min(ouest, lon)
      sud = Math.min(sud, lat)
      est = Math.max(est, lon)
      nord = Math.max(nord, lat)
    }
  }
  if (ouest === Infinity) throw new RangeError('no position in this geometry')
  return [ouest, sud, est, nord]
}

/** The smallest box that holds them all; null when there is none. */
export function boiteCommune(boites: readonly Boite[]): Boite | null {
  const [premiere, ...autres] = boites
  if (premiere === undefined) return null
  return autres.reduce<Boite>((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])], premiere)
}

/** Do two boxes touch? Borders count. */
export function boitesSeTouchent(a: Boite, b: Boite): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}

/** Signed area of a ring on the sphere, m²: positive when counter-clockwise. */
export function aireAnneauM2(anneau: Anneau): number {
  const origine = anneau[0]
  if (origine === undefined) return 0
  // Relative to the first position, so that small rings far from the meridian lose no digit. The area below each edge in an
  // equal-area cylinder: exact for meridians and parallels, within one millionth for edges of a few kilometres.
  let somme = 0
  for (let i = 1; i < anneau.length; i += 1) {
    const [x1, y1] = anneau[i - 1] as Position
    const [x2, y2] = anneau[i] as Position
    somme += (x1 - origine[0]) * hauteur(y2, origine[1]) - (x2 - origine[0]) * hauteur(y1, origine[1])
  }
  return (somme / 2) * RADIANS * RAYON_M * RAYON_M
}

/** sin(lat) − sin(base), without cancellation for near latitudes. */
function hauteur(lat: number, base: number): number {
  return 2 * Math.cos(((lat + base) / 2) * RADIANS) * Math.sin(((lat - base) / 2) * RADIANS)
}

/** Area in m² on the sphere, holes taken off. */
export function aireM2(m: MultiPolygone): number {
  let total = 0
  for (const polygone of m) {
    polygone.forEach((anneau, rang) => {
      total += rang === 0 ? Math.abs(aireAnneauM2(anneau)) : -Math.abs(aireAnneauM2(anneau))
    })
  }
  return total
}

/** Metres between two positions, on the sphere. */
export function distanceM([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const dLat = Math.sin(((lat2 - lat1) * RADIANS) / 2)
  const dLon = Math.sin(((lon2 - lon1) * RADIANS) / 2)
  const h = dLat * dLat + Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * dLon * dLon
  return 2 * RAYON_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Length of all rings, metres. */
export function perimetreM(m: MultiPolygone): number {
  let total = 0
  for (const anneau of m.flat()) {
    for (let i = 1; i < anneau.length; i += 1) total += distanceM(anneau[i - 1] as Position, anneau[i] as Position)
  }
  return total
}

/**
 * A position inside, far from the borders when it can: the middle of the longest inner stretch among a few parallels of the
 * largest polygon. For labels and pins. @throws RangeError when there is no position
 */
export function pointInterieur(m: MultiPolygone): Position {
  const polygone = m.reduce<Polygone | null>(
    (plus, un) => (plus === null || Math.abs(aireAnneauM2(un[0] ?? [])) > Math.abs(aireAnneauM2(plus[0] ?? [])) ? un : plus),
    null,
  )
  const [ouest, sud, , nord] = boiteOf(polygone === null ? [] : [polygone])
  let meilleur: { point: Position; largeur: number } = { point: [ouest, sud], largeur: -1 }
  for (let n = 1; n < 16; n += 1) {
    // Off the grid of coordinates, so that no parallel runs along an edge.
    const lat = sud + ((nord - sud) * n) / 16 + 3e-9
    const croisements = (polygone ?? []).flatMap((anneau) => crossings(anneau, lat)).sort((a, b) => a - b)
    for (let i = 0; i + 1 < croisements.length; i += 2) {
      const [debut, fin] = [croisements[i] as number, croisements[i + 1] as number]
      if (fin - debut > meilleur.largeur) meilleur = { point: [quantise((debut + fin) / 2), quantise(lat)], largeur: fin - debut }
    }
  }
  return meilleur.point
}

/** Longitudes where a ring crosses a parallel. */
function crossings(anneau: Anneau, lat: number): number[] {
  const trouves: number[] = []
  for (let i = 1; i < anneau.length; i += 1) {
    const [x1, y1] = anneau[i - 1] as Position
    const [x2, y2] = anneau[i] as Position
    if (y1 > lat !== y2 > lat) trouves.push(x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1))
  }
  return trouves
}

export type GeoJsonMultiPolygone = { type: 'MultiPolygon'; coordinates: number[][][][] }

/** The geometry of a GeoJSON feature (RFC 7946). */
export function toGeoJson(m: MultiPolygone): GeoJsonMultiPolygone {
  return { type: 'MultiPolygon', coordinates: m.map((polygone) => polygone.map((anneau) => anneau.map(([lon, lat]) => [lon, lat]))) }
}

const POLYGON = 3
const MULTIPOLYGON = 6

/** WKB (OGC 06-103r4), little endian: what `bytea` columns of geometry hold. */
export function encodeWkb(m: MultiPolygone): Buffer {
  const octets = m.reduce((total, polygone) => total + 9 + polygone.reduce((somme, anneau) => somme + 4 + 16 * anneau.length, 0), 9)
  const tampon = Buffer.alloc(octets)
  let ici = tampon.writeUInt8(1, 0)
  ici = tampon.writeUInt32LE(MULTIPOLYGON, ici)
  ici = tampon.writeUInt32LE(m.length, ici)
  for (const polygone of m) {
    ici = tampon.writeUInt8(1, ici)
    ici = tampon.writeUInt32LE(POLYGON, ici)
    ici = tampon.writeUInt32LE(polygone.length, ici)
    for (const anneau of polygone) {
      ici = tampon.writeUInt32LE(anneau.length, ici)
      for (const [lon, lat] of anneau) {
        ici = tampon.writeDoubleLE(lon, ici)
        ici = tampon.writeDoubleLE(lat, ici)
      }
    }
  }
  return tampon
}

/** Reads what `encodeWkb` wrote. @throws RangeError when the bytes are something else or are cut short */
export function decodeWkb(octets: Buffer): MultiPolygone {
  let ici = 0
  const entete = (type: number): number => {
    if (octets.readUInt8(ici) !== 1 || octets.readUInt32LE(ici + 1) !== type) throw new RangeError('not a WKB multipolygon of ours')
    ici += 9
    return octets.readUInt32LE(ici - 4)
  }
  const polygones = entete(MULTIPOLYGON)
  const m: Polygone[] = []
  for (let p = 0; p < polygones; p += 1) {
    const anneaux = entete(POLYGON)
    const polygone: Anneau[] = []
    for (let a = 0; a < anneaux; a += 1) {
      const points = octets.readUInt32LE(ici)
      ici += 4
      if (ici + 16 * points > octets.length) throw new RangeError('WKB cut short')
      const anneau: Position[] = new Array<Position>(points)
      for (let i = 0; i < points; i += 1, ici += 16) anneau[i] = [octets.readDoubleLE(ici), octets.readDoubleLE(ici + 8)]
      polygone.push(anneau)
    }
    m.push(polygone)
  }
  if (ici !== octets.length) throw new RangeError('WKB with bytes left over')
  return m
}
