/** Setting of the instance about conflicts of interest. */
import { z } from 'zod'
import { declareReglage } from '#platform/reglages.ts'

export const moisConflit = declareReglage({
  cle: 'compte.mois_conflit_interets',
  libelle: 'Conflits d’intérêts : durée pendant laquelle un lien passé compte encore',
  aide: 'Qui a eu un mandat ou un lien déclaré avec une organisation n’intervient pas sur ce qui la concerne pendant ce temps. 0 : seulement tant que le lien dure. Aucun texte ne fixe cette durée : elle se décide localement.',
  section: 'Déontologie',
  forme: z.number().int('Tapez un nombre entier de mois.').min(0, 'Tapez 0 ou plus.').max(120, 'Tapez 120 mois au plus.'),
  defaut: 12,
  unite: 'mois',
})
