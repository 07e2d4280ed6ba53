import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { Agent } from './agent.ts'
import { isAdminPlateforme } from './agent.ts'
import { contratsPilotes, type OrganisationSituee } from './organisation-droits.ts'

/** Organisations with the contracts on which something points at them, in the order asked: what rights are about. One statement. */
export async function locateOrganisations(tx: Tx, ids: readonly string[]): Promise<OrganisationSituee[]> {
  const { rows } = await sql<{ organisation_id: string; contrat_id: string }>`
    select organisation_id, contrat_id from compte.presences(${sql.val([...ids])}::uuid[], null)`.execute(tx)
  return ids.map((id) => ({
    id,
    contrats: [...new Set(rows.filter((ligne) => ligne.organisation_id === id).map((ligne) => ligne.contrat_id))],
  }))
}

/** One organisation, as a right sees it. */
export async function locateOrganisation(tx: Tx, id: string): Promise<OrganisationSituee> {
  const [situee] = await locateOrganisations(tx, [id])
  return situee ?? { id, contrats: [] }
}

/** Organisations that the agent may edit, in SQL: the scope that agrees with `canEditOrganisation`. @param id column of the organisation */
export function editableBy(agent: Agent, id: RawBuilder<string>): RawBuilder<boolean> {
  if (isAdminPlateforme(agent)) return sql<boolean>`true`
  const contrats = contratsPilotes(agent)
  if (contrats.length === 0) return sql<boolean>`false`
  return sql<boolean>`${id} in (select p.organisation_id from compte.presences(null, ${sql.val(contrats)}::uuid[]) p)`
}
