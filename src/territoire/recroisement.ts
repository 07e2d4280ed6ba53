/**
 * Repairs a contour that crosses itself or whose parts overlap. Pure. Two readings of such a contour exist: all that it goes round
 * (non-zero rule), or without what it goes round twice (even-odd rule, that of most GIS). They differ only where the contour laps
 * over itself; both are offered then, with their areas.
 */
import { type Geom, setPrecision, union, xor } from 'polyclip-ts'
import { findCroisements } from './croisements.ts'
import { type AnneauPas, aireDoublePas, boitePas, type FormePas } from './forme-pas.ts'
import { closed, isDegenere, reversed, withoutDoubles, withoutPointes } from './nettoyage.ts'
import { findPincements, unpinched } from './pincements.ts'

export type Regle = 'tout_entoure' | 'pair_impair'

type Pas = [number, number][][][]

/** Sweeps at most: each may move a vertex by a step, and so make a new meeting of edges. */
const TOURS = 6
/** More meetings than this is not a slip of the hand: the file itself is to be drawn again. */
const CROISEMENTS = 2_000
/** Tolerances, in steps, from the exact sweep to one that merges what is nearer than a decimetre. */
const TOLERANCES = [undefined, 1e-6, 0.5, 5] as const

/**
 * The same surface, whose edges no longer meet: shells counter-clockwise, holes clockwise, parts apart. Rings must be closed,
 * finite and without doubles.
 * @returns null when no sweep succeeds
 */
export function uncrossed(forme: FormePas, regle: Regle): FormePas | null {
  const boite = boitePas(forme)
  if (boite === null) return forme
  const [ox, oy] = [boite.ouest, boite.sud]
  const depart = regle === 'tout_entoure' ? forme : evenOdd(forme, ox, oy)
  if (depart === null) return null
  for (const tolerance of TOLERANCES) {
    let courante: FormePas | null = depart
    for (let tour = 0; tour < TOURS && courante !== null; tour += 1) {
      const balayee = swept(courante, ox, oy, tolerance)
      courante = balayee === null ? null : unpinched(balayee)
      if (courante !== null && !isCrossed(courante)) return courante
    }
  }
  return null
}

/** Does an edge still meet another in a way that a valid surface does not allow? */
function isCrossed(forme: FormePas): boolean {
  const croisements = findCroisements(forme, 1_000)
  return (
    croisements.some(({ genre, a, b }) => genre !== 'touche' || (a.polygone === b.polygone && a.anneau === b.anneau)) ||
    findPincements(croisements).length > 0
  )
}

function swept(forme: FormePas, ox: number, oy: number, tolerance: number | undefined): FormePas | null {
  const pas = toPas(forme, ox, oy)
  if (pas.length === 0) return []
  return attempt(() => union(pas), ox, oy, tolerance)
}

function attempt(operation: () => Pas, ox: number, oy: number, tolerance: number | undefined): FormePas | null {
  try {
    setPrecision(tolerance)
    return fromPas(operation(), ox, oy)
  } catch {
    // Borders at a hair's breadth can defeat the sweep.
    return null
  } finally {
    setPrecision()
  }
}

function toPas(forme: FormePas, ox: number, oy: number): Pas {
  return forme.map((polygone) => polygone.map((anneau) => pointsOf(anneau, ox, oy)))
}

function pointsOf(anneau: AnneauPas, ox: number, oy: number): [number, number][] {
  const points: [number, number][] = []
  for (let i = 0; i + 1 < anneau.length; i += 2) points.push([(anneau[i] as number) - ox, (anneau[i + 1] as number) - oy])
  return points
}

/** On the grid again, cleaned of what rounding makes, shells counter-clockwise and holes clockwise. */
function fromPas(pas: Pas, ox: number, oy: number): FormePas {
  return pas.flatMap((polygone) => {
    const anneaux = polygone.map((points) => {
      const brut = Float64Array.from(points.flatMap(([x, y]) => [Math.round(x) + ox, Math.round(y) + oy]))
      return withoutPointes(withoutDoubles(closed(brut).anneau).anneau).anneau
    })
    const [coque, ...trous] = anneaux
    if (coque === undefined || isDegenere(coque)) return []
    return [[oriented(coque, 1), ...trous.filter((trou) => !isDegenere(trou)).map((trou) => oriented(trou, -1))]]
  })
}

/** The ring in the winding asked: 1 counter-clockwise, -1 clockwise. */
export function oriented(anneau: AnneauPas, sens: 1 | -1): AnneauPas {
  return aireDoublePas(anneau) * sens < 0 ? reversed(anneau) : anneau
}

/** Each ring cut into simple loops where it meets itself; what an odd number of loops goes round is kept. */
function evenOdd(forme: FormePas, ox: number, oy: number): FormePas | null {
  const parts = forme.map((polygone): FormePas | null => {
    const boucles: Geom[] = []
    for (const [rang, anneau] of polygone.entries()) {
      const morceaux = loopsOf([[anneau]])
      if (morceaux === null) return null
      for (const morceau of morceaux) boucles.push([[pointsOf(morceau, ox, oy)]])
      if (rang === 0 && boucles.length === 0) return []
    }
    const [premiere, ...suite] = boucles
    return premiere === undefined ? [] : attempt(() => xor(premiere, ...suite), ox, oy, undefined)
  })
  return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? [])
}

/** Simple loops of the one ring given: a vertex is put at each meeting, then the line is cut each time it comes back to a vertex. */
function loopsOf(forme: FormePas): AnneauPas[] | null {
  const anneau = forme[0]?.[0]
  if (anneau === undefined) return []
  const croisements = findCroisements(forme, CROISEMENTS)
  if (croisements.length >= CROISEMENTS) return null
  const ajouts = new Map<number, [number, number][]>()
  for (const { lieu, a, b } of croisements) {
    const point: [number, number] = [Math.round(lieu[0] * 1e7), Math.round(lieu[1] * 1e7)]
    for (const { i } of [a, b]) ajouts.set(i, [...(ajouts.get(i) ?? []), point])
  }
  const boucles: AnneauPas[] = []
  const pile: [number, number][] = []
  const places = new Map<string, number>()
  const visit = (point: [number, number]) => {
    const cle = `${point[0]},${point[1]}`
    const deja = places.get(cle)
    if (deja !== undefined) {
      const boucle = pile.splice(deja + 1)
      for (const [x, y] of boucle) places.delete(`${x},${y}`)
      const plat = Float64Array.from([point, ...boucle, point].flat())
      if (!isDegenere(plat)) boucles.push(plat)
    } else {
      places.set(cle, pile.length)
      pile.push(point)
    }
  }
  for (let i = 0; i + 3 < anneau.length; i += 2) {
    const depart: [number, number] = [anneau[i] as number, anneau[i + 1] as number]
    visit(depart)
    const distance = ([x, y]: [number, number]) => (x - depart[0]) ** 2 + (y - depart[1]) ** 2
    for (const point of (ajouts.get(i) ?? []).sort((p, q) => distance(p) - distance(q))) visit(point)
  }
  const fin = pile[0]
  if (fin !== undefined) visit(fin)
  return boucles
}
