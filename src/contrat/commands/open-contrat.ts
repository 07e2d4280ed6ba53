import type { Agent } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import { assertCan } from '#platform/errors.ts'
import { createId, isId } from '#platform/identifiants.ts'
import { type ContratVerrouille, lockContrat } from '../contrat.store.ts'
import { assertModifiable } from '../contrat.ts'
import { canEditContrat } from '../droits.ts'

export const REFUS = 'Seule la cheffe ou le chef de projet de ce contrat peut le modifier.'

/**
 * The contract to change, locked until the end of the act.
 * @throws Interdit without the mandate @throws Introuvable @throws RegleViolee when it is archived
 */
export async function lockToEdit({ tx, agent }: { tx: Tx; agent: Agent }, contratId: string): Promise<ContratVerrouille> {
  assertCan(canEditContrat(agent, contratId), REFUS)
  const contrat = await lockContrat(tx, contratId)
  assertModifiable(contrat)
  return contrat
}

/** The id of a row that the form brings back, if it is one of this contract; a new one otherwise. */
export function idOfLigne(id: string, connues: readonly { id: string }[], now: Date): string {
  return isId(id) && connues.some((connue) => connue.id === id) ? id : createId(now.getTime())
}
