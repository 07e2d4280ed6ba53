/**
 * Distance from a point to borders, in metres, and the nearest zone.
 *
 * Lengths are those of the WGS84 ellipsoid's tangent plane at the latitude of the point; once the nearest place of the border is
 * found, the distance to it is measured at the middle latitude. Against a geodesic: within 1 mm at 500 m, 1 cm at 10 km. The choice
 * of the nearest place itself may be off by d² × tan(latitude) / 2R beyond (7 cm at 1 km, 7 m at 10 km, at 45°): it never changes
 * whether a point is inside, which distance does not decide.
 */
import { PAS_PAR_DEGRE } from './geometrie.ts'
import { locateSteps } from './index-spatial.ts'
import { type ArbreBords, type IndexSpatial, stepOf } from './index-spatial-forme.ts'

/** `distanceM`: metres to the border of that zone, 0 on it, whether the point is inside or not. */
export type Proximite = { zone: number; distanceM: number; dedans: boolean }

const DEMI_GRAND_AXE = 6_378_137
const EXCENTRICITE2 = 0.006_694_379_990_141_3
const RADIANS = Math.PI / 180
const TOUTES = -1

/**
 * The zone that covers the point (the one whose border is farthest, when several do) or else the nearest one, with the distance to
 * its border. Null when none is nearer than `max` metres; a zone that covers the point is always given.
 */
export function distanceTo(index: IndexSpatial, lon: number, lat: number, max = Infinity): Proximite | null {
  const x = stepOf(lon)
  const y = stepOf(lat)
  let profonde: Proximite | null = null
  for (const zone of locateSteps(index, x, y)) {
    const distanceM = nearest(index, x, y, zone, Infinity)?.distanceM ?? 0
    if (profonde === null || distanceM > profonde.distanceM) profonde = { zone, distanceM, dedans: true }
  }
  if (profonde !== null) return profonde
  const proche = nearest(index, x, y, TOUTES, max)
  return proche === null ? null : { ...proche, dedans: false }
}

/** Metres from the point to the border of that zone, whichever side it is on; null when it is farther than `max`. */
export function distanceToZone(index: IndexSpatial, zone: number, lon: number, lat: number, max = Infinity): number | null {
  return nearest(index, stepOf(lon), stepOf(lat), zone, max)?.distanceM ?? null
}

/** Metres of one step to the east and to the north, at that latitude in steps. */
function metresPerStep(y: number): readonly [est: number, nord: number] {
  const phi = (y / PAS_PAR_DEGRE) * RADIANS
  const w = 1 - EXCENTRICITE2 * Math.sin(phi) ** 2
  const pas = RADIANS / PAS_PAR_DEGRE
  return [(DEMI_GRAND_AXE / Math.sqrt(w)) * Math.cos(phi) * pas, ((DEMI_GRAND_AXE * (1 - EXCENTRICITE2)) / (w * Math.sqrt(w))) * pas]
}

/** Nodes to visit and their squared distance: reused, since a search never yields. */
const pileNoeuds: number[] = []
const pileCarres: number[] = []

function nearest(index: IndexSpatial, x: number, y: number, voulue: number, max: number): { zone: number; distanceM: number } | null {
  const { arbre, sommets } = index
  if (!Number.isFinite(x) || !Number.isFinite(y)) return null
  const [kx, ky] = metresPerStep(y)
  let meilleur = max * max
  let zone = TOUTES
  let [piedX, piedY] = [0, 0]
  let hauteur = 0
  if (voulue === TOUTES) pileNoeuds[hauteur++] = arbre.premiers.length - 1
  else
    for (let r = arbre.debutsRacines[voulue] as number; r < (arbre.debutsRacines[voulue + 1] as number); r += 1) {
      pileNoeuds[hauteur++] = arbre.racines[r] as number
    }
  for (let n = 0; n < hauteur; n += 1) pileCarres[n] = 0
  while (hauteur > 0) {
    hauteur -= 1
    const noeud = pileNoeuds[hauteur] as number
    if (noeud < 0 || (pileCarres[hauteur] as number) > meilleur) continue
    const premier = arbre.premiers[noeud] as number
    if (premier >= 0) {
      hauteur = pushChildren(arbre, noeud, x, y, kx, ky, meilleur, hauteur)
      continue
    }
    const fin = arbre.fins[noeud] as number
    for (let i = -1 - premier; i < fin; i += 1) {
      const ax = ((sommets[2 * i] as number) - x) * kx
      const ay = ((sommets[2 * i + 1] as number) - y) * ky
      const dx = ((sommets[2 * i + 2] as number) - (sommets[2 * i] as number)) * kx
      const dy = ((sommets[2 * i + 3] as number) - (sommets[2 * i + 1] as number)) * ky
      const carre = dx * dx + dy * dy
      const t = carre === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / carre))
      const px = ax + t * dx
      const py = ay + t * dy
      const ecart = px * px + py * py
      if (ecart < meilleur || (ecart === meilleur && zone === TOUTES)) {
        meilleur = ecart
        zone = arbre.zones[noeud] as number
        piedX = px / kx
        piedY = py / ky
      }
    }
  }
  if (zone === TOUTES) return null
  const [mx, my] = metresPerStep(y + piedY / 2)
  return { zone, distanceM: Math.hypot(piedX * mx, piedY * my) }
}

/** The nearest child goes on top. @returns height of the stack */
function pushChildren(
  { boites, premiers, fins }: ArbreBords,
  noeud: number,
  x: number,
  y: number,
  kx: number,
  ky: number,
  meilleur: number,
  hauteur: number,
): number {
  let haut = hauteur
  const fin = fins[noeud] as number
  for (let enfant = premiers[noeud] as number; enfant < fin; enfant += 1) {
    const dx = Math.max(0, (boites[4 * enfant] as number) - x, x - (boites[4 * enfant + 2] as number)) * kx
    const dy = Math.max(0, (boites[4 * enfant + 1] as number) - y, y - (boites[4 * enfant + 3] as number)) * ky
    const carre = dx * dx + dy * dy
    if (carre > meilleur) continue
    let place = haut
    while (place > hauteur && (pileCarres[place - 1] as number) < carre) {
      pileNoeuds[place] = pileNoeuds[place - 1] as number
      pileCarres[place] = pileCarres[place - 1] as number
      place -= 1
    }
    pileNoeuds[place] = enfant
    pileCarres[place] = carre
    haut += 1
  }
  return haut
}
