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
