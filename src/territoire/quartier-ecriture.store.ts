/** Quartiers and outlines written one by one: what a person draws, what the demo needs. Files go through the import. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { aireM2, boiteOf, encodeWkb, type MultiPolygone } from './geometrie.ts'
import { cleQuartier } from './quartier.store.ts'
import type { TypeContour } from './quartier.ts'

/** Keeps an outline, in the place of the one of this vintage. */
export async function saveContour(
  tx: Tx,
  contour: { type: TypeContour; code: string; nom: string; millesime: number; source: string; geometrie: MultiPolygone },
): Promise<void> {
  const [ouest, sud, est, nord] = boiteOf(contour.geometrie)
  await sql`insert into territoire.contour (type, code, millesime, nom, source, geometrie, ouest, sud, est, nord)
    values (${contour.type}, ${contour.code}, ${contour.millesime}, ${contour.nom}, ${contour.source}, ${encodeWkb(contour.geometrie)},
      ${ouest}, ${sud}, ${est}, ${nord})
    on conflict (type, code, millesime) do update set nom = excluded.nom, source = excluded.source, geometrie = excluded.geometrie,
      ouest = excluded.ouest, sud = excluded.sud, est = excluded.est, nord = excluded.nord`.execute(tx)
}

/** A quartier with its contour, its communes (no share: nobody has measured it) and its parts. The generation must exist. */
export async function saveQuartierSchematique(
  tx: Tx,
  quartier: {
    id: string
    generation: string
    code: string
    nom: string
    communes: readonly string[]
    parties: readonly string[]
    population: number | null
    millesime: number
    source: string
    geometrie: MultiPolygone
  },
): Promise<void> {
  const [ouest, sud, est, nord] = boiteOf(quartier.geometrie)
  const { population } = quartier
  await sql`insert into territoire.quartier (id, generation_id, code, nom, cle, population, population_millesime, population_source,
      geometrie, ouest, sud, est, nord, aire_m2, departement_code)
    select ${quartier.id}, g.id, ${quartier.code}, ${quartier.nom}, ${cleQuartier(quartier.nom)}, ${population}::int,
      ${population === null ? null : quartier.millesime}::int, ${quartier.source}, ${encodeWkb(quartier.geometrie)}::bytea,
      ${ouest}, ${sud}, ${est}, ${nord}, ${Math.round(aireM2(quartier.geometrie))}, ${quartier.communes[0]?.slice(0, 2) ?? null}
    from territoire.generation g where g.code = ${quartier.generation}`.execute(tx)
  for (const commune of quartier.communes) {
    await sql`insert into territoire.quartier_commune (quartier_id, commune_code) values (${quartier.id}, ${commune})`.execute(tx)
  }
  for (const [ordre, nom] of quartier.parties.entries()) {
    await sql`insert into territoire.sous_quartier (id, quartier_id, nom, cle, ordre)
      values (${createId()}, ${quartier.id}, ${nom}, ${cleQuartier(nom)}, ${ordre})`.execute(tx)
  }
}
