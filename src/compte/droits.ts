/** Who may do what with people, organisations and mandates. Pure predicates: commands assert them, pages show or hide with them. */
import { type Agent, hasRole, isAdminPlateforme, type Role } from './agent.ts'

/** People and organisations of the whole platform: its administrators. */
export function canAdministerComptes(agent: Agent | null): boolean {
  return isAdminPlateforme(agent)
}

/** The team of a contract is kept by its chef de projet. */
export function canManageEquipe(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, ['chef_projet'])
}

/** A mandate is given and ended by the chef de projet on her contract, by the administrators anywhere; theirs by themselves alone. */
export function canManageMandat(agent: Agent | null, mandat: { role: Role; contratId: string | null }): boolean {
  if (isAdminPlateforme(agent)) return true
  return mandat.contratId !== null && mandat.role !== 'admin_plateforme' && canManageEquipe(agent, mandat.contratId)
}

/** Several mandates are ended, or given back, at once: on a contract by who keeps its team, over several by the administrators. */
export function canEndMandats(agent: Agent | null, contratId: string | null): boolean {
  return isAdminPlateforme(agent) || (contratId !== null && canManageEquipe(agent, contratId))
}

/** One acts under one's own mandates, in force today: nobody chooses for another. */
export function canChooseMandat(agent: Agent | null, mandatId: string): boolean {
  return agent !== null && [...agent.mandats, ...agent.autresMandats].some(({ id, contratId }) => id === mandatId && contratId !== null)
}

/** An absence is said by the person herself, or by who keeps the team. */
export function canDeclareAbsence(agent: Agent | null, mandat: { personneId: string; role: Role; contratId: string | null }): boolean {
  return (agent !== null && agent.personneId === mandat.personneId) || canManageMandat(agent, mandat)
}

/** A delegation is recorded and revoked by whose signature it is, while her mandate lasts, or by who keeps the team. */
export function canDelegate(agent: Agent | null, mandat: { id: string; role: Role; contratId: string | null }): boolean {
  return (agent?.mandats.some(({ id }) => id === mandat.id) ?? false) || canManageMandat(agent, mandat)
}

/** A mandate kept waiting is confirmed by whoever may give it, never by its holder. */
export function canLiftSuspension(agent: Agent | null, mandat: { role: Role; contratId: string | null; personneId: string }): boolean {
  return agent !== null && agent.personneId !== mandat.personneId && canManageMandat(agent, mandat)
}

/** How often one receives mail is one's own choice, and nobody else's. */
export function canChooseCourriels(agent: Agent | null, personneId: string): boolean {
  return agent !== null && agent.personneId === personneId
}

/** One declares one's own ties with organisations. */
export function canDeclareInteret(agent: Agent | null, personneId: string): boolean {
  return agent !== null && agent.personneId === personneId
}

/** Organisations and people are created by whoever may give them a mandate. */
export function canCreateOrganisation(agent: Agent | null): boolean {
  return isAdminPlateforme(agent) || (agent?.mandats.some((mandat) => mandat.role === 'chef_projet') ?? false)
}

/**
 * A link to choose a password opens the account of someone: administrators may make one for anyone; a chef de projet only
 * for a person who has none yet and acts on her contracts alone, so that no one takes over an account through it.
 */
export function canMakeLien(
  agent: Agent | null,
  personne: { motDePasseChoisi: boolean; mandats: readonly { role: Role; contratId: string | null }[] },
): boolean {
  if (isAdminPlateforme(agent)) return true
  return !personne.motDePasseChoisi && personne.mandats.length > 0 && personne.mandats.every((mandat) => canManageMandat(agent, mandat))
}
