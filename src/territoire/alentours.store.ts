import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { decodeWkb, type MultiPolygone } from './geometrie.ts'
import type { Quartier } from './quartier.ts'

/** A shape around a quartier. `ancien`: of another generation, over it; `voisin`: of its own, near it. */
export type FormeAlentour = {
  role: 'commune' | 'ancien' | 'voisin' | 'ici'
  id: string
  code: string
  nom: string
  generation: string | null
  /** Of the outline of a commune; null for a quartier, whose contour is that of its generation. */
  source: string | null
  geometrie: MultiPolygone
}

/** Degrees around the box of a quartier in which another is its neighbour: about a kilometre and a half. */
const AUTOUR = 0.015

/** The quartier itself, what was there before and after it, its neighbours, the communes where it lies. One statement. */
export async function listAlentours(tx: Tx, quartier: Quartier): Promise<FormeAlentour[]> {
  const codes = quartier.communes.map(({ code }) => code)
  const { rows } = await sql<Omit<FormeAlentour, 'geometrie'> & { geometrie: Buffer }>`/* prepare alentours_quartier */
    with ici as (select * from territoire.quartier where id = ${quartier.id}::uuid)
    select c.type || c.code as id, 'commune' as role, c.code, coalesce(c.nom, c.code) as nom, null as generation, c.source, c.geometrie, 0 as ordre
    from (select distinct on (code) * from territoire.contour where type = 'commune' and code = any (${codes}::text[])
      order by code, millesime desc) c
    union all
    select q.id::text, case when q.id = i.id then 'ici' when q.generation_id = i.generation_id then 'voisin' else 'ancien' end, q.code, q.nom,
      g.libelle, null, q.geometrie, case when q.id = i.id then 3 when q.generation_id = i.generation_id then 1 else 2 end
    from ici i join territoire.quartier q on q.ouest <= i.est + ${AUTOUR} and q.est >= i.ouest - ${AUTOUR}
        and q.sud <= i.nord + ${AUTOUR} and q.nord >= i.sud - ${AUTOUR}
      join territoire.generation g on g.id = q.generation_id
    where q.geometrie is not null and (q.generation_id = i.generation_id or exists (
      select from territoire.filiation f where f.ecarte_le is null and (f.ancien_id, f.nouveau_id) in ((q.id, i.id), (i.id, q.id))))
    order by ordre, code`.execute(tx)
  return rows.map((ligne) => ({ ...ligne, geometrie: decodeWkb(ligne.geometrie) }))
}
