/** Who acts: a signed-in person with the mandates in force today. Pure. */
import type { Acteur, MandatConnu } from '#platform/acteur.ts'
import type { Territoire } from './mandat-territoire.ts'

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
    /** Where it holds: the whole contract, communes, or named neighbourhoods. */
    territoire: Territoire
    /** Name of the titulaire whose suppléance this is; null when the mandate stands by itself. */
    suppleantDe: string | null
    /** Signatures lent to the holder under this mandate, in force today. */
    delegations: readonly DelegationRecue[]
    /** An administrator who reads the content of this contract, for a reason she gave and until then. */
    acces?: { id: string; fin: Date }
  }
}
export type Mandat = MandatConnu
/**
 * A signed-in person. `mandats` holds at most one mandate a contract, the one under which she acts there (and her administration
 * of the platform beside); `autresMandats`, the others in force, give no right until she chooses them.
 */
export type Agent = Acteur

/** A delegation of signature, as the delegate holds it. Days are ISO, `fin` the last day in force. */
export type DelegationRecue = { id: string; de: string; arrete: string; matieres: readonly string[]; debut: string; fin: string | null }

/** The mandate under which the agent acts on a contract, in a list: none or one. */
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

/** « Vous agissez pour Tours Métropole, au titre de : chef ou cheffe de projet. » */
export function sayAgir(mandat: Pick<Mandat, 'role' | 'organisation' | 'suppleantDe'>): string {
  const suppleance = mandat.suppleantDe === null ? '' : `, en suppléance ${deNom(mandat.suppleantDe)}`
  return `Vous agissez pour ${mandat.organisation}, au titre de\u00a0: ${LIBELLES_ROLES[mandat.role]}${suppleance}.`
}

/** « préfecture pour Préfecture d’Indre-et-Loire, en suppléance d’Anne K. »: under what title a person acts. */
export function sayTitre(mandat: Pick<Mandat, 'role' | 'organisation' | 'suppleantDe'>): string {
  const suppleance = mandat.suppleantDe === null ? '' : `, en suppléance ${deNom(mandat.suppleantDe)}`
  return `${LIBELLES_ROLES[mandat.role]} pour ${mandat.organisation}${suppleance}`
}

/**
 * One mandate a contract: the one chosen while it is in force, else the first of the list (titulaires first, oldest first). Mandates
 * without a contract all stay.
 * @param enVigueur in the order of preference @param choisis ids of the mandates chosen
 */
export function actingMandats<M extends { id: string; contratId: string | null }>(
  enVigueur: readonly M[],
  choisis: readonly string[],
): { mandats: M[]; autresMandats: M[] } {
  const agissant = new Map<string, M>()
  for (const mandat of enVigueur) {
    if (mandat.contratId === null) continue
    if (!agissant.has(mandat.contratId) || choisis.includes(mandat.id)) agissant.set(mandat.contratId, mandat)
  }
  const agit = (mandat: M) => mandat.contratId === null || agissant.get(mandat.contratId) === mandat
  return { mandats: enVigueur.filter(agit), autresMandats: enVigueur.filter((mandat) => !agit(mandat)) }
}

/** « d’Anne Kervella », « de Karim Bertin ». */
export function deNom(nom: string): string {
  return /^[aeiouéèêàâîïôœh]/iu.test(nom) ? `d’${nom}` : `de ${nom}`
}
