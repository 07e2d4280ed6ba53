/** How the rings of a contour lie in one another, once none crosses another. Pure; on the grid of forme-pas.ts. */
import { type AnneauPas, type FormePas, type PolygonePas, positionAt } from './forme-pas.ts'
import type { Position } from './geometrie.ts'
import { positionIn } from './lecture/grouper-anneaux.ts'

const LIEUX = 10

/** Holes that are not where a hole can be. */
export function strayHoles(forme: FormePas): { nombre: number; lieux: Position[] } {
  const egares = forme.flatMap(strayRings)
  return { nombre: egares.length, lieux: egares.slice(0, LIEUX).map((trou) => positionAt(trou, 0)) }
}

/** Holes that are not in their shell, or that are in another hole. */
export function strayRings(polygone: PolygonePas): AnneauPas[] {
  const [coque, ...trous] = polygone
  if (coque === undefined || trous.length === 0) return []
  return trous.filter((trou, rang) => {
    if (placeOf(trou, coque) < 0) return true
    if (trous.length > 200) return false
    return trous.some((autre, n) => n !== rang && boxInside(trou, autre) && placeOf(trou, autre) > 0)
  })
}

/** Parts that lie inside another part, out of its holes. */
export function coveredParts(forme: FormePas): { nombre: number; lieux: Position[] } {
  const lieux: Position[] = []
  let nombre = 0
  if (forme.length < 2) return { nombre, lieux }
  const boites = forme.map((polygone) => boxOf(polygone[0]))
  for (const [p, [coque]] of forme.entries()) {
    if (coque === undefined) continue
    const couverte = forme.some(([autre, ...trous], q) => {
      if (p === q || autre === undefined || !within(boites[p], boites[q])) return false
      return placeOf(coque, autre) > 0 && !trous.some((trou) => placeOf(coque, trou) >= 0)
    })
    if (!couverte) continue
    nombre += 1
    if (lieux.length < LIEUX) lieux.push(positionAt(coque, 0))
  }
  return { nombre, lieux }
}

/** Where a ring lies in another that it does not cross: 1 inside, -1 outside, 0 when every vertex and middle is on the border. */
function placeOf(anneau: AnneauPas, dans: AnneauPas): -1 | 0 | 1 {
  for (let i = 0; i + 3 < anneau.length; i += 2) {
    const place = positionIn(dans, anneau[i] as number, anneau[i + 1] as number)
    if (place !== 0) return place
  }
  for (let i = 0; i + 3 < anneau.length; i += 2) {
    const [x, y] = [((anneau[i] as number) + (anneau[i + 2] as number)) / 2, ((anneau[i + 1] as number) + (anneau[i + 3] as number)) / 2]
    const place = positionIn(dans, x, y)
    if (place !== 0) return place
  }
  return 0
}

type Boite = [number, number, number, number] | undefined
function boxOf(anneau: AnneauPas | undefined): Boite {
  if (anneau === undefined || anneau.length === 0) return undefined
  let [ouest, sud, est, nord] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i + 1 < anneau.length; i += 2) {
    ouest = Math.min(ouest, anneau[i] as number)
    est = Math.max(est, anneau[i] as number)
    sud = Math.min(sud, anneau[i + 1] as number)
    nord = Math.max(nord, anneau[i + 1] as number)
  }
  return [ouest, sud, est, nord]
}
const within = (a: Boite, b: Boite) => a !== undefined && b !== undefined && a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3]
const boxInside = (a: AnneauPas, b: AnneauPas) => within(boxOf(a), boxOf(b))
