/** What a simulation and the official quartiers have in common: area, population, those missed and those in excess. Pure. */
import type { MultiPolygone } from '../geometrie.ts'
import { listCouvertes, type Repere } from './geometrie-cellules.ts'
import { ABSENT, ECHELLE, findCellule, type Grille } from './grille.ts'

export type QuartierCompare = { id: string; code: string; nom: string; geometrie: MultiPolygone; population: number | null }

/** A share as ‰; null when its whole is nothing. */
export type Part = number | null

export type BilanQuartier = Omit<QuartierCompare, 'geometrie'> & {
  aireM2: number
  /** Persons of the cells, in proportion of the area of each inside the quartier: an estimate. Null without persons in the grid. */
  populationEstimee: number | null
  surfacePm: Part
  populationPm: Part
  /** Ranks (`rang`) of the sets of cells that meet it, the largest share first. */
  candidats: readonly number[]
  statut: 'retrouve' | 'partiel' | 'manque'
}

export type BilanCandidat = {
  rang: number
  surfacePm: number
  populationPm: Part
  quartiers: readonly { code: string; nom: string; surfacePm: number }[]
  /** No official quartier there. */
  statut: 'dans_un_quartier' | 'a_cheval' | 'exces'
}

export type BilanComparaison = {
  quartiers: BilanQuartier[]
  candidats: BilanCandidat[]
  /** Whole of the candidates and whole of the quartiers: shares of each in the other. */
  surfaceQuartiersPm: Part
  populationQuartiersPm: Part
  surfaceCandidatsPm: Part
  populationCandidatsPm: Part
}

/** Under this share of common area, two perimeters are strangers: borders of quartiers do not follow cells. */
const ETRANGERS_PM = 50
/** From this share on, one holds the other. */
const RETROUVE_PM = 500

type Compte = { aire: number; population: number; commune: number; populationCommune: number; avec: Map<number, number> }

/** Compares sets of cells with quartiers. A cell that a quartier cuts counts for its share. */
export function compareQuartiers(
  repere: Repere,
  grille: Grille,
  candidats: readonly { rang: number; rangs: Int32Array; population: number | null }[],
  quartiers: readonly QuartierCompare[],
): BilanComparaison {
  const avecPopulation = grille.population.length === 0 || grille.population[0] !== ABSENT
  const candidatDe = new Map<number, number>()
  for (const { rang, rangs } of candidats) for (const i of rangs) candidatDe.set(i, rang)
  const parCandidat = new Map(candidats.map(({ rang }) => [rang, { commune: 0, populationCommune: 0, avec: new Map<string, number>() }]))
  const metresCarres = repere.coteM * repere.coteM
  const bilans = quartiers.map(({ geometrie, ...quartier }): { bilan: BilanQuartier; compte: Compte } => {
    const compte: Compte = { aire: 0, population: 0, commune: 0, populationCommune: 0, avec: new Map() }
    for (const { x, y, part } of listCouvertes(repere, geometrie)) {
      const i = findCellule(grille, x, y)
      const habitants = i < 0 || !avecPopulation ? 0 : ((grille.population[i] as number) / ECHELLE) * part
      compte.aire += part
      compte.population += habitants
      const rang = i < 0 ? undefined : candidatDe.get(i)
      if (rang === undefined) continue
      compte.commune += part
      compte.populationCommune += habitants
      compte.avec.set(rang, (compte.avec.get(rang) ?? 0) + part)
      const lui = parCandidat.get(rang)
      if (lui === undefined) continue
      lui.commune += part
      lui.populationCommune += habitants
      lui.avec.set(quartier.code, (lui.avec.get(quartier.code) ?? 0) + part)
    }
    const surfacePm = partOf(compte.commune, compte.aire)
    const bilan: BilanQuartier = {
      ...quartier,
      aireM2: Math.round(compte.aire * metresCarres),
      populationEstimee: avecPopulation ? Math.round(compte.population) : null,
      surfacePm,
      populationPm: avecPopulation ? partOf(compte.populationCommune, compte.population) : null,
      candidats: [...compte.avec].sort(([, a], [, b]) => b - a).map(([rang]) => rang),
      statut: (surfacePm ?? 0) < ETRANGERS_PM ? 'manque' : (surfacePm ?? 0) < RETROUVE_PM ? 'partiel' : 'retrouve',
    }
    return { bilan, compte }
  })
  const noms = new Map(quartiers.map(({ code, nom }) => [code, nom]))
  const faits = candidats.map(({ rang, rangs, population }): BilanCandidat => {
    const lui = parCandidat.get(rang)
    const surfacePm = partOf(lui?.commune ?? 0, rangs.length) ?? 0
    return {
      rang,
      surfacePm,
      populationPm: population === null ? null : partOf((lui?.populationCommune ?? 0) * ECHELLE, population),
      quartiers: [...(lui?.avec ?? [])]
        .sort(([, a], [, b]) => b - a)
        .map(([code, part]) => ({ code, nom: noms.get(code) ?? code, surfacePm: partOf(part, rangs.length) ?? 0 })),
      statut: surfacePm < ETRANGERS_PM ? 'exces' : surfacePm < RETROUVE_PM ? 'a_cheval' : 'dans_un_quartier',
    }
  })
  const total = (cle: 'aire' | 'population' | 'commune' | 'populationCommune') =>
    bilans.reduce((somme, { compte }) => somme + compte[cle], 0)
  const cellules = candidats.reduce((somme, { rangs }) => somme + rangs.length, 0)
  const habitants = candidats.reduce((somme, { population }) => somme + (population ?? 0), 0) / ECHELLE
  return {
    quartiers: bilans.map(({ bilan }) => bilan),
    candidats: faits,
    surfaceQuartiersPm: partOf(total('commune'), total('aire')),
    populationQuartiersPm: avecPopulation ? partOf(total('populationCommune'), total('population')) : null,
    surfaceCandidatsPm: partOf(total('commune'), cellules),
    populationCandidatsPm: avecPopulation ? partOf(total('populationCommune'), habitants) : null,
  }
}

function partOf(morceau: number, tout: number): Part {
  return tout <= 0 ? null : Math.min(1000, Math.round((morceau / tout) * 1000))
}

/** Two sets of cells, by absolute places: shares of each in the other, and how many each has alone. */
export type BilanEnsembles = { communes: number; seulesA: number; seulesB: number; aPm: Part; bPm: Part }

/** Compares the cells of two simulations on the same grid. */
export function compareEnsembles(a: ReadonlySet<string>, b: ReadonlySet<string>): BilanEnsembles {
  let communes = 0
  for (const cle of a) if (b.has(cle)) communes += 1
  return { communes, seulesA: a.size - communes, seulesB: b.size - communes, aPm: partOf(communes, a.size), bPm: partOf(communes, b.size) }
}
