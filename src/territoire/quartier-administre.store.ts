import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { cleRecherche } from './nom.ts'
import { listQuartiersByIds } from './quartier.store.ts'
import type { Quartier } from './quartier.ts'

/** A page of the quartiers of a generation, in order of code; `texte`: part of a name, of a code, or a département. Two statements. */
export async function listQuartiersAdministres(
  tx: Tx,
  generationId: string,
  { texte, limite, debut }: { texte: string; limite: number; debut: number },
): Promise<{ quartiers: Quartier[]; total: number }> {
  const cle = cleRecherche(texte.slice(0, 100))
  const code = texte.trim().toUpperCase().slice(0, 20)
  const filtre =
    cle === '' ? sql`true` : sql`(strpos(q.cle, ${` ${cle}`}) > 0 or starts_with(q.code, ${code}) or q.departement_code = ${code})`
  const { rows } = await sql<{ id: string; total: number }>`
    select q.id, count(*) over ()::int as total from territoire.quartier q where q.generation_id = ${generationId} and ${filtre}
    order by q.code limit ${limite} offset ${debut}`.execute(tx)
  const ordre = new Map(rows.map(({ id }, rang) => [id, rang]))
  const quartiers = await listQuartiersByIds(tx, [...ordre.keys()])
  return { quartiers: quartiers.sort((a, b) => (ordre.get(a.id) ?? 0) - (ordre.get(b.id) ?? 0)), total: rows[0]?.total ?? 0 }
}
