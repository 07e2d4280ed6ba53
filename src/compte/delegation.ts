/** Delegation of signature: a titulaire lets a person of the same organisation sign in her name. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import { formatDate } from '#platform/formats.ts'
import { type Agent, LIBELLES_ROLES, mandatsSur, type Role } from './agent.ts'
import { etatMandat, type MandatComplet } from './mandat.ts'

/** An act that is signed, and the roles that sign it without any delegation. The list is data. */
export type Matiere = { code: string; libelle: string; roles: readonly Role[] }

export type NouvelleDelegation = {
  mandatId: string
  delegataireId: string
  matieres: readonly string[]
  /** Reference of the arrêté. */
  arrete: string
  debut: string
  fin: string | null
}

export type Delegation = NouvelleDelegation & {
  id: string
  contratId: string
  revoqueeLe: Date | null
  delegant: MandatComplet
  delegataire: MandatComplet
}

export type EtatDelegation = 'a_venir' | 'en_cours' | 'suspendue' | 'terminee'

/**
 * Where the delegation stands on a day: it falls with the mandate of the delegator, with that of the delegate, at its term, or when
 * it is revoked; `suspendue` while the delegate's mandate waits (a suppléance for absences). @param jour ISO
 */
export function etatDelegation(
  delegation: Pick<Delegation, 'debut' | 'fin' | 'revoqueeLe' | 'delegant' | 'delegataire'>,
  jour: string,
): EtatDelegation {
  const mandats = [etatMandat(delegation.delegant, jour), etatMandat(delegation.delegataire, jour)]
  if (delegation.revoqueeLe !== null || (delegation.fin !== null && delegation.fin < jour)) return 'terminee'
  if (mandats.includes('termine')) return 'terminee'
  if (delegation.debut > jour || mandats.includes('a_venir')) return 'a_venir'
  return mandats.includes('en_attente') ? 'suspendue' : 'en_cours'
}

/** Acts that a mandate lets its holder sign by herself. */
export function matieresOf(role: Role, matieres: readonly Matiere[]): Matiere[] {
  return matieres.filter((matiere) => matiere.roles.includes(role))
}

/**
 * The delegation as it may be given.
 * @throws RegleViolee when the two mandates, the acts or the dates do not fit
 */
export function givenDelegation(
  nouvelle: NouvelleDelegation,
  {
    delegant,
    delegataire,
    matieres,
    jour,
  }: { delegant: MandatComplet; delegataire: MandatComplet; matieres: readonly Matiere[]; jour: string },
): NouvelleDelegation {
  if (etatMandat(delegant, jour) === 'termine') fautif('mandatId', `Le mandat de ${delegant.personne} est terminé.`)
  if (etatMandat(delegataire, jour) === 'termine') fautif('delegataireId', `Le mandat de ${delegataire.personne} est terminé.`)
  if (delegant.qualite === 'suppleant')
    fautif('mandatId', 'Une suppléance ne se délègue pas : choisissez le mandat de la personne titulaire.')
  if (delegant.personneId === delegataire.personneId)
    fautif('delegataireId', 'Nul ne se délègue à soi-même : choisissez une autre personne.')
  if (
    delegant.contratId === null ||
    delegant.contratId !== delegataire.contratId ||
    delegant.organisationId !== delegataire.organisationId
  ) {
    fautif(
      'delegataireId',
      `La signature se délègue à une personne de la même organisation, ${delegant.organisation}, sur le même contrat.`,
    )
  }
  if (nouvelle.matieres.length === 0) fautif('matieres', 'Cochez au moins un acte à signer.')
  const siens = matieresOf(delegant.role, matieres)
  for (const code of nouvelle.matieres) {
    if (siens.some((matiere) => matiere.code === code)) continue
    const libelle = matieres.find((matiere) => matiere.code === code)?.libelle ?? code
    fautif(
      'matieres',
      `${delegant.personne} ne signe pas « ${libelle} » au titre de « ${LIBELLES_ROLES[delegant.role]} » : décochez cet acte.`,
    )
  }
  if (nouvelle.fin !== null && nouvelle.fin < nouvelle.debut)
    fautif('fin', 'La fin de la délégation précède son début : corrigez l’une des deux dates.')
  if (nouvelle.fin !== null && nouvelle.fin < jour)
    fautif('fin', 'Cette délégation serait déjà finie : choisissez un dernier jour à venir.')
  if (nouvelle.debut < delegant.debut) {
    fautif('debut', `Le mandat de ${delegant.personne} commence le ${formatDate(delegant.debut)} : la délégation ne peut pas le précéder.`)
  }
  return nouvelle
}

/** By what right a person signs: her own mandate, or a delegation. */
export type TitreSignature = { par: 'mandat' } | { par: 'delegation'; de: string; arrete: string }

/**
 * By what right the agent signs an act for an organisation on a contract that day, under the mandate under which she acts; null when
 * she may not. Her own signature comes first.
 */
export function findSignature(
  agent: Agent | null,
  organisation: { contratId: string; organisationId: string },
  matiere: Pick<Matiere, 'code' | 'roles'>,
  jour: string,
): TitreSignature | null {
  const [mandat] = mandatsSur(agent, organisation.contratId)
  if (mandat === undefined || mandat.organisationId !== organisation.organisationId) return null
  if (matiere.roles.includes(mandat.role)) return { par: 'mandat' }
  const lue = mandat.delegations.find(
    (delegation) =>
      delegation.matieres.includes(matiere.code) && delegation.debut <= jour && (delegation.fin === null || delegation.fin >= jour),
  )
  return lue === undefined ? null : { par: 'delegation', de: lue.de, arrete: lue.arrete }
}

/** True when the agent may sign this act for the organisation that day. @param jour ISO */
export function canSignFor(
  agent: Agent | null,
  organisation: { contratId: string; organisationId: string },
  matiere: Pick<Matiere, 'code' | 'roles'>,
  jour: string,
): boolean {
  return findSignature(agent, organisation, matiere, jour) !== null
}

function fautif(champ: string, message: string): never {
  throw new RegleViolee(message, [{ champ, message }])
}
