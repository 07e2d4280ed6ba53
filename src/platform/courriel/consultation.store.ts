/** What pages show of the mail: counts and failures for the administrators, the messages themselves where nobody real works. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { CorpsCourriel, EnvoiCourriel, EtatCourriel } from './courriel.ts'
import type { TablesCourriel } from './tables.ts'

export type CompteCourriels = { etat: EtatCourriel; nombre: number; recents: number; plusAncien: Date | null }

/** How many mails are in each state, how many of them were written since an instant, since when the oldest waits. */
export async function countCourriels(tx: Tx, depuis: Date): Promise<CompteCourriels[]> {
  const { rows } = await sql<CompteCourriels>`
    select etat, count(*)::int as nombre, (count(*) filter (where cree_le >= ${depuis}))::int as recents, min(cree_le) as "plusAncien"
    from platform.courriel group by etat`.execute(tx)
  return rows
}

export type EchecCourriel = {
  id: string
  genre: string
  etat: EtatCourriel
  essais: number
  erreur: string | null
  creeLe: Date
  prochainEssaiLe: Date | null
  relancable: boolean
}

/** Mails given up, uncertain, or tried at least once without success, newest first. No content, no address. */
export async function listEchecs(
  tx: Tx,
  { page, taille }: { page: number; taille: number },
): Promise<{ echecs: EchecCourriel[]; total: number }> {
  const { rows } = await sql<EchecCourriel & { total: number }>`
    select id, genre, etat, essais, erreur, cree_le as "creeLe", prochain_essai_le as "prochainEssaiLe",
      (etat in ('abandonne', 'incertain') and efface_le is null) as relancable, count(*) over ()::int as total
    from platform.courriel
    where etat in ('abandonne', 'incertain') or (etat in ('en_attente', 'en_cours') and essais > 0)
    order by cree_le desc, id desc limit ${taille} offset ${(page - 1) * taille}`.execute(tx)
  return { echecs: rows.map(({ total, ...echec }) => echec), total: rows[0]?.total ?? 0 }
}

/** Kind and state of a mail, for who may not read it. @throws Introuvable */
export async function getEtatCourriel(tx: Tx, id: string): Promise<{ genre: string; etat: EtatCourriel; efface: boolean }> {
  const ligne = await tx
    .withTables<TablesCourriel>()
    .selectFrom('platform.courriel')
    .select(['genre', 'etat', 'efface_le'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (ligne === undefined) throw new Introuvable('Ce courriel n’existe pas.')
  return { genre: ligne.genre, etat: ligne.etat, efface: ligne.efface_le !== null }
}

export type CourrielLu = {
  id: string
  genre: string
  envoi: EnvoiCourriel
  etat: EtatCourriel
  personneId: string | null
  destinataire: string | null
  objet: string | null
  corps: CorpsCourriel | null
  creeLe: Date
  erreur: string | null
}

/** Mails as they were written, newest first: for /dev/courriels alone. */
export async function listCourriels(
  tx: Tx,
  { page, taille }: { page: number; taille: number },
): Promise<{ courriels: CourrielLu[]; total: number }> {
  const [courriels, { total }] = await Promise.all([
    selectCourriels(tx)
      .orderBy('cree_le', 'desc')
      .orderBy('id', 'desc')
      .limit(taille)
      .offset((page - 1) * taille)
      .execute(),
    tx
      .withTables<TablesCourriel>()
      .selectFrom('platform.courriel')
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow(),
  ])
  return { courriels, total }
}

/** One mail as it was written: for /dev/courriels alone. @throws Introuvable */
export async function getCourriel(tx: Tx, id: string): Promise<CourrielLu> {
  const courriel = await selectCourriels(tx).where('id', '=', id).executeTakeFirst()
  if (courriel === undefined) throw new Introuvable('Ce courriel n’existe pas.')
  return courriel
}

function selectCourriels(tx: Tx) {
  return tx
    .withTables<TablesCourriel>()
    .selectFrom('platform.courriel')
    .select(['id', 'genre', 'envoi', 'etat', 'personne_id as personneId', 'destinataire', 'objet', 'corps', 'cree_le as creeLe', 'erreur'])
}
