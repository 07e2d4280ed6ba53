/** Who acts: a signed-in person with the mandates in force today. Pure. */
import type { Acteur, MandatConnu } from '#platform/acteur.ts'

/** Roles of the field (domain §5). */
export const ROLES = [
  'chef_projet',
  'referent_commune',
  'elu_epci',
  'elu_commune',
  'prefet',
  'delegue_prefet',
  'instructeur_etat',
  'financeur',
  'bailleur',
  'conseil_citoyen',
  'evaluateur',
  'admin_plateforme',
] as const
export type Role = (typeof ROLES)[number]

export const LIBELLES_ROLES: Record<Role, string> = {
  chef_projet: 'chef ou cheffe de projet',
  referent_commune: 'référente ou référent communal',
  elu_epci: 'élue ou élu de l’intercommunalité',
  elu_commune: 'élue ou élu communal',
  prefet: 'préfecture',
  delegue_prefet: 'déléguée ou délégué du préfet',
  instructeur_etat: 'service instructeur de l’État',
  financeur: 'financeur',
  bailleur: 'bailleur social',
  conseil_citoyen: 'conseil citoyen',
  evaluateur: 'évaluatrice ou évaluateur',
  admin_plateforme: 'administration de la plateforme',
}

declare module '#platform/acteur.ts' {
  /** A right: person × organisation × role × contract × territory × dates; here only those in force. */
  interface MandatConnu {
    organisationId: string
    organisation: string
    /** `admin_plateforme` alone holds for every contract (`contratId` null). */
    role: Role
    /** INSEE code when the mandate holds for one commune, else null. */
    communeCode: string | null
  }
}
export type Mandat = MandatConnu
/** A signed-in person with the mandates in force today. */
export type Agent = Acteur

/** Mandates of the agent on a contract, in force. */
export function mandatsSur(agent: Agent | null, contratId: string): Mandat[] {
  return agent === null ? [] : agent.mandats.filter((mandat) => mandat.contratId === contratId)
}

/** True when the agent holds one of these roles on the contract. */
export function hasRole(agent: Agent | null, contratId: string, roles: readonly Role[]): boolean {
  return mandatsSur(agent, contratId).some((mandat) => roles.includes(mandat.role))
}

/** True for those who run the machine; they see technique, not content. */
export function isAdminPlateforme(agent: Agent | null): boolean {
  return agent?.mandats.some((mandat) => mandat.role === 'admin_plateforme') ?? false
}
