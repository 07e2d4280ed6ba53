import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { cleRecherche } from './nom.ts'
import { listQuartiersByIds } from './quartier.store.ts'
import type { Quartier } from './quartier.ts'
import { motif } from './recherche.store.ts'

export type DemandeListe = {
  /** Name, code, commune or département code; empty: all. */
  texte: string
  /** ISO day: only those in force. */
  jour: string
  page: number
  taille: number
}

/** A page of the quartiers in force, in French alphabetical order, and how many there are in all. Two statements. */
export async function searchQuartiersPublics(
  tx: Tx,
  { texte, jour, page, taille }: DemandeListe,
): Promise<{ quartiers: Quartier[]; total: number }> {
  const cle = cleRecherche(texte)
  const code = texte.trim().toUpperCase()
  const filtre =
    texte.trim() === ''
      ? sql`true`
      : sql`(q.code like ${`${code.replace(/[^A-Z0-9]/g, '') || '-'}%`} or q.departement_code = ${code}
        ${
          cle === ''
            ? sql``
            : sql`or ${motif(sql`q.cle`, cle)}
        or exists (select from territoire.sous_quartier s where s.quartier_id = q.id and ${motif(sql`s.cle`, cle)})
        or exists (select from territoire.quartier_commune c join territoire.commune n on n.code = c.commune_code
          where c.quartier_id = q.id and n.cle like ${`% ${cle}%`})`
        })`
  const { rows } = await sql<{ id: string; total: number }>`
    select q.id, count(*) over ()::int as total
    from territoire.quartier q join territoire.generation g on g.id = q.generation_id
    where coalesce(q.debut, g.debut) <= ${jour}::date and coalesce(q.fin, g.fin, ${jour}::date) >= ${jour}::date and ${filtre}
    order by q.nom collate "fr-FR-x-icu", q.code limit ${taille} offset ${(page - 1) * taille}`.execute(tx)
  return {
    quartiers: await listQuartiersByIds(
      tx,
      rows.map(({ id }) => id),
    ),
    total: rows[0]?.total ?? 0,
  }
}
