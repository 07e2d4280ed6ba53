import type { EspaceDuContrat } from '#compte/index.ts'
import { createRoutes, type Routes } from '#platform/http/routes.ts'
import { addRoutesDefinitions } from './administration-indicateurs.tsx'
import { addRoutesEcarts } from './espace-ecarts.tsx'
import { addRoutesSignes } from './signes.tsx'
import { addRoutesTable } from './table.tsx'
import { addRoutesTables } from './tables.tsx'

/** Every page of the capability; `app.ts` lends the workspace of a contract. */
export function createRoutesIndicateurs({ espace }: { espace: EspaceDuContrat }): Routes {
  const routes = createRoutes()
  addRoutesEcarts(routes, espace)
  addRoutesDefinitions(routes)
  addRoutesSignes(routes)
  addRoutesTables(routes)
  addRoutesTable(routes)
  return routes
}
