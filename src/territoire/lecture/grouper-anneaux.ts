import type { AnneauBrut, PolygoneBrut } from './lecture.ts'
import { aireDouble } from './recueil-geo.ts'

type Candidat = { anneau: AnneauBrut; aire: number; boite: [number, number, number, number]; trous: AnneauBrut[] }

/**
 * Groups the loose rings of a Shapefile record: clockwise is a shell, counter-clockwise a hole of the smallest shell that
 * holds it. A hole that no shell holds becomes a shell of its own: its wrong winding is told later. Order kept.
 */
export function groupAnneaux(anneaux: readonly AnneauBrut[]): PolygoneBrut[] {
  const contours: Candidat[] = []
  const trous: AnneauBrut[] = []
  for (const anneau of anneaux) {
    const aire = aireDouble(anneau)
    // A ring without area says nothing of its role: kept as a shell, told as degenerate.
    if (aire > 0) trous.push(anneau)
    else contours.push(candidatOf(anneau, aire))
  }
  const orphelins: Candidat[] = []
  for (const trou of trous) {
    let choisi: Candidat | null = null
    if (contours.length === 1 && trous.length <= 1) choisi = holds(contours[0], trou) ? (contours[0] ?? null) : null
    else for (const contour of contours) if ((choisi === null || contour.aire < choisi.aire) && holds(contour, trou)) choisi = contour
    if (choisi === null) orphelins.push(candidatOf(trou, aireDouble(trou)))
    else choisi.trous.push(trou)
  }
  return [...contours, ...orphelins].map(({ anneau, trous: siens }) => [anneau, ...siens])
}

function candidatOf(anneau: AnneauBrut, aire: number): Candidat {
  let [ouest, sud, est, nord] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < anneau.length; i += 2) {
    const [x, y] = [anneau[i] as number, anneau[i + 1] as number]
    if (x < ouest) ouest = x
    if (x > est) est = x
    if (y < sud) sud = y
    if (y > nord) nord = y
  }
  return { anneau, aire: Math.abs(aire), boite: [ouest, sud, est, nord], trous: [] }
}

/** Does the shell hold the hole? Told by the first vertex of the hole, or middle of an edge, that is not on its border. */
function holds(contour: Candidat | undefined, trou: AnneauBrut): boolean {
  if (contour === undefined) return false
  const [ouest, sud, est, nord] = contour.boite
  for (let i = 0; i < trou.length; i += 2) {
    const [x, y] = [trou[i] as number, trou[i + 1] as number]
    if (x < ouest || x > est || y < sud || y > nord) return false
  }
  for (let i = 0; i < trou.length; i += 2) {
    const place = positionIn(contour.anneau, trou[i] as number, trou[i + 1] as number)
    if (place !== 0) return place > 0
  }
  for (let i = 0; i + 3 < trou.length; i += 2) {
    const place = positionIn(
      contour.anneau,
      ((trou[i] as number) + (trou[i + 2] as number)) / 2,
      ((trou[i + 1] as number) + (trou[i + 3] as number)) / 2,
    )
    if (place !== 0) return place > 0
  }
  return true
}

/** 1 inside, 0 on the border, -1 outside (even-odd). */
export function positionIn(anneau: ArrayLike<number>, x: number, y: number): -1 | 0 | 1 {
  let dedans = false
  const n = anneau.length
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const [xi, yi, xj, yj] = [anneau[i] as number, anneau[i + 1] as number, anneau[j] as number, anneau[j + 1] as number]
    if (yi > y === yj > y) {
      if (yi === y && yj === y && (x - xi) * (x - xj) <= 0) return 0
      if ((xi === x && yi === y) || (xj === x && yj === y)) return 0
      continue
    }
    const produit = (xj - xi) * (y - yi) - (x - xi) * (yj - yi)
    if (produit === 0) return 0
    if (produit > 0 === yj > yi) dedans = !dedans
  }
  return dedans ? 1 : -1
}
