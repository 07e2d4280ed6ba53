import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { createId, isId } from '#platform/identifiants.ts'
import type { LienCalcule, SeuilsFiliation } from './filiation.ts'
import type { LienLu } from './filiation-mots.ts'
import type { TypeFiliation } from './quartier.ts'

/** One end of a link. */
export type BoutFiliation = { id: string; code: string; nom: string; generation: string; aireM2: number | null }

export type LienFiliation = Omit<LienLu, 'ancien' | 'nouveau'> & {
  id: string
  ancien: BoutFiliation | null
  nouveau: BoutFiliation | null
  partPopulationAncienPm: number | null
  partPopulationNouveauPm: number | null
  origine: 'calcul' | 'saisie'
  motif: string | null
  /** When a person accepted, corrected or added it; null: proposed by the computation. */
  revueLe: Date | null
  ecarteLe: Date | null
  version: number
}

export type CalculFiliation = SeuilsFiliation & {
  ancienneId: string
  nouvelleId: string
  /** Of the quartiers when it was made: when it has moved since, the computation is stale. */
  revision: number
  /** Is it so? */
  perime: boolean
  calculeLe: Date
  paires: number
  cellulesSource: string | null
}

const BOUT = (
  alias: string,
) => sql`case when ${sql.ref(`${alias}.id`)} is null then null else json_build_object('id', ${sql.ref(`${alias}.id`)},
  'code', ${sql.ref(`${alias}.code`)}, 'nom', ${sql.ref(`${alias}.nom`)}, 'aireM2', ${sql.ref(`${alias}.aire_m2`)},
  'generation', ${sql.ref(`g${alias}.code`)}) end`

const LIENS = sql`select f.id, ${BOUT('a')} as ancien, ${BOUT('n')} as nouveau, f.type, f.part_ancien_pm as "partAncienPm",
    f.part_nouveau_pm as "partNouveauPm", f.part_population_ancien_pm as "partPopulationAncienPm",
    f.part_population_nouveau_pm as "partPopulationNouveauPm", f.origine, f.motif, f.revue_le as "revueLe", f.ecarte_le as "ecarteLe", f.version
  from territoire.filiation f
  left join territoire.quartier a on a.id = f.ancien_id left join territoire.generation ga on ga.id = a.generation_id
  left join territoire.quartier n on n.id = f.nouveau_id left join territoire.generation gn on gn.id = n.generation_id`

/** Links of two generations: those between them, what left the first, what entered the second. */
const entre = (ancienneId: string, nouvelleId: string) => sql`(f.ancien_id is null or a.generation_id = ${ancienneId}::uuid)
  and (f.nouveau_id is null or n.generation_id = ${nouvelleId}::uuid)`

export type EtatLien = 'a_relire' | 'relus' | 'ecartes'
export type FiltreLiens = { etat: EtatLien | null; type: TypeFiliation | null; texte: string }

/** Links between two generations in order of code, the page asked and how many in all. Two statements. */
export async function listLiens(
  tx: Tx,
  { ancienneId, nouvelleId }: { ancienneId: string; nouvelleId: string },
  { etat, type, texte }: FiltreLiens,
  { page, taille }: { page: number; taille: number },
): Promise<{ liens: LienFiliation[]; total: number }> {
  const motif = `%${texte.trim().replace(/[\\%_]/g, '\\$&')}%`
  const suite = sql`where ${entre(ancienneId, nouvelleId)}
    and ${etat === 'ecartes' ? sql`f.ecarte_le is not null` : sql`f.ecarte_le is null`}
    and ${etat === 'a_relire' ? sql`f.revue_le is null` : etat === 'relus' ? sql`f.revue_le is not null` : sql`true`}
    and (${type}::text is null or f.type = ${type})
    and (a.code ilike ${motif} or n.code ilike ${motif} or a.nom ilike ${motif} or n.nom ilike ${motif})`
  const { rows } = await sql<LienFiliation & { total: number }>`
    select l.*, count(*) over ()::int as total from (${LIENS} ${suite}) l
    order by coalesce(l.nouveau ->> 'code', l.ancien ->> 'code'), l.ancien ->> 'code' nulls first, l.id
    limit ${taille} offset ${(page - 1) * taille}`.execute(tx)
  return { liens: rows.map(({ total: _, ...lien }) => lien), total: rows[0]?.total ?? 0 }
}

/** How many links of each kind and state there are between two generations. One statement. */
export async function countLiens(
  tx: Tx,
  { ancienneId, nouvelleId }: { ancienneId: string; nouvelleId: string },
): Promise<{ type: TypeFiliation; etat: EtatLien; nombre: number }[]> {
  const { rows } = await sql<{ type: TypeFiliation; etat: EtatLien; nombre: number }>`
    select f.type, case when f.ecarte_le is not null then 'ecartes' when f.revue_le is null then 'a_relire' else 'relus' end as etat,
      count(*)::int as nombre
    from territoire.filiation f left join territoire.quartier a on a.id = f.ancien_id left join territoire.quartier n on n.id = f.nouveau_id
    where ${entre(ancienneId, nouvelleId)} group by 1, 2 order by 1, 2`.execute(tx)
  return rows
}

/** Share, in ‰, under which the last computation between the generations of a link ignores what is drawn; 0 when there was none. */
export async function getNegligeable(tx: Tx, lienId: string): Promise<number> {
  const { rows } = await sql<{ pm: number }>`select c.negligeable_pm as pm from territoire.filiation f
    join territoire.quartier a on a.id = f.ancien_id join territoire.quartier n on n.id = f.nouveau_id
    join territoire.filiation_calcul c on c.ancienne_id = a.generation_id and c.nouvelle_id = n.generation_id
    where f.id = ${lienId}`.execute(tx)
  return rows[0]?.pm ?? 0
}

/** @throws Introuvable */
export async function getLien(tx: Tx, id: string): Promise<LienFiliation> {
  const { rows } = isId(id) ? await sql<LienFiliation>`${LIENS} where f.id = ${id}`.execute(tx) : { rows: [] }
  if (rows[0] === undefined) throw new Introuvable('Ce lien de filiation n’existe pas, ou plus.')
  return rows[0]
}

/** Holds the link until the end of the transaction. @throws Introuvable */
export async function lockLien(tx: Tx, id: string): Promise<LienFiliation> {
  if (isId(id)) await sql`select 1 from territoire.filiation where id = ${id} for update`.execute(tx)
  return getLien(tx, id)
}

/**
 * Ancestors and heirs of a quartier through all generations, oldest first: the links themselves, not those set aside. One
 * statement.
 */
export async function listFiliation(tx: Tx, quartierId: string): Promise<LienFiliation[]> {
  const { rows } = await sql<LienFiliation>`/* prepare filiation_quartier */
    with recursive amont as (
      select f.id, f.ancien_id from territoire.filiation f where f.nouveau_id = ${quartierId}::uuid and f.ecarte_le is null
      union select f.id, f.ancien_id from territoire.filiation f join amont on f.nouveau_id = amont.ancien_id where f.ecarte_le is null
    ), aval as (
      select f.id, f.nouveau_id from territoire.filiation f where f.ancien_id = ${quartierId}::uuid and f.ecarte_le is null
      union select f.id, f.nouveau_id from territoire.filiation f join aval on f.ancien_id = aval.nouveau_id where f.ecarte_le is null
    )
    ${LIENS} where f.id in (select id from amont union select id from aval)
    order by coalesce(gn.debut, ga.debut), a.code nulls first, n.code nulls last`.execute(tx)
  return rows
}

/** Kinds of all the links of these new quartiers, by their code. */
export async function listTypesParNouveau(
  tx: Tx,
  { ancienneId, nouvelleId }: { ancienneId: string; nouvelleId: string },
): Promise<Map<string, TypeFiliation[]>> {
  const { rows } = await sql<{ code: string; types: TypeFiliation[] }>`
    select n.code, array_agg(f.type order by f.type) as types
    from territoire.filiation f join territoire.quartier n on n.id = f.nouveau_id left join territoire.quartier a on a.id = f.ancien_id
    where ${entre(ancienneId, nouvelleId)} and f.ecarte_le is null group by n.code order by n.code`.execute(tx)
  return new Map(rows.map(({ code, types }) => [code, types]))
}

export async function findCalcul(tx: Tx, ancienneId: string, nouvelleId: string): Promise<CalculFiliation | null> {
  const { rows } =
    await sql<CalculFiliation>`select ancienne_id as "ancienneId", nouvelle_id as "nouvelleId", identique_pm as "identiquePm",
      negligeable_pm as "negligeablePm", revision, revision <> (select numero from territoire.revision) as perime, calcule_le as "calculeLe", paires, cellules_source as "cellulesSource"
    from territoire.filiation_calcul where ancienne_id = ${ancienneId}::uuid and nouvelle_id = ${nouvelleId}::uuid`.execute(tx)
  return rows[0] ?? null
}

/**
 * Replaces what the computation had proposed between two generations. Links that a person has reviewed, added or set aside stay,
 * and a quartier that such a link ties is no longer said to enter or to leave. @returns how many links were written
 */
export async function replaceCalcul(
  tx: Tx,
  calcul: Omit<CalculFiliation, 'perime'>,
  liens: readonly LienCalcule[],
  now: Date,
): Promise<number> {
  await sql`delete from territoire.filiation f using (
      select x.id from territoire.filiation x left join territoire.quartier a on a.id = x.ancien_id
        left join territoire.quartier n on n.id = x.nouveau_id
      where (x.ancien_id is null or a.generation_id = ${calcul.ancienneId}::uuid)
        and (x.nouveau_id is null or n.generation_id = ${calcul.nouvelleId}::uuid)
        and x.revue_le is null and x.ecarte_le is null) vieux
    where f.id = vieux.id`.execute(tx)
  const lignes = liens.map((lien) => ({
    id: createId(now.getTime()),
    ancien_id: lien.ancienId,
    nouveau_id: lien.nouveauId,
    type: lien.type,
    part_ancien_pm: lien.partAncienPm,
    part_nouveau_pm: lien.partNouveauPm,
    part_population_ancien_pm: lien.partPopulationAncienPm,
    part_population_nouveau_pm: lien.partPopulationNouveauPm,
  }))
  const { rows } = await sql<{ nombre: number }>`with ecrits as (
      insert into territoire.filiation (id, ancien_id, nouveau_id, type, part_ancien_pm, part_nouveau_pm, part_population_ancien_pm,
        part_population_nouveau_pm, origine)
      select l.id, l.ancien_id, l.nouveau_id, l.type, l.part_ancien_pm, l.part_nouveau_pm, l.part_population_ancien_pm,
        l.part_population_nouveau_pm, 'calcul'
      from json_to_recordset(${JSON.stringify(lignes)}::json) as l(id uuid, ancien_id uuid, nouveau_id uuid, type text, part_ancien_pm smallint,
        part_nouveau_pm smallint, part_population_ancien_pm smallint, part_population_nouveau_pm smallint)
      where not (l.ancien_id is null and exists (select from territoire.filiation f where f.nouveau_id = l.nouveau_id
          and f.ancien_id is not null and f.ecarte_le is null))
        and not (l.nouveau_id is null and exists (select from territoire.filiation f where f.ancien_id = l.ancien_id
          and f.nouveau_id is not null and f.ecarte_le is null))
      on conflict (ancien_id, nouveau_id) do nothing returning 1)
    select count(*)::int as nombre from ecrits`.execute(tx)
  await sql`insert into territoire.filiation_calcul (ancienne_id, nouvelle_id, identique_pm, negligeable_pm, revision, calcule_le, paires,
      cellules_source)
    values (${calcul.ancienneId}, ${calcul.nouvelleId}, ${calcul.identiquePm}, ${calcul.negligeablePm}, ${calcul.revision}, ${now},
      ${calcul.paires}, ${calcul.cellulesSource})
    on conflict (ancienne_id, nouvelle_id) do update set identique_pm = excluded.identique_pm, negligeable_pm = excluded.negligeable_pm,
      revision = excluded.revision, calcule_le = excluded.calcule_le, paires = excluded.paires, cellules_source = excluded.cellules_source`.execute(
    tx,
  )
  return rows[0]?.nombre ?? 0
}
