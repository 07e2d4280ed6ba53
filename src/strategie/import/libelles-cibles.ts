import { CHAMPS, LIBELLES_CHAMPS } from '../fiche.ts'

/** What a label may announce: fields of the fiche, its identity, or nothing that it holds. */
export const CIBLES = [...CHAMPS, 'code', 'intitule', 'kind', 'niveau', 'debut', 'fin', 'autre'] as const

/** Each in words, as the review and the dictionary show it. */
export const LIBELLES_CIBLES: Record<(typeof CIBLES)[number], string> = {
  ...LIBELLES_CHAMPS,
  code: 'Code de la fiche',
  intitule: 'Intitulé de la fiche',
  kind: 'Sorte de fiche',
  niveau: 'Rattachement',
  debut: 'Début du calendrier',
  fin: 'Fin du calendrier',
  autre: 'Rien que la fiche contienne : laisser à classer',
}
