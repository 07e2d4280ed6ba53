import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { Agent } from './agent.ts'
import { cleNom } from './organisation-cle.ts'
import { type Comparee, type Doublon, doublonOf, listDoublons, prepareComparaison, type RaisonDoublon } from './organisation-doublon.ts'
import { editableBy } from './organisation-presence.store.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

/** A pair to look at. */
export type PaireDoublon = {
  a: string
  b: string
  nomA: string
  nomB: string
  detailA: string
  detailB: string
  score: number
  raisons: RaisonDoublon[]
  ecarteLe: Date | null
}

/**
 * Looks again for what these organisations may be twins of (null: all of them), and keeps the pairs. A pair that was said not
 * to be a duplicate stays said so. @returns the number of pairs that are new
 */
export async function refreshDoublons(tx: Tx, ids: readonly string[] | null, now: Date): Promise<number> {
  await writeClesManquantes(tx)
  const trouves = ids === null ? listDoublons(await listComparees(tx, null)) : await findDoublonsOf(tx, ids)
  const avant = await deletePaires(tx, ids)
  for (let debut = 0; debut < trouves.length; debut += 1000) {
    await compte(tx)
      .insertInto('compte.organisation_doublon')
      .values(
        trouves
          .slice(debut, debut + 1000)
          .map(({ a, b, doublon }) => ({ a, b, score: doublon.score, raisons: doublon.raisons, trouve_le: now })),
      )
      .onConflict((conflit) =>
        conflit.columns(['a', 'b']).doUpdateSet((eb) => ({ score: eb.ref('excluded.score'), raisons: eb.ref('excluded.raisons') })),
      )
      .execute()
  }
  return trouves.filter(({ a, b }) => !avant.has(`${a} ${b}`)).length
}

/** Pairs of organisations in use that the agent may edit both, the surest first. @param ecartes those said not to be duplicates */
export async function listPairesDoublons(
  tx: Tx,
  agent: Agent,
  { ecartes, limite, debut }: { ecartes: boolean; limite: number; debut: number },
): Promise<{ paires: PaireDoublon[]; total: number }> {
  const detail = (table: 'oa' | 'ob') => sql<string>`concat_ws(', ', ${sql.ref(`t${table.at(-1)}.libelle`)},
    coalesce('SIRET ' || ${sql.ref(`${table}.siret`)}, 'SIREN ' || ${sql.ref(`${table}.siren`)}),
    concat_ws(' ', ${sql.ref(`${table}.adresse`)}, ${sql.ref(`${table}.code_postal`)}, ${sql.ref(`${table}.commune`)}))`
  const lignes = await compte(tx)
    .selectFrom('compte.organisation_doublon as d')
    .innerJoin('compte.organisation as oa', 'oa.id', 'd.a')
    .innerJoin('compte.type_organisation as ta', 'ta.code', 'oa.type')
    .innerJoin('compte.organisation as ob', 'ob.id', 'd.b')
    .innerJoin('compte.type_organisation as tb', 'tb.code', 'ob.type')
    .select(['d.a', 'd.b', 'oa.nom as nomA', 'ob.nom as nomB', 'd.score', 'd.raisons', 'd.ecarte_le as ecarteLe'])
    .select([detail('oa').as('detailA'), detail('ob').as('detailB'), sql<number>`count(*) over ()`.as('total')])
    .where('oa.archive_le', 'is', null)
    .where('ob.archive_le', 'is', null)
    .where('d.ecarte_le', ecartes ? 'is not' : 'is', null)
    .where(editableBy(agent, sql`d.a`))
    .where(editableBy(agent, sql`d.b`))
    .orderBy('d.score', 'desc')
    .orderBy('d.a')
    .orderBy('d.b')
    .limit(limite)
    .offset(debut)
    .execute()
  return { paires: lignes.map(({ total: _, ...paire }) => paire), total: lignes[0]?.total ?? 0 }
}

/** Keeps « not a duplicate », or forgets it (null). @throws Introuvable when the pair is not known */
export async function saveEcartDoublon(
  tx: Tx,
  paire: { a: string; b: string },
  ecart: { le: Date; par: string } | null,
): Promise<{ ecarteLe: Date | null }> {
  const [a, b] = paire.a < paire.b ? [paire.a, paire.b] : [paire.b, paire.a]
  const avant = await compte(tx)
    .selectFrom('compte.organisation_doublon')
    .select('ecarte_le as ecarteLe')
    .where('a', '=', a)
    .where('b', '=', b)
    .forUpdate()
    .executeTakeFirst()
  if (avant === undefined) throw new Introuvable('Cette paire n’est plus parmi les doublons possibles.')
  await compte(tx)
    .updateTable('compte.organisation_doublon')
    .set({ ecarte_le: ecart?.le ?? null, ecarte_par: ecart?.par ?? null })
    .where('a', '=', a)
    .where('b', '=', b)
    .execute()
  return avant
}

/** Pairs of some organisations, among those that share something indexed with them. */
async function findDoublonsOf(tx: Tx, ids: readonly string[]): Promise<{ a: string; b: string; doublon: Doublon }[]> {
  const candidats = await listCandidats(tx, ids)
  const connues = new Map(
    (await listComparees(tx, candidats.flat())).map((organisation) => [organisation.id, prepareComparaison(organisation)]),
  )
  return candidats.flatMap(([x, y]) => {
    const [a, b] = [connues.get(x), connues.get(y)]
    const doublon = a === undefined || b === undefined ? null : doublonOf(a, b)
    return doublon === null ? [] : [{ a: x, b: y, doublon }]
  })
}

/** Pairs that share something indexed: a number, an address, most of the letters of a name, a sigle. Few, and too many. */
async function listCandidats(tx: Tx, ids: readonly string[]): Promise<[string, string][]> {
  const [x, y] = [sql.ref('x.id'), sql.ref('y.id')]
  const parmi = (id: RawBuilder<unknown>) => sql`${id} = any(${sql.val([...ids])}::uuid[])`
  const { rows } = await sql<{ a: string; b: string }>`
    with utile as materialized (select * from compte.organisation o where o.archive_le is null),
    cles as materialized (
      select u.id, u.cle from utile u where u.cle <> ''
      union select u.id, n.cle from utile u join compte.organisation_nom n on n.organisation_id = u.id where n.cle <> ''),
    paires as (
      select x.id as a, y.id as b from utile x join utile y on y.siren = x.siren and y.id <> x.id where ${parmi(x)}
      union select x.id, y.id from utile x join utile y on y.code_postal = x.code_postal and y.id <> x.id
        and x.adresse is not null and y.adresse is not null where ${parmi(x)}
      union select x.id, o.id from cles x join compte.organisation o on o.cle % x.cle and o.archive_le is null and o.id <> x.id where ${parmi(x)}
      union select x.id, n.organisation_id from cles x join compte.organisation_nom n on n.cle % x.cle and n.organisation_id <> x.id where ${parmi(x)}
      union select x.id, y.id from utile x join cles y on replace(y.cle, ' ', '') = regexp_replace(regexp_replace(platform.sans_accents(x.sigle), '[^a-z0-9]', '', 'g'), '(...)[sx]$', '\\1')
        and y.id <> x.id where ${parmi(x)} or ${parmi(y)}
      union select x.id, y.id from cles x join cles y on replace(y.cle, ' ', '') = replace(x.cle, ' ', '') and y.id <> x.id where ${parmi(x)}
      union select x.id, y.id from cles x join cles y on y.id <> x.id and length(y.cle) between 3 and 8 and strpos(y.cle, ' ') = 0
        and y.cle = regexp_replace(x.cle, '(\\S)\\S*\\s*', '\\1', 'g') where ${parmi(x)} or ${parmi(y)}
    )
    select distinct least(a, b) as a, greatest(a, b) as b from paires`.execute(tx)
  return rows.map(({ a, b }) => [a, b])
}

/** What is compared of organisations in use; null: of all. */
async function listComparees(tx: Tx, ids: readonly string[] | null): Promise<Comparee[]> {
  if (ids?.length === 0) return []
  return compte(tx)
    .selectFrom('compte.organisation as o')
    .select(['o.id', 'o.nom', 'o.sigle', 'o.type', 'o.siren', 'o.siret', 'o.rna', 'o.adresse', 'o.code_postal as codePostal'])
    .select(sql<string[]>`array(select n.nom from compte.organisation_nom n where n.organisation_id = o.id)`.as('noms'))
    .where('o.archive_le', 'is', null)
    .$if(ids !== null, (qb) => qb.where(sql<boolean>`o.id = any(${sql.val([...new Set(ids)])}::uuid[])`))
    .execute()
}

/** Forgets pairs before they are looked for again, save the decisions. @returns those that were known, as « a b » */
async function deletePaires(tx: Tx, ids: readonly string[] | null): Promise<Set<string>> {
  const visees = compte(tx)
    .selectFrom('compte.organisation_doublon')
    .select(['a', 'b'])
    .$if(ids !== null, (qb) => qb.where((eb) => eb.or([eb('a', 'in', [...(ids ?? [])]), eb('b', 'in', [...(ids ?? [])])])))
  const avant = await visees.execute()
  await compte(tx)
    .deleteFrom('compte.organisation_doublon')
    .where('ecarte_le', 'is', null)
    .$if(ids !== null, (qb) => qb.where((eb) => eb.or([eb('a', 'in', [...(ids ?? [])]), eb('b', 'in', [...(ids ?? [])])])))
    .execute()
  return new Set(avant.map(({ a, b }) => `${a} ${b}`))
}

/** Keys of names that were written before there were keys, or by hand in the database. */
async function writeClesManquantes(tx: Tx): Promise<void> {
  const sans = await compte(tx).selectFrom('compte.organisation').select(['id', 'nom']).where('cle', 'is', null).execute()
  for (const { id, nom } of sans)
    await compte(tx)
      .updateTable('compte.organisation')
      .set({ cle: cleNom(nom) })
      .where('id', '=', id)
      .execute()
  const noms = await compte(tx).selectFrom('compte.organisation_nom').select(['organisation_id', 'nom']).where('cle', 'is', null).execute()
  for (const { organisation_id, nom } of noms) {
    await compte(tx)
      .updateTable('compte.organisation_nom')
      .set({ cle: cleNom(nom) })
      .where('organisation_id', '=', organisation_id)
      .where('nom', '=', nom)
      .execute()
  }
}
