/** For tests of pages: the application with some routes, and requests made by someone. */
import pg from 'pg'
import type { Agent } from '#compte/index.ts'
import { parseConfiguration } from '#platform/configuration.ts'
import type { Base } from '#platform/db/base.ts'
import { createApp } from '#platform/http/application.tsx'
import type { Routes } from '#platform/http/routes.ts'
import { MAINTENANT } from '../arbre-de-test.ts'

export type Site = {
  get: (chemin: string, agent: Agent) => Promise<{ statut: number; html: string }>
  post: (chemin: string, agent: Agent, champs: Record<string, string | string[]>) => Promise<{ statut: number; html: string; vers: string }>
}

export function createSite(base: Base, routes: readonly Routes[]): Site {
  let qui: Agent | null = null
  const { hono } = createApp({
    base,
    configuration: parseConfiguration({ NODE_ENV: 'test' }),
    findAgent: async () => qui,
    routes,
    now: () => MAINTENANT,
  })
  const demande = async (chemin: string, agent: Agent, init: RequestInit) => {
    qui = agent
    const headers = { cookie: 'session=essai', origin: 'http://localhost' }
    const reponse = await hono.request(`http://localhost${chemin}`, { ...init, headers })
    return { statut: reponse.status, html: await reponse.text(), vers: reponse.headers.get('location') ?? '' }
  }
  return {
    get: (chemin, agent) => demande(chemin, agent, {}),
    post: (chemin, agent, champs) => {
      const corps = new URLSearchParams()
      for (const [nom, valeur] of Object.entries(champs)) for (const v of Array.isArray(valeur) ? valeur : [valeur]) corps.append(nom, v)
      return demande(chemin, agent, { method: 'POST', body: corps })
    },
  }
}

/** Data statements run by `faire`: BEGIN, identity, COMMIT not counted. */
export async function countRequetes(faire: () => Promise<unknown>): Promise<number> {
  let nombre = 0
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function compte(this: pg.Client, ...args: Parameters<typeof query>) {
    const texte: unknown = typeof args[0] === 'string' ? args[0] : (args[0] as { text?: string } | undefined)?.text
    if (
      typeof texte === 'string' &&
      !/^\s*(\/\* prepare identite \*\/ )?(begin|start transaction|commit|rollback|set |select set_config)/i.test(texte)
    )
      nombre += 1
    return Reflect.apply(query, this, args)
  } as typeof query
  try {
    await faire()
  } finally {
    pg.Client.prototype.query = query
  }
  return nombre
}
