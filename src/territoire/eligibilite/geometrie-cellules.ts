/** From the cells of a grid to places on Earth and back: outlines, boxes, the share of a cell inside a polygon. Pure. */
import { type Anneau, type Boite, type MultiPolygone, type Polygone, type Position, quantise } from '../geometrie.ts'
import { fromWgs84, toWgs84 } from '../projection.ts'
import { type Coin, traceContour } from './contour-cellules.ts'

/** What places the indices of cells on Earth. */
export type Repere = { epsg: number; coteM: number }
/** Indices of cells, bounds included. */
export type Emprise = { x0: number; y0: number; x1: number; y1: number }
/** A polygon in units of cells. */
type AnneauPlan = readonly (readonly [x: number, y: number])[]

/** Outline of these cells, WGS84. */
export function contourOf({ epsg, coteM }: Repere, cellules: readonly Coin[]): MultiPolygone {
  const connus = new Map<string, Position>()
  const place = ([x, y]: Coin): Position => {
    const cle = `${x},${y}`
    const connu = connus.get(cle)
    if (connu !== undefined) return connu
    const [lon, lat] = toWgs84(epsg, x * coteM, y * coteM)
    const ici: Position = [quantise(lon), quantise(lat)]
    connus.set(cle, ici)
    return ici
  }
  return traceContour(cellules).map((polygone): Polygone => polygone.map((anneau): Anneau => anneau.map(place)))
}

/** The centre of a cell, WGS84. */
export function centreOf({ epsg, coteM }: Repere, x: number, y: number): Position {
  return toWgs84(epsg, (x + 0.5) * coteM, (y + 0.5) * coteM)
}

/** Cells that cover a box of degrees, with a margin of so many cells around. */
export function empriseOf({ epsg, coteM }: Repere, [ouest, sud, est, nord]: Boite, marge: number): Emprise {
  const xs: number[] = []
  const ys: number[] = []
  // The sides of a box in degrees bend once projected: eight stretches each follow them.
  for (let i = 0; i <= 8; i += 1) {
    const lon = ouest + ((est - ouest) * i) / 8
    const lat = sud + ((nord - sud) * i) / 8
    for (const [x, y] of [fromWgs84(epsg, lon, sud), fromWgs84(epsg, lon, nord), fromWgs84(epsg, ouest, lat), fromWgs84(epsg, est, lat)]) {
      xs.push(x)
      ys.push(y)
    }
  }
  return {
    x0: Math.floor(Math.min(...xs) / coteM) - marge,
    y0: Math.floor(Math.min(...ys) / coteM) - marge,
    x1: Math.floor(Math.max(...xs) / coteM) + marge,
    y1: Math.floor(Math.max(...ys) / coteM) + marge,
  }
}

/** Number of places in an emprise. */
export function placesOf({ x0, y0, x1, y1 }: Emprise): number {
  return (x1 - x0 + 1) * (y1 - y0 + 1)
}

/** A cell and the share of its area inside a polygon, above zero. */
export type CelluleCouverte = { x: number; y: number; part: number }

/** Cells that a polygon covers, each with its share. On an equal-area grid (LAEA), shares of area are true. */
export function listCouvertes({ epsg, coteM }: Repere, geometrie: MultiPolygone): CelluleCouverte[] {
  const parts = new Map<string, CelluleCouverte>()
  for (const polygone of geometrie) {
    const plan = polygone.map((anneau) =>
      anneau.map(([lon, lat]) => {
        const [x, y] = fromWgs84(epsg, lon, lat)
        return [x / coteM, y / coteM] as const
      }),
    )
    for (const couverte of coverPolygone(plan)) {
      const cle = `${couverte.x},${couverte.y}`
      const connue = parts.get(cle)
      if (connue === undefined) parts.set(cle, couverte)
      else connue.part += couverte.part
    }
  }
  return [...parts.values()].filter(({ part }) => part > 1e-9)
}

/** Column by column, then row by row: a ring is clipped by a few vertices at a time. */
function* coverPolygone(anneaux: readonly AnneauPlan[]): Generator<CelluleCouverte> {
  const [coquille] = anneaux
  if (coquille === undefined) return
  const [gauche, droite] = bornes(coquille, 0)
  for (let x = Math.floor(gauche); x < droite; x += 1) {
    const bandes = anneaux.map((anneau) => clip(clip(anneau, 0, x, 1), 0, x + 1, -1))
    const [bas, haut] = bornes(bandes[0] ?? [], 1)
    for (let y = Math.floor(bas); y < haut; y += 1) {
      let part = 0
      bandes.forEach((bande, rang) => {
        const aire = Math.abs(airePlan(clip(clip(bande, 1, y, 1), 1, y + 1, -1)))
        part += rang === 0 ? aire : -aire
      })
      if (part > 0) yield { x, y, part: Math.min(part, 1) }
    }
  }
}

function bornes(anneau: AnneauPlan, axe: 0 | 1): [number, number] {
  return anneau.reduce<[number, number]>(([a, b], point) => [Math.min(a, point[axe]), Math.max(b, point[axe])], [Infinity, -Infinity])
}

/** Sutherland–Hodgman against a line parallel to an axis; `sens` 1 keeps what is beyond `limite`, −1 what is before. Area is kept true. */
function clip(anneau: AnneauPlan, axe: 0 | 1, limite: number, sens: 1 | -1): AnneauPlan {
  const garde: (readonly [number, number])[] = []
  const n = anneau.length
  for (let i = 0; i < n; i += 1) {
    const a = anneau[(i + n - 1) % n] as readonly [number, number]
    const b = anneau[i] as readonly [number, number]
    const da = (a[axe] - limite) * sens
    const db = (b[axe] - limite) * sens
    if (da < 0 !== db < 0) {
      const t = da / (da - db)
      const autre = a[(1 - axe) as 0 | 1] + t * (b[(1 - axe) as 0 | 1] - a[(1 - axe) as 0 | 1])
      garde.push(axe === 0 ? [limite, autre] : [autre, limite])
    }
    if (db >= 0) garde.push(b)
  }
  return garde
}

function airePlan(anneau: AnneauPlan): number {
  const origine = anneau[0]
  if (origine === undefined) return 0
  let double = 0
  for (let i = 1; i + 1 < anneau.length; i += 1) {
    const a = anneau[i] as readonly [number, number]
    const b = anneau[i + 1] as readonly [number, number]
    double += (a[0] - origine[0]) * (b[1] - origine[1]) - (b[0] - origine[0]) * (a[1] - origine[1])
  }
  return double / 2
}

/** Is a position inside? Even-odd, holes and parts together: for the centre of a cell, not for a border (index-spatial.ts is for that). */
export function contains(forme: MultiPolygone, [lon, lat]: Position): boolean {
  let dedans = false
  for (const polygone of forme) {
    for (const points of polygone) {
      for (let i = 0, j = points.length - 1; i < points.length; j = i, i += 1) {
        const [xi, yi] = points[i] as Position
        const [xj, yj] = points[j] as Position
        if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) dedans = !dedans
      }
    }
  }
  return dedans
}
