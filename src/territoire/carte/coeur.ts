/** Where words hold in a shape: its heart, and what a rectangle meets of it. Pure. */
import type { Points, Rectangle } from './trace.ts'

export type Pole = { centre: { x: number; y: number }; rayon: number; etendue: number; grille: { x: number; y: number }[] }

/** The point farthest from the border, found by grids ever finer, and the points of the first grid, nearest first. */
export function poleOf(anneaux: readonly Points[]): Pole | null {
  const connu = poles.get(anneaux)
  if (connu !== undefined) return connu
  const pole = findPole(anneaux)
  poles.set(anneaux, pole)
  return pole
}

/** A map places its words once for each width of the screen: the shapes are the same. */
const poles = new WeakMap<readonly Points[], Pole | null>()

function findPole(anneaux: readonly Points[]): Pole | null {
  const coque = anneaux[0]
  if (coque === undefined) return null
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < coque.length; i += 2) {
    ;[x1, x2] = [Math.min(x1, coque[i] as number), Math.max(x2, coque[i] as number)]
    ;[y1, y2] = [Math.min(y1, coque[i + 1] as number), Math.max(y2, coque[i + 1] as number)]
  }
  const etendue = Math.max(x2 - x1, y2 - y1)
  let centre = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 }
  let rayon = Number.NEGATIVE_INFINITY
  const grille: { x: number; y: number }[] = []
  let [demiX, demiY] = [(x2 - x1) / 2, (y2 - y1) / 2]
  for (let tour = 0; tour < 4; tour += 1) {
    const { x, y } = centre
    const pas = tour === 0 ? 9 : 5
    for (let i = 0; i < pas; i += 1) {
      for (let j = 0; j < pas; j += 1) {
        const [px, py] = [x + demiX * ((2 * i + 1) / pas - 1), y + demiY * ((2 * j + 1) / pas - 1)]
        const d = depth(anneaux, px, py)
        if (tour === 0 && d > 0) grille.push({ x: px, y: py })
        if (d > rayon) [rayon, centre] = [d, { x: px, y: py }]
      }
    }
    demiX /= 3
    demiY /= 3
  }
  const { x, y } = centre
  grille.sort((a, b) => (a.x - x) ** 2 + (a.y - y) ** 2 - (b.x - x) ** 2 - (b.y - y) ** 2)
  return { centre, rayon: Math.max(0, rayon), etendue, grille }
}

/** Distance to the border, negative outside (even-odd over the rings). */
function depth(anneaux: readonly Points[], x: number, y: number): number {
  let dedans = false
  let proche = Infinity
  for (const points of anneaux) {
    let ax = points[points.length - 2] as number
    let ay = points[points.length - 1] as number
    for (let i = 0; i < points.length; i += 2) {
      const bx = points[i] as number
      const by = points[i + 1] as number
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) dedans = !dedans
      const dx = bx - ax
      const dy = by - ay
      const u = dx === 0 && dy === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
      const d = (x - ax - u * dx) ** 2 + (y - ay - u * dy) ** 2
      if (d < proche) proche = d
      ax = bx
      ay = by
    }
  }
  return (dedans ? 1 : -1) * Math.sqrt(proche)
}

/** Is the whole rectangle within the shape? */
export function holds(anneaux: readonly Points[], r: Rectangle): boolean {
  return !isCrossed(anneaux, r) && depth(anneaux, r.x + r.largeur / 2, r.y + r.hauteur / 2) > 0
}

/** Do the shape and the rectangle share a point? */
export function covers({ anneaux, boite }: { anneaux: readonly Points[]; boite: Rectangle }, r: Rectangle): boolean {
  if (anneaux[0] === undefined || boite.x > r.x + r.largeur || r.x > boite.x + boite.largeur) return false
  if (boite.y > r.y + r.hauteur || r.y > boite.y + boite.hauteur) return false
  return isCrossed(anneaux, r) || depth(anneaux, r.x + r.largeur / 2, r.y + r.hauteur / 2) > 0
}

/** Does the border of the shape pass through the rectangle? */
function isCrossed(anneaux: readonly Points[], r: Rectangle): boolean {
  for (const points of anneaux) {
    for (let i = 0; i < points.length; i += 2) {
      const j = (i + 2) % points.length
      const [x1, y1, x2, y2] = [points[i] as number, points[i + 1] as number, points[j] as number, points[j + 1] as number]
      if (Math.max(x1, x2) < r.x || Math.min(x1, x2) > r.x + r.largeur || Math.max(y1, y2) < r.y || Math.min(y1, y2) > r.y + r.hauteur)
        continue
      if (crosses({ x1, y1, x2, y2 }, r)) return true
    }
  }
  return false
}

/** Does a segment cross a rectangle? (Liang and Barsky) */
export function crosses({ x1, y1, x2, y2 }: { x1: number; y1: number; x2: number; y2: number }, r: Rectangle): boolean {
  const [dx, dy] = [x2 - x1, y2 - y1]
  let [entre, sort] = [0, 1]
  for (const [p, q] of [
    [-dx, x1 - r.x],
    [dx, r.x + r.largeur - x1],
    [-dy, y1 - r.y],
    [dy, r.y + r.hauteur - y1],
  ] as const) {
    if (p === 0) {
      if (q < 0) return false
      continue
    }
    const t = q / p
    if (p < 0) entre = Math.max(entre, t)
    else sort = Math.min(sort, t)
    if (entre > sort) return false
  }
  return true
}
