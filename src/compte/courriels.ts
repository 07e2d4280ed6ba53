/** Mails of sign-in, invitations and registrations. Pure: the words. */

import type { Courriel } from '#platform/courriel/courriel.ts'
import { formatDate, formatInstant, jourParis } from '#platform/formats.ts'

type Destinataire = { courriel: string; personneId: string | null }
const immediat = (genre: string, a: Destinataire) => ({
  genre,
  a: { courriel: a.courriel, personneId: a.personneId },
  envoi: 'immediat' as const,
})

/** A link that signs in. @param minutes how long it opens */
export function courrielLienConnexion(a: Destinataire & { prenom: string }, jeton: string, minutes: number): Courriel {
  return {
    ...immediat('lien_connexion', a),
    objet: 'Votre lien de connexion à Parvis',
    corps: [
      `Bonjour ${a.prenom},`,
      `Ce lien vous connecte à Parvis. Il sert une seule fois, pendant ${minutes}\u00a0minutes\u00a0: ouvrez-le, puis appuyez sur «\u00a0Me connecter\u00a0».`,
      'Ne le transmettez à personne\u00a0: qui l’ouvre entre dans votre compte.',
    ],
    action: { libelle: 'Ouvrir mon compte', href: `/connexion/lien/${jeton}` },
    pourquoi:
      'Vous recevez ce courriel parce que votre adresse a été tapée sur la page de connexion. Si ce n’était pas vous, laissez-le\u00a0: rien ne se passe.',
  }
}

/** A link to choose another password. */
export function courrielMotDePasse(a: Destinataire & { prenom: string }, jeton: string, fin: Date): Courriel {
  return {
    ...immediat('mot_de_passe', a),
    objet: 'Choisir un nouveau mot de passe',
    corps: [
      `Bonjour ${a.prenom},`,
      `Ce lien vous laisse choisir un nouveau mot de passe. Il sert une seule fois, jusqu’au ${formatInstant(fin)}.`,
      'Votre mot de passe actuel reste valable tant que vous n’en avez pas choisi un autre.',
    ],
    action: { libelle: 'Choisir un mot de passe', href: `/mot-de-passe/${jeton}` },
    pourquoi:
      'Vous recevez ce courriel parce qu’un nouveau mot de passe a été demandé pour votre adresse. Si ce n’était pas vous, laissez-le\u00a0: rien ne change.',
  }
}

/** What has just changed in an account, said to its holder: she must know when it was not her. */
export function courrielChangement(a: Destinataire & { prenom: string }, quoi: string, now: Date): Courriel {
  return {
    ...immediat('securite', a),
    objet: 'La sécurité de votre compte a changé',
    corps: [
      `Bonjour ${a.prenom},`,
      `${quoi} le ${formatInstant(now)}.`,
      'Si c’était vous, il n’y a rien à faire. Sinon, demandez tout de suite un nouveau mot de passe et prévenez l’administration de la plateforme.',
    ],
    action: { libelle: 'Demander un nouveau mot de passe', href: '/mot-de-passe' },
    pourquoi: 'Vous recevez ce courriel parce qu’il concerne la sécurité de votre compte\u00a0: il ne peut pas être désactivé.',
  }
}

export type ContenuInvitation = {
  courriel: string
  prenom: string | null
  inviteur: string
  contrat: string
  role: string
  organisation: string
  expireLe: Date
}

/** An invitation to act on a contract. */
export function courrielInvitation(invitation: ContenuInvitation, jeton: string): Courriel {
  const { inviteur, contrat, role, organisation } = invitation
  return {
    ...immediat('invitation', { courriel: invitation.courriel, personneId: null }),
    objet: `Invitation\u00a0: ${contrat}`.replace(/\s+/gu, ' ').slice(0, 300),
    corps: [
      invitation.prenom === null ? 'Bonjour,' : `Bonjour ${invitation.prenom},`,
      `${inviteur} vous invite à agir sur «\u00a0${contrat}\u00a0», avec le rôle «\u00a0${role}\u00a0», au nom de ${organisation}.`,
      `Rien n’est fait tant que vous n’acceptez pas. L’invitation vaut jusqu’au ${formatDate(jourParis(invitation.expireLe))} au soir.`,
    ],
    action: { libelle: 'Lire l’invitation', href: `/invitation/${jeton}` },
    pourquoi: `Vous recevez ce courriel parce que ${inviteur} a tapé votre adresse. Si vous ne connaissez pas cette personne, laissez-le\u00a0: aucun compte n’est créé.`,
  }
}

/** The proof of address of a registration. */
export function courrielInscription(a: { courriel: string; prenom: string }, jeton: string): Courriel {
  return {
    ...immediat('inscription', { courriel: a.courriel, personneId: null }),
    objet: 'Confirmez votre adresse pour créer votre compte',
    corps: [
      `Bonjour ${a.prenom},`,
      'Un compte de porteur de projet a été demandé sur Parvis avec cette adresse. Confirmez-la pour le créer\u00a0: sans cela, rien n’est gardé.',
      'Ce lien vaut une journée.',
    ],
    action: { libelle: 'Confirmer mon adresse', href: `/inscription/${jeton}` },
    pourquoi: 'Vous recevez ce courriel parce que votre adresse a été tapée sur la page d’inscription. Si ce n’était pas vous, laissez-le.',
  }
}

/** Someone registers with an address that has an account: its holder is told, and nobody else. */
export function courrielDejaInscrit(a: Destinataire & { prenom: string }): Courriel {
  return {
    ...immediat('inscription', a),
    objet: 'Vous avez déjà un compte',
    corps: [
      `Bonjour ${a.prenom},`,
      'Un compte a été demandé sur Parvis avec cette adresse, qui en a déjà un. Connectez-vous avec lui\u00a0; si vous avez oublié votre mot de passe, demandez un lien de connexion.',
    ],
    action: { libelle: 'Me connecter', href: '/connexion' },
    pourquoi:
      'Vous recevez ce courriel parce que votre adresse a été tapée sur la page d’inscription. Si ce n’était pas vous, laissez-le\u00a0: rien n’a changé.',
  }
}
