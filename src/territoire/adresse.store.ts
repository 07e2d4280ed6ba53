import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { type Boite, decodeWkb, type MultiPolygone } from './geometrie.ts'

export type QuartierDessine = { id: string; code: string; nom: string; geometrie: MultiPolygone }

/** Shapes that one map holds: over it, it would be unreadable. */
const DESSINES_MAX = 120

/** Quartiers with a contour, in force on that ISO day, whose box touches this one; in order of code. */
export async function listQuartiersDansBoite(tx: Tx, [ouest, sud, est, nord]: Boite, jour: string): Promise<QuartierDessine[]> {
  const { rows } = await sql<Omit<QuartierDessine, 'geometrie'> & { geometrie: Buffer }>`/* prepare quartiers_dans_boite */
    select q.id, q.code, q.nom, q.geometrie from territoire.quartier q join territoire.generation g on g.id = q.generation_id
    where q.geometrie is not null and q.ouest <= ${est} and q.est >= ${ouest} and q.sud <= ${nord} and q.nord >= ${sud}
      and coalesce(q.debut, g.debut) <= ${jour}::date and coalesce(q.fin, g.fin, ${jour}::date) >= ${jour}::date
    order by q.code limit ${DESSINES_MAX}`.execute(tx)
  return rows.map((ligne) => ({ ...ligne, geometrie: decodeWkb(ligne.geometrie) }))
}

/** Outlines of communes whose box touches this one, of the latest vintage of each. */
export async function listCommunesDansBoite(tx: Tx, [ouest, sud, est, nord]: Boite): Promise<QuartierDessine[]> {
  const { rows } = await sql<Omit<QuartierDessine, 'geometrie'> & { geometrie: Buffer }>`/* prepare communes_dans_boite */
    select distinct on (code) code as id, code, coalesce(nom, code) as nom, geometrie from territoire.contour
    where type = 'commune' and ouest <= ${est} and est >= ${ouest} and sud <= ${nord} and nord >= ${sud}
    order by code, millesime desc limit ${DESSINES_MAX}`.execute(tx)
  return rows.map((ligne) => ({ ...ligne, geometrie: decodeWkb(ligne.geometrie) }))
}

/** Generations that have at least one contour here, the most recent first. */
export async function listGenerationsDessinees(tx: Tx): Promise<GenerationDessinee[]> {
  const { rows } = await sql<GenerationDessinee>`/* prepare generations_dessinees */
    select id, libelle, debut, fin from territoire.generation g
    where exists (select from territoire.quartier q where q.generation_id = g.id and q.geometrie is not null)
    order by debut desc, code`.execute(tx)
  return rows
}

export type GenerationDessinee = { id: string; libelle: string; debut: string; fin: string | null }
