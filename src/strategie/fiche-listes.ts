/** The lists of a fiche, named once: path in a form, rows in a content. Pure. */
import type { Champ, ContenuFiche, Ligne } from './fiche.ts'

/** Fields that are a list of rows, in the order of the fiche, and what an import left to place. */
export type ChampListe = Exclude<Champ, 'enjeu' | 'calendrier'> | 'aClasser'

export const CHAMPS_LISTES = [
  'contexte',
  'objectifs',
  'realisations',
  'effets',
  'indicateursEffets',
  'indicateursRealisation',
  'echelleTerritoriale',
  'publics',
  'animateur',
  'partenaires',
  'dispositifs',
  'moyens',
  'financements',
  'suivi',
  'liens',
  'aClasser',
] as const satisfies readonly ChampListe[]

/** Lists whose rows are a text and nothing else. */
export const CHAMPS_SIMPLES = [
  'contexte',
  'objectifs',
  'effets',
  'indicateursRealisation',
  'animateur',
  'dispositifs',
  'moyens',
  'suivi',
  'aClasser',
] as const satisfies readonly ChampListe[]
export type ChampSimple = (typeof CHAMPS_SIMPLES)[number]

export function isChampSimple(champ: string): champ is ChampSimple {
  return CHAMPS_SIMPLES.some((simple) => simple === champ)
}

/** Every list with its field, its path in a form and its rows. The phases of the calendar are one of them. */
export const LISTES_FICHE: readonly {
  champ: ChampListe | 'calendrier'
  chemin: string
  lignes: (contenu: ContenuFiche) => readonly Ligne[]
}[] = [
  ...CHAMPS_LISTES.map((champ) => ({ champ, chemin: champ, lignes: (contenu: ContenuFiche): readonly Ligne[] => contenu[champ] })),
  { champ: 'calendrier', chemin: 'calendrier.phases', lignes: (contenu) => contenu.calendrier.phases },
]

export function isChampListe(champ: string): champ is ChampListe {
  return CHAMPS_LISTES.some((liste) => liste === champ)
}
