/** Who may publish. Pure. */
import { type Agent, hasRole } from '#compte/index.ts'

/** Publishing commits every signatory's name: the chef de projet decides it (domain §5). */
export function canPublishContrat(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, ['chef_projet'])
}
