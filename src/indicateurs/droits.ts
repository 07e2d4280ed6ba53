/** Who may do what with indicators. Pure predicates: commands assert them, pages show or hide with them. */
import { type Agent, isAdminPlateforme, mandatsSur } from '#compte/index.ts'

/** Definitions and reference figures hold for every contract of the instance: its administrators keep them. */
export function canTenirIndicateurs(agent: Agent | null): boolean {
  return isAdminPlateforme(agent)
}

/** The gaps of a contract: whoever holds a mandate on it. */
export function canReadIndicateurs(agent: Agent | null, contratId: string): boolean {
  return mandatsSur(agent, contratId).length > 0
}
