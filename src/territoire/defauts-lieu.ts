/** Is the file where it says it is? System of coordinates, order of coordinates, France. Pure. */
import type { Reparation } from './defaut.ts'
import { boitePas, type FormePas, type Placement, positionAt } from './forme-pas.ts'
import { PAS_PAR_DEGRE, type Position } from './geometrie.ts'
import type { EntiteLue } from './lecture/lecture.ts'
import { nomProjection, toWgs84 } from './projection.ts'
import { isInZone, plausibleProjections, typicalPoint } from './systeme.ts'
import { findZoneDeFrance, zoneOfDepartement } from './zones-de-france.ts'

/** Where the whole file is: `conseille` places it as it should be, which is what shapes are checked with. */
export type Situation = {
  declare: number
  /** True when most of the file falls outside France. */
  fausse: boolean
  /** Systems that would put it in France, the most likely first. */
  candidats: readonly number[]
  conseille: Placement
}

/** @param departementOf the département of a feature when its code or a column says it */
export function situationOf(entites: readonly EntiteLue[], epsg: number, departementOf: (entite: EntiteLue) => string | null): Situation {
  const places = entites.flatMap((entite) => {
    const point = typicalPoint(entite)
    return point === null ? [] : [{ ...point, departement: departementOf(entite) }]
  })
  const inFrance = (permute: boolean) =>
    places.filter(({ x, y, departement }) => isPlaced(permute ? toWgs84(epsg, y, x) : toWgs84(epsg, x, y), departement)).length
  const droits = inFrance(false)
  const permutes = places.length === droits ? 0 : inFrance(true)
  if (droits + permutes >= places.length / 2 || places.length === 0) {
    return { declare: epsg, fausse: false, candidats: [], conseille: { epsg, permute: false } }
  }
  const candidats = plausibleProjections(entites, departementOf).filter((un) => un !== epsg)
  return { declare: epsg, fausse: candidats.length > 0, candidats, conseille: { epsg: candidats[0] ?? epsg, permute: false } }
}

export type Lieu = { etat: 'juste' | 'inverse' | 'ailleurs'; position: Position; zone: string | null }

/** Is this feature in France, in the part of France of its département? */
export function placeEntite(entite: EntiteLue, epsg: number, departement: string | null): Lieu | null {
  const point = typicalPoint(entite)
  if (point === null) return null
  const position = toWgs84(epsg, point.x, point.y)
  const zone = findZoneDeFrance(position[0], position[1])?.nom ?? null
  if (isPlaced(position, departement)) return { etat: 'juste', position, zone }
  if (isPlaced(toWgs84(epsg, point.y, point.x), departement)) return { etat: 'inverse', position, zone }
  return { etat: 'ailleurs', position, zone }
}

export function reparationsDeProjection({ candidats }: Situation): Reparation[] {
  return candidats.slice(0, 6).map((epsg) => ({
    variante: `epsg:${epsg}`,
    libelle: `Lire le fichier en ${nomProjection(epsg)}`,
    aireAvantM2: null,
    aireApresM2: null,
  }))
}

function isPlaced([lon, lat]: Position, departement: string | null): boolean {
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) return false
  return departement === null ? findZoneDeFrance(lon, lat) !== null : isInZone(zoneOfDepartement(departement), lon, lat)
}

/** A vertex out of France while its feature is in it: how many, and the first of them. Shapes as large as a region stay within a degree. */
export function strayVertices(forme: FormePas, lon: number, lat: number): { nombre: number; lieux: Position[] } {
  const zone = findZoneDeFrance(lon, lat)
  const boite = boitePas(forme)
  const lieux: Position[] = []
  let nombre = 0
  if (zone === null || boite === null) return { nombre, lieux }
  const [ouest, sud, est, nord] = zone.boite.map((degres, rang) => (degres + (rang < 2 ? -1 : 1)) * PAS_PAR_DEGRE) as [
    number,
    number,
    number,
    number,
  ]
  if (boite.ouest >= ouest && boite.est <= est && boite.sud >= sud && boite.nord <= nord) return { nombre, lieux }
  for (const anneau of forme.flat()) {
    for (let i = 0; i + 1 < anneau.length; i += 2) {
      const [x, y] = [anneau[i] as number, anneau[i + 1] as number]
      if (Number.isNaN(x) || (x >= ouest && x <= est && y >= sud && y <= nord)) continue
      nombre += 1
      if (lieux.length < 10) lieux.push(positionAt(anneau, i))
    }
  }
  return { nombre, lieux }
}
