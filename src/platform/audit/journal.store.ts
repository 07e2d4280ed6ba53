import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { nomChaine } from './chaine.ts'

/** What is asked of a chain. Days are ISO, Europe/Paris, both included. */
export type FiltreJournal = {
  contratId: string | null
  acteurId?: string | undefined
  /** A whole name (`strategie.modifier_fiche`), or the beginning of some with its dot (`strategie.`). */
  commande?: string | undefined
  objetType?: string | undefined
  objetId?: string | undefined
  du?: string | undefined
  au?: string | undefined
  /** Words of the sentence, accents and case aside. */
  texte?: string | undefined
}
/** Where the page starts: older than a number, or newer than one. */
export type Curseur = { avant?: number | undefined; apres?: number | undefined; limite: number }

export type LigneLue = {
  id: string
  chaine: string
  numero: number
  instant: Date
  commande: string
  acteurId: string | null
  objetType: string
  objetId: string
  requeteId: string
  empreinte: string
  libelle: string | null
  mandat: string | null
  avant: unknown
  apres: unknown
  effaceLe: Date | null
}

/** What the filters of a journal offer: those who acted, what they did, on which types of objects. */
export type Facettes = { acteurs: string[]; commandes: string[]; types: string[] }
export type PageJournal = { lignes: LigneLue[]; plusRecentes: boolean; plusAnciennes: boolean }

/** One page of a chain, newest first. One statement. */
export async function listLignes(tx: Tx, filtre: FiltreJournal, curseur: Curseur): Promise<PageJournal> {
  const { rows } = await selectLignes(filtre, curseur).execute(tx)
  return pageOf(rows.map(readLigne), curseur)
}

/** The same, with what the filters offer. One statement. */
export async function readJournal(tx: Tx, filtre: FiltreJournal, curseur: Curseur): Promise<PageJournal & { facettes: Facettes }> {
  const chaine = nomChaine(filtre.contratId)
  const distincts = (colonne: RawBuilder<unknown>) =>
    sql`(select coalesce(json_agg(v order by v), '[]') from (select distinct ${colonne} as v from platform.audit_ligne where chaine = ${chaine}) d where v is not null)`
  const { rows } = await sql<{ lignes: LigneBrute[] } & Facettes>`
    select (select coalesce(json_agg(to_json(l)), '[]') from (${selectLignes(filtre, curseur)}) l) as lignes,
      ${distincts(sql`acteur_id`)} as acteurs, ${distincts(sql`commande`)} as commandes, ${distincts(sql`objet_type`)} as types`.execute(tx)
  const [lu] = rows
  if (lu === undefined) throw new Error(`the chain ${chaine} cannot be read`)
  const { lignes, ...facettes } = lu
  return { ...pageOf(lignes.map(readLigne), curseur), facettes }
}

/** Lines that one person wrote, or that are about her account, in the chain of the platform. One statement. */
export async function listActivite(tx: Tx, personneId: string, curseur: Curseur): Promise<PageJournal> {
  const moi = sql`(l.acteur_id = ${personneId} or (l.objet_type = 'personne' and l.objet_id = ${personneId}))`
  const { rows } = await selectWhere([sql`l.chaine = 'plateforme'`, moi], curseur).execute(tx)
  return pageOf(rows.map(readLigne), curseur)
}

type LigneBrute = Omit<LigneLue, 'instant' | 'effaceLe'> & { instant: string | Date; effaceLe: string | Date | null }

function readLigne(ligne: LigneBrute): LigneLue {
  return { ...ligne, instant: new Date(ligne.instant), effaceLe: ligne.effaceLe === null ? null : new Date(ligne.effaceLe) }
}

function selectLignes(filtre: FiltreJournal, curseur: Curseur): RawBuilder<LigneBrute> {
  const { contratId, acteurId, commande, objetType, objetId, du, au, texte } = filtre
  const conditions = [sql`l.chaine = ${nomChaine(contratId)}`]
  if (acteurId !== undefined) conditions.push(sql`l.acteur_id = ${acteurId}`)
  if (commande !== undefined)
    conditions.push(commande.endsWith('.') ? sql`starts_with(l.commande, ${commande})` : sql`l.commande = ${commande}`)
  if (objetType !== undefined) conditions.push(sql`l.objet_type = ${objetType}`)
  if (objetId !== undefined) conditions.push(sql`l.objet_id = ${objetId}`)
  if (du !== undefined) conditions.push(sql`l.instant >= (${du}::date)::timestamp at time zone 'Europe/Paris'`)
  if (au !== undefined) conditions.push(sql`l.instant < (${au}::date + 1)::timestamp at time zone 'Europe/Paris'`)
  if (texte !== undefined) conditions.push(sql`strpos(platform.sans_accents(c.libelle), platform.sans_accents(${texte})) > 0`)
  return selectWhere(conditions, curseur)
}

/** One line more than asked says whether others follow. */
function selectWhere(conditions: readonly RawBuilder<unknown>[], { avant, apres, limite }: Curseur): RawBuilder<LigneBrute> {
  const bornes = [...(avant === undefined ? [] : [sql`l.numero < ${avant}`]), ...(apres === undefined ? [] : [sql`l.numero > ${apres}`])]
  const ordre = apres === undefined ? sql`desc` : sql`asc`
  return sql<LigneBrute>`
    select l.id, l.chaine, l.numero, l.instant, l.commande, l.acteur_id as "acteurId", l.objet_type as "objetType", l.objet_id as "objetId",
      l.requete_id as "requeteId", l.empreinte, c.libelle, c.mandat, c.avant, c.apres, c.efface_le as "effaceLe"
    from platform.audit_ligne l left join platform.audit_contenu c on c.ligne_id = l.id
    where ${sql.join([...conditions, ...bornes], sql` and `)}
    order by l.numero ${ordre} limit ${limite + 1}`
}

function pageOf(lues: readonly LigneLue[], { avant, apres, limite }: Curseur): PageJournal {
  const autres = lues.length > limite
  const lignes = lues.slice(0, limite)
  if (apres === undefined) return { lignes, plusRecentes: avant !== undefined, plusAnciennes: autres }
  return { lignes: lignes.reverse(), plusRecentes: autres, plusAnciennes: true }
}
