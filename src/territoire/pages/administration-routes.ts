import type { Routes } from '#platform/http/routes.ts'
import { createRoutesAdministrationTerritoire } from './administration-territoire.tsx'
import { createRoutesGenerations } from './generations.tsx'
import { createRoutesImport } from './import-actes.tsx'
import { createRoutesDeposer } from './import-deposer.tsx'
import { createRoutesQuartierAdministre } from './quartier-administre.tsx'

/** Pages of the reference geography, kept by the administration of the platform. */
export function createRoutesReference(): Routes[] {
  return [
    createRoutesAdministrationTerritoire(),
    createRoutesDeposer(),
    createRoutesImport(),
    createRoutesGenerations(),
    createRoutesQuartierAdministre(),
  ]
}
