/** Giving back what an import changed. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'

export type QuartierTouche = { quartierId: string; code: string; nom: string; creation: boolean; depuis: boolean }

/** Quartiers that this import changed; `depuis`: something else, not undone, changed them afterwards. */
export async function listTouches(tx: Tx, importId: string): Promise<QuartierTouche[]> {
  const { rows } = await sql<QuartierTouche>`
    select q.id as "quartierId", q.code, q.nom, h.avant is null as creation,
      exists (select from territoire.quartier_histoire s left join territoire.import i on i.id = s.import_id
        where i.annule_le is null and s.quartier_id = h.quartier_id and s.id <> h.id and s.change_le >= h.change_le
        and s.import_id is distinct from h.import_id) as depuis
    from territoire.quartier_histoire h join territoire.quartier q on q.id = h.quartier_id
    where h.import_id = ${importId} order by q.code`.execute(tx)
  return rows
}

/** Quartiers among these that a row outside their own tables points at: they cannot go. */
export async function removeQuartiers(tx: Tx, ids: readonly string[]): Promise<'faite' | 'employes'> {
  await sql`savepoint retrait`.execute(tx)
  try {
    await sql`delete from territoire.quartier where id = any (${[...ids]}::uuid[])`.execute(tx)
    await sql`release savepoint retrait`.execute(tx)
    return 'faite'
  } catch (erreur) {
    if (!isReferenced(erreur)) throw erreur
    await sql`rollback to savepoint retrait`.execute(tx)
    return 'employes'
  }
}

/** PostgreSQL 23503 (foreign_key_violation) and 23001 (restrict_violation). */
function isReferenced(erreur: unknown): boolean {
  return typeof erreur === 'object' && erreur !== null && 'code' in erreur && (erreur.code === '23503' || erreur.code === '23001')
}

/** Puts these quartiers back as they were before the import. */
export async function restoreQuartiers(tx: Tx, importId: string, ids: readonly string[]): Promise<void> {
  const touches = sql`territoire.quartier_histoire h where h.import_id = ${importId} and h.avant is not null and h.quartier_id = any (${[...ids]}::uuid[])`
  await sql`update territoire.quartier q set nom = h.avant ->> 'nom', cle = h.avant ->> 'cle', population = (h.avant ->> 'population')::int,
      population_millesime = (h.avant ->> 'populationMillesime')::int, population_source = h.avant ->> 'populationSource',
      departement_code = h.avant ->> 'departement', epci_siren = h.avant ->> 'epci', aire_m2 = (h.avant ->> 'aireM2')::bigint,
      geometrie = case when 'geometrie' = any (h.champs) then h.geometrie_avant else q.geometrie end,
      geometrie_origine = case when 'geometrie' = any (h.champs) then h.geometrie_origine_avant else q.geometrie_origine end,
      ouest = (h.avant ->> 'ouest')::double precision, sud = (h.avant ->> 'sud')::double precision,
      est = (h.avant ->> 'est')::double precision, nord = (h.avant ->> 'nord')::double precision
    from ${touches} and h.quartier_id = q.id`.execute(tx)
  await sql`delete from territoire.quartier_commune where quartier_id in (select h.quartier_id from ${touches})`.execute(tx)
  await sql`insert into territoire.quartier_commune (quartier_id, commune_code, part_surface_pm, part_population_pm)
    select h.quartier_id, c.code, c."surfacePm", c."populationPm" from territoire.quartier_histoire h
    cross join lateral jsonb_to_recordset(h.avant -> 'communes') as c(code text, "surfacePm" int, "populationPm" int)
    where h.import_id = ${importId} and h.avant is not null and h.quartier_id = any (${[...ids]}::uuid[])`.execute(tx)
}

/** A line of the history of a quartier: what changed, by which text. */
export type LigneHistoire = {
  changeLe: Date
  champs: string[]
  ancienNom: string | null
  creation: boolean
  decret: { numero: string; signeLe: string | null; publieLe: string | null } | null
  importId: string | null
  fichier: string | null
  annuleLe: Date | null
}

/** The latest first. */
export async function listHistoire(tx: Tx, quartierId: string): Promise<LigneHistoire[]> {
  const { rows } = await sql<LigneHistoire>`
    select h.change_le as "changeLe", h.champs, case when 'nom' = any (h.champs) then h.avant ->> 'nom' end as "ancienNom",
      h.avant is null as creation, h.import_id as "importId", i.nom as fichier, i.annule_le as "annuleLe",
      case when d.id is not null then json_build_object('numero', d.numero, 'signeLe', d.signe_le, 'publieLe', d.publie_le) end as decret
    from territoire.quartier_histoire h left join territoire.decret d on d.id = h.decret_id left join territoire.import i on i.id = h.import_id
    where h.quartier_id = ${quartierId} order by h.change_le desc, h.id desc`.execute(tx)
  return rows
}
