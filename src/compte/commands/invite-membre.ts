import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { getReglage } from '#platform/reglages.ts'
import { LIBELLES_ROLES } from '../agent.ts'
import { type Coffre, drawSecret, formeCoffre } from '../coffre.adaptateur.ts'
import { courrielInvitation } from '../courriels.ts'
import { canManageMandat } from '../droits.ts'
import { courriel, id, idFacultatif, texteFacultatif, texteRequis } from '../formes.ts'
import { createInvitation, lockInvitation, type NouvelleInvitation, saveEnvoi, saveRetrait } from '../invitation.store.ts'
import { assertSansReponse, type Invitation } from '../invitation.ts'
import { champsMandat, mandatSaisi } from '../mandat-formes.ts'
import { dureeInvitation } from '../reglages-connexion.ts'
import { assertDonnable } from './give-mandat.ts'
import { findOrCreateOrganisation } from './welcome-membre.ts'

export const USAGE_INVITATION = 'invitation'

const forme = z.object({
  coffre: formeCoffre,
  contratId: id,
  contrat: texteRequis('Le titre du contrat manque.', 500),
  courriel,
  prenom: texteFacultatif(100),
  nom: texteFacultatif(100),
  fonction: texteFacultatif(200),
  organisationId: idFacultatif,
  organisationNom: texteFacultatif(300),
  organisationType: texteFacultatif(40),
  ...champsMandat,
})

const REFUS = 'Seule la personne cheffe de projet de ce contrat y invite quelqu’un.'

/** Invites someone by mail to a mandate, which exists once she accepts it from that address. */
export const inviteMembre = command('compte.inviter_membre', forme, async ({ tx, agent, now }, saisie) => {
  assertCan(canManageMandat(agent, saisie), REFUS)
  const { coffre, contratId, contrat, courriel, prenom, nom, fonction } = saisie
  const organisation = await findOrCreateOrganisation(tx, saisie, now)
  const mandat = mandatSaisi(saisie)
  // The rules of the mandate hold now rather than on the day of the answer; the person is not known yet.
  await assertDonnable(tx, { ...mandat, personneId: '', organisationId: organisation.id, contratId }, now)
  if (mandat.role === 'admin_plateforme') throw new RegleViolee('L’administration de la plateforme ne se donne pas par invitation.')
  const invitation: NouvelleInvitation = {
    ...mandat,
    id: createId(now.getTime()),
    contratId,
    contrat,
    courriel,
    prenom,
    nom,
    fonction,
    organisationId: organisation.id,
    inviteParId: agent.personneId,
    expireLe: await finOf(tx, now),
  }
  const secret = drawSecret()
  await createInvitation(tx, invitation, coffre.empreinte(USAGE_INVITATION, secret), now)
  await sendInvitation(tx, { ...invitation, organisation: organisation.nom, inviteur: `${agent.prenom} ${agent.nom}` }, secret, now)
  return {
    valeur: { invitationId: invitation.id },
    trace: {
      contratId,
      objet: { type: 'invitation', id: invitation.id },
      libelle: `${courriel} invité au rôle « ${LIBELLES_ROLES[mandat.role]} » (${organisation.nom})`,
      avant: null,
      apres: { invitation, organisation: organisation.nouvelle ? organisation : organisation.id },
    },
  }
})

const formeDeLune = z.object({ coffre: formeCoffre, invitationId: id, contratId: id })

/** Sends an invitation again, expired or not: the former mail stops working, and who sends it answers for it. */
export const resendInvitation = command('compte.renvoyer_invitation', formeDeLune, async ({ tx, agent, now }, saisie) => {
  const invitation = await lockDuContrat(tx, saisie)
  assertCan(canManageMandat(agent, invitation), REFUS)
  assertSansReponse(invitation)
  const secret = drawSecret()
  const expireLe = await finOf(tx, now)
  const envoi = { id: invitation.id, expireLe, inviteParId: agent.personneId }
  await saveEnvoi(tx, { ...envoi, empreinte: saisie.coffre.empreinte(USAGE_INVITATION, secret) }, now)
  await sendInvitation(tx, { ...invitation, expireLe, inviteur: `${agent.prenom} ${agent.nom}` }, secret, now)
  return {
    valeur: null,
    trace: traceOf(invitation, `Invitation de ${invitation.courriel} renvoyée`, { expireLe: invitation.expireLe }, { expireLe }),
  }
})

/** Takes an invitation back: its link dies. */
export const withdrawInvitation = command(
  'compte.retirer_invitation',
  formeDeLune.omit({ coffre: true }),
  async ({ tx, agent, now }, saisie) => {
    const invitation = await lockDuContrat(tx, saisie)
    assertCan(canManageMandat(agent, invitation), REFUS)
    assertSansReponse(invitation)
    await saveRetrait(tx, invitation.id, agent.personneId, now)
    return { valeur: null, trace: traceOf(invitation, `Invitation de ${invitation.courriel} retirée`, null, { retireeLe: now }) }
  },
)

async function lockDuContrat(tx: Tx, { invitationId, contratId }: { invitationId: string; contratId: string }): Promise<Invitation> {
  const invitation = await lockInvitation(tx, invitationId)
  assertCan(invitation.contratId === contratId, 'Cette invitation est celle d’un autre contrat.')
  return invitation
}

async function finOf(tx: Tx, now: Date): Promise<Date> {
  return new Date(now.getTime() + (await getReglage(tx, dureeInvitation)) * 24 * 3600_000)
}

async function sendInvitation(
  tx: Tx,
  invitation: Pick<Invitation, 'courriel' | 'prenom' | 'inviteur' | 'contrat' | 'role' | 'organisation' | 'expireLe'>,
  secret: string,
  now: Date,
): Promise<void> {
  await enqueueCourriel(tx, courrielInvitation({ ...invitation, role: LIBELLES_ROLES[invitation.role] }, secret), now)
}

/** The invitation that the secret of a mail opens. */
export function empreinteInvitation(coffre: Coffre, secret: string): string {
  return coffre.empreinte(USAGE_INVITATION, secret)
}

function traceOf(invitation: Invitation, libelle: string, avant: unknown, apres: unknown) {
  return { contratId: invitation.contratId, objet: { type: 'invitation', id: invitation.id }, libelle, avant, apres }
}
