import { assertCan } from '#platform/errors.ts'
import { requireAgent } from '#platform/http/env.ts'
import type { Droit } from '#platform/http/routes.ts'
import { canAdministerComptes } from '../droits.ts'

/** Pages under /administration. */
export const droitAdministration: Droit = {
  nom: 'administration de la plateforme',
  verifier: (c) => assertCan(canAdministerComptes(requireAgent(c)), 'Cette page est réservée à l’administration de la plateforme.'),
}
