/** Who may import. Pure. */
import { type Agent, hasRole } from '#compte/index.ts'

/** Importing writes drafts: the chef de projet, and those who write fiches of their own (domain §5). */
export function canImportFiches(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, ['chef_projet', 'referent_commune', 'delegue_prefet', 'bailleur'])
}

/** Teaching the dictionary a label of this contract changes what everyone's imports understand. */
export function canEditLibelles(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, ['chef_projet'])
}
