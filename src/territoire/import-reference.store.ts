/** What the reference says of the codes and names of a file: communes that exist, outlines that are loaded. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { ContourAMesurer } from './import/parts.ts'

/** Communes among these codes that the reference does not have, of any type, even gone. */
export async function listCommunesInconnues(tx: Tx, codes: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`select distinct c.code from unnest(${[...codes]}::text[]) as c(code)
    where not exists (select from territoire.commune n where n.code = c.code) order by c.code`.execute(tx)
  return rows.map(({ code }) => code)
}

/**
 * Communes and arrondissements by the name that a file gives them (as it is searched) in a département: only where one alone has it.
 * The key is `departement|cle`.
 */
export async function findCommunesParNom(tx: Tx, demandes: readonly { departement: string; cle: string }[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ demande: string; codes: string[] }>`
    select v.departement || '|' || v.cle as demande, array_agg(distinct c.code) as codes
    from json_to_recordset(${JSON.stringify(demandes)}::json) as v(departement text, cle text)
    join territoire.commune c on c.departement_code = v.departement and c.cle = ' ' || v.cle
      and c.type in ('actuelle', 'arrondissement')
    group by v.departement, v.cle`.execute(tx)
  return new Map(rows.flatMap(({ demande, codes }) => (codes.length === 1 && codes[0] !== undefined ? [[demande, codes[0]] as const] : [])))
}

/** Current intercommunality of each commune. */
export async function findEpciDesCommunes(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ code: string; epci: string }>`
    select c.code, c.epci_siren as epci from territoire.commune c
    where c.code = any (${[...codes]}::text[]) and c.epci_siren is not null and c.type in ('actuelle', 'arrondissement')`.execute(tx)
  return new Map(rows.map(({ code, epci }) => [code, epci]))
}

export type ContoursCharges = { millesime: number; source: string; contours: ContourAMesurer[] }

/** Outlines of communes whose box meets one of the boxes of their département, of the vintage that has the most of them there, the latest of equals. */
export async function listContoursPour(
  tx: Tx,
  boites: readonly { departement: string; ouest: number; sud: number; est: number; nord: number }[],
): Promise<ContoursCharges | null> {
  const { rows } = await sql<{ code: string; millesime: number; source: string; geometrie: Buffer }>`
    with v as (select * from json_to_recordset(${JSON.stringify(boites)}::json)
      as v(departement text, ouest double precision, sud double precision, est double precision, nord double precision)),
    dernier as (select millesime from territoire.contour k
      where k.type = 'commune' and left(k.code, 2) in (select left(departement, 2) from v)
      group by millesime order by count(*) desc, millesime desc limit 1)
    select k.code, k.millesime, k.source, k.geometrie from territoire.contour k join dernier d on d.millesime = k.millesime
    where k.type = 'commune' and exists (select from v where left(v.departement, 2) = left(k.code, 2)
      and k.ouest <= v.est and v.ouest <= k.est and k.sud <= v.nord and v.sud <= k.nord)`.execute(tx)
  const [premier] = rows
  if (premier === undefined) return null
  return { millesime: premier.millesime, source: premier.source, contours: rows.map(({ code, geometrie }) => ({ code, geometrie })) }
}

/** What of the reference is loaded, for the door of its administration. One statement. */
export type EtatReference = {
  versions: { source: string; version: string; chargeLe: Date; lignes: number }[]
  communes: number
  epci: number
  contours: { type: string; millesime: number; nombre: number; source: string }[]
  /** Current communes without an outline of any vintage. */
  communesSansContour: number
  unites: { millesime: number; nombre: number; communes: number }[]
}

export async function getEtatReference(tx: Tx): Promise<EtatReference> {
  const { rows } = await sql<EtatReference>`/* prepare etat_reference */
    select coalesce((select json_agg(json_build_object('source', v.source, 'version', v.version, 'chargeLe', v.charge_le, 'lignes', v.lignes) order by v.source)
        from territoire.reference_version v), '[]') as versions,
      (select count(*)::int from territoire.commune where type = 'actuelle' and disparu_le is null) as communes,
      (select count(*)::int from territoire.epci where disparu_le is null) as epci,
      coalesce((select json_agg(k order by k.type, k.millesime desc) from (
        select type, millesime, count(*)::int as nombre, min(source) as source from territoire.contour group by type, millesime) k), '[]') as contours,
      (select count(*)::int from territoire.commune c where c.type = 'actuelle' and c.disparu_le is null
        and not exists (select from territoire.contour k where k.type = 'commune' and k.code = c.code)) as "communesSansContour",
      coalesce((select json_agg(u order by u.millesime desc) from (
        select u.millesime, count(*)::int as nombre, (select count(*)::int from territoire.unite_urbaine_commune c where c.millesime = u.millesime) as communes
        from territoire.unite_urbaine u group by u.millesime) u), '[]') as unites`.execute(tx)
  const etat = rows[0]
  if (etat === undefined) throw new Error('no state of the reference')
  return { ...etat, versions: etat.versions.map((version) => ({ ...version, chargeLe: new Date(version.chargeLe) })) }
}
