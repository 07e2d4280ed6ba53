import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'

export type ModeleDocument = { id: string; nom: string; usage: 'fiche' | 'contrat'; fichierId: string; ajouteLe: Date }

/** Templates of a contract in use, by name. */
export async function listModelesDocument(tx: Tx, contratId: string): Promise<ModeleDocument[]> {
  const { rows } = await sql<ModeleDocument>`
    select id, nom, usage, fichier_id as "fichierId", ajoute_le as "ajouteLe" from strategie.modele_document
    where contrat_id = ${contratId} and archive_le is null order by nom collate "fr-FR-x-icu"`.execute(tx)
  return rows
}

/** @throws Introuvable when it is not of this contract, or was put away */
export async function getModeleDocument(tx: Tx, contratId: string, id: string): Promise<ModeleDocument> {
  const modele = (await listModelesDocument(tx, contratId)).find((un) => un.id === id)
  if (modele === undefined) throw new Introuvable('Ce modèle n’existe pas, ou plus.')
  return modele
}

export async function insertModeleDocument(tx: Tx, modele: ModeleDocument & { contratId: string; ajoutePar: string }): Promise<void> {
  await sql`
    insert into strategie.modele_document (id, contrat_id, nom, usage, fichier_id, ajoute_le, ajoute_par)
    values (${modele.id}, ${modele.contratId}, ${modele.nom}, ${modele.usage}, ${modele.fichierId}, ${modele.ajouteLe}, ${modele.ajoutePar})`.execute(
    tx,
  )
}

export async function archiveModeleDocumentRow(tx: Tx, id: string, now: Date): Promise<void> {
  await sql`update strategie.modele_document set archive_le = ${now} where id = ${id}`.execute(tx)
}
