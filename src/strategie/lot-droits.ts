/** Who may import. Pure. */
import { type Agent, hasRole } from '#compte/index.ts'
import { canCreateFiche } from './droits.ts'

/** Importing writes drafts: those who write fiches of their own (domain §5). */
export function canImportFiches(agent: Agent | null, contratId: string): boolean {
  return canCreateFiche(agent, contratId)
}

/** An import is undone by who dropped it, or by the chef de projet, who answers for the text. */
export function canCancelLot(agent: Agent | null, lot: { contratId: string; deposePar: string | null }): boolean {
  if (hasRole(agent, lot.contratId, ['chef_projet'])) return true
  return canImportFiches(agent, lot.contratId) && agent?.personneId === lot.deposePar
}

/** Teaching the dictionary a label of this contract changes what everyone's imports understand. */
export function canEditLibelles(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, ['chef_projet'])
}
