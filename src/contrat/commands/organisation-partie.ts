import { findOrganisationConnue } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import type { Signataire } from '../signataire.ts'

/** The organisation that bears this name or one of its variants, if any. A party that keeps its name keeps its organisation. */
export async function findOrganisationPartie(tx: Tx, nom: string, connue?: Signataire): Promise<string | null> {
  if (connue !== undefined && connue.organisationId !== null && connue.organisation === nom) return connue.organisationId
  return (await findOrganisationConnue(tx, { nom, siret: null }))?.id ?? null
}
