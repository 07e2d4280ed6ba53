/** `npm start`: builds what has changed, then serves. */
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { parseConfiguration } from '#platform/configuration.ts'
import { findRunning } from '#platform/serveur-postgres/demarrage.ts'

const programme = z.object({ main: z.custom<() => Promise<void>>((valeur) => typeof valeur === 'function') })

// What runs is not rebuilt under its feet.
const occupant =
  process.env.DATABASE_URL === undefined ? await findRunning(process.env.PARVIS_DONNEES ?? 'data').catch(() => undefined) : undefined
if (occupant) {
  console.error(`Parvis tourne déjà : ${occupant.adresse ?? 'sur ce dossier de données'} (processus ${occupant.pid}).`)
  process.exit(1)
}
try {
  parseConfiguration(process.env)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
const { buildIfNeeded } = await import('./construire.ts')
await buildIfNeeded(console.log).catch((error: unknown) => {
  console.error(`L’application n’a pas pu être construite.\n${error instanceof Error ? error.message : error}`)
  process.exit(1)
})
const { main } = programme.parse(await import(pathToFileURL('dist/servir.js').href))
await main()
