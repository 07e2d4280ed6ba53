import type { Trait } from './page-brute.ts'

/** The operators of pdf.js that draw rules, by their numbers, given so that this file needs not load it. */
export type Operateurs = Record<
  | 'save'
  | 'restore'
  | 'transform'
  | 'constructPath'
  | 'paintFormXObjectBegin'
  | 'paintFormXObjectEnd'
  | 'stroke'
  | 'closeStroke'
  | 'fill'
  | 'eoFill'
  | 'fillStroke'
  | 'eoFillStroke'
  | 'closeFillStroke'
  | 'closeEOFillStroke',
  number
>

type Matrice = readonly [number, number, number, number, number, number]

const FINESSE = 3
const PLAFOND = 6_000

/**
 * The horizontal and vertical rules of a page: stroked lines, sides of stroked rectangles, and filled rectangles so thin
 * that they are lines.
 * @param base matrix from the page to points from its top left corner
 */
export function listTraits(fns: readonly number[], args: readonly unknown[], ops: Operateurs, base: Matrice): Trait[] {
  const traits: Trait[] = []
  const pile: Matrice[] = []
  const pleins = new Set([ops.fill, ops.eoFill])
  const traces = new Set([ops.stroke, ops.closeStroke, ops.fillStroke, ops.eoFillStroke, ops.closeFillStroke, ops.closeEOFillStroke])
  let matrice = base
  for (let i = 0; i < fns.length && traits.length < PLAFOND; i += 1) {
    const fn = fns[i]
    const arg = args[i]
    if (fn === ops.save) pile.push(matrice)
    else if (fn === ops.restore || fn === ops.paintFormXObjectEnd) matrice = pile.pop() ?? base
    else if (fn === ops.transform) matrice = multiply(matrice, asMatrice(arg))
    else if (fn === ops.paintFormXObjectBegin) {
      pile.push(matrice)
      if (Array.isArray(arg)) matrice = multiply(matrice, asMatrice(arg[0]))
    } else if (fn === ops.constructPath && Array.isArray(arg)) {
      const chemin: unknown = Array.isArray(arg[1]) ? arg[1][0] : null
      if (!(chemin instanceof Float32Array)) continue
      if (traces.has(Number(arg[0]))) addStrokes(traits, chemin, matrice)
      else if (pleins.has(Number(arg[0]))) addThinFills(traits, chemin, matrice)
    }
  }
  return traits
}

function asMatrice(valeur: unknown): Matrice {
  if (!Array.isArray(valeur) && !(valeur instanceof Float32Array)) return [1, 0, 0, 1, 0, 0]
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = Array.from(valeur, Number)
  return [a, b, c, d, e, f]
}

function multiply(m: Matrice, n: Matrice): Matrice {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ]
}

type Point = { x: number; y: number }

/** Follows the points of a path; `visit` gets each straight side, `close` the box of each subpath made of them alone. */
function follow(chemin: Float32Array, matrice: Matrice, visit: (a: Point, b: Point) => void, close: (points: Point[]) => void): void {
  let points: Point[] = []
  let droit = true
  const at = (i: number): Point => {
    const x = chemin[i] ?? 0
    const y = chemin[i + 1] ?? 0
    return { x: matrice[0] * x + matrice[2] * y + matrice[4], y: matrice[1] * x + matrice[3] * y + matrice[5] }
  }
  const end = () => {
    if (points.length > 1 && droit) close(points)
    points = []
    droit = true
  }
  for (let i = 0; i < chemin.length; ) {
    const code = chemin[i]
    if (code === 0) {
      end()
      points.push(at(i + 1))
      i += 3
    } else if (code === 1) {
      const b = at(i + 1)
      const a = points.at(-1)
      if (a !== undefined) visit(a, b)
      points.push(b)
      i += 3
    } else if (code === 2 || code === 3) {
      droit = false
      points.push(at(i + (code === 2 ? 5 : 3)))
      i += code === 2 ? 7 : 5
    } else {
      const a = points.at(-1)
      const b = points[0]
      if (a !== undefined && b !== undefined) visit(a, b)
      i += 1
    }
  }
  end()
}

function addStrokes(traits: Trait[], chemin: Float32Array, matrice: Matrice): void {
  follow(
    chemin,
    matrice,
    (a, b) => push(traits, a, b),
    () => {},
  )
}

function addThinFills(traits: Trait[], chemin: Float32Array, matrice: Matrice): void {
  follow(
    chemin,
    matrice,
    () => {},
    (points) => {
      const xs = points.map((point) => point.x)
      const ys = points.map((point) => point.y)
      const [gauche, droite, haut, bas] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
      const mince = Math.min(droite - gauche, bas - haut)
      if (mince > FINESSE || Math.max(droite - gauche, bas - haut) < 4) return
      const cx = (gauche + droite) / 2
      const cy = (haut + bas) / 2
      if (droite - gauche > bas - haut) push(traits, { x: gauche, y: cy }, { x: droite, y: cy })
      else push(traits, { x: cx, y: haut }, { x: cx, y: bas })
    },
  )
}

function push(traits: Trait[], a: Point, b: Point): void {
  const dx = Math.abs(a.x - b.x)
  const dy = Math.abs(a.y - b.y)
  if (!Number.isFinite(dx + dy) || Math.max(dx, dy) < 4 || Math.min(dx, dy) > 1) return
  if (dx > dy) traits.push({ x1: Math.min(a.x, b.x), x2: Math.max(a.x, b.x), y1: (a.y + b.y) / 2, y2: (a.y + b.y) / 2 })
  else traits.push({ x1: (a.x + b.x) / 2, x2: (a.x + b.x) / 2, y1: Math.min(a.y, b.y), y2: Math.max(a.y, b.y) })
}
