import { sql } from 'kysely'
import { z } from 'zod'
import { fr } from 'zod/locales'
import type { Acteur } from '#platform/acteur.ts'
import { appendAudit } from '#platform/audit/audit.store.ts'
import type { Trace } from '#platform/audit/chaine.ts'
import type { Tx } from '#platform/db/base.ts'
import { parseEntree } from '#platform/entree.ts'

// What a schema says without a sentence of its own is in French too.
z.config(fr())

/** What a command receives: the open transaction, who acts, the instant. */
export type Contexte = { tx: Tx; agent: Acteur; now: Date }

/**
 * What a command gives back: its value, and the trace that `act` writes in the audit chain (null: nothing was changed; a
 * list: one line for each object that a bulk act has changed).
 */
export type Fait<T> = { valeur: T; trace: Trace | readonly Trace[] | null }

/** A thing a person does: a name for the audit, the shape of its input, the deed. */
export type Commande<E, T> = {
  nom: string
  entree: z.ZodType<E>
  faire: (contexte: Contexte, entree: E) => Promise<Fait<T>>
}

/** Every command of the product, for the matrix of rights and its tests. */
const commandes = new Set<string>()

/**
 * Declares a command. @param nom `capability.verbe_objet`, in French, as the audit shows it
 * @throws Error when two commands bear one name
 */
export function command<E, T>(nom: string, entree: z.ZodType<E>, faire: Commande<E, T>['faire']): Commande<E, T> {
  if (commandes.has(nom)) throw new Error(`two commands are named ${nom}`)
  const commande = { nom, entree, faire }
  commandes.add(nom)
  return commande
}

export type Appel = { db: Tx; agent: Acteur; now: Date; requeteId: string }

/**
 * Runs a command: validates its input, opens the transaction, sets the identity for row-level security, writes the audit line.
 * Everything is kept, or nothing.
 * @throws RegleViolee when the input has not the shape (its `champs` name the fields)
 */
export async function act<E, T>(appel: Appel, commande: Commande<E, T>, brut: unknown): Promise<T> {
  const entree = parseEntree(commande.entree, brut)
  return appel.db.transaction().execute(async (tx) => {
    await setIdentite(tx, appel.agent)
    return actIn(tx, appel, commande, entree)
  })
}

/** The same inside a transaction that is already open (an import that creates many fiches, a demo, a test rolled back). */
export async function actIn<E, T>(tx: Tx, appel: Omit<Appel, 'db'>, commande: Commande<E, T>, entree: E): Promise<T> {
  const { valeur, trace } = await commande.faire({ tx, agent: appel.agent, now: appel.now }, entree)
  for (const ligne of trace === null ? [] : 'contratId' in trace ? [trace] : trace) {
    const mandat = appel.agent.mandats.find((m) => m.contratId === ligne.contratId) ?? appel.agent.mandats.find((m) => m.contratId === null)
    await appendAudit(tx, ligne, {
      acteurId: appel.agent.personneId,
      mandatId: mandat?.id ?? null,
      requeteId: appel.requeteId,
      instant: appel.now,
      commande: commande.nom,
    })
  }
  return valeur
}

/** Reads in one read-only transaction that bears the identity of the reader (null: the public). */
export async function read<T>(db: Tx, agent: Acteur | null, query: (tx: Tx) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setAccessMode('read only')
    .execute(async (tx) => {
      await setIdentite(tx, agent)
      return query(tx)
    })
}

async function setIdentite(tx: Tx, agent: Acteur | null): Promise<void> {
  const contrats = agent === null ? '' : agent.mandats.flatMap((m) => (m.contratId === null ? [] : [m.contratId])).join(',')
  await sql`select set_config('parvis.personne', ${agent?.personneId ?? ''}, true), set_config('parvis.contrats', ${contrats}, true)`.execute(
    tx,
  )
}
