/** What the instance chooses of its sign-in. */
import { z } from 'zod'
import { declareReglage } from '#platform/reglages.ts'
import { ROLES, type Role } from './agent.ts'

const SECTION = 'Connexion'

export const dureeSession = declareReglage({
  cle: 'compte.duree_session_heures',
  libelle: 'Durée d’une session',
  aide: 'Au-delà, chacun se reconnecte, même s’il travaille. Une semaine : 168.',
  section: SECTION,
  unite: 'heures',
  forme: z
    .number('Tapez un nombre d’heures.')
    .int('Tapez un nombre entier d’heures.')
    .min(1, 'Une heure au moins.')
    .max(2160, '2 160 heures (90 jours) au plus.'),
  defaut: 168,
})

export const inactivite = declareReglage({
  cle: 'compte.inactivite_heures',
  libelle: 'Fermer une session inactive après',
  aide: 'Une session qui ne sert plus se ferme d’elle-même. Trois jours (72) laissent passer une fin de semaine.',
  section: SECTION,
  unite: 'heures',
  forme: z
    .number('Tapez un nombre d’heures.')
    .int('Tapez un nombre entier d’heures.')
    .min(1, 'Une heure au moins.')
    .max(2160, '2 160 heures (90 jours) au plus.'),
  defaut: 72,
})

export const EXIGENCES = ['aucun', 'administration', 'pilotage', 'tous'] as const
export type Exigence = (typeof EXIGENCES)[number]

export const exigenceSecondFacteur = declareReglage({
  cle: 'compte.second_facteur',
  libelle: 'Second facteur obligatoire',
  aide: 'Sans second facteur, un mandat de ces rôles n’ouvre aucun droit.',
  section: SECTION,
  forme: z.enum(EXIGENCES, 'Choisissez dans la liste.'),
  defaut: 'aucun',
  choix: {
    aucun: 'pour personne',
    administration: 'pour l’administration de la plateforme',
    pilotage: 'pour l’administration et les chefs de projet',
    tous: 'pour tous les rôles',
  },
})

/** Roles whose mandates open nothing without a second factor. */
export const ROLES_EXIGES: Record<Exigence, readonly Role[]> = {
  aucun: [],
  administration: ['admin_plateforme'],
  pilotage: ['admin_plateforme', 'chef_projet'],
  tous: ROLES,
}

export const dureeInvitation = declareReglage({
  cle: 'compte.invitation_jours',
  libelle: 'Une invitation vaut',
  section: SECTION,
  unite: 'jours',
  forme: z
    .number('Tapez un nombre de jours.')
    .int('Tapez un nombre entier de jours.')
    .min(1, 'Un jour au moins.')
    .max(90, '90 jours au plus.'),
  defaut: 14,
})

export const inscriptionOuverte = declareReglage({
  cle: 'compte.inscription_ouverte',
  libelle: 'Les porteurs de projet créent eux-mêmes leur compte',
  aide: 'Un compte créé ainsi n’ouvre aucun droit sur un contrat.',
  section: SECTION,
  forme: z.boolean(),
  defaut: true,
})
