/** Exact tests of a point against edges, in integers: which side, and how many are to the left. */
import { DEDANS, DERNIERE } from './index-spatial-forme.ts'

/** Products of two differences of 32-bit integers are off by 2^10 at most once rounded: beyond this, the sign is sure. */
const SUR = 4096

/**
 * Sign of (b − a) × (p − a): > 0 when p is on the left of a → b, 0 on the line. Exact: doubles when they are enough to be sure,
 * integers of any size otherwise.
 */
export function orientation(ax: number, ay: number, bx: number, by: number, px: number, py: number): number {
  const gauche = (bx - ax) * (py - ay)
  const droite = (px - ax) * (by - ay)
  const ecart = gauche - droite
  if (ecart > SUR || ecart < -SUR || (gauche < 2 ** 52 && gauche > -(2 ** 52))) return ecart
  return exactSign(ax, ay, bx, by, px, py)
}

/** Apart, so that the usual case stays small. */
function exactSign(ax: number, ay: number, bx: number, by: number, px: number, py: number): number {
  const exact = BigInt(bx - ax) * BigInt(py - ay) - BigInt(px - ax) * BigInt(by - ay)
  return exact > 0n ? 1 : exact < 0n ? -1 : 0
}

/** The entry does not decide: the point is on the border. */
const BORD = 2

/**
 * Parity of the edges of `sommets` from `debut` to `fin` that stand to the left of the point, on its parallel (an edge is from its
 * lower end included to its upper end excluded); BORD when the point is on one of them.
 */
export function paritySuite(sommets: Int32Array, debut: number, fin: number, x: number, y: number): number {
  let parite = 0
  let ax = sommets[2 * debut] as number
  let ay = sommets[2 * debut + 1] as number
  for (let i = debut + 1; i <= fin; i += 1) {
    const bx = sommets[2 * i] as number
    const by = sommets[2 * i + 1] as number
    if (ay > y !== by > y) {
      const cote = orientation(ax, ay, bx, by, x, y)
      if (cote === 0) return BORD
      // An edge that goes up has what is on its right at its east.
      if (cote < 0 === by > ay) parite ^= 1
    } else if (ay === y) {
      if (ax === x || (by === y && (ax < x ? bx >= x : bx <= x))) return BORD
    } else if (by === y && bx === x) return BORD
    ax = bx
    ay = by
  }
  return parite
}

/** Several zones cover the point: all are to be listed. */
export const PLUSIEURS = -2
export const AUCUNE = -1

/** Rank of the zone of a record that covers the point, border included; AUCUNE; PLUSIEURS. */
export function answerFiche(fiches: Int32Array, sommets: Int32Array, adresse: number, x: number, y: number): number {
  let trouvee = AUCUNE
  let ici = adresse
  for (;;) {
    const zone = fiches[ici] as number
    const drapeaux = fiches[ici + 1] as number
    const suites = fiches[ici + 2] as number
    const changements = drapeaux >> 2
    let parite = (drapeaux & DEDANS) >> 1
    ici += 3
    for (let c = 0; c < changements; c += 1) if (y >= (fiches[ici + c] as number)) parite ^= 1
    ici += changements
    for (let s = 0; s < suites; s += 1) {
      const test = paritySuite(sommets, fiches[ici + 2 * s] as number, fiches[ici + 2 * s + 1] as number, x, y)
      if (test === BORD) {
        parite = 1
        break
      }
      parite ^= test
    }
    ici += 2 * suites
    if (parite === 1 && zone !== trouvee) {
      if (trouvee !== AUCUNE) return PLUSIEURS
      trouvee = zone
    }
    if ((drapeaux & DERNIERE) !== 0) return trouvee
  }
}

/** Ranks of all the zones of a record that cover the point are added to the list, each once. */
export function collectFiche(fiches: Int32Array, sommets: Int32Array, adresse: number, x: number, y: number, trouvees: number[]): void {
  let ici = adresse
  for (;;) {
    const zone = fiches[ici] as number
    const drapeaux = fiches[ici + 1] as number
    const changements = drapeaux >> 2
    const suites = fiches[ici + 2] as number
    let parite = (drapeaux & DEDANS) >> 1
    ici += 3
    for (let c = 0; c < changements; c += 1) if (y >= (fiches[ici + c] as number)) parite ^= 1
    ici += changements
    for (let s = 0; s < suites; s += 1) {
      const test = paritySuite(sommets, fiches[ici + 2 * s] as number, fiches[ici + 2 * s + 1] as number, x, y)
      if (test === BORD) {
        parite = 1
        break
      }
      parite ^= test
    }
    ici += 2 * suites
    if (parite === 1 && !trouvees.includes(zone)) trouvees.push(zone)
    if ((drapeaux & DERNIERE) !== 0) return
  }
}
