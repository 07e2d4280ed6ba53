/** What an instance chooses about its mail. */
import { z } from 'zod'
import { declareReglage } from '#platform/reglages.ts'

export const heureRecueil = declareReglage({
  cle: 'courriel.heure_recueil',
  libelle: 'Heure du récapitulatif',
  aide: 'Chaque personne reçoit au plus un récapitulatif par jour, à partir de cette heure (heure de Paris).',
  section: 'Courriels',
  forme: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'écrivez une heure, par exemple 07:30.'),
  defaut: '07:30',
})

export const conservationCourriels = declareReglage({
  cle: 'courriel.conservation_jours',
  libelle: 'Durée de conservation des courriels',
  aide: 'Après ce délai, l’adresse, l’objet et le texte des courriels envoyés sont effacés.',
  section: 'Courriels',
  forme: z.int('donnez un nombre entier de jours.').min(1, 'donnez au moins 1 jour.').max(365, 'donnez 365 jours au plus.'),
  defaut: 30,
  unite: 'jours',
})
