import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { decodeWkb, type MultiPolygone } from './geometrie.ts'
import { cleRecherche } from './nom.ts'
import type { Decret, Generation, Quartier, QuartierAvecGeometrie, TypeContour } from './quartier.ts'

/** Generations, the most recent first, with their texts in order of date. */
export async function listGenerations(tx: Tx): Promise<Generation[]> {
  const { rows } = await sql<Omit<Generation, 'decrets'> & { decrets: Decret[] }>`/* prepare generations */
    select g.id, g.code, g.libelle, g.nature, g.grammaire_code as "grammaireCode", g.compte_annonce as "compteAnnonce",
      g.debut, g.fin, g.version,
      coalesce((select json_agg(json_build_object('id', d.id, 'numero', d.numero, 'objet', d.objet, 'intitule', d.intitule,
          'signeLe', d.signe_le, 'publieLe', d.publie_le, 'enVigueurLe', d.en_vigueur_le, 'adresse', d.adresse)
          order by coalesce(d.signe_le, d.publie_le), d.numero)
        from territoire.decret d where d.generation_id = g.id), '[]') as decrets
    from territoire.generation g order by g.debut desc, g.code`.execute(tx)
  return rows
}

/** Number raised by every change of quartiers: what is kept in memory is fresh while it has not moved. */
export async function getRevision(tx: Tx): Promise<number> {
  const { rows } = await sql<{ numero: number }>`/* prepare territoire_revision */ select numero from territoire.revision`.execute(tx)
  return rows[0]?.numero ?? 0
}

type LigneQuartier = Omit<Quartier, 'boite'> & { ouest: number | null; sud: number | null; est: number | null; nord: number | null }

const COLONNES = sql`q.id, q.generation_id as "generationId", g.code as generation, q.code, q.nom, g.nature,
    coalesce(q.debut, g.debut) as debut, coalesce(q.fin, g.fin) as fin, q.population, q.population_millesime as "populationMillesime",
    q.population_source as "populationSource", q.departement_code as "departementCode", q.epci_siren as "epciSiren",
    q.aire_m2 as "aireM2", q.ouest, q.sud, q.est, q.nord,
    coalesce((select json_agg(json_build_object('code', c.commune_code, 'nom', coalesce(n.nom, c.commune_code),
        'surfacePm', c.part_surface_pm, 'populationPm', c.part_population_pm)
        order by c.part_surface_pm desc nulls last, c.commune_code)
      from territoire.quartier_commune c
      left join lateral (select nom from territoire.commune n where n.code = c.commune_code
        order by (n.type = 'actuelle') desc, (n.type = 'arrondissement') desc limit 1) n on true
      where c.quartier_id = q.id), '[]') as communes,
    coalesce((select json_agg(s.nom order by s.ordre, s.nom) from territoire.sous_quartier s where s.quartier_id = q.id), '[]')
      as "sousQuartiers"`

function quartierOf({ ouest, sud, est, nord, ...reste }: LigneQuartier): Quartier {
  return { ...reste, boite: ouest === null || sud === null || est === null || nord === null ? null : [ouest, sud, est, nord] }
}

/** @param nom the comment « prepare » by which the statement is kept ready */
async function selectQuartiers(tx: Tx, nom: RawBuilder<unknown>, suite: RawBuilder<unknown>): Promise<Quartier[]> {
  const { rows } = await sql<LigneQuartier>`${nom} select ${COLONNES}
    from territoire.quartier q join territoire.generation g on g.id = q.generation_id ${suite}`.execute(tx)
  return rows.map(quartierOf)
}

/**
 * Quartiers of these communes (INSEE codes of current communes; those of an arrondissement come with their commune) in force on
 * that ISO day, in French alphabetical order. @param jour null: of every generation
 */
export async function listQuartiersDesCommunes(tx: Tx, codes: readonly string[], jour: string | null): Promise<Quartier[]> {
  if (codes.length === 0) return []
  return selectQuartiers(
    tx,
    sql`/* prepare quartiers_des_communes */`,
    sql`where exists (select from territoire.quartier_commune c
        left join territoire.commune n on n.code = c.commune_code and n.type <> 'actuelle'
        where c.quartier_id = q.id and (c.commune_code = any (${[...codes]}::text[]) or n.commune_actuelle = any (${[...codes]}::text[])))
      and (${jour}::date is null or (coalesce(q.debut, g.debut) <= ${jour}::date and coalesce(q.fin, g.fin, ${jour}::date) >= ${jour}::date))
      order by q.nom collate "fr-FR-x-icu", q.code`,
  )
}

/** Quartiers of this code: one, unless two generations share it. The most recent first. */
export async function listQuartiersByCode(tx: Tx, codes: readonly string[]): Promise<Quartier[]> {
  if (codes.length === 0) return []
  return selectQuartiers(
    tx,
    sql`/* prepare quartiers_par_code */`,
    sql`where q.code = any (${[...codes]}::text[]) order by g.debut desc, q.code`,
  )
}

/** The quartier of this code, of the most recent generation that has it; null when unknown. */
export async function findQuartierByCode(tx: Tx, code: string): Promise<Quartier | null> {
  return (await listQuartiersByCode(tx, [code.trim().toUpperCase()]))[0] ?? null
}

/** Quartiers by their ids, in French alphabetical order. */
export async function listQuartiersByIds(tx: Tx, ids: readonly string[]): Promise<Quartier[]> {
  if (ids.length === 0) return []
  return selectQuartiers(
    tx,
    sql`/* prepare quartiers_par_id */`,
    sql`where q.id = any (${[...ids]}::uuid[]) order by q.nom collate "fr-FR-x-icu", q.code`,
  )
}

/** Quartiers of a generation that have a contour, in order of code. */
export async function listGeometries(tx: Tx, generationIds: readonly string[]): Promise<QuartierAvecGeometrie[]> {
  const quartiers = await selectQuartiers(
    tx,
    sql`/* prepare quartiers_generations */`,
    sql`where q.generation_id = any (${[...generationIds]}::uuid[]) and q.geometrie is not null order by q.code`,
  )
  const geometries = await getGeometries(
    tx,
    quartiers.map(({ id }) => id),
  )
  return quartiers.map((quartier) => ({ ...quartier, geometrie: geometries.get(quartier.id) ?? null }))
}

/** Contours by the id of their quartier; those without one are left out. */
export async function getGeometries(tx: Tx, ids: readonly string[]): Promise<Map<string, MultiPolygone>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; geometrie: Buffer }>`/* prepare geometries_quartiers */
    select id, geometrie from territoire.quartier where id = any (${[...ids]}::uuid[]) and geometrie is not null`.execute(tx)
  return new Map(rows.map(({ id, geometrie }) => [id, decodeWkb(geometrie)]))
}

/** Contours of the quartiers of these communes, of every generation, by the id of the quartier. */
export async function listGeometriesDesCommunes(tx: Tx, codes: readonly string[]): Promise<Map<string, MultiPolygone>> {
  if (codes.length === 0) return new Map()
  const { rows } = await sql<{ id: string; geometrie: Buffer }>`/* prepare geometries_des_communes */
    select q.id, q.geometrie from territoire.quartier q where q.geometrie is not null and exists (
      select from territoire.quartier_commune c left join territoire.commune n on n.code = c.commune_code and n.type <> 'actuelle'
      where c.quartier_id = q.id and (c.commune_code = any (${[...codes]}::text[]) or n.commune_actuelle = any (${[...codes]}::text[])))`.execute(
    tx,
  )
  return new Map(rows.map(({ id, geometrie }) => [id, decodeWkb(geometrie)]))
}

export type Contour = { code: string; nom: string | null; millesime: number; source: string; geometrie: MultiPolygone }

/** Outlines of these places, of the latest vintage known of each, in order of code. */
export async function listContours(tx: Tx, type: TypeContour, codes: readonly string[]): Promise<Contour[]> {
  if (codes.length === 0) return []
  const { rows } = await sql<Omit<Contour, 'geometrie'> & { geometrie: Buffer }>`/* prepare contours */
    select distinct on (code) code, nom, millesime, source, geometrie from territoire.contour
    where type = ${type} and code = any (${[...codes]}::text[]) order by code, millesime desc`.execute(tx)
  return rows.map((ligne) => ({ ...ligne, geometrie: decodeWkb(ligne.geometrie) }))
}

/** How the name of a quartier is kept for search. */
export function cleQuartier(nom: string): string {
  return ` ${cleRecherche(nom)}`
}
