/** Mails of the closing of an account. Pure: the words. */
import type { Courriel } from '#platform/courriel/courriel.ts'
import { accorde, formatDate, jourParis } from '#platform/formats.ts'

type Destinataire = { courriel: string; personneId: string }

/** An account long unused will be closed. @param mois of idleness */
export function courrielInactivite(a: Destinataire, mois: number, prevueLe: Date): Courriel {
  return {
    genre: 'fermeture',
    a,
    objet: 'Votre compte sera fermé si vous ne vous en servez plus',
    corps: [
      `Votre compte n’a pas servi depuis ${accorde(mois, 'mois', 'mois')}. Il sera fermé le ${formatDate(jourParis(prevueLe))}, et vos données effacées.`,
      'Pour le garder, connectez-vous avant cette date\u00a0: cela suffit.',
    ],
    action: { libelle: 'Se connecter', href: '/connexion' },
    pourquoi: 'Vous recevez ce message parce que vous avez un compte, et que les comptes inutilisés ne sont pas gardés.',
    envoi: 'immediat',
  }
}

/** The closing was asked for: whoever asked, the holder knows, and may call it off. */
export function courrielCloture(a: Destinataire, prevueLe: Date): Courriel {
  return {
    genre: 'fermeture',
    a,
    objet: 'La fermeture de votre compte est demandée',
    corps: [
      `Votre compte sera fermé le ${formatDate(jourParis(prevueLe))}, et vos données effacées.`,
      'Si vous n’avez rien demandé, ou si vous changez d’avis, gardez-le avant cette date.',
    ],
    action: { libelle: 'Voir la demande, garder mon compte', href: '/compte/fermer' },
    pourquoi:
      'Vous recevez ce message parce que la fermeture de votre compte a été demandée, par vous ou par l’administration de la plateforme.',
    envoi: 'immediat',
  }
}
