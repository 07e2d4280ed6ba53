/** Who may do what with the data of a person. Pure predicates. */
import { type Agent, isAdminPlateforme } from './agent.ts'

/** One's own account is closed by oneself; the administrators do it on a request that came otherwise, and say how. */
export function canCloseCompte(agent: Agent | null, personneId: string): boolean {
  return agent !== null && (agent.personneId === personneId || isAdminPlateforme(agent))
}

/** One's own data are copied by oneself; the administrators do it on a request that came otherwise, and say how. */
export function canCopyDonnees(agent: Agent | null, personneId: string): boolean {
  return canCloseCompte(agent, personneId)
}

/** One's own name and function are corrected by oneself. */
export function canCorrectIdentite(agent: Agent | null, personneId: string): boolean {
  return agent !== null && agent.personneId === personneId
}

/** Settings, closings at once, nightly work: the administrators. */
export function canAdministerInstance(agent: Agent | null): boolean {
  return isAdminPlateforme(agent)
}
