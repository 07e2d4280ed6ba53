/** An invitation to act on a contract, from the mail to the answer. Pure. */
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { formatDate, formatInstant, jourParis } from '#platform/formats.ts'
import type { Role } from './agent.ts'
import type { NouveauMandat } from './mandat.ts'

export type Invitation = Omit<NouveauMandat, 'personneId' | 'contratId'> & {
  id: string
  contratId: string
  contrat: string
  courriel: string
  prenom: string | null
  nom: string | null
  fonction: string | null
  organisation: string
  role: Role
  inviteParId: string
  inviteur: string
  expireLe: Date
  envois: number
  envoyeeLe: Date
  accepteeLe: Date | null
  retireeLe: Date | null
}

export type EtatInvitation = 'en_attente' | 'expiree' | 'acceptee' | 'retiree'

export function etatInvitation(invitation: Pick<Invitation, 'expireLe' | 'accepteeLe' | 'retireeLe'>, now: Date): EtatInvitation {
  if (invitation.accepteeLe !== null) return 'acceptee'
  if (invitation.retireeLe !== null) return 'retiree'
  return invitation.expireLe <= now ? 'expiree' : 'en_attente'
}

/** « envoyée le 3 mars, valable jusqu’au 17 mars 2026 », « expirée le … ». */
export function sayInvitation(invitation: Invitation, now: Date): string {
  const fin = formatDate(jourParis(invitation.expireLe))
  const envoi = `${invitation.envois > 1 ? `envoyée ${invitation.envois}\u00a0fois, la dernière` : 'envoyée'} le ${formatDate(jourParis(invitation.envoyeeLe))}`
  return etatInvitation(invitation, now) === 'expiree' ? `${envoi}, expirée le ${fin}` : `${envoi}, valable jusqu’au ${fin}`
}

/** @throws RegleViolee when it has been answered or withdrawn: it is then neither sent again nor withdrawn */
export function assertSansReponse(invitation: Invitation): void {
  if (invitation.accepteeLe !== null) throw new RegleViolee(`Cette invitation a été acceptée le ${formatInstant(invitation.accepteeLe)}.`)
  if (invitation.retireeLe !== null) throw new RegleViolee(`Cette invitation a été retirée le ${formatInstant(invitation.retireeLe)}.`)
}

/** @throws Introuvable with what to do when the link of the mail leads to no invitation that can be accepted */
export function assertAcceptable(invitation: Invitation | null, now: Date): asserts invitation is Invitation {
  if (invitation === null)
    throw new Introuvable('Cette invitation n’existe pas, ou un courriel plus récent la remplace\u00a0: ouvrez le dernier reçu.')
  const etat = etatInvitation(invitation, now)
  if (etat === 'acceptee') throw new Introuvable('Cette invitation a déjà été acceptée\u00a0: connectez-vous pour retrouver le contrat.')
  if (etat === 'retiree')
    throw new Introuvable(`Cette invitation a été retirée par la personne qui pilote «\u00a0${invitation.contrat}\u00a0».`)
  if (etat === 'expiree') {
    const jour = formatDate(jourParis(invitation.expireLe))
    throw new Introuvable(`Cette invitation a expiré le ${jour}\u00a0: demandez à ${invitation.inviteur} de vous la renvoyer.`)
  }
}
