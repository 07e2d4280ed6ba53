/** The matrix of rights as the page and its export show it. Pure. */
import { type Chapitre, type LigneDroits, matrixOf, type Sujet } from '#platform/droits.ts'
import { type Agent, mandatsSur, ROLES, type Role } from './agent.ts'
import { type Manque, manquesOf } from './pourquoi.ts'
import { SUJETS } from './sujets.ts'

export type FiltreDroits = { role: Role | null; chapitre: string | null }

/** What the address of the page asks. */
export function parseFiltreDroits(demande: (nom: string) => string | undefined, chapitres: readonly Chapitre[]): FiltreDroits {
  return {
    role: ROLES.find((role) => role === demande('role')) ?? null,
    chapitre: chapitres.find(({ capacite }) => capacite === demande('partie'))?.capacite ?? null,
  }
}

/** Rows of the filter. What is done at the terminal of the server, and what is everyone's, is no matter of mandates. */
export function lignesOf(chapitres: readonly Chapitre[], contratId: string, filtre: FiltreDroits): LigneDroits[] {
  return matrixOf(chapitres, SUJETS, contratId).filter(
    ({ chapitre, action }) => action.portee !== 'terminal' && (filtre.chapitre === null || filtre.chapitre === chapitre.capacite),
  )
}

/** Columns of the filter. */
export function sujetsOf({ role }: FiltreDroits): Sujet[] {
  return SUJETS.filter((sujet) => (role === null ? ROLES.some((connu) => connu === sujet.cle) : sujet.cle === role))
}

/** The role under which the agent acts here. */
export function monRole(agent: Agent, contratId: string): Role | null {
  return mandatsSur(agent, contratId)[0]?.role ?? null
}

/** What the agent may not do here, gathered by the roles that it takes. */
export function refusesTo(agent: Agent, chapitres: readonly Chapitre[], contratId: string) {
  const parRoles = new Map<string, { roles: Manque['roles']; actes: { action: LigneDroits['action']; cas: Manque['cas'] }[] }>()
  for (const action of chapitres.flatMap((chapitre) => chapitre.actions)) {
    if (action.portee === 'terminal') continue
    for (const { roles, cas } of manquesOf(action, agent, contratId)) {
      if (roles.length === 0) continue
      const connus = parRoles.get(roles.join()) ?? { roles, actes: [] }
      parRoles.set(roles.join(), { roles, actes: [...connus.actes, { action, cas }] })
    }
  }
  return [...parRoles.values()]
}
