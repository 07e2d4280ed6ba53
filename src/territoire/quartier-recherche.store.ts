import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { cleRecherche } from './nom.ts'
import { motif } from './recherche.store.ts'

/**
 * How a quartier answers a search. `code`, `nom` and `alias` (name of a sub-quartier, or a name it bore before a correction) say
 * the same thing as what was asked, accents, articles and hyphens apart; `proche` only looks like it.
 */
export type RapportRecherche = 'code' | 'nom' | 'alias' | 'proche'

export type QuartierTrouve = {
  id: string
  code: string
  nom: string
  generation: string
  /** ISO days of validity. */
  debut: string
  fin: string | null
  communes: readonly { code: string; nom: string }[]
  par: RapportRecherche
  /** The other name that answered, when it is not its own. */
  alias: string | null
}

export type FiltreQuartiers = {
  /** INSEE codes: only quartiers that lie at least in part in one of these communes. */
  communes?: readonly string[]
  /** ISO day: only those in force that day. */
  jour?: string
  /** 1 to 50; 10 unless said. */
  limite?: number
}

/** Words that say what it is, not which one: « quartier du Sanitas », « QPV Rabière ». */
const GENERIQUES = /^(?:(?:quartiers?|qpv|qp|secteur|prioritaires?|politique ville) )+/

/** Same name first, by code, own name, other name; then those that look like it, the nearest first; the most recent generation first. */
export async function searchQuartiers(tx: Tx, texte: string, filtre: FiltreQuartiers = {}): Promise<QuartierTrouve[]> {
  const cle = cleRecherche(texte.slice(0, 200))
  if (cle === '') return []
  const nue = cle.replace(GENERIQUES, '') || cle
  const memes = [` ${cle}`, ` ${nue}`]
  const code = texte.trim().toUpperCase().slice(0, 20)
  const limite = Math.min(Math.max(filtre.limite ?? 10, 1), 50)
  const communes = filtre.communes === undefined ? null : [...filtre.communes]
  const jour = filtre.jour ?? null
  const { rows } = await sql<QuartierTrouve>`
    with trouves as (
      select q.id, case when q.code = ${code} then 0 when q.cle = any (${memes}::text[]) then 1 else 3 end as rang, null as alias, q.cle
      from territoire.quartier q where q.code = ${code} or ${motif(sql`q.cle`, nue)}
      union all
      select s.quartier_id, case when s.cle = any (${memes}::text[]) then 2 else 3 end, s.nom, s.cle
      from territoire.sous_quartier s where ${motif(sql`s.cle`, nue)}
      union all
      select h.quartier_id, 2, h.avant ->> 'nom', h.avant ->> 'cle'
      from territoire.quartier_histoire h where 'nom' = any (h.champs) and h.avant ->> 'cle' = any (${memes}::text[])
    ), meilleurs as (
      select distinct on (id) id, rang, alias, similarity(cle, ${nue}) as ressemblance from trouves
      order by id, rang, similarity(cle, ${nue}) desc
    )
    select q.id, q.code, q.nom, g.code as generation, coalesce(q.debut, g.debut) as debut, coalesce(q.fin, g.fin) as fin,
      coalesce((select json_agg(json_build_object('code', c.commune_code, 'nom', coalesce(n.nom, c.commune_code))
          order by c.part_surface_pm desc nulls last, c.commune_code)
        from territoire.quartier_commune c
        left join lateral (select nom from territoire.commune n where n.code = c.commune_code
          order by (n.type = 'actuelle') desc, (n.type = 'arrondissement') desc limit 1) n on true
        where c.quartier_id = q.id), '[]') as communes,
      (array['code', 'nom', 'alias', 'proche'])[m.rang + 1] as par, m.alias
    from meilleurs m join territoire.quartier q on q.id = m.id join territoire.generation g on g.id = q.generation_id
    where (${communes}::text[] is null or exists (select from territoire.quartier_commune c
        left join territoire.commune n on n.code = c.commune_code and n.type <> 'actuelle'
        where c.quartier_id = q.id and (c.commune_code = any (${communes}::text[]) or n.commune_actuelle = any (${communes}::text[]))))
      and (${jour}::date is null or (coalesce(q.debut, g.debut) <= ${jour}::date and coalesce(q.fin, g.fin, ${jour}::date) >= ${jour}::date))
    order by m.rang, case when m.rang = 3 then m.ressemblance end desc nulls last, g.debut desc, q.code
    limit ${limite}`.execute(tx)
  return rows
}
