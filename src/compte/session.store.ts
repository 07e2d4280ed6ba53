import type { Tx } from '#platform/db/base.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

/** A session as its holder sees it. */
export type SessionOuverte = {
  id: string
  navigateur: string | null
  moyen: string
  creeLe: Date
  vueLe: Date
  secondFacteurLe: Date | null
}

/** Open sessions of a person, the latest used first. */
export async function listSessions(
  tx: Tx,
  personneId: string,
  fin: { now: Date; creeApres: Date; vueApres: Date },
): Promise<SessionOuverte[]> {
  return compte(tx)
    .selectFrom('compte.session as s')
    .innerJoin('compte.utilisateur as u', 'u.id', 's.utilisateur_id')
    .select(['s.id', 's.navigateur', 's.moyen', 's.cree_le as creeLe', 's.vue_le as vueLe', 's.second_facteur_le as secondFacteurLe'])
    .where('u.personne_id', '=', personneId)
    .where('s.expire_le', '>', fin.now)
    .where('s.cree_le', '>', fin.creeApres)
    .where('s.vue_le', '>', fin.vueApres)
    .orderBy('s.vue_le', 'desc')
    .orderBy('s.id')
    .execute()
}

/** The session of this cookie, whoever holds it. */
export async function findSessionByJeton(tx: Tx, jeton: string): Promise<(SessionOuverte & { personneId: string }) | null> {
  const ligne = await compte(tx)
    .selectFrom('compte.session as s')
    .innerJoin('compte.utilisateur as u', 'u.id', 's.utilisateur_id')
    .select(['s.id', 's.navigateur', 's.moyen', 's.cree_le as creeLe', 's.vue_le as vueLe', 's.second_facteur_le as secondFacteurLe'])
    .select('u.personne_id as personneId')
    .where('s.jeton', '=', jeton)
    .executeTakeFirst()
  return ligne ?? null
}

/** Closes sessions of a person: one, or all but one. @returns how many */
export async function removeSessions(
  tx: Tx,
  personneId: string,
  lesquelles: { id: string } | { saufId: string | null },
): Promise<{ id: string; navigateur: string | null }[]> {
  const siennes = compte(tx).selectFrom('compte.utilisateur').select('id').where('personne_id', '=', personneId)
  let requete = compte(tx).deleteFrom('compte.session').where('utilisateur_id', 'in', siennes)
  if ('id' in lesquelles) requete = requete.where('id', '=', lesquelles.id)
  else if (lesquelles.saufId !== null) requete = requete.where('id', '<>', lesquelles.saufId)
  return requete.returning(['id', 'navigateur']).execute()
}

export async function removeSessionByJeton(tx: Tx, jeton: string): Promise<void> {
  await compte(tx).deleteFrom('compte.session').where('jeton', '=', jeton).execute()
}

/** The session has just served. */
export async function touchSession(tx: Tx, jeton: string, now: Date): Promise<void> {
  await compte(tx).updateTable('compte.session').set({ vue_le: now }).where('jeton', '=', jeton).where('vue_le', '<', now).execute()
}

/** A second factor was given during this session. */
export async function saveSecondFacteurDonne(tx: Tx, sessionId: string, now: Date): Promise<void> {
  await compte(tx).updateTable('compte.session').set({ second_facteur_le: now }).where('id', '=', sessionId).execute()
}
