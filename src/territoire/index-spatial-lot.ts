/** Many points at once, over typed arrays: nothing is allocated a point. Pure. */
import { locateSteps } from './index-spatial.ts'
import { COTE, FICHE, type IndexSpatial, stepOf } from './index-spatial-forme.ts'
import { answerFiche, PLUSIEURS } from './index-spatial-parite.ts'

/** `rangs[i]`: rank of the only zone that covers point i; -1 none; `-2 - k`: the zones `membres[debuts[k] … debuts[k + 1][`. */
export type ReponsesLot = { rangs: Int32Array; debuts: Int32Array; membres: Int32Array }

/**
 * Points are taken by bundles: the raster is asked for all of them, then the records of those near a border are fetched, then these
 * are decided. Each pass reads memory in places that do not depend on one another, so that the processor waits for many at once.
 */
const PAQUET = 2048

/** Points near a border of the current bundle: their rank in the arrays, coordinates, block, cell, then place of their record. */
const points = new Int32Array(PAQUET)
const xs = new Int32Array(PAQUET)
const ys = new Int32Array(PAQUET)
const blocs = new Int32Array(PAQUET)
const cellules = new Int32Array(PAQUET)

/** Points `de` to `a` (excluded) of the arrays are answered in `rangs`; the overlaps are returned. */
export function locateMany(
  index: IndexSpatial,
  lons: Float64Array,
  lats: Float64Array,
  rangs: Int32Array = new Int32Array(lons.length),
  de = 0,
  a = lons.length,
): ReponsesLot {
  const plusieurs: { debuts: number[]; membres: number[] } = { debuts: [0], membres: [] }
  for (let debut = de; debut < a; debut += PAQUET) {
    const fin = Math.min(a, debut + PAQUET)
    const bords = askRaster(index, lons, lats, rangs, debut, fin)
    fetchRecords(index, bords)
    decide(index, rangs, bords)
    noteOverlaps(index, lons, lats, rangs, debut, fin, plusieurs)
  }
  return { rangs, debuts: Int32Array.from(plusieurs.debuts), membres: Int32Array.from(plusieurs.membres) }
}

/** Answers what the raster alone decides: -1, a zone, or a set (≥ nombre). @returns how many points are left near a border */
function askRaster(index: IndexSpatial, lons: Float64Array, lats: Float64Array, rangs: Int32Array, debut: number, fin: number): number {
  const { pas, ouest, sud, est, nord, colonnes, lignes, largeur, pages, cases, fines } = index
  const page0 = ouest >> (pas + 2 * COTE)
  const ligne0 = sud >> (pas + 2 * COTE)
  let bords = 0
  for (let i = debut; i < fin; i += 1) {
    const x = stepOf(lons[i] as number)
    const y = stepOf(lats[i] as number)
    let reponse = -1
    if (x >= ouest && x <= est && y >= sud && y <= nord) {
      const colonne = x >> pas
      const ligne = y >> pas
      const c = colonnes[(colonne >> (2 * COTE)) - page0] as number
      const l = lignes[(ligne >> (2 * COTE)) - ligne0] as number
      const page = pages[l * largeur + c] as number
      const bloc = cases[(page << (2 * COTE)) | (((ligne >> COTE) & 15) << COTE) | ((colonne >> COTE) & 15)] as number
      if (bloc >= 0) {
        // Block 0 is empty: no branch that cannot be foreseen. What is near a border is written, and kept by moving on.
        const fine = fines[(bloc << (2 * COTE)) | ((ligne & 15) << COTE) | (colonne & 15)] as number
        reponse = fine - 1
        points[bords] = i
        xs[bords] = x
        ys[bords] = y
        blocs[bords] = bloc
        cellules[bords] = fine
        bords += fine >> 15
      } else reponse = -1 - bloc
    }
    rangs[i] = reponse
  }
  return bords
}

/** Brings the records, then their first vertices, near the processor. The sum only keeps the reads from being left out. */
function fetchRecords({ bases, adresses, fiches, sommets }: IndexSpatial, bords: number): number {
  let somme = 0
  for (let k = 0; k < bords; k += 1) {
    cellules[k] = adresses[(bases[blocs[k] as number] as number) + (cellules[k] as number) - FICHE] as number
  }
  for (let k = 0; k < bords; k += 1) {
    const ici = cellules[k] as number
    const suite = fiches[ici + 3 + ((fiches[ici + 1] as number) >> 2)] as number
    somme ^= sommets[2 * suite] as number
  }
  return somme
}

function decide({ fiches, sommets }: IndexSpatial, rangs: Int32Array, bords: number): void {
  for (let k = 0; k < bords; k += 1) {
    rangs[points[k] as number] = answerFiche(fiches, sommets, cellules[k] as number, xs[k] as number, ys[k] as number)
  }
}

/** Where several zones answer, the point is asked again, for all of them. */
function noteOverlaps(
  index: IndexSpatial,
  lons: Float64Array,
  lats: Float64Array,
  rangs: Int32Array,
  debut: number,
  fin: number,
  plusieurs: { debuts: number[]; membres: number[] },
): void {
  const { nombre } = index
  for (let i = debut; i < fin; i += 1) {
    const reponse = rangs[i] as number
    if (reponse !== PLUSIEURS && reponse < nombre) continue
    const x = stepOf(lons[i] as number)
    const y = stepOf(lats[i] as number)
    plusieurs.membres.push(...locateSteps(index, x, y))
    plusieurs.debuts.push(plusieurs.membres.length)
    rangs[i] = -plusieurs.debuts.length
  }
}

/** Ranks of the zones of one answer. */
export function zonesOf({ rangs, debuts, membres }: ReponsesLot, point: number): readonly number[] {
  const reponse = rangs[point] as number
  if (reponse === -1) return []
  if (reponse >= 0) return [reponse]
  return Array.from(membres.subarray(debuts[-2 - reponse], debuts[-1 - reponse]))
}
