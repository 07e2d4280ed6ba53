/** Cells of a square grid, in columns: what a statistical grid of 200 m holds. Integers only. Pure. */

/** Counts are kept in ten-thousandths: published grids give fractions of households. */
export const ECHELLE = 10_000
/** A column that the grid does not give, for a cell. */
export const ABSENT = -1

/** Cells without order, by absolute indices: index = floor(coordinate / side). */
export type Cellules = {
  x: Int32Array
  y: Int32Array
  /** Persons × 10 000; ABSENT when the grid has no persons. */
  population: Int32Array
  /** Sum of the standards of living of the persons, in cents: an integer below 2^53; ABSENT when there is none. */
  niveauCents: Float64Array
  /** Households × 10 000. */
  menages: Int32Array
  /** Poor households × 10 000. */
  menagesPauvres: Int32Array
  /** 1 when the statistician imputed the cell (too few households to be published). */
  imputee: Uint8Array
}

/** Cells in raster order: `cle` = (y − y0) × largeur + (x − x0), strictly rising. The last column of the raster is empty. */
export type Grille = Cellules & { x0: number; y0: number; largeur: number; cle: Int32Array }

export function buildCellules(n: number): Cellules {
  return {
    x: new Int32Array(n),
    y: new Int32Array(n),
    population: new Int32Array(n),
    niveauCents: new Float64Array(n),
    menages: new Int32Array(n),
    menagesPauvres: new Int32Array(n),
    imputee: new Uint8Array(n),
  }
}

/** The first `n` cells; columns share their memory. */
export function headOf(cellules: Cellules, n: number): Cellules {
  return {
    x: cellules.x.subarray(0, n),
    y: cellules.y.subarray(0, n),
    population: cellules.population.subarray(0, n),
    niveauCents: cellules.niveauCents.subarray(0, n),
    menages: cellules.menages.subarray(0, n),
    menagesPauvres: cellules.menagesPauvres.subarray(0, n),
    imputee: cellules.imputee.subarray(0, n),
  }
}

/** The cells of these ranks, in that order. */
export function pickCellules(cellules: Cellules, rangs: ArrayLike<number>): Cellules {
  const n = rangs.length
  const choisies = buildCellules(n)
  for (let i = 0; i < n; i += 1) copyCellule(cellules, rangs[i] as number, choisies, i)
  return choisies
}

export function copyCellule(de: Cellules, i: number, vers: Cellules, j: number): void {
  vers.x[j] = de.x[i] as number
  vers.y[j] = de.y[i] as number
  vers.population[j] = de.population[i] as number
  vers.niveauCents[j] = de.niveauCents[i] as number
  vers.menages[j] = de.menages[i] as number
  vers.menagesPauvres[j] = de.menagesPauvres[i] as number
  vers.imputee[j] = de.imputee[i] as number
}

/** Two cells at the same place. */
export type Doublon = { x: number; y: number }

/** Sorts cells in raster order. @returns the grid, or the first cell given twice @throws RangeError beyond 2^31 places */
export function sortGrille(cellules: Cellules): { grille: Grille; doublon: Doublon | null } {
  const { x, y } = cellules
  const n = x.length
  let [x0, y0, x1, y1] = n === 0 ? [0, 0, 0, 0] : [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < n; i += 1) {
    const xi = x[i] as number
    const yi = y[i] as number
    if (xi < x0) x0 = xi
    if (xi > x1) x1 = xi
    if (yi < y0) y0 = yi
    if (yi > y1) y1 = yi
  }
  const largeur = x1 - x0 + 2
  if (largeur * (y1 - y0 + 2) > 2 ** 31 - 1) throw new RangeError('the cells are spread over too large a raster')
  const cles = new Int32Array(n)
  let triees = true
  for (let i = 0; i < n; i += 1) {
    const cle = ((y[i] as number) - y0) * largeur + ((x[i] as number) - x0)
    cles[i] = cle
    if (i > 0 && cle <= (cles[i - 1] as number)) triees = false
  }
  if (triees) return { grille: { ...cellules, x0, y0, largeur, cle: cles }, doublon: null }
  const ordre = sortedRangs(cles)
  const cle = new Int32Array(n)
  for (let i = 0; i < n; i += 1) cle[i] = cles[ordre[i] as number] as number
  let doublon: Doublon | null = null
  for (let i = 1; i < n && doublon === null; i += 1) {
    if (cle[i] === cle[i - 1]) doublon = { x: x[ordre[i] as number] as number, y: y[ordre[i] as number] as number }
  }
  return { grille: { ...pickCellules(cellules, ordre), x0, y0, largeur, cle }, doublon }
}

/** Ranks in the rising order of non-negative keys: radix sort, three passes of eleven bits; stable. */
export function sortedRangs(cles: Int32Array): Int32Array {
  const n = cles.length
  let ordre = new Int32Array(n)
  let autre = new Int32Array(n)
  for (let i = 0; i < n; i += 1) ordre[i] = i
  for (let decalage = 0; decalage < 33; decalage += 11) {
    const comptes = new Int32Array(2049)
    for (let i = 0; i < n; i += 1) {
      const seau = (((cles[i] as number) >>> decalage) & 2047) + 1
      comptes[seau] = (comptes[seau] as number) + 1
    }
    for (let s = 1; s <= 2048; s += 1) comptes[s] = (comptes[s] as number) + (comptes[s - 1] as number)
    for (let i = 0; i < n; i += 1) {
      const rang = ordre[i] as number
      const seau = ((cles[rang] as number) >>> decalage) & 2047
      const place = comptes[seau] as number
      comptes[seau] = place + 1
      autre[place] = rang
    }
    ;[ordre, autre] = [autre, ordre]
  }
  return ordre
}

/** Rank of the cell at these absolute indices; −1 when the grid has none there. */
export function findCellule(grille: Grille, x: number, y: number): number {
  const colonne = x - grille.x0
  if (colonne < 0 || colonne >= grille.largeur - 1 || y < grille.y0) return -1
  const voulue = (y - grille.y0) * grille.largeur + colonne
  let bas = 0
  let haut = grille.cle.length - 1
  while (bas <= haut) {
    const milieu = (bas + haut) >>> 1
    const cle = grille.cle[milieu] as number
    if (cle === voulue) return milieu
    if (cle < voulue) bas = milieu + 1
    else haut = milieu - 1
  }
  return -1
}
