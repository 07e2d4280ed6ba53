/** Who may do what on a contract. Pure predicates: the command asserts them, the page shows or hides with them. */
import { type Agent, hasRole, isAdminPlateforme, mandatsSur } from '#compte/index.ts'

/** Any mandate in force on the contract opens its workspace. Platform administrators see technique, not content. */
export function canReadContrat(agent: Agent | null, contratId: string): boolean {
  return mandatsSur(agent, contratId).length > 0
}

/** The contracts of which the agent may open the workspace: the scope of `canReadContrat`. */
export function contratsLisibles(agent: Agent | null): string[] {
  return [...new Set((agent?.mandats ?? []).flatMap((mandat) => mandat.contratId ?? []))]
}

/** A document put away is read by who can restore it. */
export function canReadDocument(agent: Agent | null, document: { contratId: string; archiveLe: Date | null }): boolean {
  return document.archiveLe === null ? canReadContrat(agent, document.contratId) : canEditContrat(agent, document.contratId)
}

/** The chef de projet keeps the contract: parties, levels, calendar, status (domain §5). */
export function canEditContrat(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, ['chef_projet'])
}

/** Creating a contract opens a workspace: a chef de projet of some contract, or the platform's administrators. */
export function canCreateContrat(agent: Agent | null): boolean {
  return isAdminPlateforme(agent) || (agent?.mandats.some((mandat) => mandat.role === 'chef_projet') ?? false)
}

/** The journal of the whole contract: who pilots it (domain §5, RGPD: what each did is for who answers for the contract). */
export function canReadJournal(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, ['chef_projet'])
}
