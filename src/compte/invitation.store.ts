import { sql } from 'kysely'
import { extendIdentite } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import type { Invitation } from './invitation.ts'
import { listesOf, territoireOf } from './mandat-territoire.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

function selectInvitations(tx: Tx) {
  return compte(tx)
    .selectFrom('compte.invitation as i')
    .innerJoin('compte.organisation as o', 'o.id', 'i.organisation_id')
    .innerJoin('compte.personne as p', 'p.id', 'i.invite_par')
    .select(['i.id', 'i.contrat_id as contratId', 'i.contrat_titre as contrat', 'i.courriel', 'i.prenom', 'i.nom', 'i.fonction'])
    .select(['i.organisation_id as organisationId', 'o.nom as organisation', 'i.role', 'i.communes', 'i.quartiers', 'i.qualite'])
    .select(['i.remplace_id as remplaceId', 'i.suppleance as quand', 'i.debut', 'i.fin', 'i.expire_le as expireLe', 'i.envois'])
    .select(['i.envoyee_le as envoyeeLe', 'i.invite_par as inviteParId', 'i.acceptee_le as accepteeLe', 'i.retiree_le as retireeLe'])
    .select(sql<string>`p.prenom || ' ' || p.nom`.as('inviteur'))
}
type Ligne = Awaited<ReturnType<ReturnType<typeof selectInvitations>['executeTakeFirstOrThrow']>>

function toInvitation({ communes, quartiers, remplaceId, quand, ...ligne }: Ligne): Invitation {
  const suppleance = remplaceId === null || quand === null ? null : { mandatId: remplaceId, quand }
  return { ...ligne, territoire: territoireOf({ communes, quartiers }), suppleance }
}

/** Invitations of a contract that wait for an answer, expired ones included, the latest first. */
export async function listInvitationsSansReponse(tx: Tx, contratId: string): Promise<Invitation[]> {
  const lignes = await selectInvitations(tx)
    .where('i.contrat_id', '=', contratId)
    .where('i.acceptee_le', 'is', null)
    .where('i.retiree_le', 'is', null)
    .orderBy('i.envoyee_le', 'desc')
    .orderBy('i.id')
    .limit(200)
    .execute()
  return lignes.map(toInvitation)
}

/**
 * The invitation of a mail, whatever its state; null when this secret is none, or was replaced by a later mail. The transaction is let
 * into its contract: the secret is the right to read that.
 */
export async function findInvitationByEmpreinte(tx: Tx, empreinte: string): Promise<Invitation | null> {
  const { rows } = await sql<{ contrat: string | null }>`select compte.contrat_invitant(${empreinte}) as contrat`.execute(tx)
  const contrat = rows[0]?.contrat ?? null
  if (contrat === null) return null
  await extendIdentite(tx, contrat)
  const ligne = await selectInvitations(tx).where('i.empreinte', '=', empreinte).executeTakeFirst()
  return ligne === undefined ? null : toInvitation(ligne)
}

/** The same, locked until the end of the transaction. */
export async function lockInvitationByEmpreinte(tx: Tx, empreinte: string): Promise<Invitation | null> {
  const trouvee = await findInvitationByEmpreinte(tx, empreinte)
  if (trouvee === null) return null
  await compte(tx).selectFrom('compte.invitation').select('id').where('id', '=', trouvee.id).forUpdate().executeTakeFirst()
  // It may have been sent again, or accepted, while this waited.
  return findInvitationByEmpreinte(tx, empreinte)
}

/** Locks the invitation until the end of the transaction. @throws Introuvable */
export async function lockInvitation(tx: Tx, id: string): Promise<Invitation> {
  await compte(tx).selectFrom('compte.invitation').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
  const ligne = await selectInvitations(tx).where('i.id', '=', id).executeTakeFirst()
  if (ligne === undefined) throw new Introuvable('Cette invitation n’existe pas, ou plus.')
  return toInvitation(ligne)
}

export type NouvelleInvitation = Omit<Invitation, 'organisation' | 'inviteur' | 'envois' | 'envoyeeLe' | 'accepteeLe' | 'retireeLe'>

/** @throws RegleViolee when this person is already invited to this role for this organisation */
export async function createInvitation(tx: Tx, invitation: NouvelleInvitation, empreinte: string, now: Date): Promise<void> {
  const { communes, quartiers } = listesOf(invitation.territoire)
  try {
    await compte(tx)
      .insertInto('compte.invitation')
      .values({
        id: invitation.id,
        contrat_id: invitation.contratId,
        contrat_titre: invitation.contrat,
        courriel: invitation.courriel,
        prenom: invitation.prenom,
        nom: invitation.nom,
        fonction: invitation.fonction,
        organisation_id: invitation.organisationId,
        role: invitation.role,
        communes,
        quartiers,
        qualite: invitation.qualite,
        remplace_id: invitation.suppleance?.mandatId ?? null,
        suppleance: invitation.suppleance?.quand ?? null,
        debut: invitation.debut,
        fin: invitation.fin,
        empreinte,
        expire_le: invitation.expireLe,
        envoyee_le: now,
        invite_par: invitation.inviteParId,
        cree_le: now,
      })
      .execute()
  } catch (erreur) {
    if (erreur instanceof Error && 'constraint' in erreur && erreur.constraint === 'invitation_en_attente') {
      throw new RegleViolee(
        'Cette personne a déjà une invitation sans réponse à ce rôle pour cette organisation\u00a0: renvoyez-la, ou retirez-la.',
      )
    }
    throw erreur
  }
}

/** A new mail: its secret replaces the former one, whose link dies. */
export async function saveEnvoi(
  tx: Tx,
  envoi: { id: string; empreinte: string; expireLe: Date; inviteParId: string },
  now: Date,
): Promise<void> {
  await compte(tx)
    .updateTable('compte.invitation')
    .set((eb) => ({
      empreinte: envoi.empreinte,
      expire_le: envoi.expireLe,
      invite_par: envoi.inviteParId,
      envoyee_le: now,
      envois: eb('envois', '+', 1),
    }))
    .where('id', '=', envoi.id)
    .execute()
}

export async function saveRetrait(tx: Tx, id: string, par: string, now: Date): Promise<void> {
  await compte(tx).updateTable('compte.invitation').set({ retiree_le: now, retiree_par: par }).where('id', '=', id).execute()
}

export async function saveAcceptation(tx: Tx, acceptation: { id: string; par: string; mandatId: string }, now: Date): Promise<void> {
  await compte(tx)
    .updateTable('compte.invitation')
    .set({ acceptee_le: now, acceptee_par: acceptation.par, mandat_id: acceptation.mandatId })
    .where('id', '=', acceptation.id)
    .execute()
}
