import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { Colonne } from './declaration.ts'

/** Every column of the product in the order of its tables, read from the catalog of the database. One statement. */
export async function listColonnes(tx: Tx): Promise<Colonne[]> {
  const { rows } = await sql<Colonne>`
    select schema || '.' || tableau as tableau, nom, type, obligatoire, cle, cible, coalesce(cible_cascade, false) as "cibleCascade",
      a_declarer as "aDeclarer", declaration as commentaire
    from platform.colonne order by schema, tableau, rang`.execute(tx)
  return rows
}
