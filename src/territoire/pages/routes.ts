import type { EspaceDuContrat } from '#compte/index.ts'
import type { Routes } from '#platform/http/routes.ts'
import { createDebit } from '../debit.ts'
import type { Geocodeur } from '../geocodeur.ts'
import type { AtelierGeo } from '../lecture/atelier-geo.ts'
import { createRoutesReference } from './administration-routes.ts'
import { routesApi } from './api.tsx'
import { createRoutesApiQuartiers } from './api-quartiers.ts'
import { createRoutesCarte } from './carte.tsx'
import { createRoutesClasser } from './classer.tsx'
import { createRoutesCriteres } from './criteres.tsx'
import { createRoutesEligibilite } from './eligibilite.tsx'
import { createRoutesFiliation } from './filiation.tsx'
import { createRoutesAdresse } from './mon-adresse.tsx'
import { createRoutesPaliers } from './paliers.tsx'
import { createRoutesModifierPaliers } from './paliers-modifier.tsx'
import { createRoutesReferenceEligibilite } from './parametres-decret.tsx'
import { createRoutesPerimetres } from './perimetres.tsx'
import { createRoutesQuartier } from './quartier.tsx'
import { createRoutesQuartiers } from './quartiers.tsx'
import { routesQuartiersPublics } from './quartiers-publics.tsx'
import { createRoutesReperer } from './reperer.tsx'

/** What the pages of the geography are given by `app.ts`. */
export type DepsTerritoire = { espace: EspaceDuContrat; geocodeur: Geocodeur; atelierGeo: AtelierGeo }

/** Pages of the geography. */
export function createRoutesTerritoire({ espace, geocodeur, atelierGeo }: DepsTerritoire): Routes[] {
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
    createRoutesPaliers(espace),
    createRoutesModifierPaliers(espace),
    createRoutesClasser(espace),
    createRoutesPerimetres(espace, atelierGeo),
    createRoutesCriteres(espace),
    createRoutesEligibilite(espace),
    createRoutesReferenceEligibilite(),
  ]
}
