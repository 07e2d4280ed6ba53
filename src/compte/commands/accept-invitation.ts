import { z } from 'zod'
import { command } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { findAgentByPersonne } from '../agent.store.ts'
import { LIBELLES_ROLES } from '../agent.ts'
import { formeCoffre } from '../coffre.adaptateur.ts'
import { canManageMandat } from '../droits.ts'
import { chosenMotDePasse, motsDe } from '../force-mot-de-passe.adaptateur.ts'
import { id, texteRequis } from '../formes.ts'
import { lockInvitationByEmpreinte, saveAcceptation } from '../invitation.store.ts'
import { assertAcceptable, type Invitation } from '../invitation.ts'
import { createPersonneRow, findPersonneByCourriel } from '../personne.store.ts'
import { createMotDePasse, findCompte, saveCourrielVerifie } from '../utilisateur.store.ts'
import { assertMeme } from './choose-mot-de-passe.ts'
import { writeMandat } from './give-mandat.ts'
import { empreinteInvitation } from './invite-membre.ts'

/** Accepts with one's account, signed in. The account must bear the very address that was invited. */
export const acceptInvitation = command(
  'compte.accepter_invitation',
  z.object({ coffre: formeCoffre, secret: z.string() }),
  async ({ tx, agent, now }, { coffre, secret }) => {
    const invitation = await lockInvitationByEmpreinte(tx, empreinteInvitation(coffre, secret))
    const siens = invitation === null || invitation.courriel === agent.courriel
    assertCan(siens, 'Cette invitation a été envoyée à une autre adresse\u00a0: connectez-vous avec le compte de cette adresse.')
    assertAcceptable(invitation, now)
    const compte = await findCompte(tx, { personneId: agent.personneId })
    // The secret came by mail to this very address: whoever holds it has proven it.
    if (compte !== null && !compte.courrielVerifie) await saveCourrielVerifie(tx, compte.utilisateurId, now)
    const mandatId = await giveInvited(tx, invitation, agent.personneId, now)
    return { valeur: { contratId: invitation.contratId }, trace: traceOf(invitation, agent, mandatId) }
  },
)

/**
 * Accepts without an account yet: the address is proven by the secret that was mailed to it, so the account is made at once, with
 * the mandate. The agent is the person to be.
 */
export const acceptEnCreant = command(
  'compte.accepter_invitation_en_creant',
  z.object({
    coffre: formeCoffre,
    secret: z.string(),
    personneId: id,
    prenom: texteRequis('Tapez votre prénom.', 100),
    nom: texteRequis('Tapez votre nom.', 100),
    motDePasse: z.string({ error: 'Tapez un mot de passe.' }).min(1, 'Tapez un mot de passe.').max(4096, 'Ce mot de passe est trop long.'),
    confirmation: z.string({ error: 'Tapez le mot de passe une seconde fois.' }),
  }),
  async ({ tx, agent, now }, saisie) => {
    assertCan(agent.personneId === saisie.personneId && agent.mandats.length === 0, 'On n’accepte que pour soi.')
    const invitation = await lockInvitationByEmpreinte(tx, empreinteInvitation(saisie.coffre, saisie.secret))
    assertAcceptable(invitation, now)
    const { courriel, fonction } = invitation
    if ((await findPersonneByCourriel(tx, courriel)) !== null) {
      throw new RegleViolee('Cette adresse a déjà un compte\u00a0: connectez-vous pour accepter.')
    }
    assertMeme(saisie)
    const { personneId, prenom, nom } = saisie
    const motDePasse = await chosenMotDePasse(saisie.motDePasse, motsDe({ prenom, nom, courriel }))
    const utilisateurId = createId(now.getTime())
    await createPersonneRow(tx, { id: personneId, utilisateurId, prenom, nom, fonction, courriel }, now)
    await createMotDePasse(tx, utilisateurId, motDePasse, now)
    await saveCourrielVerifie(tx, utilisateurId, now)
    const mandatId = await giveInvited(tx, invitation, personneId, now)
    const trace = traceOf(invitation, { personneId, prenom, nom }, mandatId)
    return { valeur: { contratId: invitation.contratId, utilisateurId, courriel }, trace }
  },
)

/** The mandate, given by who invited, whose right must still hold today. */
async function giveInvited(tx: Tx, invitation: Invitation, personneId: string, now: Date): Promise<string> {
  const { contratId, organisationId, role, territoire, qualite, suppleance, debut, fin } = invitation
  const inviteur = await findAgentByPersonne(tx, invitation.inviteParId, jourParis(now))
  if (!canManageMandat(inviteur, { role, contratId })) {
    throw new RegleViolee(
      `${invitation.inviteur} ne pilote plus ce contrat\u00a0: demandez à la personne qui le pilote de vous renvoyer l’invitation.`,
    )
  }
  const mandat = { personneId, organisationId, contratId, role, territoire, qualite, suppleance, debut, fin }
  const { id: mandatId } = await writeMandat(tx, mandat, { id: invitation.inviteParId, now })
  await saveAcceptation(tx, { id: invitation.id, par: personneId, mandatId }, now)
  return mandatId
}

function traceOf(invitation: Invitation, qui: { personneId: string; prenom: string; nom: string }, mandatId: string) {
  return {
    contratId: invitation.contratId,
    objet: { type: 'mandat', id: mandatId },
    libelle: `Invitation acceptée par ${qui.prenom} ${qui.nom} : mandat « ${LIBELLES_ROLES[invitation.role]} » (${invitation.organisation})`,
    avant: null,
    apres: { invitationId: invitation.id, inviteur: invitation.inviteur, mandatId, personneId: qui.personneId },
  }
}
