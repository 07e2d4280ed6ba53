/** Grids for tests and measures: by hand, and a synthetic country from a seed. */
import { buildCellules, type Cellules, ECHELLE, type Grille, sortGrille } from './grille.ts'

export type CarreauDeTest = {
  x: number
  y: number
  population?: number
  /** Mean standard of living of its persons, cents. */
  moyenneCents?: number
  menages?: number
  pauvres?: number
  imputee?: boolean
}

/** A grid of these cells: ten persons at 15 000 € a cell unless said. */
export function buildGrille(carreaux: readonly CarreauDeTest[]): Grille {
  const cellules = buildCellules(carreaux.length)
  carreaux.forEach((un, i) => {
    const population = un.population ?? 10
    cellules.x[i] = un.x
    cellules.y[i] = un.y
    cellules.population[i] = Math.round(population * ECHELLE)
    cellules.niveauCents[i] = Math.round(population * (un.moyenneCents ?? 1_500_000))
    cellules.menages[i] = Math.round((un.menages ?? population / 2) * ECHELLE)
    cellules.menagesPauvres[i] = Math.round((un.pauvres ?? 0) * ECHELLE)
    cellules.imputee[i] = un.imputee === true ? 1 : 0
  })
  return sortGrille(cellules).grille
}

/** Same numbers for the same seed (mulberry32). */
export function createHasard(graine: number): () => number {
  let etat = graine >>> 0
  return () => {
    etat = (etat + 0x6d2b79f5) >>> 0
    let t = Math.imul(etat ^ (etat >>> 15), etat | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Extent of metropolitan France in cells of 200 m. */
export const PAYS = { largeur: 5500, hauteur: 5200 }

/**
 * A synthetic country: towns of every size strewn over the extent of metropolitan France, dense at their heart, with poorer
 * quarters. Not one figure of it is real.
 */
export function createPays(nombre: number, graine: number): Cellules {
  const hasard = createHasard(graine)
  const prises = new Uint8Array(PAYS.largeur * PAYS.hauteur)
  const revenus = new Float64Array(PAYS.largeur * PAYS.hauteur)
  let restent = nombre
  while (restent > 0) {
    const cx = Math.floor(hasard() * PAYS.largeur)
    const cy = Math.floor(hasard() * PAYS.hauteur)
    const taille = Math.min(restent, Math.ceil(20 / (0.002 + hasard() ** 2)))
    const rayon = 0.85 * Math.sqrt(taille)
    const pauvreX = (hasard() - 0.5) * rayon
    const pauvreY = (hasard() - 0.5) * rayon
    for (let essai = 0; essai < taille && restent > 0; essai += 1) {
      const dx = (hasard() + hasard() - 1) * rayon
      const dy = (hasard() + hasard() - 1) * rayon
      const x = Math.floor(cx + dx)
      const y = Math.floor(cy + dy)
      if (x < 0 || y < 0 || x >= PAYS.largeur || y >= PAYS.hauteur) continue
      const place = y * PAYS.largeur + x
      if (prises[place] === 1) continue
      prises[place] = 1
      const loin = Math.hypot(dx - pauvreX, dy - pauvreY) / rayon
      revenus[place] = 850_000 + Math.round(1_500_000 * Math.min(1, loin * 1.1) + hasard() * 400_000)
      restent -= 1
    }
  }
  const cellules = buildCellules(nombre)
  let i = 0
  for (let place = 0; place < prises.length; place += 1) {
    if (prises[place] === 0) continue
    const population = 1 + Math.floor(hasard() ** 3 * 240)
    cellules.x[i] = 16_000 + (place % PAYS.largeur)
    cellules.y[i] = 11_000 + Math.floor(place / PAYS.largeur)
    cellules.population[i] = population * ECHELLE
    cellules.niveauCents[i] = population * (revenus[place] as number)
    cellules.menages[i] = Math.ceil(population / 2.2) * ECHELLE
    cellules.menagesPauvres[i] = Math.floor(Math.ceil(population / 2.2) * hasard() * 0.6) * ECHELLE
    cellules.imputee[i] = population < 25 ? 1 : 0
    i += 1
  }
  return cellules
}

/** Clusters by breadth-first search, cell by cell, without runs nor union-find: the oracle. Numbered in order of first cell. */
export function labelByBfs(
  { cle, largeur }: { cle: Int32Array; largeur: number },
  retenue: Uint8Array,
  voisinage: 4 | 8,
): { numero: Int32Array; nombre: number } {
  const rangs = new Map<number, number>()
  cle.forEach((une, i) => {
    if (retenue[i] === 1) rangs.set(une, i)
  })
  const pas =
    voisinage === 4 ? [-1, 1, -largeur, largeur] : [-1, 1, -largeur, largeur, -largeur - 1, -largeur + 1, largeur - 1, largeur + 1]
  const numero = new Int32Array(cle.length).fill(-1)
  let nombre = 0
  for (const depart of rangs.values()) {
    if (numero[depart] !== -1) continue
    const file = [depart]
    numero[depart] = nombre
    for (let tete = 0; tete < file.length; tete += 1) {
      const ici = cle[file[tete] as number] as number
      for (const un of pas) {
        const voisin = rangs.get(ici + un)
        if (voisin === undefined || numero[voisin] !== -1) continue
        numero[voisin] = nombre
        file.push(voisin)
      }
    }
    nombre += 1
  }
  return { numero, nombre }
}
