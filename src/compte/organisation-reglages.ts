/** Settings of the instance about organisations. */
import { z } from 'zod'
import { declareReglage } from '#platform/reglages.ts'

export const preavisDocuments = declareReglage({
  cle: 'compte.preavis_documents',
  libelle: 'Documents des organisations : prévenir avant leur expiration',
  aide: 'Un document est dit « bientôt expiré » ce nombre de jours avant sa fin de validité.',
  section: 'Organisations',
  forme: z.number().int('Tapez un nombre entier de jours.').min(0, 'Tapez 0 ou plus.').max(365, 'Tapez 365 jours au plus.'),
  defaut: 60,
  unite: 'jours',
})

export const rechercheEntreprisesActive = declareReglage({
  cle: 'compte.recherche_entreprises',
  libelle: 'Compléter les organisations par l’API « Recherche d’entreprises »',
  aide: 'Le nom ou le numéro tapé est envoyé à un service public de l’État. Sans elle, tout se tape à la main.',
  section: 'Organisations',
  forme: z.boolean(),
  defaut: true,
})
