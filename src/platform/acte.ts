import { sql } from 'kysely'
import { z } from 'zod'
import { fr } from 'zod/locales'
import { type Acteur, type MandatConnu, titreOf } from '#platform/acteur.ts'
import { appendAudit } from '#platform/audit/audit.store.ts'
import type { Trace } from '#platform/audit/chaine.ts'
import type { Tx } from '#platform/db/base.ts'
import { parseEntree } from '#platform/entree.ts'
import { assertCan, naming } from '#platform/errors.ts'

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

/** A command known by its name alone, for the matrix of rights and its tests. */
export type CommandeDeclaree = { nom: string; actIn: (tx: Tx, appel: Omit<Appel, 'db'>, brut: unknown) => Promise<unknown> }

/** Every command of the product. */
const commandes = new Map<string, CommandeDeclaree>()

/** Commands of the files loaded so far, by name. */
export function listCommandes(): CommandeDeclaree[] {
  return [...commandes.values()].sort((a, b) => (a.nom < b.nom ? -1 : 1))
}

/**
 * Declares a command. @param nom `capability.verbe_objet`, in French, as the audit shows it
 * @throws Error when two commands bear one name
 */
export function command<E, T>(nom: string, entree: z.ZodType<E>, faire: Commande<E, T>['faire']): Commande<E, T> {
  if (commandes.has(nom)) throw new Error(`two commands are named ${nom}`)
  const commande = { nom, entree, faire }
  commandes.set(nom, { nom, actIn: async (tx, appel, brut) => actIn(tx, appel, commande, parseEntree(entree, brut)) })
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
    await setIdentite(tx, identiteOf(writing(appel.agent)))
    return actIn(tx, appel, commande, entree)
  })
}

/** The same inside a transaction that is already open (an import that creates many fiches, a demo, a test rolled back). */
export async function actIn<E, T>(tx: Tx, appel: Omit<Appel, 'db'>, commande: Commande<E, T>, entree: E): Promise<T> {
  const { valeur, trace } = await naming(commande.nom, () => commande.faire({ tx, agent: appel.agent, now: appel.now }, entree))
  for (const ligne of trace === null ? [] : 'contratId' in trace ? [trace] : trace) {
    const mandat = actingMandat(appel.agent, ligne.contratId, commande.nom)
    await appendAudit(tx, ligne, {
      acteurId: appel.agent.personneId,
      mandatId: mandat?.id ?? null,
      mandat: mandat === undefined ? null : titreOf(mandat),
      requeteId: appel.requeteId,
      instant: appel.now,
      commande: commande.nom,
    })
  }
  return valeur
}

/**
 * The mandate of an act: the one on the contract, else the one that holds everywhere, else the only one that the person has (who
 * adds an organisation does it as the chef de projet that she is). @throws Interdit when that one only reads
 */
function actingMandat(agent: Acteur, contratId: string | null, commande: string): MandatConnu | undefined {
  const ici = agent.mandats.find((mandat) => mandat.contratId === contratId)
  assertCan(
    ici?.actes?.some((debut) => commande.startsWith(debut)) ?? true,
    'Votre accès à ce contrat permet de le lire, pas de le modifier.',
  )
  const partout = agent.mandats.find((mandat) => mandat.contratId === null)
  return ici ?? partout ?? (agent.mandats.length === 1 ? agent.mandats[0] : undefined)
}

/** The person without the mandates that only read: what they open does not exist for a transaction that writes. */
function writing(agent: Acteur): Acteur {
  return { ...agent, mandats: agent.mandats.filter((mandat) => mandat.actes === undefined) }
}

/** Reads in one read-only transaction that bears the identity of the reader (null: the public). */
export async function read<T>(db: Tx, agent: Acteur | null, query: (tx: Tx) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setAccessMode('read only')
    .execute(async (tx) => {
      await setIdentite(tx, identiteOf(agent))
      return query(tx)
    })
}

/** Reads, and notes what is no act and leaves no line (a visit), in one transaction that bears the identity of who is there. */
export async function note<T>(db: Tx, agent: Acteur | null, faire: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await setIdentite(tx, identiteOf(agent))
    return faire(tx)
  })
}

/** On whose behalf a transaction runs: rows of other contracts do not exist for it (db/migrations/0017-cloisonnement.sql). */
export type Identite = {
  personneId: string | null
  /** Contracts whose content it may see and change. */
  contrats: readonly string[]
  /** Runs the machine: sees that contracts exist, not their content. For a task of the platform, everything. */
  technique: boolean
}

export function identiteOf(agent: Acteur | null): Identite {
  const mandats = agent?.mandats ?? []
  return {
    personneId: agent?.personneId ?? null,
    contrats: mandats.flatMap((mandat) => (mandat.contratId === null ? [] : [mandat.contratId])),
    technique: mandats.some((mandat) => mandat.contratId === null),
  }
}

/** Sets the identity of the open transaction. One statement. */
export async function setIdentite(tx: Tx, identite: Identite): Promise<void> {
  await writeIdentite(tx, identite, true)
}

/**
 * Runs work that opens its own transactions on one connection that bears an identity all along: a task of the worker.
 * The connection goes back to the pool without it.
 */
export async function withIdentite<T>(db: Tx, identite: Identite, faire: (db: Tx) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connexion) => {
    await writeIdentite(connexion, identite, false)
    try {
      return await faire(connexion)
    } finally {
      await writeIdentite(connexion, identiteOf(null), false)
    }
  })
}

/** A contract that this very act creates belongs to it. */
export async function extendIdentite(tx: Tx, contratId: string): Promise<void> {
  await sql`select set_config('parvis.contrats', concat_ws(',', nullif(current_setting('parvis.contrats', true), ''), ${contratId}::text), true)`.execute(
    tx,
  )
}

async function writeIdentite(db: Tx, { personneId, contrats, technique }: Identite, locale: boolean): Promise<void> {
  await sql`/* prepare identite */ select set_config('parvis.personne', ${personneId ?? ''}, ${locale}), set_config('parvis.contrats', ${contrats.join(',')}, ${locale}),
    set_config('parvis.technique', ${technique ? '1' : ''}, ${locale})`.execute(db)
}
