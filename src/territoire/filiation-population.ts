/** Population of cells inside contours: a cell counts where its centre lies. Pure. */
import { type Boite, boiteOf, type MultiPolygone, type Position } from './geometrie.ts'

/** A cell of a grid, by its centre in WGS84. */
export type CellulePeuplee = { lon: number; lat: number; population: number }

/** Cells put away by squares of a hundredth of a degree. */
export type GrillePeuplee = ReadonlyMap<string, readonly CellulePeuplee[]>

const CARRES_PAR_DEGRE = 100

export function buildGrillePeuplee(cellules: Iterable<CellulePeuplee>): GrillePeuplee {
  const grille = new Map<string, CellulePeuplee[]>()
  for (const cellule of cellules) {
    const cle = `${Math.floor(cellule.lon * CARRES_PAR_DEGRE)} ${Math.floor(cellule.lat * CARRES_PAR_DEGRE)}`
    const carre = grille.get(cle)
    if (carre === undefined) grille.set(cle, [cellule])
    else carre.push(cellule)
  }
  return grille
}

/** Population whose cell's centre lies in `a`, in `b`, in both. */
export function countPopulation(grille: GrillePeuplee, a: MultiPolygone, b: MultiPolygone): { a: number; b: number; communs: number } {
  let [dansA, dansB, communs] = [0, 0, 0]
  for (const cellule of cellsIn(grille, boiteOf([...a, ...b]))) {
    const [ici, la] = [covers(a, [cellule.lon, cellule.lat]), covers(b, [cellule.lon, cellule.lat])]
    if (ici) dansA += cellule.population
    if (la) dansB += cellule.population
    if (ici && la) communs += cellule.population
  }
  return { a: dansA, b: dansB, communs }
}

function* cellsIn(grille: GrillePeuplee, [ouest, sud, est, nord]: Boite): Generator<CellulePeuplee> {
  for (let x = Math.floor(ouest * CARRES_PAR_DEGRE); x <= Math.floor(est * CARRES_PAR_DEGRE); x += 1) {
    for (let y = Math.floor(sud * CARRES_PAR_DEGRE); y <= Math.floor(nord * CARRES_PAR_DEGRE); y += 1) {
      yield* grille.get(`${x} ${y}`) ?? []
    }
  }
}

function covers(m: MultiPolygone, [lon, lat]: Position): boolean {
  return m.some((polygone) => {
    let dedans = false
    for (const anneau of polygone) {
      for (let i = 1; i < anneau.length; i += 1) {
        const [x1, y1] = anneau[i - 1] as Position
        const [x2, y2] = anneau[i] as Position
        if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) dedans = !dedans
      }
    }
    return dedans
  })
}
