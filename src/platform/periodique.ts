/** Work that comes back at fixed hours. Pure: the worker reads this list when it starts. */

export type Periodique = {
  /** Kind of task: the key of its work. */
  genre: string
  /** What it does, for people. */
  libelle: string
  /** When, in words: « chaque nuit ». */
  quand: string
  /** Minute, hour, day, month, day of week, in UTC. */
  cron: string
}

const periodiques = new Map<string, Periodique>()

/**
 * Declares work that comes back, once, at the top level of a module.
 * @throws Error when two bear one kind
 */
export function declarePeriodique(periodique: Periodique): Periodique {
  if (periodiques.has(periodique.genre)) throw new Error(`two periodic works are named ${periodique.genre}`)
  periodiques.set(periodique.genre, periodique)
  return periodique
}

export function listPeriodiques(): Periodique[] {
  return [...periodiques.values()]
}
