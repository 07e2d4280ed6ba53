import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { Acces } from './acces.ts'
import type { TablesCompte } from './tables.ts'

function selectAcces(tx: Tx) {
  return tx
    .withTables<TablesCompte>()
    .selectFrom('compte.acces_justifie')
    .select(['id', 'contrat_id as contratId', 'personne_id as personneId', 'motif', 'ouvert_le as ouvertLe', 'fin', 'ferme_le as fermeLe'])
}

export async function createAcces(tx: Tx, { contratId, personneId, ouvertLe, fermeLe, ...acces }: Acces): Promise<void> {
  await tx
    .withTables<TablesCompte>()
    .insertInto('compte.acces_justifie')
    .values({ ...acces, contrat_id: contratId, personne_id: personneId, ouvert_le: ouvertLe, ferme_le: fermeLe })
    .execute()
}

/** The access that this person has on this contract at this instant; locked, so that it is opened and closed once. */
export async function lockAccesOuvert(
  tx: Tx,
  { contratId, personneId }: Pick<Acces, 'contratId' | 'personneId'>,
  now: Date,
): Promise<Acces | null> {
  const ouvert = await selectAcces(tx)
    .where('contrat_id', '=', contratId)
    .where('personne_id', '=', personneId)
    .where('ferme_le', 'is', null)
    .where('fin', '>', now)
    .forUpdate()
    .executeTakeFirst()
  return ouvert ?? null
}

/** @throws Introuvable */
export async function lockAcces(tx: Tx, id: string): Promise<Acces> {
  const acces = await selectAcces(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  if (acces === undefined) throw new Introuvable('Cet accès n’existe pas.')
  return acces
}

export async function saveFermeture(tx: Tx, id: string, fermeLe: Date): Promise<void> {
  await tx.withTables<TablesCompte>().updateTable('compte.acces_justifie').set({ ferme_le: fermeLe }).where('id', '=', id).execute()
}

/** Accesses open at this instant, and the latest closed ones, newest first. One statement. */
export async function listAcces(tx: Tx, limite: number): Promise<Acces[]> {
  return selectAcces(tx).orderBy('ouvert_le', 'desc').limit(limite).execute()
}

/** Addresses of those who pilot a contract that day, themselves first. One statement. @param jour ISO */
export async function listPilotes(tx: Tx, contratId: string, jour: string): Promise<{ personneId: string; courriel: string }[]> {
  const { rows } = await sql<{ personneId: string; courriel: string }>`
    select distinct p.id as "personneId", u.courriel
    from compte.mandat m join compte.personne p on p.id = m.personne_id join compte.utilisateur u on u.personne_id = p.id
    where m.contrat_id = ${contratId} and m.role = 'chef_projet' and m.retire_le is null and m.debut <= ${jour}
      and (m.fin is null or m.fin >= ${jour}) and p.archive_le is null
    order by u.courriel`.execute(tx)
  return rows
}
