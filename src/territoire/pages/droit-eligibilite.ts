import { assertCan } from '#platform/errors.ts'
import { requireAgent } from '#platform/http/env.ts'
import type { Droit } from '#platform/http/routes.ts'
import { REFUS_TERRITOIRE } from '../commands/declare-generation.ts'
import { canImportTerritoire } from '../droits.ts'

/** Pages of what decides of eligibility, the same for every contract. */
export const droitTenirEligibilite: Droit = {
  nom: 'territoire.tenir_eligibilite',
  verifier: (c) => assertCan(canImportTerritoire(requireAgent(c)), REFUS_TERRITOIRE),
}
