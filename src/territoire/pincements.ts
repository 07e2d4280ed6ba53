/**
 * Holes that touch their shell, or each other, at so many points that they cut the inside in two: no edge crosses another, but the
 * surface is not in one piece, which OGC 06-103r4 (6.1.11.1) does not allow in one polygon. Pure; on the grid of forme-pas.ts.
 */
import type { Croisement } from './croisements.ts'
import { findCroisements } from './croisements.ts'
import type { AnneauPas, FormePas, PolygonePas } from './forme-pas.ts'
import type { Position } from './geometrie.ts'
import { groupAnneaux } from './lecture/grouper-anneaux.ts'
import { closed, isDegenere, reversed } from './nettoyage.ts'

/** Places where rings of one polygon touch once too many. @param croisements of the shape, none of which crosses */
export function findPincements(croisements: readonly Croisement[]): { polygone: number; lieu: Position }[] {
  const parents = new Map<string, string>()
  const root = (cle: string): string => {
    const parent = parents.get(cle)
    if (parent === undefined || parent === cle) return cle
    const haut = root(parent)
    parents.set(cle, haut)
    return haut
  }
  const liens = new Set<string>()
  const trouves: { polygone: number; lieu: Position }[] = []
  for (const { genre, lieu, a, b } of croisements) {
    if (genre !== 'touche' || a.polygone !== b.polygone || a.anneau === b.anneau) continue
    // Rings and points in one graph: a second way from a ring to another closes a cycle, and cuts the inside.
    const point = `${a.polygone}@${lieu[0]},${lieu[1]}`
    for (const { polygone, anneau } of [a, b]) {
      const cle = `${polygone}#${anneau}`
      if (liens.has(`${point}${cle}`)) continue
      liens.add(`${point}${cle}`)
      const [un, deux] = [root(point), root(cle)]
      if (un === deux) trouves.push({ polygone, lieu })
      else parents.set(un, deux)
    }
  }
  return trouves
}

/** The same surface, each piece of the inside a polygon of its own. Shells counter-clockwise, holes clockwise, as it is given. */
export function unpinched(forme: FormePas): FormePas {
  const croisements = findCroisements(forme, 5_000)
  const coupes = new Set(findPincements(croisements).map(({ polygone }) => polygone))
  if (coupes.size === 0) return forme
  return forme.flatMap((polygone, rang) => (coupes.has(rang) ? retraced(noded(polygone, rang, croisements)) : [polygone]))
}

type Point = readonly [number, number]
const keyOf = ([x, y]: Point) => `${x},${y}`

/** Rings as points, with a vertex wherever another ring touches them. */
function noded(polygone: PolygonePas, rang: number, croisements: readonly Croisement[]): Point[][] {
  return polygone.map((anneau, n) => {
    const ajouts = new Map<number, Point[]>()
    for (const { lieu, a, b } of croisements) {
      for (const arete of [a, b]) {
        if (arete.polygone !== rang || arete.anneau !== n) continue
        ajouts.set(arete.i, [...(ajouts.get(arete.i) ?? []), [Math.round(lieu[0] * 1e7), Math.round(lieu[1] * 1e7)]])
      }
    }
    const points: Point[] = []
    const push = (point: Point) => {
      const dernier = points.at(-1)
      if (dernier === undefined || keyOf(dernier) !== keyOf(point)) points.push(point)
    }
    for (let i = 0; i + 3 < anneau.length; i += 2) {
      const depart: Point = [anneau[i] as number, anneau[i + 1] as number]
      push(depart)
      const distance = ([x, y]: Point) => (x - depart[0]) ** 2 + (y - depart[1]) ** 2
      for (const point of (ajouts.get(i) ?? []).sort((p, q) => distance(p) - distance(q))) push(point)
    }
    if (points.length > 1 && keyOf(points[0] as Point) === keyOf(points.at(-1) as Point)) points.pop()
    return points
  })
}

type Arete = { de: Point; vers: Point; prise: boolean }

/** Goes along the edges, inside on the left, turning left as sharply as can be at each meeting: one piece at a time. */
function retraced(anneaux: readonly Point[][]): PolygonePas[] {
  const aretes = anneaux.flatMap((points) =>
    points.map((de, i): Arete => ({ de, vers: points[(i + 1) % points.length] as Point, prise: false })),
  )
  const sorties = new Map<string, Arete[]>()
  for (const arete of aretes) sorties.set(keyOf(arete.de), [...(sorties.get(keyOf(arete.de)) ?? []), arete])
  const boucles: AnneauPas[] = []
  for (const depart of aretes) {
    const trace: Point[] = []
    for (let ici: Arete | undefined = depart; ici !== undefined && !ici.prise; ici = sharpest(ici, sorties)) {
      ici.prise = true
      trace.push(ici.de)
    }
    boucles.push(...simpleLoops(trace))
  }
  // Shells of a Shapefile are clockwise: the grouping is the same the other way round.
  return groupAnneaux(boucles.filter((boucle) => !isDegenere(boucle)).map(reversed)).map((polygone) => polygone.map(reversed))
}

function sharpest({ de, vers }: Arete, sorties: ReadonlyMap<string, Arete[]>): Arete | undefined {
  const retour = Math.atan2(de[1] - vers[1], de[0] - vers[0])
  let choisie: Arete | undefined
  let moindre = Infinity
  for (const arete of sorties.get(keyOf(vers)) ?? []) {
    if (arete.prise) continue
    const angle = retour - Math.atan2(arete.vers[1] - vers[1], arete.vers[0] - vers[0])
    const tour = angle <= 0 ? angle + 2 * Math.PI : angle
    if (tour < moindre) {
      moindre = tour
      choisie = arete
    }
  }
  return choisie
}

/** Cut each time it comes back to a point. */
function simpleLoops(trace: readonly Point[]): AnneauPas[] {
  const boucles: AnneauPas[] = []
  const pile: Point[] = []
  const places = new Map<string, number>()
  for (const point of trace) {
    const deja = places.get(keyOf(point))
    if (deja === undefined) {
      places.set(keyOf(point), pile.length)
      pile.push(point)
      continue
    }
    const boucle = pile.splice(deja + 1)
    for (const autre of boucle) places.delete(keyOf(autre))
    boucles.push(closed(Float64Array.from([point, ...boucle].flat())).anneau)
  }
  if (pile.length > 0) boucles.push(closed(Float64Array.from(pile.flat())).anneau)
  return boucles
}
