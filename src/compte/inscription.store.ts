import type { Tx } from '#platform/db/base.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

/** A registration that waits for the proof of its address. @param courriel in lower case */
export type Inscription = { id: string; courriel: string; prenom: string; nom: string }

export async function createInscription(
  tx: Tx,
  inscription: Inscription,
  secret: { empreinte: string; fin: Date },
  now: Date,
): Promise<void> {
  await compte(tx)
    .insertInto('compte.inscription')
    .values({ ...inscription, empreinte: secret.empreinte, expire_le: secret.fin, cree_le: now })
    .execute()
}

/** Null when the link has served, is over or was never made. */
export async function findInscription(tx: Tx, empreinte: string, now: Date): Promise<Inscription | null> {
  const ligne = await compte(tx)
    .selectFrom('compte.inscription')
    .select(['id', 'courriel', 'prenom', 'nom'])
    .where('empreinte', '=', empreinte)
    .where('expire_le', '>', now)
    .executeTakeFirst()
  return ligne ?? null
}

/** The address is proven: every registration that waited for it goes. @returns false when another request was first */
export async function removeInscriptions(tx: Tx, inscription: Inscription): Promise<boolean> {
  const partie = await compte(tx).deleteFrom('compte.inscription').where('id', '=', inscription.id).returning('id').executeTakeFirst()
  await compte(tx).deleteFrom('compte.inscription').where('courriel', '=', inscription.courriel).execute()
  return partie !== undefined
}

/** Registrations that nobody proved leave nothing behind. @returns how many */
export async function purgeInscriptions(tx: Tx, now: Date): Promise<number> {
  const { numDeletedRows } = await compte(tx).deleteFrom('compte.inscription').where('expire_le', '<=', now).executeTakeFirst()
  return Number(numDeletedRows)
}
