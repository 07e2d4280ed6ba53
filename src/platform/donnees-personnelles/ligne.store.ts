import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { type Colonne, listPersonnelles } from './declaration.ts'
import type { Critere, Selection } from './selection.ts'

/** Rows of one table about a person, with the columns that she may see. */
export type PartDonnees = { tableau: string; lignes: Record<string, unknown>[]; complete: boolean }

/** Rows of one table that are given at most. */
export const LIGNES_MAX = 20_000

/**
 * The rows where a person is. Of a row about her, every column but secrets and bytes; of a row that she only touched, which one
 * it is, when, and what holds no personal data: the rest may be about someone else.
 */
export async function listLignes(tx: Tx, colonnes: readonly Colonne[], selections: readonly Selection[]): Promise<PartDonnees[]> {
  const parts: PartDonnees[] = []
  for (const selection of selections) {
    const siennes = colonnes.filter((colonne) => colonne.tableau === selection.tableau)
    const { rows } = await sql<{ ligne: Record<string, unknown>; sujet: boolean }>`
      select to_jsonb(t) as ligne, ${anyOf(selection.sujet)} as sujet from ${sql.table(selection.tableau)} t
      where ${anyOf([...selection.sujet, ...selection.touche])} order by 1 limit ${LIGNES_MAX}`.execute(tx)
    if (rows.length === 0) continue
    const [entieres, reduites] = [givenOf(siennes), reducedOf(siennes, selection)]
    parts.push({
      tableau: selection.tableau,
      complete: rows.length < LIGNES_MAX,
      lignes: rows.map(({ ligne, sujet }) => picked(ligne, sujet === true ? entieres : reduites)),
    })
  }
  return parts
}

/** Removes the rows about a person of the tables that say so, those of `dernier` (which others hang on) at the end. */
export async function removeLignes(
  tx: Tx,
  colonnes: readonly Colonne[],
  selections: readonly Selection[],
  dernier: string,
): Promise<number> {
  const aRetirer = new Set(
    listPersonnelles(colonnes)
      .filter(({ declaration }) => declaration.effacement === 'ligne')
      .map(({ tableau }) => tableau),
  )
  let retirees = 0
  const rang = (selection: Selection) => (selection.tableau === dernier ? 1 : 0)
  for (const selection of [...selections].sort((a, b) => rang(a) - rang(b))) {
    if (!aRetirer.has(selection.tableau) || selection.sujet.length === 0) continue
    const fait = await sql`delete from ${sql.table(selection.tableau)} t where ${anyOf(selection.sujet)}`.execute(tx)
    retirees += Number(fait.numAffectedRows ?? 0)
  }
  return retirees
}

/** Empties, on the rows about a person, the columns that say so. */
export async function emptyColonnes(tx: Tx, colonnes: readonly Colonne[], selections: readonly Selection[]): Promise<void> {
  for (const selection of selections) {
    const vides = listPersonnelles(colonnes).filter((c) => c.tableau === selection.tableau && c.declaration.effacement === 'vide')
    if (vides.length === 0 || selection.sujet.length === 0) continue
    await sql`update ${sql.table(selection.tableau)} t set ${assignments(vides)} where ${anyOf(selection.sujet)}`.execute(tx)
  }
}

/** The words of the text that replaces one that named an erased person, where a text must stand. */
export const TEXTE_EFFACE = 'Texte effacé : il nommait une personne dont le compte est fermé.'

/** Empties the columns declared `mention` of the rows that name the person. @param motif from `motifMention`; @param sauf tables treated apart */
export async function emptyMentions(
  tx: Tx,
  colonnes: readonly Colonne[],
  motif: RawBuilder<boolean>,
  sauf: readonly string[],
): Promise<void> {
  const citees = listPersonnelles(colonnes).filter((c) => c.declaration.effacement === 'mention' && !sauf.includes(c.tableau))
  for (const [tableau, siennes] of Map.groupBy(citees, (colonne) => colonne.tableau)) {
    await sql`update ${sql.table(tableau)} t set ${assignments(siennes)}
      from (select ctid as place, ${textOf(siennes)} as texte from ${sql.table(tableau)}) citee
      where citee.place = t.ctid and ${motif}`.execute(tx)
  }
}

/**
 * True of a text (`citee.texte`) that holds the address, or both names as whole words, whatever their case and accents. One name
 * alone names many people: it is left.
 */
export function motifMention(personne: { prenom: string; nom: string; courriel: string | null }): RawBuilder<boolean> {
  const mot = (texte: string) => sql<boolean>`citee.texte ~ ('\\m' || platform.sans_accents(${escapeRegExp(texte)}) || '\\M')`
  const adresse =
    personne.courriel === null ? sql<boolean>`false` : sql<boolean>`strpos(citee.texte, ${personne.courriel.toLowerCase()}) > 0`
  return sql<boolean>`(${adresse} or (${mot(personne.prenom)} and ${mot(personne.nom)}))`
}

/** The texts of a row as one, ready for `motifMention`. */
export function textOf(colonnes: readonly Pick<Colonne, 'nom'>[]): RawBuilder<string> {
  return sql<string>`platform.sans_accents(concat_ws(' ', ${sql.join(colonnes.map(({ nom }) => sql`${sql.ref(nom)}::text`))}))`
}

function anyOf(criteres: readonly Critere[]): RawBuilder<boolean> {
  if (criteres.length === 0) return sql<boolean>`false`
  const une = (critere: Critere) =>
    'valeur' in critere
      ? sql<boolean>`t.${sql.ref(critere.colonne)} = ${critere.valeur}`
      : sql<boolean>`t.${sql.ref(critere.colonne)} in (select t.${sql.ref(critere.dans.cle)} from ${sql.table(critere.dans.tableau)} t where ${anyOf(critere.dans.sujet)})`
  return sql<boolean>`(${sql.join(criteres.map(une), sql` or `)})`
}

function assignments(colonnes: readonly Colonne[]): RawBuilder<unknown> {
  const vide = ({ obligatoire, type }: Colonne) => {
    if (!obligatoire) return sql`null`
    return /^jsonb?$/.test(type) ? sql`'{}'` : sql`${TEXTE_EFFACE}::text`
  }
  return sql.join(colonnes.map((colonne) => sql`${sql.ref(colonne.nom)} = ${vide(colonne)}`))
}

function givenOf(colonnes: readonly Colonne[]): Set<string> {
  const secrets = new Set(
    listPersonnelles(colonnes)
      .filter(({ declaration }) => declaration.secret)
      .map(({ nom }) => nom),
  )
  return new Set(colonnes.filter((c) => !secrets.has(c.nom) && !/^(bytea|tsvector)$/.test(c.type)).map(({ nom }) => nom))
}

function reducedOf(colonnes: readonly Colonne[], selection: Selection): Set<string> {
  const touches = new Set(selection.touche.map(({ colonne }) => colonne))
  const gardees = colonnes.filter(
    (colonne) =>
      colonne.cle ||
      colonne.nom === 'contrat_id' ||
      touches.has(colonne.nom) ||
      /^(date|timestamp)/.test(colonne.type) ||
      (colonne.commentaire ?? '').startsWith('non personnel'),
  )
  return new Set(gardees.map(({ nom }) => nom))
}

/** Without what is empty. */
function picked(ligne: Record<string, unknown>, noms: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(ligne).filter(([nom, valeur]) => noms.has(nom) && valeur !== null))
}

function escapeRegExp(texte: string): string {
  return texte.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
