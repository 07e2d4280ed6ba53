import type { EspaceDuContrat } from '#compte/index.ts'
import type { Routes } from '#platform/http/routes.ts'
import { createRoutesCarte } from './carte.tsx'
import { createRoutesQuartiers } from './quartiers.tsx'

/** What the pages of the geography are given by `app.ts`. */
export type DepsTerritoire = { espace: EspaceDuContrat }

/** Pages of the geography. */
export function createRoutesTerritoire({ espace }: DepsTerritoire): Routes[] {
  return [createRoutesQuartiers(espace), createRoutesCarte(espace)]
}
