/** Outlines and urban units: from what was read of a file to the reference, and back. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { BilanImport } from './import/forme.ts'
import { cleQuartier } from './quartier.store.ts'
import type { TypeContour } from './quartier.ts'

export type EcritureContours = { importId: string; type: TypeContour; millesime: number; source: string }

/** Features kept: those that nobody set aside. */
const GARDEES = sql`not exists (select from territoire.import_defaut d where d.import_id = e.import_id and d.entite = e.rang and d.decision = 'ecarte')`

function contoursDe({ importId, type, millesime, source }: EcritureContours): RawBuilder<unknown> {
  return sql`territoire.import_entite e
    left join territoire.contour k on k.type = ${type} and k.code = e.code and k.millesime = ${millesime}::int
    where e.import_id = ${importId} and e.geometrie is not null and e.code is not null and ${GARDEES}
      and (k.code is null or k.geometrie <> e.geometrie or k.source <> ${source} or coalesce(e.nom, k.nom) is distinct from k.nom)`
}

/** Outlines new or changed; those of the same vintage that it does not name stay. */
export async function countContours(tx: Tx, e: EcritureContours): Promise<Omit<BilanImport, 'reparations'>> {
  const { rows } = await sql<{ nouveaux: number; modifies: number; total: number; absents: number }>`
    select count(*) filter (where k.code is null)::int as nouveaux, count(k.code)::int as modifies,
      (select count(*)::int from territoire.import_entite e where e.import_id = ${e.importId} and e.geometrie is not null and ${GARDEES}) as total,
      (select count(*)::int from territoire.contour k where k.type = ${e.type} and k.millesime = ${e.millesime}::int
        and not exists (select from territoire.import_entite e where e.import_id = ${e.importId} and e.code = k.code)) as absents
    from ${contoursDe(e)}`.execute(tx)
  const { nouveaux = 0, modifies = 0, total = 0, absents = 0 } = rows[0] ?? {}
  return { nouveaux, modifies, identiques: total - nouveaux - modifies, absents }
}

export async function writeContours(tx: Tx, e: EcritureContours): Promise<Omit<BilanImport, 'reparations'>> {
  const bilan = await countContours(tx, e)
  await sql`insert into territoire.import_remplace (import_id, rang, avant, geometrie_avant)
    select ${e.importId}::uuid, e.rang, jsonb_build_object('type', k.type, 'code', k.code, 'millesime', k.millesime, 'nom', k.nom, 'source', k.source,
      'ouest', k.ouest, 'sud', k.sud, 'est', k.est, 'nord', k.nord, 'importId', k.import_id), k.geometrie
    from ${contoursDe(e)} and k.code is not null`.execute(tx)
  await sql`insert into territoire.contour (type, code, millesime, nom, source, geometrie, ouest, sud, est, nord, import_id)
    select ${e.type}, e.code, ${e.millesime}::int, coalesce(e.nom, k.nom), ${e.source}, e.geometrie, e.ouest, e.sud, e.est, e.nord, ${e.importId}::uuid
    from ${contoursDe(e)}
    on conflict (type, code, millesime) do update set nom = excluded.nom, source = excluded.source, geometrie = excluded.geometrie,
      ouest = excluded.ouest, sud = excluded.sud, est = excluded.est, nord = excluded.nord, import_id = excluded.import_id`.execute(tx)
  return bilan
}

export async function undoContours(tx: Tx, importId: string): Promise<void> {
  await sql`delete from territoire.contour where import_id = ${importId}`.execute(tx)
  await sql`insert into territoire.contour (type, code, millesime, nom, source, geometrie, ouest, sud, est, nord, import_id)
    select a.type, a.code, a.millesime, a.nom, a.source, r.geometrie_avant, a.ouest, a.sud, a.est, a.nord, a."importId"
    from territoire.import_remplace r
    cross join lateral jsonb_to_record(r.avant) as a(type text, code text, millesime int, nom text, source text,
      ouest double precision, sud double precision, est double precision, nord double precision, "importId" uuid)
    where r.import_id = ${importId} on conflict do nothing`.execute(tx)
}

export type EcritureUnites = { importId: string; millesime: number; source: string; populationMillesime: number | null }

/** One row a commune, or one a unit: rows of a unit are brought together. Rows outside any unit (« hors unité urbaine ») are left out. */
function unitesDe(importId: string): RawBuilder<unknown> {
  return sql`(select e.code, max(e.nom) as nom,
      -- The same figure on every row is that of the unit; figures that differ are those of its communes.
      case when count(distinct e.valeurs ->> 'population') = 1 then max((e.valeurs ->> 'population')::int)
        else sum((e.valeurs ->> 'population')::int)::int end as population,
      max((e.valeurs ->> 'populationMillesime')::int) as annee,
      array(select distinct c from territoire.import_entite f cross join lateral unnest(f.communes) c
        where f.import_id = ${importId} and f.code = e.code order by c) as communes
    from territoire.import_entite e where e.import_id = ${importId} and e.code is not null and ${GARDEES}
      and coalesce(e.nom, '') !~* 'hors unit' and e.code !~ '^[0-9AB]{2,3}000$'
    group by e.code)`
}

/** What is known of a unit, to compare and to give back. */
const UNITE = sql`jsonb_build_object('code', u.code, 'millesime', u.millesime, 'nom', u.nom, 'cle', u.cle, 'population', u.population,
  'populationMillesime', u.population_millesime, 'source', u.source, 'importId', u.import_id, 'communes',
  coalesce((select jsonb_agg(c.commune_code order by c.commune_code) from territoire.unite_urbaine_commune c
    where c.unite_code = u.code and c.millesime = u.millesime), '[]'))`

function changementsUnites({ importId, millesime, populationMillesime }: EcritureUnites): RawBuilder<unknown> {
  return sql`${unitesDe(importId)} n left join territoire.unite_urbaine u on u.code = n.code and u.millesime = ${millesime}::int
    left join lateral (select array_agg(c.commune_code order by c.commune_code) as connues from territoire.unite_urbaine_commune c
      where c.unite_code = n.code and c.millesime = ${millesime}::int) k on true
    where u.code is null or coalesce(n.nom, u.nom) <> u.nom or coalesce(n.population, u.population) is distinct from u.population
      or (n.population is not null and coalesce(n.annee, ${populationMillesime}::int) is distinct from u.population_millesime)
      or (cardinality(n.communes) > 0 and k.connues is distinct from n.communes)`
}

export async function countUnites(
  tx: Tx,
  e: EcritureUnites,
): Promise<Omit<BilanImport, 'reparations'> & { sansPopulation: number; communes: number }> {
  const { rows } = await sql<{
    nouveaux: number
    modifies: number
    total: number
    absents: number
    sansPopulation: number
    communes: number
  }>`
    select (select count(*) filter (where u.code is null)::int from ${changementsUnites(e)}) as nouveaux,
      (select count(u.code)::int from ${changementsUnites(e)}) as modifies, count(*)::int as total,
      count(*) filter (where n.population is null)::int as "sansPopulation", coalesce(sum(cardinality(n.communes)), 0)::int as communes,
      (select count(*)::int from territoire.unite_urbaine u where u.millesime = ${e.millesime}::int
        and not exists (select from territoire.import_entite i where i.import_id = ${e.importId} and i.code = u.code)) as absents
    from ${unitesDe(e.importId)} n`.execute(tx)
  const { nouveaux = 0, modifies = 0, total = 0, absents = 0, sansPopulation = 0, communes = 0 } = rows[0] ?? {}
  return { nouveaux, modifies, identiques: total - nouveaux - modifies, absents, sansPopulation, communes }
}

export async function writeUnites(tx: Tx, e: EcritureUnites): Promise<Omit<BilanImport, 'reparations'>> {
  const { nouveaux, modifies, identiques, absents } = await countUnites(tx, e)
  const { rows } = await sql<{ code: string; nom: string; avant: unknown; communes: string[] }>`
    select n.code, coalesce(n.nom, u.nom, n.code) as nom, case when u.code is not null then ${UNITE} end as avant, n.communes
    from ${changementsUnites(e)} order by n.code`.execute(tx)
  if (rows.length === 0) return { nouveaux, modifies, identiques, absents }
  const lignes = sql`json_to_recordset(${JSON.stringify(
    rows.map(({ code, nom, avant, communes }, i) => ({ rang: i + 1, code, nom, cle: cleQuartier(nom), avant, communes })),
  )}::json) as v(rang int, code text, nom text, cle text, avant jsonb, communes json)`
  await sql`insert into territoire.import_remplace (import_id, rang, avant)
    select ${e.importId}::uuid, v.rang, v.avant from ${lignes} where v.avant is not null`.execute(tx)
  await sql`insert into territoire.unite_urbaine as u (code, millesime, nom, cle, population, population_millesime, source, import_id)
    select v.code, ${e.millesime}::int, v.nom, v.cle, n.population, case when n.population is not null then coalesce(n.annee, ${e.populationMillesime}::int) end,
      ${e.source}, ${e.importId}::uuid
    from ${lignes} join ${unitesDe(e.importId)} n on n.code = v.code
    on conflict (code, millesime) do update set nom = excluded.nom, cle = excluded.cle, population = coalesce(excluded.population, u.population),
      population_millesime = case when excluded.population is null then u.population_millesime else excluded.population_millesime end,
      source = excluded.source, import_id = excluded.import_id`.execute(tx)
  await sql`delete from territoire.unite_urbaine_commune c using ${lignes}
    where c.millesime = ${e.millesime}::int and c.unite_code = v.code and json_array_length(v.communes) > 0`.execute(tx)
  await sql`insert into territoire.unite_urbaine_commune (unite_code, millesime, commune_code)
    select distinct on (c) v.code, ${e.millesime}::int, c from ${lignes} cross join lateral json_array_elements_text(v.communes) c order by c, v.code
    on conflict (millesime, commune_code) do update set unite_code = excluded.unite_code`.execute(tx)
  return { nouveaux, modifies, identiques, absents }
}

export async function undoUnites(tx: Tx, importId: string): Promise<void> {
  await sql`delete from territoire.unite_urbaine where import_id = ${importId}`.execute(tx)
  const avant = sql`territoire.import_remplace r cross join lateral jsonb_to_record(r.avant) as a(code text, millesime int, nom text, cle text,
    population int, "populationMillesime" int, source text, "importId" uuid, communes jsonb)`
  await sql`insert into territoire.unite_urbaine (code, millesime, nom, cle, population, population_millesime, source, import_id)
    select a.code, a.millesime, a.nom, a.cle, a.population, a."populationMillesime", a.source, a."importId" from ${avant}
    where r.import_id = ${importId} on conflict do nothing`.execute(tx)
  await sql`insert into territoire.unite_urbaine_commune (unite_code, millesime, commune_code)
    select a.code, a.millesime, c from ${avant} cross join lateral jsonb_array_elements_text(a.communes) c
    where r.import_id = ${importId} on conflict do nothing`.execute(tx)
}

/** An urban unit with its communes, of the latest vintage; the population is as published, a rule rounds it (BR-02). */
export type UniteUrbaine = {
  code: string
  millesime: number
  nom: string
  population: number | null
  populationMillesime: number | null
  source: string
  communes: string[]
}

/** The urban unit of a commune, of the latest vintage that has it; null when it is in none. */
export async function findUniteDeLaCommune(tx: Tx, codeCommune: string): Promise<UniteUrbaine | null> {
  const { rows } = await sql<UniteUrbaine>`/* prepare unite_de_la_commune */
    select u.code, u.millesime, u.nom, u.population, u.population_millesime as "populationMillesime", u.source,
      array(select x.commune_code from territoire.unite_urbaine_commune x where x.unite_code = u.code and x.millesime = u.millesime order by x.commune_code) as communes
    from territoire.unite_urbaine_commune c join territoire.unite_urbaine u on u.code = c.unite_code and u.millesime = c.millesime
    where c.commune_code = ${codeCommune} order by u.millesime desc limit 1`.execute(tx)
  return rows[0] ?? null
}

/** Population rounded up to the next hundred, as the rule reads it (décret n° 2014-767, article 2); never stored so. */
export function roundedUp(population: number): number {
  return Math.ceil(population / 100) * 100
}
