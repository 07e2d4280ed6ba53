/** How often a person wants her digest. Pure. */
export const RYTHMES = ['jour', 'semaine', 'jamais'] as const
export type Rythme = (typeof RYTHMES)[number]

export const LIBELLES_RYTHMES: Record<Rythme, string> = {
  jour: 'au plus une fois par jour',
  semaine: 'une fois par semaine, le lundi',
  jamais: 'jamais',
}

/** The genre that stands for every genre without a choice of its own. */
export const TOUS_GENRES = '*'

/** Choices of a person; a genre that is not there follows `*`, and `*` is once a day. */
export type Preferences = Readonly<Record<string, Rythme>>

export function rythmeOf(preferences: Preferences, genre: string): Rythme {
  return preferences[genre] ?? preferences[TOUS_GENRES] ?? 'jour'
}
