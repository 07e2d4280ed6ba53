/** Where a point lies among the quartiers in force on a day, and how it is told. Pure. */
import type { Mesure, Situation } from './certitude.ts'
import type { Position } from './geometrie.ts'
import type { Generation } from './quartier.ts'
import { findZoneDeFrance } from './zones-de-france.ts'

/** What is told of a quartier. */
export type QuartierSitue = {
  id: string
  code: string
  nom: string
  generation: string
  nature: string
  /** Metres to its border, from inside as from outside. */
  distanceM: number
}

export type SituationDatee = {
  /** ISO day for which the answer holds. */
  jour: string
  /** Generations in force on that day that have at least one contour here. */
  generations: readonly Generation[]
  /** Quartiers with a contour, in force on that day. */
  connus: number
  /** False: the official list of the part of France where the point lies counts more of them than this site knows, or does not say. */
  complet: boolean
  /** Those that hold the point, border counted inside, the deepest first. */
  dedans: readonly QuartierSitue[]
  /** The nearest one; null when none is known or near enough to be looked for. */
  proche: QuartierSitue | null
}

/** The two figures that the verdict rests on. Inside, the depth in the quartier that holds the point best. */
export function situationOf({ dedans, proche }: Pick<SituationDatee, 'dedans' | 'proche'>): Situation {
  const profondeur = dedans.length === 0 ? (proche?.distanceM ?? null) : Math.max(...dedans.map(({ distanceM }) => distanceM))
  return { dedans: dedans.map(({ code }) => code), bordureM: profondeur }
}

/** How far « no » may be said. */
export function mesureOf(situation: Pick<SituationDatee, 'complet'>, rayonConnuM: number, precisionM: number): Mesure {
  return { precisionM, rayonConnuM: situation.complet ? null : rayonConnuM }
}

/**
 * Does this site know as many quartiers as the texts announce (BR-05: counted, not believed)? A generation that announces
 * nothing is known as far as it goes: never whole.
 */
export function isComplet(generations: readonly { compteAnnonce: Generation['compteAnnonce']; connus: number }[]): boolean {
  return generations.length > 0 && generations.every(({ compteAnnonce, connus }) => (compteAnnonce?.metropole ?? Infinity) <= connus)
}

/** In metropolitan France, the only part whose list says how many quartiers it holds. */
export function isEnMetropole([lon, lat]: Position): boolean {
  return findZoneDeFrance(lon, lat)?.departements.length === 0
}

/** The band that holds a distance outside: the smallest one it is within; null beyond all. */
export function bandeOf(distanceM: number, bandes: readonly number[]): number | null {
  return bandes.find((bande) => distanceM <= bande) ?? null
}
