/** What can be wrong with one ring taken alone, and the ring without it. Pure; on the grid of forme-pas.ts. */
import { type AnneauPas, positionAt, turn } from './forme-pas.ts'
import type { Position } from './geometrie.ts'

/** The ring after the cleaning, and the first places where something was done. */
export type Nettoye = { anneau: AnneauPas; nombre: number; lieux: Position[] }

const LIEUX = 10
/** A thinner tooth than this, in steps (about 2 cm), is a slip of the hand and not a place. */
const POINTE_PAS = 2

const intact = (anneau: AnneauPas): Nettoye => ({ anneau, nombre: 0, lieux: [] })

/** Without the vertices that have no place. */
export function withoutNonFinite(anneau: AnneauPas): Nettoye {
  return keep(
    anneau,
    (i) => !Number.isNaN(anneau[i]),
    (i, lieux) => {
      // The place is that of a neighbour that has one.
      for (const voisin of [i - 2, i + 2])
        if (lieux.length < LIEUX && Number.isFinite(anneau[voisin])) return lieux.push(positionAt(anneau, voisin))
    },
  )
}

/** Closed: the first vertex again at the end. */
export function closed(anneau: AnneauPas): Nettoye {
  const n = anneau.length
  if (n < 4 || (anneau[0] === anneau[n - 2] && anneau[1] === anneau[n - 1])) return intact(anneau)
  const ferme = new Float64Array(n + 2)
  ferme.set(anneau)
  ferme[n] = anneau[0] as number
  ferme[n + 1] = anneau[1] as number
  return { anneau: ferme, nombre: 1, lieux: [positionAt(anneau, n - 2)] }
}

/** Without vertices equal to the one before. */
export function withoutDoubles(anneau: AnneauPas): Nettoye {
  return keep(
    anneau,
    (i) => i === 0 || anneau[i] !== anneau[i - 2] || anneau[i + 1] !== anneau[i - 1],
    (i, lieux) => lieux.push(positionAt(anneau, i)),
  )
}

/**
 * Without teeth that go and come back on themselves, thinner than two centimetres: the vertex at their tip goes, again until
 * none is left. The ring must be closed and without doubles; it is given back the same way.
 */
export function withoutPointes(anneau: AnneauPas): Nettoye {
  const n = anneau.length
  let premiere = -1
  for (let i = 0; i + 3 < n && premiere === -1; i += 2) {
    const avant = i === 0 ? n - 4 : i - 2
    if (n >= 8 && isPointe(anneau, avant, i, i + 2)) premiere = i
  }
  if (premiere === -1) return intact(anneau)
  const points: number[] = []
  for (let i = 0; i + 3 < n; i += 2) points.push(i)
  const lieux: Position[] = []
  let nombre = 0
  let rang = 0
  let calmes = 0
  while (points.length >= 3 && calmes < points.length) {
    const ici = rang % points.length
    const [a, b, c] = [
      points[(ici + points.length - 1) % points.length] as number,
      points[ici] as number,
      points[(ici + 1) % points.length] as number,
    ]
    const double = anneau[a] === anneau[b] && anneau[a + 1] === anneau[b + 1]
    if (double || isPointe(anneau, a, b, c)) {
      if (!double) {
        nombre += 1
        if (lieux.length < LIEUX) lieux.push(positionAt(anneau, b))
      }
      points.splice(ici, 1)
      rang = (ici + points.length - 1) % Math.max(1, points.length)
      calmes = 0
    } else {
      rang = ici + 1
      calmes += 1
    }
  }
  // Nothing but a tooth: a ring without surface, told as such.
  if (points.length < 3) return intact(anneau)
  const net = new Float64Array((points.length + 1) * 2)
  for (let i = 0; i <= points.length; i += 1) {
    const source = points[i % points.length] as number
    net[2 * i] = anneau[source] as number
    net[2 * i + 1] = anneau[source + 1] as number
  }
  return { anneau: net, nombre, lieux }
}

/** Fewer than three different vertices in a row, or all on one line: a ring that encloses nothing. The ring must be closed. */
export function isDegenere(anneau: AnneauPas): boolean {
  if (anneau.length < 8) return true
  const [ax, ay] = [anneau[0] as number, anneau[1] as number]
  let [bx, by] = [ax, ay]
  for (let i = 2; i + 1 < anneau.length; i += 2) {
    const [x, y] = [anneau[i] as number, anneau[i + 1] as number]
    if (bx === ax && by === ay) [bx, by] = [x, y]
    else if (turn(ax, ay, bx, by, x, y) !== 0) return false
  }
  return true
}

/** The other way round. */
export function reversed(anneau: AnneauPas): AnneauPas {
  const inverse = new Float64Array(anneau.length)
  for (let i = 0; i + 1 < anneau.length; i += 2) {
    inverse[i] = anneau[anneau.length - 2 - i] as number
    inverse[i + 1] = anneau[anneau.length - 1 - i] as number
  }
  return inverse
}

/** Does the line go to b and come back? The angle at b is sharp and one side runs along the other. */
function isPointe(anneau: AnneauPas, a: number, b: number, c: number): boolean {
  const [bx, by] = [anneau[b] as number, anneau[b + 1] as number]
  const [ux, uy] = [(anneau[a] as number) - bx, (anneau[a + 1] as number) - by]
  const [vx, vy] = [(anneau[c] as number) - bx, (anneau[c + 1] as number) - by]
  const scalaire = ux * vx + uy * vy
  if (scalaire <= 0) return false
  const croix = Math.abs(ux * vy - uy * vx)
  if (croix === 0) return true
  const [u2, v2] = [ux * ux + uy * uy, vx * vx + vy * vy]
  // Distance of the nearer neighbour to the other side, and a tooth at least a hundred times longer than wide.
  const plusLongue = Math.sqrt(Math.max(u2, v2))
  const largeur = croix / plusLongue
  return largeur <= POINTE_PAS && Math.sqrt(Math.min(u2, v2)) > 100 * Math.max(largeur, 1)
}

function keep(anneau: AnneauPas, garde: (i: number) => boolean, say: (i: number, lieux: Position[]) => unknown): Nettoye {
  let premier = 0
  while (premier + 1 < anneau.length && garde(premier)) premier += 2
  if (premier + 1 >= anneau.length) return intact(anneau)
  const gardes = new Float64Array(anneau.length)
  gardes.set(anneau.subarray(0, premier))
  const lieux: Position[] = []
  let ici = premier
  let nombre = 0
  for (let i = premier; i + 1 < anneau.length; i += 2) {
    if (garde(i)) {
      gardes[ici] = anneau[i] as number
      gardes[ici + 1] = anneau[i + 1] as number
      ici += 2
    } else {
      nombre += 1
      if (lieux.length < LIEUX) say(i, lieux)
    }
  }
  return { anneau: gardes.slice(0, ici), nombre, lieux }
}
