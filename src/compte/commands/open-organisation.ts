import type { Contexte } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import type { Agent } from '../agent.ts'
import { lockOrganisation, lockOrganisations } from '../organisation.store.ts'
import type { OrganisationComplete } from '../organisation.ts'
import { canEditOrganisation, canMergeOrganisations, canUseDocuments } from '../organisation-droits.ts'
import { locateOrganisation, locateOrganisations } from '../organisation-presence.store.ts'

type Acte = Pick<Contexte, 'tx' | 'agent'>

/** Right to edit, then the organisation locked and in use. @throws Interdit, Introuvable, RegleViolee when it is archived */
export async function lockToEditOrganisation({ tx, agent }: Acte, id: string): Promise<OrganisationComplete> {
  await assertCanEdit(tx, agent, id)
  return inUse(await lockOrganisation(tx, id))
}

/** The same, archived or not. */
export async function lockToRestoreOrganisation({ tx, agent }: Acte, id: string): Promise<OrganisationComplete> {
  await assertCanEdit(tx, agent, id)
  return lockOrganisation(tx, id)
}

/** Right to bring and put away documents, then the organisation locked and in use. */
export async function lockToDocument({ tx, agent }: Acte, id: string): Promise<OrganisationComplete> {
  assertCan(
    canUseDocuments(agent, await locateOrganisation(tx, id)),
    'Les documents d’une organisation sont tenus par ses membres et par la personne cheffe de projet d’un contrat où elle est.',
  )
  return inUse(await lockOrganisation(tx, id))
}

/** Right to merge both, then both locked, in the order asked. */
export async function lockToMerge(
  { tx, agent }: Acte,
  ids: readonly [string, string],
): Promise<[OrganisationComplete, OrganisationComplete]> {
  await assertCanMerge(tx, agent, ids)
  const [a, b] = await lockOrganisations(tx, ids)
  if (a === undefined || b === undefined) throw new Error('two organisations were locked')
  return [a, b]
}

export async function assertCanMerge(tx: Tx, agent: Agent, ids: readonly string[]): Promise<void> {
  assertCan(
    canMergeOrganisations(agent, await locateOrganisations(tx, ids)),
    'Réunir deux organisations revient à l’administration de la plateforme, ou à qui pilote tous les contrats où elles sont.',
  )
}

async function assertCanEdit(tx: Tx, agent: Agent, id: string): Promise<void> {
  assertCan(
    canEditOrganisation(agent, await locateOrganisation(tx, id)),
    'Il faut être chef ou cheffe de projet d’un contrat où cette organisation est présente pour la modifier.',
  )
}

function inUse(organisation: OrganisationComplete): OrganisationComplete {
  if (organisation.fusionneeDans !== null) throw new RegleViolee('Cette organisation a été réunie à une autre : ouvrez celle qui reste.')
  if (organisation.archiveLe !== null) throw new RegleViolee('Cette organisation est archivée : restaurez-la d’abord.')
  return organisation
}
