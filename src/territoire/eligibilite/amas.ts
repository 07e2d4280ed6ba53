/** Clusters of contiguous cells of a grid: runs of each row, joined by union-find. Pure. */

export type Voisinage = 4 | 8
/** Cluster of each cell, numbered from 0 in raster order of their first cell; −1 for a cell that was not kept. */
export type Amas = { numero: Int32Array; nombre: number }
/** What clustering reads of a grid: see `Grille`. */
export type Raster = { cle: Int32Array; largeur: number }

/**
 * Labels the clusters of the cells kept: contiguous by a side (4), or by a side or a corner (8).
 * One pass over the sorted cells makes runs and joins each to those of the row before, found by a pointer that only advances:
 * linear in the cells, whatever the extent of the raster. The parent of a run is a lower run, so that one sweep numbers all.
 * @param retenue 1 for the cells to cluster, in the order of `cle`
 */
export function labelAmas({ cle, largeur }: Raster, retenue: Uint8Array, voisinage: Voisinage): Amas {
  const n = cle.length
  const numero = new Int32Array(n)
  const debut = new Int32Array(n)
  const fin = new Int32Array(n)
  const parent = new Int32Array(n)
  const coin = voisinage === 8 ? 1 : 0
  const ecart = largeur + coin
  const retour = largeur - coin
  let courses = 0
  let dessous = 0
  let i = 0
  while (i < n) {
    if (retenue[i] === 0) {
      numero[i] = -1
      i += 1
      continue
    }
    const r = courses
    courses += 1
    const premiere = cle[i] as number
    let derniere = premiere
    numero[i] = r
    i += 1
    while (i < n && cle[i] === derniere + 1 && retenue[i] === 1) {
      numero[i] = r
      derniere += 1
      i += 1
    }
    debut[r] = premiere
    fin[r] = derniere
    const gauche = premiere - ecart
    const droite = derniere - retour
    while ((fin[dessous] as number) < gauche) dessous += 1
    let racine = r
    // The row of the run itself begins far beyond `droite`: the raster is at least two columns wide.
    for (let q = dessous; (debut[q] as number) <= droite; q += 1) {
      let b = q
      let p = parent[b] as number
      while (p !== b) {
        const pp = parent[p] as number
        parent[b] = pp
        b = pp
        p = parent[b] as number
      }
      if (b < racine) {
        parent[racine] = b
        racine = b
      } else parent[b] = racine
    }
    parent[r] = racine
  }
  return { numero: numbered(numero, parent, courses), nombre: countRacines(parent, courses) }
}

/** Replaces parents by the number of their cluster, then runs by it. Roots are the first run of theirs. */
function numbered(course: Int32Array, parent: Int32Array, courses: number): Int32Array {
  let nombre = 0
  for (let r = 0; r < courses; r += 1) {
    const p = parent[r] as number
    if (p === r) {
      parent[r] = ~nombre
      nombre += 1
    } else parent[r] = parent[p] as number
  }
  for (let i = 0; i < course.length; i += 1) {
    const r = course[i] as number
    if (r >= 0) course[i] = ~(parent[r] as number)
  }
  return course
}

function countRacines(numeros: Int32Array, courses: number): number {
  let plus = -1
  for (let r = 0; r < courses; r += 1) plus = Math.max(plus, ~(numeros[r] as number))
  return plus + 1
}
