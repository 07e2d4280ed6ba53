import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'

/** Names of people, organisations and roles of mandates by their ids, for the journal. Unknown ids are left out. One statement. */
export async function nameCompte(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; nom: string }>`
    select id, prenom || ' ' || nom as nom from compte.personne where id = any(${ids})
    union all select id, nom from compte.organisation where id = any(${ids})`.execute(tx)
  return new Map(rows.map(({ id, nom }) => [id, nom]))
}
