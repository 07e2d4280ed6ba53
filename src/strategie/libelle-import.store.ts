/** Labels that a contract adds to the dictionary of its imports. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import type { Cible, Variante } from './import/dictionnaire.ts'
import type { TablesStrategie } from './tables.ts'

export type LibelleImport = Variante & { id: string }

const tablesDe = (tx: Tx) => tx.withTables<TablesStrategie>()

/** In the order of the alphabet. */
export async function listLibelles(tx: Tx, contratId: string): Promise<LibelleImport[]> {
  const lignes = await tablesDe(tx)
    .selectFrom('strategie.libelle_import')
    .select(['id', 'champ', 'variante'])
    .where('contrat_id', '=', contratId)
    .orderBy(sql`variante collate "fr-FR-x-icu"`)
    .execute()
  return lignes.map((ligne) => ({ id: ligne.id, cible: ligne.champ as Cible, libelle: ligne.variante }))
}

/** Keeps a label; one that the contract has already changes its meaning. @returns its id */
export async function insertLibelle(tx: Tx, contratId: string, { cible, libelle }: Variante): Promise<string> {
  const ligne = await tablesDe(tx)
    .insertInto('strategie.libelle_import')
    .values({ id: createId(), contrat_id: contratId, champ: cible, variante: libelle })
    .onConflict((conflit) => conflit.columns(['contrat_id', 'variante']).doUpdateSet({ champ: cible }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return ligne.id
}

/** @returns the label that was removed. @throws Introuvable */
export async function deleteLibelle(tx: Tx, contratId: string, id: string): Promise<Variante> {
  const ligne = await tablesDe(tx)
    .deleteFrom('strategie.libelle_import')
    .where('contrat_id', '=', contratId)
    .where('id', '=', id)
    .returning(['champ', 'variante'])
    .executeTakeFirst()
  if (ligne === undefined) throw new Introuvable('Cette étiquette n’est pas, ou plus, dans le dictionnaire du contrat.')
  return { cible: ligne.champ as Cible, libelle: ligne.variante }
}
