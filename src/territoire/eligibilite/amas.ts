/** Clusters of contiguous cells of a grid: runs of each row, joined by union-find. Pure. */

export type Voisinage = 4 | 8
/** Cluster of each cell, numbered from 0 in raster order of their first cell; −1 for a cell that was not kept. */
export type Amas = { numero: Int32Array; nombre: number }
/** What clustering reads of a grid: see `Grille`. */
export type Raster = { cle: Int32Array; largeur: number }

/**
 * Labels the clusters of the cells kept: contiguous by a side (4), or by a side or a corner (8).
 * One pass over the sorted cells makes runs, one joins each to those of the row before, one numbers: linear in the cells,
 * whatever the extent of the raster.
 * @param retenue 1 for the cells to cluster, in the order of `cle`
 */
export function labelAmas({ cle, largeur }: Raster, retenue: Uint8Array, voisinage: Voisinage): Amas {
  const { course, debut, fin, nombre: courses } = listCourses(cle, retenue)
  const parent = joinCourses(debut, fin, courses, largeur, voisinage === 8 ? 1 : 0)
  // The parent of a run is a lower run: one sweep gives every run the number of its cluster.
  let nombre = 0
  for (let r = 1; r <= courses; r += 1) {
    const p = parent[r] as number
    if (p === r) {
      parent[r] = nombre
      nombre += 1
    } else parent[r] = parent[p] as number
  }
  parent[0] = -1
  for (let i = 0; i < course.length; i += 1) course[i] = parent[course[i] as number] as number
  return { numero: course, nombre }
}

type Courses = { course: Int32Array; debut: Int32Array; fin: Int32Array; nombre: number }

/** Runs of kept cells that follow one another in a row, from 1; `course`: the run of each cell, 0 for the others. */
function listCourses(cle: Int32Array, retenue: Uint8Array): Courses {
  const n = cle.length
  const course = new Int32Array(n)
  const debut = new Int32Array(n + 1)
  const fin = new Int32Array(n + 1)
  let r = 0
  let avant = -2
  for (let i = 0; i < n; i += 1) {
    if (retenue[i] === 0) continue
    const ici = cle[i] as number
    const ecart = (ici - avant - 1) | 0
    // 1 when the cell does not follow the one before, without a branch that no processor could foresee.
    const nouvelle = (ecart | -ecart) >>> 31
    r += nouvelle
    debut[r] = (debut[r] as number) + Math.imul(ici, nouvelle)
    fin[r] = ici
    course[i] = r
    avant = ici
  }
  return { course, debut, fin, nombre: r }
}

/** Joins runs of neighbouring rows: a pointer to the row before only advances. The parent of a run is itself or a lower one. */
function joinCourses(debut: Int32Array, fin: Int32Array, courses: number, largeur: number, coin: number): Int32Array {
  const parent = new Int32Array(courses + 1)
  const ecart = largeur + coin
  const retour = largeur - coin
  let dessous = 1
  for (let r = 1; r <= courses; r += 1) {
    const gauche = (debut[r] as number) - ecart
    const droite = (fin[r] as number) - retour
    while ((fin[dessous] as number) < gauche) dessous += 1
    let racine = r
    // The row of the run itself begins far beyond `droite`: the raster is at least two columns wide.
    for (let q = dessous; (debut[q] as number) <= droite; q += 1) {
      let b = parent[q] as number
      while (parent[b] !== b) {
        const plus = parent[parent[b] as number] as number
        parent[b] = plus
        b = plus
      }
      if (b < racine) {
        parent[racine] = b
        racine = b
      } else parent[b] = racine
      parent[q] = racine
    }
    parent[r] = racine
  }
  return parent
}
