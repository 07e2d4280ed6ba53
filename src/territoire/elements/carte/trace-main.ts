/** What is being drawn by hand: outlines already closed, and the one under way. Every act gives a new value: undoing is keeping the former. Pure. */
import type { MultiPolygone, Position } from '../../geometrie.ts'

/** Rings are open here: the last position is not the first. */
type Boucle = readonly Position[]
export type Sommet = { polygone: number; anneau: number; rang: number }
export type TraceMain = {
  polygones: readonly (readonly Boucle[])[]
  /** Positions of the outline under way; empty when none is. */
  encours: Boucle
  /** The vertex that the next position will replace. */
  choisi: Sommet | null
}

export const TRACE_VIDE: TraceMain = { polygones: [], encours: [], choisi: null }

export const memePosition = (a: Position | undefined, b: Position | undefined): boolean =>
  a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1]

/** A position more. On the first one, three or more being there, the outline closes; on the last one, nothing. */
export function withPosition(trace: TraceMain, position: Position): TraceMain {
  const { encours } = trace
  if (memePosition(encours.at(-1), position)) return trace
  if (encours.length >= 3 && memePosition(encours[0], position)) return closed(trace)
  return { ...trace, encours: [...encours, position], choisi: null }
}

/** The outline under way becomes a polygon, three positions or more; otherwise nothing changes. */
export function closed(trace: TraceMain): TraceMain {
  if (trace.encours.length < 3) return trace
  return { polygones: [...trace.polygones, [trace.encours]], encours: [], choisi: null }
}

/** Without its last position. */
export function withoutLast(trace: TraceMain): TraceMain {
  return { ...trace, encours: trace.encours.slice(0, -1) }
}

/** The outline under way is forgotten; failing that, the chosen vertex is let go. */
export function cancelled(trace: TraceMain): TraceMain {
  return { ...trace, encours: [], choisi: null }
}

export function chosen(trace: TraceMain, choisi: Sommet | null): TraceMain {
  return { ...trace, choisi }
}

/** The vertex goes elsewhere, and is let go. */
export function moved(trace: TraceMain, sommet: Sommet, position: Position): TraceMain {
  return { ...changeRing(trace, sommet, (boucle) => boucle.map((p, rang) => (rang === sommet.rang ? position : p))), choisi: null }
}

/** A vertex more between this one and the next, chosen. */
export function inserted(trace: TraceMain, avant: Sommet, position: Position): TraceMain {
  const rang = avant.rang + 1
  return {
    ...changeRing(trace, avant, (boucle) => [...boucle.slice(0, rang), position, ...boucle.slice(rang)]),
    choisi: { ...avant, rang },
  }
}

/** Without this vertex; an outline of three goes away whole, with its holes when it is the outer one. */
export function removed(trace: TraceMain, sommet: Sommet): TraceMain {
  const boucle = trace.polygones[sommet.polygone]?.[sommet.anneau]
  if (boucle === undefined) return trace
  if (boucle.length > 3) return { ...changeRing(trace, sommet, (une) => une.filter((_, rang) => rang !== sommet.rang)), choisi: null }
  const polygones =
    sommet.anneau === 0
      ? trace.polygones.filter((_, rang) => rang !== sommet.polygone)
      : trace.polygones.map((anneaux, rang) => (rang === sommet.polygone ? anneaux.filter((_, place) => place !== sommet.anneau) : anneaux))
  return { ...trace, polygones, choisi: null }
}

function changeRing(trace: TraceMain, { polygone, anneau }: Sommet, change: (boucle: Boucle) => Boucle): TraceMain {
  const polygones = trace.polygones.map((anneaux, rang) =>
    rang === polygone ? anneaux.map((boucle, place) => (place === anneau ? change(boucle) : boucle)) : anneaux,
  )
  return { ...trace, polygones }
}

/** Closed outlines, shells counter-clockwise and holes clockwise (RFC 7946). */
export function toMultiPolygone({ polygones }: TraceMain): MultiPolygone {
  return polygones.map((anneaux) =>
    anneaux.map((boucle, rang) => {
      const sens = signedArea(boucle) > 0 === (rang === 0) ? boucle : [...boucle].reverse()
      return [...sens, sens[0] as Position]
    }),
  )
}

/** The GeoJSON that the form sends; empty when nothing is drawn. */
export function writeTrace(trace: TraceMain): string {
  return trace.polygones.length === 0 ? '' : JSON.stringify({ type: 'MultiPolygon', coordinates: toMultiPolygone(trace) })
}

/** What a field holds already: a geometry, a feature or a collection of them. @returns null when it is none of these */
export function readTrace(texte: string): TraceMain | null {
  if (texte.trim() === '') return TRACE_VIDE
  try {
    const polygones = polygonsOf(JSON.parse(texte))
    return polygones === null ? null : { ...TRACE_VIDE, polygones }
  } catch {
    return null
  }
}

function polygonsOf(lu: unknown): Boucle[][] | null {
  if (typeof lu !== 'object' || lu === null || !('type' in lu)) return null
  if (lu.type === 'Feature' && 'geometry' in lu) return polygonsOf(lu.geometry)
  if (lu.type === 'FeatureCollection' && 'features' in lu && Array.isArray(lu.features)) {
    const tous = lu.features.map(polygonsOf)
    return tous.some((un) => un === null) ? null : tous.flatMap((un) => un ?? [])
  }
  if (!('coordinates' in lu) || !Array.isArray(lu.coordinates)) return null
  if (lu.type === 'Polygon') return [ringsOf(lu.coordinates)]
  return lu.type === 'MultiPolygon' ? lu.coordinates.map(ringsOf) : null
}

/** @throws TypeError when a position is not two numbers */
function ringsOf(anneaux: unknown): Boucle[] {
  if (!Array.isArray(anneaux)) throw new TypeError('a polygon is a list of rings')
  return anneaux.map((anneau) => {
    if (!Array.isArray(anneau)) throw new TypeError('a ring is a list of positions')
    const boucle = anneau.map((position): Position => {
      const [lon, lat]: unknown[] = Array.isArray(position) ? position : []
      if (typeof lon !== 'number' || typeof lat !== 'number') throw new TypeError('a position is two numbers')
      return [lon, lat]
    })
    return boucle.length > 1 && memePosition(boucle[0], boucle.at(-1)) ? boucle.slice(0, -1) : boucle
  })
}

function signedArea(boucle: Boucle): number {
  let somme = 0
  for (const [rang, [x, y]] of boucle.entries()) {
    const [u, v] = boucle[(rang + 1) % boucle.length] as Position
    somme += x * v - u * y
  }
  return somme
}
