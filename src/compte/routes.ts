import { createRoutes, type Routes } from '#platform/http/routes.ts'
import type { EspaceDuContrat, ListContrats } from './contrat-connu.ts'
import { addRoutesOrganisations } from './pages/administration-organisations.tsx'
import { addRoutesPersonne } from './pages/administration-personne.tsx'
import { addRoutesPersonnes } from './pages/administration-personnes.tsx'
import { addRoutesConnexion } from './pages/connexion.tsx'
import { addRoutesEquipe } from './pages/equipe.tsx'
import { addRoutesMonCompte } from './pages/mon-compte.tsx'
import { addRoutesMotDePasse } from './pages/mot-de-passe.tsx'
import type { Sessions } from './sessions.ts'

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
