/** Who may do what on a contract. Pure predicates: the command asserts them, the page shows or hides with them. */
import { type Agent, hasRole, isAdminPlateforme, mandatsSur } from '#compte/index.ts'

/** Any mandate in force on the contract opens its workspace. Platform administrators see technique, not content. */
export function canReadContrat(agent: Agent | null, contratId: string): boolean {
  return mandatsSur(agent, contratId).length > 0
}

/** The chef de projet keeps the contract: parties, levels, calendar, status (domain §5). */
export function canEditContrat(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, ['chef_projet'])
}

/** Creating a contract opens a workspace: a chef de projet of some contract, or the platform's administrators. */
export function canCreateContrat(agent: Agent | null): boolean {
  return isAdminPlateforme(agent) || (agent?.mandats.some((mandat) => mandat.role === 'chef_projet') ?? false)
}
