/** What was read of a file: features with their geometry, and defects with their decisions. Written in bulk. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { decodeWkb, type MultiPolygone } from './geometrie.ts'
import type { DetailDefaut } from './import/defauts-gardes.ts'
import type { Decision, DefautImport, Gravite } from './import/forme.ts'
import type { Valeur } from './lecture/lecture.ts'

/** A feature ready to be written. Geometries are WKB multipolygons; `geometrie` null when there is none that can be kept. */
export type EntiteImport = {
  rang: number
  place: string
  proprietes: Readonly<Record<string, Valeur>>
  code: string | null
  nom: string | null
  communes: readonly string[]
  valeurs: ValeursEntite
  parts: readonly { code: string; surfacePm: number }[] | null
  geometrieLue: Buffer | null
  geometrie: Buffer | null
  boite: readonly [number, number, number, number] | null
  aireM2: number | null
}

export type ValeursEntite = {
  departement?: string
  epci?: string
  population?: number
  populationMillesime?: number
}

export type NouveauDefaut = Omit<DefautImport, 'decision' | 'variante'> & { detail: unknown }

/** One statement: a national file is some 16 MB of JSON, written in about a second. */
export async function insertEntites(tx: Tx, importId: string, entites: readonly EntiteImport[]): Promise<void> {
  const lignes = entites.map(({ boite, geometrie, geometrieLue, aireM2, ...reste }) => ({
    ...reste,
    lue: geometrieLue?.toString('base64') ?? null,
    prete: geometrie?.toString('base64') ?? null,
    ouest: boite?.[0] ?? null,
    sud: boite?.[1] ?? null,
    est: boite?.[2] ?? null,
    nord: boite?.[3] ?? null,
    aire: aireM2,
  }))
  await sql`insert into territoire.import_entite (import_id, rang, place, proprietes, code, nom, communes, valeurs, parts, geometrie_lue, geometrie,
      ouest, sud, est, nord, aire_m2)
    select ${importId}::uuid, rang, place, proprietes, code, nom, array(select json_array_elements_text(communes)), valeurs, parts,
      decode(lue, 'base64'), decode(prete, 'base64'), ouest, sud, est, nord, aire
    from json_to_recordset(${JSON.stringify(lignes, withoutNul)}::json)
      as e(rang integer, place text, proprietes jsonb, code text, nom text, communes json, valeurs jsonb, parts jsonb, lue text, prete text,
        ouest double precision, sud double precision, est double precision, nord double precision, aire bigint)`.execute(tx)
}

export async function insertDefauts(tx: Tx, importId: string, defauts: readonly NouveauDefaut[]): Promise<void> {
  await sql`insert into territoire.import_defaut (import_id, rang, entite, autre, genre, gravite, phrase, reparation, lon, lat, detail)
    select ${importId}::uuid, rang, entite, autre, genre, gravite, phrase, reparation, lon, lat, detail
    from json_to_recordset(${JSON.stringify(defauts, withoutNul)}::json)
      as d(rang integer, entite integer, autre integer, genre text, gravite text, phrase text, reparation text,
        lon double precision, lat double precision, detail jsonb)`.execute(tx)
}

/** JSON that PostgreSQL holds: NUL and halves of characters are left out. */
function withoutNul(_: string, partie: unknown): unknown {
  return typeof partie === 'string' ? partie.replaceAll('\u0000', '').toWellFormed() : partie
}

const COLONNES_DEFAUT = sql`d.rang, d.entite, d.autre, d.genre, d.gravite, d.phrase, d.reparation, d.lon, d.lat, d.decision, d.variante`

/** A defect with the feature that bears it, in words. */
export type DefautMontre = DefautImport & { detail: DetailDefaut | null; code: string | null; nom: string | null; place: string | null }

/** `masse`: kinds that do not hold the import back and come more often than this are left out of the list. */
export type FiltreDefauts = { genre?: string; reste?: 'oui'; masse?: number; limite: number; debut: number }

/** Defects, blocking ones first, then in the order of the file. */
export async function listDefauts(tx: Tx, importId: string, filtre: FiltreDefauts): Promise<DefautMontre[]> {
  return (await getDefauts(tx, importId, filtre)).defauts
}

export type CompteDefauts = {
  genre: string
  gravite: Gravite
  nombre: number
  reparables: number
  acceptes: number
  refuses: number
  ecartes: number
}

/** Defects by kind: how many, how many can be repaired, how many are decided. */
export async function countDefauts(tx: Tx, importId: string): Promise<CompteDefauts[]> {
  return (await getDefauts(tx, importId, { limite: 0, debut: 0 })).comptes
}

/** A page of defects, and the counts of all, in one statement. */
export async function getDefauts(
  tx: Tx,
  importId: string,
  filtre: FiltreDefauts,
): Promise<{ comptes: CompteDefauts[]; defauts: DefautMontre[] }> {
  const { limite, debut } = filtre
  const [genre, reste, masse] = [filtre.genre ?? null, filtre.reste ?? null, filtre.masse ?? null]
  const { rows } = await sql<{ comptes: CompteDefauts[]; defauts: DefautMontre[] }>`
    with c as (
        select d.genre, d.gravite, case d.gravite when 'bloquant' then 0 when 'reparable' then 1 else 2 end as ordre, count(*)::int as nombre,
          count(d.reparation)::int as reparables, count(*) filter (where d.decision = 'accepte')::int as acceptes,
          count(*) filter (where d.decision = 'refuse')::int as refuses, count(*) filter (where d.decision = 'ecarte')::int as ecartes
        from territoire.import_defaut d where d.import_id = ${importId} group by d.genre, d.gravite)
    select coalesce((select json_agg(c order by c.ordre, c.nombre desc, c.genre) from c), '[]') as comptes,
      coalesce((select json_agg(l order by l.ordre, l.rang) from (
        select ${COLONNES_DEFAUT}, d.detail, e.code, e.nom, e.place, case d.gravite when 'bloquant' then 0 when 'reparable' then 1 else 2 end as ordre
        from territoire.import_defaut d left join territoire.import_entite e on e.import_id = d.import_id and e.rang = d.entite
        where d.import_id = ${importId} and (${genre}::text is null or d.genre = ${genre})
          and (${reste}::text is null or (d.decision is null and d.gravite <> 'a_voir'))
          and (${masse}::int is null or d.gravite = 'bloquant' or (d.genre, d.gravite) in (select c.genre, c.gravite from c where c.nombre <= ${masse}::int))
        order by ordre, d.rang limit ${limite} offset ${debut}) l), '[]') as defauts`.execute(tx)
  return rows[0] ?? { comptes: [], defauts: [] }
}

/**
 * Decides one defect, those of a kind, or all: a repair only where one is proposed, setting aside wherever a feature bears it.
 * @returns how many
 */
export async function decideDefauts(
  tx: Tx,
  importId: string,
  sur: { rang: number } | { genre: string } | 'tous',
  { decision, variante }: { decision: Decision | null; variante: string | null },
): Promise<number> {
  const ou = sur === 'tous' ? sql`true` : 'rang' in sur ? sql`rang = ${sur.rang}` : sql`genre = ${sur.genre}`
  const possible = decision === null ? sql`true` : decision === 'ecarte' ? sql`entite is not null` : sql`reparation is not null`
  const { numAffectedRows } = await sql`update territoire.import_defaut set decision = ${decision}, variante = ${variante}
    where import_id = ${importId} and ${possible} and ${ou}`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

/** Every defect of these features, with what is known of it, in order. */
export async function listDefautsDesEntites(
  tx: Tx,
  importId: string,
  rangs: readonly number[],
): Promise<(DefautImport & { detail: unknown })[]> {
  const { rows } = await sql<DefautImport & { detail: unknown }>`select ${COLONNES_DEFAUT}, d.detail from territoire.import_defaut d
    where d.import_id = ${importId} and d.entite = any (${[...rangs]}::int[]) order by d.rang`.execute(tx)
  return rows
}

/** Features that were not repaired as advised: their geometry is to be made again from the one published. */
export async function listEntitesMelees(tx: Tx, importId: string): Promise<{ rang: number; geometrieLue: Buffer }[]> {
  const { rows } = await sql<{ rang: number; geometrieLue: Buffer }>`
    select e.rang, e.geometrie_lue as "geometrieLue" from territoire.import_entite e
    where e.import_id = ${importId} and e.geometrie_lue is not null and exists (
      select from territoire.import_defaut d where d.import_id = e.import_id and d.entite = e.rang and d.reparation is not null
        and (d.decision is distinct from 'accepte' and d.genre <> 'superposition' or d.decision = 'accepte' and d.genre = 'superposition'
          or d.variante is not null))
    order by e.rang`.execute(tx)
  return rows
}

/** Geometries of these features as they stand, by rank. */
export async function loadGeometriesEntites(tx: Tx, importId: string, rangs: readonly number[]): Promise<Map<number, Buffer>> {
  if (rangs.length === 0) return new Map()
  const { rows } = await sql<{ rang: number; geometrie: Buffer }>`select rang, geometrie from territoire.import_entite
    where import_id = ${importId} and rang = any (${[...rangs]}::int[]) and geometrie is not null`.execute(tx)
  return new Map(rows.map(({ rang, geometrie }) => [rang, geometrie]))
}

export async function saveGeometriesEntites(
  tx: Tx,
  importId: string,
  entites: readonly Pick<EntiteImport, 'rang' | 'geometrie' | 'boite' | 'aireM2'>[],
): Promise<void> {
  const lignes = entites.map(({ rang, geometrie, boite, aireM2 }) => ({
    rang,
    prete: geometrie?.toString('base64') ?? null,
    ouest: boite?.[0] ?? null,
    sud: boite?.[1] ?? null,
    est: boite?.[2] ?? null,
    nord: boite?.[3] ?? null,
    aire: aireM2,
  }))
  await sql`update territoire.import_entite e set geometrie = decode(v.prete, 'base64'), ouest = v.ouest, sud = v.sud, est = v.est, nord = v.nord,
      aire_m2 = v.aire
    from json_to_recordset(${JSON.stringify(lignes)}::json)
      as v(rang integer, prete text, ouest double precision, sud double precision, est double precision, nord double precision, aire bigint)
    where e.import_id = ${importId} and e.rang = v.rang`.execute(tx)
}

/** Defects that hold the import back: neither repaired nor set aside with their feature. The first ones, and how many. */
export async function findBloquants(tx: Tx, importId: string): Promise<{ nombre: number; premiers: string[] }> {
  const { rows } = await sql<{ nombre: number; premiers: string[] }>`
    select count(*)::int as nombre, coalesce((array_agg(d.phrase order by d.rang))[1:5], '{}') as premiers from territoire.import_defaut d
    where d.import_id = ${importId} and d.gravite = 'bloquant' and d.decision is distinct from 'accepte' and d.decision is distinct from 'ecarte'
      and not exists (select from territoire.import_defaut s where s.import_id = d.import_id and s.entite = d.entite and s.decision = 'ecarte')`.execute(
    tx,
  )
  return rows[0] ?? { nombre: 0, premiers: [] }
}

/** How many repairs are accepted. */
export async function countReparations(tx: Tx, importId: string): Promise<number> {
  const { rows } = await sql<{ nombre: number }>`select count(*)::int as nombre from territoire.import_defaut
    where import_id = ${importId} and decision = 'accepte'`.execute(tx)
  return rows[0]?.nombre ?? 0
}

/** A feature for the thumbnail map. */
export type Apercu = { rang: number; code: string | null; nom: string | null; defauts: number; geometrie: MultiPolygone }

/** Geometries of the first features, those with something to repair before the others. */
export async function listApercu(tx: Tx, importId: string, limite: number): Promise<Apercu[]> {
  const { rows } = await sql<Omit<Apercu, 'geometrie'> & { geometrie: Buffer }>`
    select e.rang, e.code, e.nom, e.geometrie, coalesce(d.nombre, 0) as defauts from territoire.import_entite e
    left join (select entite, count(*)::int as nombre from territoire.import_defaut where import_id = ${importId} and gravite <> 'a_voir'
      and genre <> 'sens_anneau' group by entite) d
      on d.entite = e.rang
    where e.import_id = ${importId} and e.geometrie is not null order by (d.nombre is null), e.rang limit ${limite}`.execute(tx)
  return rows.map(({ geometrie, ...reste }) => ({ ...reste, geometrie: decodeWkb(geometrie) }))
}
