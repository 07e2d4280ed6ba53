/** For the proofs of rights: what an example of a command is. */
import { sql } from 'kysely'
import type { Agent } from '#compte/index.ts'
import { actIn, type Commande } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { idOf, type SceneDeTest } from './droits-scene-de-test.ts'

/** Where an example is made: a transaction of the owner that will be undone, the contract, who will act. */
export type Ou = { tx: Tx; contratId: string; agent: Agent; id: (nom: string) => string; scene: SceneDeTest }

export type Exemple = {
  /** Case of the action in which it stands, by its label; the first one when absent. */
  cas?: string
  /** Prepares the state if need be, and gives a valid input; null when the agent has no such object (« his own mandate »). */
  entree: (ou: Ou) => unknown
  /** A rule of the field may still say no to who has the right. */
  regle?: true
}

export function ouDe(scene: SceneDeTest, tx: Tx, agent: Agent): Ou {
  return { tx, contratId: scene.ici.contratId, agent, id: (nom) => idOf(scene.ici, nom), scene }
}

/** The one case of an action without cases. */
export const un = (entree: Exemple['entree']): readonly Exemple[] => [{ entree }]

/** Does a command in the transaction, as the chef de projet of the scene or someone else of it: what others will act upon. */
export async function prepare<E, T>({ tx, scene }: Ou, commande: Commande<E, T>, brut: unknown, par = 'chef_projet'): Promise<T> {
  const agent = scene.agents.get(par)
  if (agent == null) throw new Error(`${par} cannot act`)
  return actIn(tx, { agent, now: new Date(), requeteId: 'preuve' }, commande, commande.entree.parse(brut))
}

export async function set(tx: Tx, table: string, id: string, change: Record<string, unknown>): Promise<void> {
  for (const [colonne, valeur] of Object.entries(change)) {
    await sql`update ${sql.table(table)} set ${sql.ref(colonne)} = ${valeur} where id = ${id}`.execute(tx)
  }
}
