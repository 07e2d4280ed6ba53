/** Who may do what with organisations. Pure predicates: commands assert them, pages show or hide with them. */
import { type Agent, hasRole, isAdminPlateforme, mandatsSur } from './agent.ts'

/** An organisation, as a right sees it: the contracts on which something points at it. */
export type OrganisationSituee = { id: string; contrats: readonly string[] }

/** Under one of her mandates in force, whatever the contract. */
export function isMembre(agent: Agent | null, organisationId: string): boolean {
  return agent !== null && [...agent.mandats, ...agent.autresMandats].some((mandat) => mandat.organisationId === organisationId)
}

/** Contracts that the agent steers. */
export function contratsPilotes(agent: Agent | null): string[] {
  return (agent?.mandats ?? []).flatMap(({ role, contratId }) => (role === 'chef_projet' && contratId !== null ? [contratId] : []))
}

/** The lists: administrators see all organisations, a chef de projet those of her contracts. */
export function canListOrganisations(agent: Agent | null): boolean {
  return isAdminPlateforme(agent) || contratsPilotes(agent).length > 0
}

/** Its identity card: its members, and whoever acts on a contract where it is. */
export function canReadOrganisation(agent: Agent | null, organisation: OrganisationSituee): boolean {
  return (
    isAdminPlateforme(agent) ||
    isMembre(agent, organisation.id) ||
    organisation.contrats.some((contratId) => mandatsSur(agent, contratId).length > 0)
  )
}

/** Its fields, names and archive: the chef de projet of a contract where it is. */
export function canEditOrganisation(agent: Agent | null, organisation: OrganisationSituee): boolean {
  return isAdminPlateforme(agent) || organisation.contrats.some((contratId) => hasRole(agent, contratId, ['chef_projet']))
}

/** Its documents (a RIB, accounts): who edits it, and its members, who bring them. */
export function canUseDocuments(agent: Agent | null, organisation: OrganisationSituee): boolean {
  return canEditOrganisation(agent, organisation) || isMembre(agent, organisation.id)
}

/** Merging moves what points at both: all of it must be on contracts of the same chef de projet. */
export function canMergeOrganisations(agent: Agent | null, organisations: readonly OrganisationSituee[]): boolean {
  if (isAdminPlateforme(agent)) return true
  return organisations.every(
    ({ contrats }) => contrats.length > 0 && contrats.every((contratId) => hasRole(agent, contratId, ['chef_projet'])),
  )
}

/** Kinds of organisations and of documents are those of the whole platform. */
export function canDeclareNatures(agent: Agent | null): boolean {
  return isAdminPlateforme(agent)
}
