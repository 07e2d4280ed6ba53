/** Sets of contiguous cells that meet the criteria of a decree, and those that nearly do. Pure. */
import { labelAmas, type Voisinage } from './amas.ts'
import type { Verdict } from './decret.ts'
import { ABSENT, buildCellules, copyCellule, ECHELLE, findCellule, type Grille, sortGrille } from './grille.ts'
import { buildComparateur, type Comparaison, compareMoyenne, type Fraction } from './seuil.ts'

/** What keeps a cell: a mean standard of living under a threshold, or a share of poor households above one (in ‰). */
export type Critere =
  | { sorte: 'revenu'; seuil: Fraction; inegalite: 'stricte' | 'large' }
  | { sorte: 'pauvrete'; partPm: number; inegalite: 'stricte' | 'large' }

export type Geste = 'ajoutee' | 'retiree'
/** A cell that a person added or took off, by absolute indices. */
export type Ajustement = { x: number; y: number; geste: Geste }

export type RegleCandidats = {
  critere: Critere
  voisinage: Voisinage
  /** Persons that a quartier must have; compared with the sum of its cells. */
  populationMin: number
  /** Share of that population from which a cluster is listed as a near miss, ‰. */
  procheDePm: number
}

/** Sums of a set of cells. Counts × ECHELLE; null: the grid does not say. */
export type Sommes = {
  cellules: number
  population: number | null
  niveauCents: number | null
  menages: number
  menagesPauvres: number
  /** Persons (households when the grid has no persons) of imputed cells, × ECHELLE. */
  impute: number
  cellulesImputees: number
}

export type Candidat = Sommes & {
  /** From 1, the most peopled first. */
  rang: number
  /** Ranks of its cells in the grid. */
  rangs: Int32Array
  ajoutees: number
  /** Under the criterion as a whole: always so without cells added by hand. */
  critere: Comparaison | 'inconnu'
  populationSuffisante: Verdict
}

export type Resultat = {
  /** The grid that was read, with the empty cells that a person added. */
  grille: Grille
  /** Cells under the threshold, before any adjustment. */
  sousLeSeuil: number
  /** 1 for cells kept in the end. */
  retenue: Uint8Array
  amas: number
  candidats: Candidat[]
  proches: Candidat[]
}

/** Cells under the criterion. An empty cell, or one without the figure, is not. */
export function listRetenues(grille: Grille, critere: Critere): Uint8Array {
  const n = grille.x.length
  const retenue = new Uint8Array(n)
  const admis = critere.inegalite === 'large' ? 0 : -1
  if (critere.sorte === 'revenu') {
    const compare = buildComparateur(critere.seuil, ECHELLE)
    const { niveauCents, population } = grille
    for (let i = 0; i < n; i += 1) {
      const total = niveauCents[i] as number
      const effectif = population[i] as number
      if (total !== ABSENT && effectif > 0 && compare(total, effectif) <= admis) retenue[i] = 1
    }
    return retenue
  }
  const { menages, menagesPauvres } = grille
  for (let i = 0; i < n; i += 1) {
    const total = menages[i] as number
    if (total > 0 && Math.sign(critere.partPm * total - (menagesPauvres[i] as number) * 1000) <= admis) retenue[i] = 1
  }
  return retenue
}

/**
 * Candidates of a grid: cells kept by the criterion, then those added and taken off by hand; clusters; population.
 * Without persons in the grid, no population is known and every cluster is listed among the near misses.
 */
export function findCandidats(lue: Grille, regle: RegleCandidats, ajustements: readonly Ajustement[] = []): Resultat {
  const grille = withVides(lue, ajustements)
  const retenue = listRetenues(grille, regle.critere)
  let sousLeSeuil = 0
  for (const un of retenue) sousLeSeuil += un
  const ajoutees = new Set<number>()
  for (const { x, y, geste } of ajustements) {
    const rang = findCellule(grille, x, y)
    if (rang < 0) continue
    if (geste === 'ajoutee' && retenue[rang] === 0) ajoutees.add(rang)
    retenue[rang] = geste === 'ajoutee' ? 1 : 0
  }
  const { numero, nombre } = labelAmas(grille, retenue, regle.voisinage)
  const population = sumBy(numero, nombre, grille.population)
  const minimum = regle.populationMin * ECHELLE
  const plancher = Math.ceil((minimum * regle.procheDePm) / 1000)
  const voulus = (a: number) => population.absents[a] === 1 || (population.sommes[a] as number) >= plancher
  const rangs = listRangs(numero, nombre, voulus)
  const tous = [...rangs.values()]
    .map((ceux) => describe(grille, ceux, regle, ajoutees))
    .sort((a, b) => (b.population ?? b.menages) - (a.population ?? a.menages) || (a.rangs[0] as number) - (b.rangs[0] as number))
    .map((candidat, rang): Candidat => ({ ...candidat, rang: rang + 1 }))
  const eligible = (candidat: Candidat) => candidat.populationSuffisante === 'oui' && satisfied(candidat, regle.critere)
  return {
    grille,
    sousLeSeuil,
    retenue,
    amas: nombre,
    candidats: tous.filter(eligible),
    proches: tous.filter((candidat) => !eligible(candidat)),
  }
}

/** Does the whole meet the criterion that its cells meet? */
export function satisfied({ critere }: Pick<Candidat, 'critere'>, { inegalite }: Pick<Critere, 'inegalite'>): boolean {
  return critere === 'sous' || (critere === 'egal' && inegalite === 'large')
}

/** Sums of the cells of these ranks. */
export function sommesOf(grille: Grille, rangs: ArrayLike<number>): Sommes {
  const sommes: Sommes = {
    cellules: rangs.length,
    population: 0,
    niveauCents: 0,
    menages: 0,
    menagesPauvres: 0,
    impute: 0,
    cellulesImputees: 0,
  }
  for (let k = 0; k < rangs.length; k += 1) {
    const i = rangs[k] as number
    const population = grille.population[i] as number
    const niveau = grille.niveauCents[i] as number
    sommes.population = sommes.population === null || population === ABSENT ? null : sommes.population + population
    sommes.niveauCents = sommes.niveauCents === null || niveau === ABSENT ? null : sommes.niveauCents + niveau
    sommes.menages += grille.menages[i] as number
    sommes.menagesPauvres += grille.menagesPauvres[i] as number
    if (grille.imputee[i] === 1) {
      sommes.cellulesImputees += 1
      sommes.impute += population === ABSENT ? (grille.menages[i] as number) : population
    }
  }
  return sommes
}

function describe(grille: Grille, rangs: Int32Array, regle: RegleCandidats, ajoutees: ReadonlySet<number>): Omit<Candidat, 'rang'> {
  const sommes = sommesOf(grille, rangs)
  return {
    ...sommes,
    rangs,
    ajoutees: ajoutees.size === 0 ? 0 : rangs.reduce((n, rang) => n + (ajoutees.has(rang) ? 1 : 0), 0),
    critere: compareSommes(sommes, regle.critere),
    populationSuffisante: sommes.population === null ? 'inconnu' : sommes.population >= regle.populationMin * ECHELLE ? 'oui' : 'non',
  }
}

/** Where a set of cells stands; `sous` means on the side that the criterion asks for. */
export function compareSommes(sommes: Sommes, critere: Critere): Comparaison | 'inconnu' {
  if (critere.sorte === 'revenu') {
    if (sommes.niveauCents === null || sommes.population === null || sommes.population === 0) return 'inconnu'
    return compareMoyenne(sommes.niveauCents, sommes.population, ECHELLE, critere.seuil)
  }
  if (sommes.menages === 0) return 'inconnu'
  const ecart = BigInt(critere.partPm) * BigInt(sommes.menages) - 1000n * BigInt(sommes.menagesPauvres)
  return ecart < 0n ? 'sous' : ecart === 0n ? 'egal' : 'au_dessus'
}

/** Sum of a column by cluster; `absents`: 1 when a cell of it has no figure. */
function sumBy(numero: Int32Array, nombre: number, colonne: Int32Array): { sommes: Float64Array; absents: Uint8Array } {
  const sommes = new Float64Array(nombre)
  const absents = new Uint8Array(nombre)
  for (let i = 0; i < numero.length; i += 1) {
    const a = numero[i] as number
    if (a < 0) continue
    const valeur = colonne[i] as number
    if (valeur === ABSENT) absents[a] = 1
    else sommes[a] = (sommes[a] as number) + valeur
  }
  return { sommes, absents }
}

/** Ranks of the cells of the clusters wanted. */
function listRangs(numero: Int32Array, nombre: number, voulu: (amas: number) => boolean): Map<number, Int32Array> {
  const tailles = new Int32Array(nombre)
  for (const a of numero) if (a >= 0) tailles[a] = (tailles[a] as number) + 1
  const rangs = new Map<number, Int32Array>()
  for (let a = 0; a < nombre; a += 1) if (voulu(a)) rangs.set(a, new Int32Array(tailles[a] as number))
  const places = new Int32Array(nombre)
  for (let i = 0; i < numero.length; i += 1) {
    const a = numero[i] as number
    const ceux = a < 0 ? undefined : rangs.get(a)
    if (ceux === undefined) continue
    ceux[places[a] as number] = i
    places[a] = (places[a] as number) + 1
  }
  return rangs
}

/** The grid with, at the places that a person added and that it does not have, cells where nobody lives. */
function withVides(grille: Grille, ajustements: readonly Ajustement[]): Grille {
  const vides = new Map(
    ajustements
      .filter(({ x, y, geste }) => geste === 'ajoutee' && findCellule(grille, x, y) < 0)
      .map((ajustement) => [`${ajustement.x},${ajustement.y}`, ajustement]),
  )
  if (vides.size === 0) return grille
  const n = grille.x.length
  const cellules = buildCellules(n + vides.size)
  for (let i = 0; i < n; i += 1) copyCellule(grille, i, cellules, i)
  let i = n
  for (const { x, y } of vides.values()) {
    cellules.x[i] = x
    cellules.y[i] = y
    i += 1
  }
  return sortGrille(cellules).grille
}
