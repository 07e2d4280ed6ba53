import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'

/** Names of contracts, themes, documents and neighbourhoods by their ids, for the journal. Unknown ids are left out. One statement. */
export async function nameContrat(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; nom: string }>`
    select id, titre as nom from contrat.contrat where id = any(${ids})
    union all select id, libelle from contrat.theme where id = any(${ids})
    union all select id, titre from contrat.document where id = any(${ids})
    union all select id, nom from contrat.quartier_nomme where id = any(${ids})`.execute(tx)
  return new Map(rows.map(({ id, nom }) => [id, nom]))
}
