import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'

export type EtatTache = 'en_file' | 'en_cours' | 'faite' | 'echouee' | 'annulee'

/** A long piece of work: queued with the act that asks for it, shows its progress, can be cancelled. */
export type Tache = {
  id: string
  genre: string
  contratId: string | null
  demandeurId: string | null
  parametres: unknown
  etat: EtatTache
  fait: number
  total: number
  message: string | null
  resultat: unknown
  fichierId: string | null
  fichierNom: string | null
  creeLe: Date
  finieLe: Date | null
}

/** Name of the one graphile-worker task that runs every `tache`. */
export const TRAVAIL = 'tache'

/** Queues a task in the transaction of the act: it exists if, and only if, the act is kept. @returns its id */
export async function enqueueTache(
  tx: Tx,
  tache: { genre: string; contratId: string | null; demandeurId: string | null; parametres: unknown; total?: number; message?: string },
): Promise<string> {
  const id = createId()
  await tx
    .insertInto('platform.tache')
    .values({
      id,
      genre: tache.genre,
      contrat_id: tache.contratId,
      demandeur_id: tache.demandeurId,
      parametres: JSON.stringify(tache.parametres),
      total: tache.total ?? 0,
      message: tache.message ?? null,
    })
    .execute()
  await sql`select platform.enfiler(${id})`.execute(tx)
  return id
}

const colonnes = [
  'id',
  'genre',
  'contrat_id as contratId',
  'demandeur_id as demandeurId',
  'parametres',
  'etat',
  'fait',
  'total',
  'message',
  'resultat',
  'fichier_id as fichierId',
  'fichier_nom as fichierNom',
  'cree_le as creeLe',
  'finie_le as finieLe',
] as const

/** @throws Introuvable */
export async function getTache(tx: Tx, id: string): Promise<Tache> {
  const tache = await tx.selectFrom('platform.tache').select(colonnes).where('id', '=', id).executeTakeFirst()
  if (tache === undefined) throw new Introuvable('Cette tâche n’existe pas.')
  return tache
}

/** Latest tasks of a contract, newest first. */
export async function listTaches(tx: Tx, contratId: string, limite: number): Promise<Tache[]> {
  return tx
    .selectFrom('platform.tache')
    .select(colonnes)
    .where('contrat_id', '=', contratId)
    .orderBy('cree_le', 'desc')
    .limit(limite)
    .execute()
}

/** Takes a queued task (or one whose worker died) in hand. @returns null when it was cancelled or is done */
export async function startTache(db: Tx, id: string, now: Date): Promise<Tache | null> {
  const pris = await db
    .updateTable('platform.tache')
    .set({ etat: 'en_cours', commencee_le: now })
    .where('id', '=', id)
    .where('etat', 'in', ['en_file', 'en_cours'])
    .returning(colonnes)
    .executeTakeFirst()
  return pris ?? null
}

/** Writes how far the task is. @returns false when somebody cancelled it: the work must stop */
export async function advanceTache(db: Tx, id: string, pas: { fait: number; total: number; message?: string }): Promise<boolean> {
  const lignes = await db
    .updateTable('platform.tache')
    .set({ fait: pas.fait, total: pas.total, ...(pas.message === undefined ? {} : { message: pas.message }) })
    .where('id', '=', id)
    .where('etat', '=', 'en_cours')
    .executeTakeFirst()
  return lignes.numUpdatedRows > 0n
}

/** Ends a task. A cancelled one stays cancelled. */
export async function endTache(
  db: Tx,
  id: string,
  fin: { etat: 'faite' | 'echouee'; message: string | null; resultat?: unknown; fichier?: { id: string; nom: string } },
  now: Date,
): Promise<void> {
  await db
    .updateTable('platform.tache')
    .set({
      etat: fin.etat,
      message: fin.message,
      resultat: fin.resultat === undefined ? null : JSON.stringify(fin.resultat),
      fichier_id: fin.fichier?.id ?? null,
      fichier_nom: fin.fichier?.nom ?? null,
      finie_le: now,
    })
    .where('id', '=', id)
    .where('etat', '=', 'en_cours')
    .execute()
}

/** Cancels a task that is not over. @returns false when it was over already */
export async function cancelTache(tx: Tx, id: string, now: Date): Promise<boolean> {
  const lignes = await tx
    .updateTable('platform.tache')
    .set({ etat: 'annulee', finie_le: now })
    .where('id', '=', id)
    .where('etat', 'in', ['en_file', 'en_cours'])
    .executeTakeFirst()
  return lignes.numUpdatedRows > 0n
}

/** Queues work that comes back at fixed hours, unless it is queued or under way already. @returns its id, null when it is */
export async function enqueuePeriodique(tx: Tx, genre: string): Promise<string | null> {
  const encore = await tx
    .selectFrom('platform.tache')
    .select('id')
    .where('genre', '=', genre)
    .where('contrat_id', 'is', null)
    .where('etat', 'in', ['en_file', 'en_cours'])
    .limit(1)
    .executeTakeFirst()
  return encore === undefined ? enqueueTache(tx, { genre, contratId: null, demandeurId: null, parametres: {} }) : null
}

/** The last task of each of these kinds, whoever asked for it. */
export async function listDernieresTaches(tx: Tx, genres: readonly string[]): Promise<Tache[]> {
  if (genres.length === 0) return []
  return tx
    .selectFrom('platform.tache')
    .select(colonnes)
    .distinctOn('genre')
    .where('genre', 'in', [...genres])
    .orderBy('genre')
    .orderBy('cree_le', 'desc')
    .execute()
}

/** Tasks of the platform (of no contract), newest first; `echecs`: only those that failed. */
export async function listTachesPlateforme(tx: Tx, filtre: { etat?: EtatTache; limite: number }): Promise<Tache[]> {
  let requete = tx
    .selectFrom('platform.tache')
    .select(colonnes)
    .where('contrat_id', 'is', null)
    .orderBy('cree_le', 'desc')
    .limit(filtre.limite)
  if (filtre.etat !== undefined) requete = requete.where('etat', '=', filtre.etat)
  return requete.execute()
}

/** Tasks of this kind that a person asked for, newest first. */
export async function listTachesDe(tx: Tx, demandeurId: string, genre: string, limite: number): Promise<Tache[]> {
  return tx
    .selectFrom('platform.tache')
    .select(colonnes)
    .where('demandeur_id', '=', demandeurId)
    .where('genre', '=', genre)
    .orderBy('cree_le', 'desc')
    .limit(limite)
    .execute()
}
