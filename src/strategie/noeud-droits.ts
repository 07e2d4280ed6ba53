/** Who may change the tree. Pure predicates: the command asserts them, the page shows or hides with them. */
import { type Agent, hasRole } from '#compte/index.ts'

/** The tree is the contract's plan: the chef de projet keeps it, nodes and places of the fiches alike (domain §5). */
export function canEditArbre(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, ['chef_projet'])
}
