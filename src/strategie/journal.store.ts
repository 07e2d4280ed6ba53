import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'

/** Names of fiches, nodes and imports by their ids, for the journal. Unknown ids are left out. One statement. */
export async function nameStrategie(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; nom: string }>`
    select id, 'fiche ' || code as nom from strategie.fiche where id = any(${ids})
    union all select id, btrim(code || ' ' || intitule) from strategie.noeud where id = any(${ids})
    union all select id, libelle from strategie.import_lot where id = any(${ids})`.execute(tx)
  return new Map(rows.map(({ id, nom }) => [id, nom]))
}
