import type { Context } from 'hono'
import { act, type Commande, note, read } from '#platform/acte.ts'
import type { Acteur } from '#platform/acteur.ts'
import type { Configuration } from '#platform/configuration.ts'
import type { Base, Tx } from '#platform/db/base.ts'
import { Interdit } from '#platform/errors.ts'

/** What every request carries. A capability may add its own by interface merging (`contrat` adds the contract of the workspace). */
export interface Variables {
  base: Base
  configuration: Configuration
  agent: Acteur | null
  requeteId: string
  now: Date
}
export type Env = { Variables: Variables }
export type C = Context<Env>

/** Who is signed in. @throws Interdit when nobody is (the error page offers to sign in) */
export function requireAgent(c: C): Acteur {
  const agent = c.get('agent')
  if (agent === null) throw new Interdit('Connectez-vous pour ouvrir cette page.')
  return agent
}

/** Runs a command for the person signed in: right, rule, one transaction, audit line. */
export function actHttp<E, T>(c: C, commande: Commande<E, T>, brut: unknown): Promise<T> {
  return act({ db: c.get('base').db, agent: requireAgent(c), now: c.get('now'), requeteId: c.get('requeteId') }, commande, brut)
}

/** Reads for whoever is there, under their identity. */
export function readHttp<T>(c: C, query: (tx: Tx) => Promise<T>): Promise<T> {
  return read(c.get('base').db, c.get('agent'), query)
}

/** Reads and notes a visit, for whoever is there. */
export function noteHttp<T>(c: C, faire: (tx: Tx) => Promise<T>): Promise<T> {
  return note(c.get('base').db, c.get('agent'), faire)
}
