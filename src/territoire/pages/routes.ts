import type { EspaceDuContrat } from '#compte/index.ts'
import type { Routes } from '#platform/http/routes.ts'
import { createDebit } from '../debit.ts'
import type { Geocodeur } from '../geocodeur.ts'
import { createRoutesReference } from './administration-routes.ts'
import { routesApi } from './api.tsx'
import { createRoutesApiQuartiers } from './api-quartiers.ts'
import { createRoutesCarte } from './carte.tsx'
import { createRoutesEligibilite } from './eligibilite.tsx'
import { createRoutesFiliation } from './filiation.tsx'
import { createRoutesAdresse } from './mon-adresse.tsx'
import { createRoutesReferenceEligibilite } from './parametres-decret.tsx'
import { createRoutesQuartier } from './quartier.tsx'
import { createRoutesQuartiers } from './quartiers.tsx'
import { routesQuartiersPublics } from './quartiers-publics.tsx'
import { createRoutesReperer } from './reperer.tsx'

/** What the pages of the geography are given by `app.ts`. */
export type DepsTerritoire = { espace: EspaceDuContrat; geocodeur: Geocodeur }

/** Pages of the geography. */
export function createRoutesTerritoire({ espace, geocodeur }: DepsTerritoire): Routes[] {
  const debit = createDebit()
  return [
    createRoutesAdresse({ geocodeur, debit }),
    createRoutesApiQuartiers(debit),
    routesApi,
    createRoutesQuartiers(espace),
    createRoutesQuartier(espace),
    routesQuartiersPublics,
    createRoutesCarte(espace),
    createRoutesReperer({ espace, geocodeur }),
    ...createRoutesReference(),
    createRoutesFiliation(),
    createRoutesEligibilite(espace),
    createRoutesReferenceEligibilite(),
  ]
}
