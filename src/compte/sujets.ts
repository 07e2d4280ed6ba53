/** Those to whom every right is asked, one role at a time: the columns of « Qui peut quoi ». Pure. */
import type { Sujet } from '#platform/droits.ts'
import { type Agent, LIBELLES_ROLES, type Mandat, ROLES, type Role } from './agent.ts'
import { TOUT_LE_CONTRAT } from './mandat-territoire.ts'

// Invented ids: they name nobody.
const PERSONNE = '00000000-0000-7000-8000-0000000000a1'
const MANDAT = '00000000-0000-7000-8000-0000000000a2'
const ORGANISATION = '00000000-0000-7000-8000-0000000000a3'
/** A contract that is not the one in question. */
const AILLEURS = '00000000-0000-7000-8000-0000000000a4'

/** Roles that hold for a commune. */
const COMMUNAUX: readonly Role[] = ['referent_commune', 'elu_commune']

/** An account whose only mandate is this one; none when `role` is null. */
export function agentOfRole(role: Role | null, contratId: string): Agent {
  const mandat = role === null ? [] : [mandatOf(role, contratId)]
  return { personneId: PERSONNE, prenom: '', nom: '', courriel: '', fonction: null, mandats: mandat, autresMandats: [] }
}

function mandatOf(role: Role, contratId: string): Mandat {
  return {
    id: MANDAT,
    contratId: role === 'admin_plateforme' ? null : contratId,
    organisationId: ORGANISATION,
    organisation: 'Organisation d’exemple',
    role,
    territoire: COMMUNAUX.includes(role) ? { type: 'communes', codes: ['00000'] } : TOUT_LE_CONTRAT,
    suppleantDe: null,
    delegations: [],
  }
}

/** Each role of the field, then who has no mandate here. */
export const SUJETS: readonly Sujet[] = [
  ...ROLES.map((role) => ({ cle: role, libelle: LIBELLES_ROLES[role], agent: (contratId: string) => agentOfRole(role, contratId) })),
  { cle: 'ailleurs', libelle: 'chef ou cheffe de projet d’un autre contrat', agent: () => agentOfRole('chef_projet', AILLEURS) },
  { cle: 'sans_mandat', libelle: 'compte sans mandat, porteur de projet', agent: (contratId) => agentOfRole(null, contratId) },
  { cle: 'public', libelle: 'public, sans compte', agent: () => null },
]
