/** What the instance chooses of the administrators' access to content. */
import { z } from 'zod'
import { declareReglage } from '#platform/reglages.ts'
import { DUREE_MAX_H } from './acces.ts'

export const dureeMaxAcces = declareReglage({
  cle: 'compte.acces_duree_max_heures',
  libelle: 'Durée d’un accès de l’administration au contenu d’un contrat',
  aide: 'Au plus. La personne dit pourquoi ; celles qui pilotent le contrat en sont prévenues.',
  section: 'Administration de la plateforme',
  unite: 'heures',
  forme: z
    .number('Tapez un nombre d’heures.')
    .int('Tapez un nombre entier d’heures.')
    .min(1, 'Une heure au moins.')
    .max(DUREE_MAX_H, `${DUREE_MAX_H} heures au plus.`),
  defaut: 4,
})
