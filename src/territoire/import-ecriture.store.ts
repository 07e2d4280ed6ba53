/** From what was read of a file to the quartiers of a generation: what would change, then the writing, in a few statements whatever their number. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { cleQuartier } from './quartier.store.ts'

export const CHAMPS_QUARTIER = ['nom', 'geometrie', 'communes', 'departement', 'epci', 'population'] as const
export type ChampQuartier = (typeof CHAMPS_QUARTIER)[number]

/** What the import would do to one quartier. `absent`: of the generation, not in the file; it is left as it is. */
export type Difference = {
  rang: number | null
  quartierId: string | null
  code: string
  nom: string
  ancienNom: string | null
  etat: 'nouveau' | 'modifie' | 'identique' | 'absent'
  champs: ChampQuartier[]
  departement: string | null
}

/**
 * Each feature beside the quartier of the same code. A field that the file does not give changes nothing; communes that are the
 * same and whose shares are not measured keep the shares known.
 */
function differencesOf(importId: string, generationId: string): RawBuilder<Difference> {
  return sql<Difference>`
    select e.rang, q.id as "quartierId", coalesce(e.code, q.code) as code, coalesce(e.nom, q.nom) as nom,
      case when q.nom is distinct from e.nom then q.nom end as "ancienNom",
      case when e.rang is null then 'absent' when q.id is null then 'nouveau' when cardinality(c.champs) = 0 then 'identique' else 'modifie' end as etat,
      case when e.rang is null or q.id is null then '{}' else c.champs end as champs,
      coalesce(e.valeurs ->> 'departement', q.departement_code) as departement
    from (select * from territoire.import_entite x where import_id = ${importId} and not exists (select from territoire.import_defaut d
      where d.import_id = x.import_id and d.entite = x.rang and d.decision = 'ecarte')) e
    full join (select * from territoire.quartier where generation_id = ${generationId}) q on q.code = e.code
    left join lateral (select jsonb_object_agg(commune_code, part_surface_pm) as connues from territoire.quartier_commune where quartier_id = q.id) k on true
    left join lateral (select jsonb_object_agg(p.code, p."surfacePm") as mesurees from jsonb_to_recordset(e.parts) as p(code text, "surfacePm" int)) m on true
    left join lateral (select array_remove(array[
        case when q.nom <> e.nom then 'nom' end,
        case when e.geometrie is not null and q.geometrie is distinct from e.geometrie then 'geometrie' end,
        case when e.parts is not null then case when k.connues is distinct from m.mesurees then 'communes' end
          when cardinality(e.communes) > 0 and not (coalesce(k.connues, '{}') ?& e.communes
            and (select count(*) from jsonb_object_keys(coalesce(k.connues, '{}'))) = cardinality(e.communes)) then 'communes' end,
        case when e.valeurs ->> 'departement' <> coalesce(q.departement_code, '') then 'departement' end,
        case when e.valeurs ->> 'epci' <> coalesce(q.epci_siren, '') then 'epci' end,
        case when (e.valeurs ->> 'population')::int <> coalesce(q.population, -1)
          or (e.valeurs ->> 'populationMillesime')::int <> coalesce(q.population_millesime, -1) then 'population' end
      ], null) as champs) c on true`
}

/** New and changed first, then those left aside; `etat` narrows the list. */
export async function listDifferences(
  tx: Tx,
  ou: { importId: string; generationId: string },
  filtre: { etat?: Difference['etat']; limite: number; debut: number },
): Promise<Difference[]> {
  const { rows } = await sql<Difference>`select * from (${differencesOf(ou.importId, ou.generationId)}) d
    where ${filtre.etat ?? null}::text is null or d.etat = ${filtre.etat ?? null}
    order by array_position(array['nouveau', 'modifie', 'absent', 'identique'], d.etat), d.code
    limit ${filtre.limite} offset ${filtre.debut}`.execute(tx)
  return rows
}

export async function countDifferences(
  tx: Tx,
  ou: { importId: string; generationId: string },
): Promise<Record<Difference['etat'], number>> {
  const { rows } = await sql<{ etat: Difference['etat']; nombre: number }>`
    select d.etat, count(*)::int as nombre from (${differencesOf(ou.importId, ou.generationId)}) d group by d.etat`.execute(tx)
  const comptes = { nouveau: 0, modifie: 0, identique: 0, absent: 0 }
  for (const { etat, nombre } of rows) comptes[etat] = nombre
  return comptes
}

export type EcritureQuartiers = {
  importId: string
  generationId: string
  decretId: string | null
  now: Date
  par: string
}

/** Writes new and changed quartiers, and the state before of those it changes. Six statements. @returns what it did */
export async function writeQuartiers(tx: Tx, e: EcritureQuartiers): Promise<Record<Difference['etat'], number>> {
  // Two imports into one generation take turns.
  await sql`select from territoire.generation where id = ${e.generationId} for update`.execute(tx)
  const differences = await listDifferences(tx, e, { limite: 1_000_000, debut: 0 })
  const comptes = { nouveau: 0, modifie: 0, identique: 0, absent: 0 }
  for (const { etat } of differences) comptes[etat] += 1
  const changees = differences
    .filter(({ etat }) => etat === 'nouveau' || etat === 'modifie')
    .map((une) => ({
      rang: une.rang,
      id: une.quartierId ?? createId(e.now.getTime()),
      histoire: createId(e.now.getTime()),
      cle: cleQuartier(une.nom),
      etat: une.etat,
      champs: une.champs,
    }))
  if (changees.length === 0) return comptes
  const lignes = sql`json_to_recordset(${JSON.stringify(changees)}::json) as v(rang int, id uuid, histoire uuid, cle text, etat text, champs json)`
  await keepBefore(tx, e, lignes)
  await sql`insert into territoire.quartier as q (id, generation_id, code, nom, cle, population, population_millesime, departement_code, epci_siren,
      geometrie, geometrie_origine, ouest, sud, est, nord, aire_m2)
    select v.id, ${e.generationId}::uuid, e.code, e.nom, v.cle, (e.valeurs ->> 'population')::int, (e.valeurs ->> 'populationMillesime')::int,
      e.valeurs ->> 'departement', e.valeurs ->> 'epci', e.geometrie,
      case when exists (select from territoire.import_defaut d where d.import_id = e.import_id and d.entite = e.rang and d.decision = 'accepte')
        and e.geometrie_lue is distinct from e.geometrie then e.geometrie_lue end,
      e.ouest, e.sud, e.est, e.nord, e.aire_m2
    from ${lignes} join territoire.import_entite e on e.import_id = ${e.importId} and e.rang = v.rang
    on conflict (id) do update set nom = excluded.nom, cle = excluded.cle,
      population = coalesce(excluded.population, q.population),
      population_millesime = case when excluded.population is null then q.population_millesime else excluded.population_millesime end,
      departement_code = coalesce(excluded.departement_code, q.departement_code), epci_siren = coalesce(excluded.epci_siren, q.epci_siren),
      geometrie = coalesce(excluded.geometrie, q.geometrie),
      geometrie_origine = case when excluded.geometrie is null then q.geometrie_origine else excluded.geometrie_origine end,
      ouest = coalesce(excluded.ouest, q.ouest), sud = coalesce(excluded.sud, q.sud), est = coalesce(excluded.est, q.est),
      nord = coalesce(excluded.nord, q.nord), aire_m2 = coalesce(excluded.aire_m2, q.aire_m2)`.execute(tx)
  const rattachees = sql`${lignes} join territoire.import_entite e on e.import_id = ${e.importId} and e.rang = v.rang
    and cardinality(e.communes) > 0 and (v.etat = 'nouveau' or v.champs::jsonb ? 'communes')`
  await sql`delete from territoire.quartier_commune where quartier_id in (select v.id from ${rattachees})`.execute(tx)
  await sql`insert into territoire.quartier_commune (quartier_id, commune_code, part_surface_pm)
    select v.id, c.code, p."surfacePm" from ${rattachees}
    cross join lateral unnest(case when e.parts is null then e.communes else array(select x ->> 'code' from jsonb_array_elements(e.parts) x) end) as c(code)
    left join lateral (select p."surfacePm" from jsonb_to_recordset(e.parts) as p(code text, "surfacePm" int) where p.code = c.code) p on true`.execute(
    tx,
  )
  await sql`insert into territoire.quartier_histoire (id, quartier_id, import_id, decret_id, change_le, change_par, champs, avant)
    select v.histoire, v.id, ${e.importId}::uuid, ${e.decretId}::uuid, ${e.now}, ${e.par}::uuid, '{}', null from ${lignes} where v.etat = 'nouveau'`.execute(
    tx,
  )
  return comptes
}

/** What a change of a quartier keeps of it, as `avant`. */
export const ETAT_QUARTIER = sql`jsonb_build_object('nom', q.nom, 'cle', q.cle, 'population', q.population, 'populationMillesime', q.population_millesime,
  'populationSource', q.population_source, 'departement', q.departement_code, 'epci', q.epci_siren, 'ouest', q.ouest, 'sud', q.sud, 'est', q.est,
  'nord', q.nord, 'aireM2', q.aire_m2, 'communes', coalesce((select jsonb_agg(jsonb_build_object('code', c.commune_code,
    'surfacePm', c.part_surface_pm, 'populationPm', c.part_population_pm) order by c.commune_code)
  from territoire.quartier_commune c where c.quartier_id = q.id), '[]'))`

async function keepBefore(tx: Tx, e: EcritureQuartiers, lignes: RawBuilder<unknown>): Promise<void> {
  await sql`insert into territoire.quartier_histoire (id, quartier_id, import_id, decret_id, change_le, change_par, champs, avant,
      geometrie_avant, geometrie_origine_avant)
    select v.histoire, q.id, ${e.importId}::uuid, ${e.decretId}::uuid, ${e.now}, ${e.par}::uuid, array(select json_array_elements_text(v.champs)),
      ${ETAT_QUARTIER}, case when v.champs::jsonb ? 'geometrie' then q.geometrie end, case when v.champs::jsonb ? 'geometrie' then q.geometrie_origine end
    from ${lignes} join territoire.quartier q on q.id = v.id where v.etat = 'modifie'`.execute(tx)
}
