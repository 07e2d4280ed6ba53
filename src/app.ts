/** Joins every capability into one application. With server.ts, worker.ts and cli.ts, the only files that know them all. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { setEntreesEspace } from '#contrat/index.ts'
import type { Configuration } from '#platform/configuration.ts'
import type { Base } from '#platform/db/base.ts'
import { dossierActifs } from '#platform/http/actifs.ts'
import { createApp } from '#platform/http/application.tsx'
import type { Env } from '#platform/http/env.ts'
import type { RouteDeclaree, Routes } from '#platform/http/routes.ts'
import { loadManifeste } from '#ui/actifs.ts'

export type Assemble = { hono: Hono<Env>; routes: RouteDeclaree[]; close: () => Promise<void> }

/** Builds the whole application on an open database. */
export async function assemble(options: {
  base: Base
  configuration: Configuration
  databaseUrl: string
  now?: () => Date
}): Promise<Assemble> {
  const manifeste = join(dossierActifs(), 'manifest.json')
  if (existsSync(manifeste)) loadManifeste(manifeste)
  setEntreesEspace([])
  const routes: Routes[] = []
  const application = createApp({
    base: options.base,
    configuration: options.configuration,
    findAgent: async () => null,
    routes,
    ...(options.now ? { now: options.now } : {}),
  })
  return { ...application, close: async () => {} }
}
