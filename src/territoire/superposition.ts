/**
 * Overlay of contours: what two of them share, cover together, or do not share. Pure. The work is done in whole steps of the
 * grid of 1e-7 degree around a local origin, so that borders drawn twice at the same place meet exactly; what comes out is on the
 * grid too. For areas alone, `aire-commune.ts` is faster and has no failure mode.
 */
import { intersection as cutIn, difference as cutOut, type Geom, union as join, setPrecision } from 'polyclip-ts'
import { RegleViolee } from '#platform/errors.ts'
import {
  type Anneau,
  aireM2,
  boiteOf,
  boitesSeTouchent,
  type MultiPolygone,
  PAS_PAR_DEGRE,
  type Polygone,
  type Position,
  pasDe,
} from './geometrie.ts'

export type Operation = 'intersection' | 'union' | 'difference'

export type Superposition = {
  geometrie: MultiPolygone
  /** What was moved to get there, in steps of 1e-7 degree (about a centimetre); 0: nothing but the rounding to the grid. */
  ecartPas: number
  /** The same in a sentence, null when there is nothing to say. */
  avertissement: string | null
}

/**
 * Attempts, from the exact one to the coarsest: `grille` moves the vertices to a coarser grid, `tolerance` merges what is nearer
 * than that. Two borders that run along each other at a hair's breadth can defeat the sweep; a coarser grid makes them one.
 */
const ESSAIS: readonly { grille: number; tolerance: number | undefined }[] = [
  { grille: 1, tolerance: undefined },
  { grille: 1, tolerance: 1e-6 },
  { grille: 1, tolerance: 0.5 },
  { grille: 10, tolerance: undefined },
  { grille: 10, tolerance: 5 },
  { grille: 100, tolerance: 10 },
]

/**
 * Overlay with what it took to succeed: falls back on coarser grids, and says so.
 * @throws RegleViolee when the contours cannot be overlaid, even coarsely
 */
export function superpose(operation: Operation, a: MultiPolygone, b: MultiPolygone): Superposition {
  const direct = withoutSweep(operation, a, b)
  if (direct !== null) return { geometrie: direct, ecartPas: 0, avertissement: null }
  const [ouest, sud] = boiteOf([...a, ...b])
  const origine: Origine = { x: pasDe(ouest), y: pasDe(sud) }
  for (const { grille, tolerance } of ESSAIS) {
    const geometrie = attempt(operation, toGrid(a, origine, grille), toGrid(b, origine, grille), tolerance)
    if (geometrie === null) continue
    const ecartPas = Math.max(grille > 1 ? grille : 0, tolerance !== undefined && tolerance >= 0.5 ? Math.ceil(tolerance) : 0)
    return { geometrie: fromGrid(geometrie, origine), ecartPas, avertissement: ecartPas === 0 ? null : avertissementOf(ecartPas) }
  }
  throw new RegleViolee('Ces deux contours ne se superposent pas : l’un d’eux se recoupe. Réparez-le, puis recommencez.')
}

/** What both cover. */
export function intersection(a: MultiPolygone, b: MultiPolygone): MultiPolygone {
  return superpose('intersection', a, b).geometrie
}

/** What one or the other covers. */
export function union(a: MultiPolygone, b: MultiPolygone): MultiPolygone {
  return superpose('union', a, b).geometrie
}

/** What `a` covers and `b` does not. */
export function difference(a: MultiPolygone, b: MultiPolygone): MultiPolygone {
  return superpose('difference', a, b).geometrie
}

/** All of them together; nothing gives nothing. */
export function unionOf(formes: readonly MultiPolygone[]): MultiPolygone {
  // Pairs of neighbours in the list first: no contour is swept more than log(n) times.
  if (formes.length <= 1) return formes[0] ?? []
  const milieu = formes.length >> 1
  return union(unionOf(formes.slice(0, milieu)), unionOf(formes.slice(milieu)))
}

/** Share of an area in another, in ‰, rounded to the nearest and held between 0 and 1000; 0 of nothing. */
export function partPm(part: number, tout: number): number {
  return tout <= 0 ? 0 : Math.min(1000, Math.max(0, Math.round((part * 1000) / tout)))
}

/** Share of the area of `a` that `b` covers, in ‰. */
export function partSurface(a: MultiPolygone, b: MultiPolygone): number {
  return partPm(aireM2(intersection(a, b)), aireM2(a))
}

/** Answers that need no sweep: an empty side, boxes apart, the same contour. */
function withoutSweep(operation: Operation, a: MultiPolygone, b: MultiPolygone): MultiPolygone | null {
  if (a.length === 0) return operation === 'union' ? b : []
  if (b.length === 0) return operation === 'intersection' ? [] : a
  if (!boitesSeTouchent(boiteOf(a), boiteOf(b))) return operation === 'intersection' ? [] : operation === 'union' ? [...a, ...b] : a
  if (sameContour(a, b)) return operation === 'difference' ? [] : a
  return null
}

/** Vertex for vertex the same. */
export function sameContour(a: MultiPolygone, b: MultiPolygone): boolean {
  if (a === b) return true
  return (
    a.length === b.length &&
    a.every((polygone, p) => {
      const autre = b[p]
      return (
        autre !== undefined &&
        polygone.length === autre.length &&
        polygone.every((anneau, n) => {
          const sien = autre[n]
          return (
            sien !== undefined && anneau.length === sien.length && anneau.every(([x, y], i) => sien[i]?.[0] === x && sien[i]?.[1] === y)
          )
        })
      )
    })
  )
}

const OPERATIONS: Record<Operation, (a: Geom, b: Geom) => Pas> = { intersection: cutIn, union: join, difference: cutOut }

type Origine = { x: number; y: number }
/** Multipolygon in steps from a local origin. */
type Pas = [number, number][][][]

/** One sweep, then a second over its rounded result: rounding can make a thin part touch or cross itself. Null when it failed. */
function attempt(operation: Operation, a: Pas, b: Pas, tolerance: number | undefined): Pas | null {
  if (a.length === 0 || b.length === 0) return operation === 'intersection' ? [] : operation === 'union' ? [...a, ...b] : a
  try {
    setPrecision(tolerance)
    const brut = rounded(OPERATIONS[operation](a, b), 1)
    return brut.length === 0 ? [] : rounded(join(brut), 1)
  } catch {
    return null
  } finally {
    setPrecision()
  }
}

function toGrid(m: MultiPolygone, { x, y }: Origine, grille: number): Pas {
  return rounded(
    m.map((polygone) => polygone.map((anneau) => anneau.map(([lon, lat]): [number, number] => [pasDe(lon) - x, pasDe(lat) - y]))),
    grille,
  )
}

/** On the grid, without repeated vertices, nor rings that have become flat. */
function rounded(m: Pas, grille: number): Pas {
  return m.flatMap((polygone) => {
    const anneaux = polygone.map((anneau) => roundedRing(anneau, grille))
    const [coque, ...trous] = anneaux
    return coque === undefined || isFlat(coque) ? [] : [[coque, ...trous.filter((trou) => !isFlat(trou))]]
  })
}

function roundedRing(anneau: readonly (readonly [number, number])[], grille: number): [number, number][] {
  const ronds: [number, number][] = []
  for (const [x, y] of anneau) {
    const point: [number, number] = [Math.round(x / grille) * grille, Math.round(y / grille) * grille]
    const dernier = ronds.at(-1)
    if (dernier === undefined || dernier[0] !== point[0] || dernier[1] !== point[1]) ronds.push(point)
  }
  return ronds
}

function isFlat(anneau: readonly (readonly [number, number])[]): boolean {
  if (anneau.length < 4) return true
  let somme = 0
  for (let i = 1; i < anneau.length; i += 1) {
    const [x1, y1] = anneau[i - 1] as [number, number]
    const [x2, y2] = anneau[i] as [number, number]
    somme += x1 * y2 - x2 * y1
  }
  return somme === 0
}

function fromGrid(m: Pas, { x, y }: Origine): MultiPolygone {
  return m.map(
    (polygone): Polygone =>
      polygone.map((anneau): Anneau => anneau.map(([px, py]): Position => [(px + x) / PAS_PAR_DEGRE, (py + y) / PAS_PAR_DEGRE])),
  )
}

function avertissementOf(ecartPas: number): string {
  return ecartPas <= 1
    ? 'Deux bords presque confondus ont été rapprochés d’un centimètre au plus.'
    : `Deux bords presque confondus ont été rapprochés d’environ ${ecartPas} centimètres au plus.`
}
