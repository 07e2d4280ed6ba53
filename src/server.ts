/** Serves the application on a port. */
import { serve } from '@hono/node-server'
import { assemble } from '#app.ts'
import type { Configuration } from '#platform/configuration.ts'
import { openBase } from '#platform/db/base.ts'

/** How long a client may take for the head of its request, and for all of it (64 MB over a slow line). */
const PATIENCE = { headersTimeout: 15_000, requestTimeout: 300_000, connectionsCheckingInterval: 5_000 }
/** A connection on which nothing moves is closed. */
const INACTIVITE_MS = 30_000

export type Serveur = { adresse: string; port: number; stop: () => Promise<void> }

/**
 * Opens the database under the application's role and listens. The database is migrated already.
 * @throws Error with one French sentence when the port is taken or refused
 */
export async function startServer(options: { configuration: Configuration; databaseUrl: string; now?: () => Date }): Promise<Serveur> {
  const { configuration, databaseUrl } = options
  const base = openBase(databaseUrl)
  const { hono, close } = await assemble({ base, configuration, databaseUrl, ...(options.now ? { now: options.now } : {}) }).catch(
    async (erreur: unknown) => {
      await base.close()
      throw erreur
    },
  )
  const port = await new Promise<{ numero: number; fermer: () => Promise<void> }>((resolve, reject) => {
    const serveur = serve({ fetch: hono.fetch, port: configuration.port, serverOptions: PATIENCE }, (info) => {
      resolve({
        numero: info.port,
        fermer: () =>
          new Promise((fini) => {
            serveur.close(() => fini())
            if ('closeAllConnections' in serveur) setTimeout(() => serveur.closeAllConnections(), 3000).unref()
          }),
      })
    })
    if ('setTimeout' in serveur) serveur.setTimeout(INACTIVITE_MS)
    serveur.on('error', (erreur: NodeJS.ErrnoException) => {
      reject(erreur.code === 'EADDRINUSE' || erreur.code === 'EACCES' ? new Error(phrasePort(configuration.port, erreur.code)) : erreur)
    })
  }).catch(async (erreur: unknown) => {
    await close()
    await base.close()
    throw erreur
  })
  return {
    adresse: configuration.adresse ?? `http://localhost:${port.numero}`,
    port: port.numero,
    stop: async () => {
      await port.fermer()
      await close()
      await base.close()
    },
  }
}

function phrasePort(port: number, code: string): string {
  return code === 'EACCES'
    ? `Le port ${port} demande des droits d’administration : choisissez-en un au-dessus de 1023, par exemple PORT=3000.`
    : `Le port ${port} est déjà pris par un autre programme : arrêtez-le, ou choisissez-en un autre, par exemple PORT=3001 npm start.`
}
