/** Who may do what on the geography. Pure predicates: the command asserts them, the page shows or hides with them. */
import { type Agent, hasRole, isAdminPlateforme, mandatsSur } from '#compte/index.ts'

/** Official quartiers, outlines and urban units belong to the whole instance: its administrators load them. */
export function canImportTerritoire(agent: Agent | null): boolean {
  return isAdminPlateforme(agent)
}

/** Any mandate in force on the contract opens its geography. */
export function canReadTerritoire(agent: Agent | null, contratId: string): boolean {
  return mandatsSur(agent, contratId).length > 0
}

/** The chef de projet draws the local geography of the contract (domain §5). */
export function canEditTerritoire(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, ['chef_projet'])
}

/** Those who examine or pilot: they hold lists of beneficiaries, and answer for them (domain §5). */
export function canRepererLot(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, ['chef_projet', 'referent_commune', 'prefet', 'delegue_prefet', 'instructeur_etat', 'financeur'])
}
