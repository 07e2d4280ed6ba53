/** Search over the strategy of a contract: fiches, nodes, remarks, old codes. The indexes are those of 0005-strategie.sql. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { corrected, DEBUT_MARQUE, FIN_MARQUE, type Requete, type Voisins } from './recherche.ts'

export type GenreTrouve = 'fiche' | 'noeud' | 'commentaire'

export type Trouve = {
  genre: GenreTrouve
  /** Id of the fiche or node; for a remark, of its fiche. */
  id: string
  /** Id of the remark, else null. */
  commentaireId: string | null
  code: string
  intitule: string
  /** The code it bore, when it was found by it. */
  ancienCode: string | null
  jusquAu: Date | null
  /** Text around the words, marked; see `toExtraits`. */
  extrait: string
}

export type Resultat = {
  total: number
  trouves: Trouve[]
  /** Words replaced by their neighbours because nothing was found as typed. */
  remplaces: { saisi: string; retenus: string[] }[]
}

/**
 * Looks for words or a code in a contract. The exact code comes first, then the codes under it and the old codes, then the
 * words: French stems, accents aside. When nothing is found, each word is replaced by its nearest neighbours among the words of
 * the contract. One statement, three when words are replaced.
 * @param page from 1
 */
export async function searchStrategie(
  tx: Tx,
  contratId: string,
  requete: Requete,
  { page, taille }: { page: number; taille: number },
): Promise<Resultat> {
  const tel = await run(tx, contratId, requete, telQuel(requete), { page, taille })
  if (tel.total > 0 || requete.mots.length === 0) return { ...tel, remplaces: [] }
  const correction = corrected(await listVoisins(tx, contratId, requete.mots))
  if (correction === null || correction.remplaces.length === 0) return { ...tel, remplaces: [] }
  const corrige = await run(tx, contratId, requete, sql`to_tsquery('platform.francais', ${correction.tsquery})`, { page, taille })
  return { ...corrige, remplaces: corrige.total > 0 ? correction.remplaces : [] }
}

/** The words as typed: "…" an exact phrase, -word none of it. */
export function telQuel(requete: Requete): RawBuilder<unknown> {
  return sql`websearch_to_tsquery('platform.francais', ${requete.texte})`
}

async function run(tx: Tx, ...demande: Parameters<typeof searchSql>): Promise<{ total: number; trouves: Trouve[] }> {
  const { rows } = await searchSql(...demande).execute(tx)
  return { total: rows[0]?.total ?? 0, trouves: rows.map(({ total: _total, ...trouve }) => trouve) }
}

/**
 * The statement of a search. @param q a tsquery: written where it is used, not in a common table, so that Postgres sees how
 * rare its words are and takes the GIN index (recherche-volume.test.ts)
 */
export function searchSql(
  contratId: string,
  { code }: Requete,
  q: RawBuilder<unknown>,
  { page, taille }: { page: number; taille: number },
): RawBuilder<Trouve & { total: number }> {
  const options = `StartSel=${DEBUT_MARQUE},StopSel=${FIN_MARQUE},MaxFragments=2,MaxWords=22,MinWords=8,FragmentDelimiter=" … "`
  const vivante = sql`f.contrat_id = ${contratId} and f.archive_le is null`
  const exacte = code === null ? sql`0` : sql`case when f.code = ${code} then 1000 else 0 end`
  const noeudExact =
    code === null ? sql`0` : sql`case when n.code = ${code} then 1000 when starts_with(n.code, ${`${code}.`}) then 100 else 0 end`
  return sql<Trouve & { total: number }>`
    with trouves as (
      select 'fiche' as genre, f.id, null::uuid as commentaire_id, f.code, null::text as ancien, null::timestamptz as jusqu_au,
        ${exacte} + ts_rank(f.recherche, ${q}) as poids
      from strategie.fiche f where ${vivante} and f.recherche @@ ${q}
      ${code === null ? sql`` : sql`union all ${parCode(contratId, code)}`}
      union all
      select 'noeud', n.id, null, n.code, null, null, ${noeudExact} + ts_rank(n.recherche, ${q})
      from strategie.noeud n
      where n.contrat_id = ${contratId} and n.archive_le is null
        and (n.recherche @@ ${q} ${code === null ? sql`` : sql`or n.code = ${code} or starts_with(n.code, ${`${code}.`})`})
      union all
      select 'commentaire', c.fiche_id, c.id, f.code, null, null, ts_rank(c.recherche, ${q}) - 1
      from strategie.commentaire c join strategie.fiche f on f.id = c.fiche_id
      where ${vivante} and c.recherche @@ ${q}
    ),
    uniques as (
      -- Found by its code and by its words: once, for the better reason.
      ${code === null ? sql`select * from trouves` : sql`select distinct on (genre, id, commentaire_id) * from trouves order by genre, id, commentaire_id, poids desc`}
    ),
    page as (
      select *, count(*) over ()::int as total from uniques
      order by poids desc, string_to_array(code, '.'), id limit ${taille} offset ${(page - 1) * taille}
    )
    select p.genre, p.id, p.commentaire_id as "commentaireId", p.code, coalesce(f.intitule, n.intitule) as intitule, p.ancien as "ancienCode",
      p.jusqu_au as "jusquAu", p.total,
      ts_headline('platform.francais', left(coalesce(c.texte, f.texte_recherche, n.description, ''), 20000), ${q}, ${options}) as extrait
    from page p
    left join strategie.fiche f on f.id = p.id
    left join strategie.noeud n on n.id = p.id
    left join strategie.commentaire c on c.id = p.commentaire_id
    order by p.poids desc, string_to_array(p.code, '.'), p.id`
}

/** Fiches that bear a code or stand under it, and what bore it before. */
function parCode(contratId: string, code: string): RawBuilder<unknown> {
  return sql`
      select 'fiche', f.id, null, f.code, null, null, case when f.code = ${code} then 1000 else 100 end
      from strategie.fiche f
      where f.contrat_id = ${contratId} and f.archive_le is null and (f.code = ${code} or starts_with(f.code, ${`${code}.`}))
      union all
      select a.objet_type, a.objet_id, null, coalesce(f.code, n.code), a.code, max(a.jusqu_au), 500
      from strategie.ancien_code a
      left join strategie.fiche f on f.id = a.objet_id and f.archive_le is null
      left join strategie.noeud n on n.id = a.objet_id and n.archive_le is null
      where a.contrat_id = ${contratId} and a.code = ${code} and coalesce(f.code, n.code) <> a.code
      group by a.objet_type, a.objet_id, a.code, f.code, n.code`
}

/** The nearest words of the contract to each word. One statement, by the index. */
export async function listVoisins(tx: Tx, contratId: string, mots: readonly string[]): Promise<Voisins[]> {
  const { rows } = await sql<Voisins>`
    select m.mot, array(select mot from strategie.mot where contrat_id = ${contratId} order by mot <-> m.mot limit 16) as voisins
    from unnest(${[...mots]}::text[]) with ordinality as m (mot, rang) order by m.rang`.execute(tx)
  return rows
}

/** An object that bore a code, and bears another today. */
export type AncienCode = {
  type: 'fiche' | 'noeud'
  id: string
  contratId: string
  code: string
  intitule: string
  ancienCode: string
  jusquAu: Date
}

/**
 * Live fiches and nodes that bore this code, the latest first, five at most: for search and for the page that is not found.
 * @param contratId null: the contracts of whoever reads (the identity of the transaction)
 */
export async function findAncienCode(tx: Tx, contratId: string | null, code: string): Promise<AncienCode[]> {
  const ou =
    contratId === null
      ? sql`a.contrat_id::text = any (string_to_array(coalesce(current_setting('parvis.contrats', true), ''), ','))`
      : sql`a.contrat_id = ${contratId}`
  const { rows } = await sql<AncienCode>`
    select a.objet_type as type, a.objet_id as id, a.contrat_id as "contratId", coalesce(f.code, n.code) as code,
      coalesce(f.intitule, n.intitule) as intitule, a.code as "ancienCode", max(a.jusqu_au) as "jusquAu"
    from strategie.ancien_code a
    left join strategie.fiche f on f.id = a.objet_id and f.archive_le is null
    left join strategie.noeud n on n.id = a.objet_id and n.archive_le is null
    where ${ou} and a.code = ${code.trim().replace(/\.$/, '')} and coalesce(f.code, n.code) <> a.code
    group by a.objet_type, a.objet_id, a.contrat_id, a.code, f.code, n.code, f.intitule, n.intitule
    order by "jusquAu" desc limit 5`.execute(tx)
  return rows
}
