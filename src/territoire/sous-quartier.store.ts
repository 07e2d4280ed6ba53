import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { cleQuartier } from './quartier.store.ts'
import type { TablesTerritoire } from './tables.ts'

const tablesDe = (tx: Tx) => tx.withTables<TablesTerritoire>()

/** A part of a quartier that people call by its own name. */
export type SousQuartier = { id: string; nom: string; ordre: number }

/** In the order chosen, then by name. */
export async function listSousQuartiers(tx: Tx, quartierId: string): Promise<SousQuartier[]> {
  return tablesDe(tx)
    .selectFrom('territoire.sous_quartier')
    .select(['id', 'nom', 'ordre'])
    .where('quartier_id', '=', quartierId)
    .orderBy('ordre')
    .orderBy(sql`nom collate "fr-FR-x-icu"`)
    .execute()
}

/** New, or known by its id. Its own contour, when it has one, stays. */
export async function saveSousQuartier(tx: Tx, quartierId: string, { id, nom, ordre }: SousQuartier): Promise<void> {
  const valeurs = { nom, cle: cleQuartier(nom), ordre }
  await tablesDe(tx)
    .insertInto('territoire.sous_quartier')
    .values({ id, quartier_id: quartierId, geometrie: null, ...valeurs })
    .onConflict((conflit) => conflit.column('id').doUpdateSet(valeurs))
    .execute()
}

export async function removeSousQuartierRow(tx: Tx, id: string): Promise<void> {
  await tablesDe(tx).deleteFrom('territoire.sous_quartier').where('id', '=', id).execute()
}
