/**
 * Contours in whole steps of 1e-7 degree, flat arrays: where every exact test on imported geometry is done. Pure.
 * A ring is x0, y0, x1, y1…; NaN where the file has no number that is a place on Earth.
 */
import { aireAnneauM2, type MultiPolygone, PAS_PAR_DEGRE, type Position } from './geometrie.ts'
import type { AnneauBrut, PolygoneBrut } from './lecture/lecture.ts'
import { toWgs84 } from './projection.ts'

export type AnneauPas = Float64Array
/** Shell, then holes. */
export type PolygonePas = readonly AnneauPas[]
export type FormePas = readonly PolygonePas[]

/** How to place what the file holds: its system, and whether its two numbers are in the wrong order. */
export type Placement = { epsg: number; permute: boolean }

/** The contour of the file on the grid, in its own order of rings and vertices. */
export function formeOf(polygones: readonly PolygoneBrut[], placement: Placement): FormePas {
  return polygones.map((polygone) => polygone.map((anneau) => anneauOf(anneau, placement)))
}

/** The contour of the file in degrees, neither quantised nor closed nor otherwise changed: what is kept as the original. */
export function origineOf(polygones: readonly PolygoneBrut[], { epsg, permute }: Placement): MultiPolygone {
  return polygones.map((polygone) =>
    polygone.map((anneau) => {
      const positions: Position[] = []
      for (let i = 0; i + 1 < anneau.length; i += 2) {
        const [x, y] = [anneau[i] as number, anneau[i + 1] as number]
        positions.push(permute ? toWgs84(epsg, y, x) : toWgs84(epsg, x, y))
      }
      return positions
    }),
  )
}

function anneauOf(anneau: AnneauBrut, { epsg, permute }: Placement): AnneauPas {
  const pas = new Float64Array(anneau.length)
  const degres = epsg === 4326
  for (let i = 0; i + 1 < anneau.length; i += 2) {
    let lon = anneau[permute ? i + 1 : i] as number
    let lat = anneau[permute ? i : i + 1] as number
    if (!degres) [lon, lat] = toWgs84(epsg, lon, lat)
    // A vertex out of the world has no place, nor has one with a single NaN; « + 0 » turns -0 into 0.
    const finie = Math.abs(lon) <= 181 && Math.abs(lat) <= 91
    pas[i] = finie ? Math.round(lon * PAS_PAR_DEGRE) + 0 : Number.NaN
    pas[i + 1] = finie ? Math.round(lat * PAS_PAR_DEGRE) + 0 : Number.NaN
  }
  return pas
}

/** Degrees again. */
export function multiPolygoneOf(forme: FormePas): MultiPolygone {
  return forme.map((polygone) =>
    polygone.map((anneau) => {
      const positions: Position[] = []
      for (let i = 0; i + 1 < anneau.length; i += 2) positions.push(positionAt(anneau, i))
      return positions
    }),
  )
}

export function formeOfMultiPolygone(m: MultiPolygone): FormePas {
  return m.map((polygone) => polygone.map((anneau) => Float64Array.from(anneau.flatMap(([lon, lat]) => [pas(lon), pas(lat)]))))
}

const pas = (degres: number) => Math.round(degres * PAS_PAR_DEGRE) + 0

/** Longitude and latitude of the vertex whose x is at that index. */
export function positionAt(anneau: AnneauPas, i: number): Position {
  return [(anneau[i] as number) / PAS_PAR_DEGRE, (anneau[i + 1] as number) / PAS_PAR_DEGRE]
}

export type BoitePas = { ouest: number; sud: number; est: number; nord: number }

/** Box of the finite vertices; null when there is none. */
export function boitePas(forme: FormePas): BoitePas | null {
  let [ouest, sud, est, nord] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const polygone of forme) {
    for (const anneau of polygone) {
      for (let i = 0; i + 1 < anneau.length; i += 2) {
        const [x, y] = [anneau[i] as number, anneau[i + 1] as number]
        if (x < ouest) ouest = x
        if (x > est) est = x
        if (y < sud) sud = y
        if (y > nord) nord = y
      }
    }
  }
  return ouest === Infinity ? null : { ouest, sud, est, nord }
}

/** Twice the signed area in square steps, exact up to contours of some degrees: positive counter-clockwise. Ring closed or not. */
export function aireDoublePas(anneau: AnneauPas): number {
  const [x0, y0] = [anneau[0] ?? 0, anneau[1] ?? 0]
  let somme = 0
  for (let i = 2; i + 3 < anneau.length; i += 2) {
    const [ax, ay] = [(anneau[i] as number) - x0, (anneau[i + 1] as number) - y0]
    const [bx, by] = [(anneau[i + 2] as number) - x0, (anneau[i + 3] as number) - y0]
    somme += ax * by - bx * ay
  }
  return somme
}

/** Area in m², holes taken off, whatever the winding; vertices without place are passed over. */
export function aireFormeM2(forme: FormePas): number {
  let total = 0
  for (const polygone of forme) {
    polygone.forEach((anneau, rang) => {
      const positions: Position[] = []
      for (let i = 0; i + 1 < anneau.length; i += 2) if (!Number.isNaN(anneau[i])) positions.push(positionAt(anneau, i))
      const premiere = positions[0]
      if (premiere === undefined) return
      const aire = Math.abs(aireAnneauM2([...positions, premiere]))
      total += rang === 0 ? aire : -aire
    })
  }
  return total
}

/**
 * Sign of the turn a → b → c: 1 left, -1 right, 0 straight. Exact: products beyond what a double holds whole are done again in
 * big integers.
 */
export function turn(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): -1 | 0 | 1 {
  const gauche = (bx - ax) * (cy - ay)
  const droite = (by - ay) * (cx - ax)
  const ecart = gauche - droite
  const marge = (Math.abs(gauche) + Math.abs(droite)) * 4e-16
  if (ecart > marge) return 1
  if (ecart < -marge) return -1
  if (Math.abs(gauche) < Number.MAX_SAFE_INTEGER && Math.abs(droite) < Number.MAX_SAFE_INTEGER) return ecart > 0 ? 1 : ecart < 0 ? -1 : 0
  if (!Number.isFinite(gauche) || !Number.isFinite(droite)) return 0
  const exact = (BigInt(bx) - BigInt(ax)) * (BigInt(cy) - BigInt(ay)) - (BigInt(by) - BigInt(ay)) * (BigInt(cx) - BigInt(ax))
  return exact > 0n ? 1 : exact < 0n ? -1 : 0
}
