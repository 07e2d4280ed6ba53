/** For tests: quartiers written straight into the database, square and invented unless said otherwise. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { aireM2, boiteOf, encodeWkb, type MultiPolygone } from './geometrie.ts'
import { cleQuartier } from './quartier.store.ts'

/** A square, its south-west corner and its side in degrees. */
export function carre(ouest: number, sud: number, cote: number): MultiPolygone {
  const [est, nord] = [ouest + cote, sud + cote]
  return [
    [
      [
        [ouest, sud],
        [est, sud],
        [est, nord],
        [ouest, nord],
        [ouest, sud],
      ],
    ],
  ]
}

export type QuartierVoulu = {
  code: string
  nom: string
  communes: readonly string[]
  /** Code of its generation, one of those that the migrations know. */
  generation?: string
  population?: number | null
  geometrie?: MultiPolygone | null
  sousQuartiers?: readonly string[]
}

/** @returns id of the quartier */
export async function createQuartierDeTest(tx: Tx, voulu: QuartierVoulu): Promise<string> {
  const id = createId()
  const { generation = 'QPV2024', geometrie = carre(0.69, 47.38, 0.01), population = 2000 } = voulu
  const [ouest, sud, est, nord] = geometrie === null ? [null, null, null, null] : boiteOf(geometrie)
  await sql`insert into territoire.quartier (id, generation_id, code, nom, cle, population, geometrie, ouest, sud, est, nord, aire_m2)
    select ${id}, g.id, ${voulu.code}, ${voulu.nom}, ${cleQuartier(voulu.nom)}, ${population}::int,
      ${geometrie === null ? null : encodeWkb(geometrie)}::bytea, ${ouest}::float8, ${sud}::float8, ${est}::float8, ${nord}::float8,
      ${geometrie === null ? null : Math.round(aireM2(geometrie))}::bigint
    from territoire.generation g where g.code = ${generation}`.execute(tx)
  for (const commune of voulu.communes) {
    await sql`insert into territoire.quartier_commune (quartier_id, commune_code) values (${id}, ${commune})`.execute(tx)
  }
  for (const nom of voulu.sousQuartiers ?? []) {
    await sql`insert into territoire.sous_quartier (id, quartier_id, nom, cle) values (${createId()}, ${id}, ${nom}, ${cleQuartier(nom)})`.execute(
      tx,
    )
  }
  return id
}
