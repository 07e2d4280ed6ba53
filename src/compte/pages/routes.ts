import { createRoutes, type Routes } from '#platform/http/routes.ts'
import type { EspaceDuContrat, ListContrats } from '../contrat-connu.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { addRoutesOrganisations } from './administration-organisations.tsx'
import { addRoutesPersonne } from './administration-personne.tsx'
import { addRoutesPersonnes } from './administration-personnes.tsx'
import { addRoutesConnexion } from './connexion.tsx'
import { addRoutesEquipe } from './equipe.tsx'
import { addRoutesMonCompte } from './mon-compte.tsx'
import { addRoutesMotDePasse } from './mot-de-passe.tsx'

export type DepsCompte = {
  sessions: Sessions
  configuration: { production: boolean; demo: boolean }
  /** Lent by the capability of the contracts, which stands higher. */
  listContrats: ListContrats
  espace: EspaceDuContrat
}

/**
 * Every page of the capability.
 * @throws Error in production when the demo is asked for
 */
export function createRoutesCompte(deps: DepsCompte): Routes {
  const routes = createRoutes()
  addRoutesConnexion(routes, deps)
  addRoutesMotDePasse(routes, deps)
  addRoutesMonCompte(routes, deps)
  addRoutesEquipe(routes, deps.espace)
  addRoutesPersonnes(routes)
  addRoutesPersonne(routes, deps)
  addRoutesOrganisations(routes)
  return routes
}
