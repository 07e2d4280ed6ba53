/**
 * Where the edges of a contour meet other than at their common ends. Pure and exact, on the grid of forme-pas.ts. Edges are put
 * in a grid of cells and compared within a cell only: a contour of n vertices takes about n steps.
 */
import { boitePas, type FormePas, turn } from './forme-pas.ts'
import { PAS_PAR_DEGRE, type Position } from './geometrie.ts'

/**
 * `croise`: the lines pass through each other; `longe`: they run along each other; `touche`: a vertex lies on the other line
 * without passing through.
 */
export type GenreCroisement = 'croise' | 'longe' | 'touche'

export type Croisement = {
  genre: GenreCroisement
  lieu: Position
  /** The edges: polygon, ring, and index of the x of their first vertex. */
  a: Arete
  b: Arete
}

export type Arete = { polygone: number; anneau: number; i: number }

type Aretes = {
  nombre: number
  x1: Float64Array
  y1: Float64Array
  x2: Float64Array
  y2: Float64Array
  anneau: Int32Array
  rang: Int32Array
  tailles: number[]
  lieux: { polygone: number; anneau: number }[]
}

/** Rings must be closed, finite and without doubles. @param limite stop after that many */
export function findCroisements(forme: FormePas, limite: number): Croisement[] {
  const boite = boitePas(forme)
  if (boite === null) return []
  const aretes = aretesOf(forme, boite.ouest, boite.sud)
  if (aretes.nombre < 4) return []
  const trouves: Croisement[] = []
  const vus = new Set<number>()
  const cellules = buildCellules(aretes, boite.est - boite.ouest, boite.nord - boite.sud)
  for (let c = 0; c + 1 < cellules.debuts.length; c += 1) {
    const [debut, fin] = [cellules.debuts[c] as number, cellules.debuts[c + 1] as number]
    for (let p = debut; p < fin; p += 1) {
      const i = cellules.contenu[p] as number
      for (let q = p + 1; q < fin; q += 1) {
        const j = cellules.contenu[q] as number
        const genre = meet(aretes, i, j)
        if (genre === null || vus.has(Math.min(i, j) * aretes.nombre + Math.max(i, j))) continue
        vus.add(Math.min(i, j) * aretes.nombre + Math.max(i, j))
        const [x, y] = placeOf(aretes, i, j)
        trouves.push({
          genre,
          lieu: [(x + boite.ouest) / PAS_PAR_DEGRE, (y + boite.sud) / PAS_PAR_DEGRE],
          a: areteOf(aretes, i),
          b: areteOf(aretes, j),
        })
        if (trouves.length >= limite) return trouves
      }
    }
  }
  return trouves
}

function aretesOf(forme: FormePas, ox: number, oy: number): Aretes {
  let nombre = 0
  for (const polygone of forme) for (const anneau of polygone) nombre += Math.max(0, anneau.length / 2 - 1)
  const aretes: Aretes = {
    nombre,
    x1: new Float64Array(nombre),
    y1: new Float64Array(nombre),
    x2: new Float64Array(nombre),
    y2: new Float64Array(nombre),
    anneau: new Int32Array(nombre),
    rang: new Int32Array(nombre),
    tailles: [],
    lieux: [],
  }
  let k = 0
  for (const [p, polygone] of forme.entries()) {
    for (const [r, anneau] of polygone.entries()) {
      const n = Math.max(0, anneau.length / 2 - 1)
      for (let i = 0; i < n; i += 1, k += 1) {
        aretes.x1[k] = (anneau[2 * i] as number) - ox
        aretes.y1[k] = (anneau[2 * i + 1] as number) - oy
        aretes.x2[k] = (anneau[2 * i + 2] as number) - ox
        aretes.y2[k] = (anneau[2 * i + 3] as number) - oy
        aretes.anneau[k] = aretes.lieux.length
        aretes.rang[k] = i
      }
      aretes.tailles.push(n)
      aretes.lieux.push({ polygone: p, anneau: r })
    }
  }
  return aretes
}

type Cellules = { debuts: Int32Array; contenu: Int32Array }

/** Edges by the cells they pass through: counted, then laid end to end. */
function buildCellules(aretes: Aretes, largeur: number, hauteur: number): Cellules {
  const cote = Math.max(1, Math.min(1024, Math.ceil(Math.sqrt(aretes.nombre))))
  const dx = Math.max(1, largeur / cote) * (1 + 1e-9)
  const dy = Math.max(1, hauteur / cote) * (1 + 1e-9)
  const debuts = new Int32Array(cote * cote + 1)
  const each = (visit: (cellule: number, arete: number) => void) => {
    for (let k = 0; k < aretes.nombre; k += 1) throughCellules(aretes, k, cote, dx, dy, visit)
  }
  each((cellule) => {
    debuts[cellule + 1] = (debuts[cellule + 1] as number) + 1
  })
  for (let c = 0; c < cote * cote; c += 1) debuts[c + 1] = (debuts[c + 1] as number) + (debuts[c] as number)
  const contenu = new Int32Array(debuts[cote * cote] as number)
  const places = debuts.slice(0, cote * cote)
  each((cellule, arete) => {
    const place = places[cellule] as number
    contenu[place] = arete
    places[cellule] = place + 1
  })
  return { debuts, contenu }
}

/** Row by row, the cells between where the edge enters and leaves the row; two steps wider, for rounding. */
function throughCellules(
  { x1, y1, x2, y2 }: Aretes,
  k: number,
  cote: number,
  dx: number,
  dy: number,
  visit: (cellule: number, arete: number) => void,
): void {
  let [ax, ay, bx, by] = [x1[k] as number, y1[k] as number, x2[k] as number, y2[k] as number]
  if (ay > by) [ax, ay, bx, by] = [bx, by, ax, ay]
  const premiere = Math.max(0, Math.floor((ay - 2) / dy))
  const derniere = Math.min(cote - 1, Math.floor((by + 2) / dy))
  const pente = by === ay ? 0 : (bx - ax) / (by - ay)
  for (let ligne = premiere; ligne <= derniere; ligne += 1) {
    let [g, d] = [ax, bx]
    if (by !== ay) {
      g = ax + pente * (Math.max(ay, ligne * dy - 2) - ay)
      d = ax + pente * (Math.min(by, (ligne + 1) * dy + 2) - ay)
    }
    if (g > d) [g, d] = [d, g]
    const de = Math.max(0, Math.floor((Math.max(g, Math.min(ax, bx)) - 2) / dx))
    const a = Math.min(cote - 1, Math.floor((Math.min(d, Math.max(ax, bx)) + 2) / dx))
    for (let colonne = de; colonne <= a; colonne += 1) visit(ligne * cote + colonne, k)
  }
}

/** How two edges meet; null when they do not, or only at the vertex they share in their ring. */
function meet(aretes: Aretes, i: number, j: number): GenreCroisement | null {
  const { x1, y1, x2, y2 } = aretes
  const [ax, ay, bx, by] = [x1[i] as number, y1[i] as number, x2[i] as number, y2[i] as number]
  const [cx, cy, dx, dy] = [x1[j] as number, y1[j] as number, x2[j] as number, y2[j] as number]
  if ((ax > bx ? ax : bx) < (cx < dx ? cx : dx) || (cx > dx ? cx : dx) < (ax < bx ? ax : bx)) return null
  if ((ay > by ? ay : by) < (cy < dy ? cy : dy) || (cy > dy ? cy : dy) < (ay < by ? ay : by)) return null
  if (areNeighbours(aretes, i, j)) return null
  const c = turn(ax, ay, bx, by, cx, cy)
  const d = turn(ax, ay, bx, by, dx, dy)
  if (c !== 0 && c === d) return null
  const a = turn(cx, cy, dx, dy, ax, ay)
  const b = turn(cx, cy, dx, dy, bx, by)
  if (a !== 0 && a === b) return null
  if (a !== 0 && b !== 0 && c !== 0 && d !== 0) return 'croise'
  if (c === 0 && d === 0) return alongside(ax, ay, bx, by, cx, cy, dx, dy)
  return passesThrough(aretes, i, j) ? 'croise' : 'touche'
}

function areNeighbours({ anneau, rang, tailles }: Aretes, i: number, j: number): boolean {
  if (anneau[i] !== anneau[j]) return false
  const n = tailles[anneau[i] as number] as number
  const ecart = Math.abs((rang[i] as number) - (rang[j] as number))
  return ecart === 1 || ecart === n - 1
}

/** Edges of one line: do they share more than a point? */
function alongside(ax: number, ay: number, bx: number, by: number, cx: number, cy: number, dx: number, dy: number): GenreCroisement | null {
  const droit = Math.abs(bx - ax) >= Math.abs(by - ay)
  const [a, b] = droit ? [Math.min(ax, bx), Math.max(ax, bx)] : [Math.min(ay, by), Math.max(ay, by)]
  const [c, d] = droit ? [Math.min(cx, dx), Math.max(cx, dx)] : [Math.min(cy, dy), Math.max(cy, dy)]
  const commun = Math.min(b, d) - Math.max(a, c)
  return commun > 0 ? 'longe' : commun === 0 ? 'touche' : null
}

/** At the vertex where they touch, does one line go from one side of the other to the other side? */
function passesThrough(aretes: Aretes, i: number, j: number): boolean {
  const [px, py] = placeOf(aretes, i, j)
  const [a, b] = [endsAround(aretes, i, px, py), endsAround(aretes, j, px, py)]
  const un = sideOf(a, px, py, b.avant)
  const deux = sideOf(a, px, py, b.apres)
  return un !== 0 && deux !== 0 && un !== deux
}

type Bouts = { avant: [number, number]; apres: [number, number] }

/** What comes before and after that place on the line of the edge. */
function endsAround(aretes: Aretes, k: number, px: number, py: number): Bouts {
  const { x1, y1, x2, y2, anneau, rang, tailles } = aretes
  const debut: [number, number] = [x1[k] as number, y1[k] as number]
  const fin: [number, number] = [x2[k] as number, y2[k] as number]
  const n = tailles[anneau[k] as number] as number
  const r = rang[k] as number
  if (debut[0] === px && debut[1] === py) {
    const avant = r === 0 ? k + n - 1 : k - 1
    return { avant: [x1[avant] as number, y1[avant] as number], apres: fin }
  }
  if (fin[0] === px && fin[1] === py) {
    const apres = r === n - 1 ? k - n + 1 : k + 1
    return { avant: debut, apres: [x2[apres] as number, y2[apres] as number] }
  }
  return { avant: debut, apres: fin }
}

/** Which side of the broken line avant → p → apres a place is on: 1 left, -1 right, 0 along it. */
function sideOf({ avant, apres }: Bouts, px: number, py: number, [qx, qy]: [number, number]): -1 | 0 | 1 {
  const tourne = turn(avant[0], avant[1], px, py, apres[0], apres[1])
  const un = turn(avant[0], avant[1], px, py, qx, qy)
  const deux = turn(px, py, apres[0], apres[1], qx, qy)
  const along = (x: number, y: number) => turn(px, py, x, y, qx, qy) === 0 && (x - px) * (qx - px) + (y - py) * (qy - py) > 0
  if (along(avant[0], avant[1]) || along(apres[0], apres[1])) return 0
  // Left of a line that turns left: left of both its halves; of one that turns right: left of either.
  if (tourne >= 0) return un > 0 && deux > 0 ? 1 : -1
  return un < 0 && deux < 0 ? -1 : 1
}

/** Where they meet, from the local origin: exact when it is a vertex. */
function placeOf({ x1, y1, x2, y2 }: Aretes, i: number, j: number): [number, number] {
  const [ax, ay, bx, by] = [x1[i] as number, y1[i] as number, x2[i] as number, y2[i] as number]
  const [cx, cy, dx, dy] = [x1[j] as number, y1[j] as number, x2[j] as number, y2[j] as number]
  const inside = (x: number, y: number, ux: number, uy: number, vx: number, vy: number) =>
    turn(ux, uy, vx, vy, x, y) === 0 && (x - ux) * (x - vx) <= 0 && (y - uy) * (y - vy) <= 0
  if (inside(cx, cy, ax, ay, bx, by)) return [cx, cy]
  if (inside(dx, dy, ax, ay, bx, by)) return [dx, dy]
  if (inside(ax, ay, cx, cy, dx, dy)) return [ax, ay]
  if (inside(bx, by, cx, cy, dx, dy)) return [bx, by]
  const denominateur = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
  const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / denominateur
  return [ax + t * (bx - ax), ay + t * (by - ay)]
}

function areteOf({ lieux, anneau, rang }: Aretes, k: number): Arete {
  const { polygone, anneau: r } = lieux[anneau[k] as number] as { polygone: number; anneau: number }
  return { polygone, anneau: r, i: 2 * (rang[k] as number) }
}
