/**
 * `npm run dev`: the embedded database, the demo, and the server run from its sources; a change below src or db starts the
 * server again, a change of a style sheet or of a custom element rebuilds what the browser receives.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { startPostgres } from '#platform/serveur-postgres/demarrage.ts'
import { buildClient } from './construire.ts'

const port = process.env.PORT ?? '3000'
const serveur = process.env.DATABASE_URL
  ? { url: process.env.DATABASE_URL, stop: async () => {} }
  : await startPostgres({ dossier: process.env.PARVIS_DONNEES ?? 'data', adresse: `http://localhost:${port}`, say: console.log }).catch(
      (error: unknown) => {
        console.error(error instanceof Error ? error.message : error)
        process.exit(1)
      },
    )
await buildClient()

let enfant: ChildProcess | undefined
let relance: NodeJS.Timeout | undefined
let client = false

function start(): void {
  enfant = spawn(process.execPath, ['--import', 'tsx', '--enable-source-maps', 'scripts/servir.ts'], {
    stdio: 'inherit',
    env: { ...process.env, PORT: port, NODE_ENV: 'development', PARVIS_DEMO: '1', DATABASE_URL: serveur.url },
  })
}

async function restart(): Promise<void> {
  if (client) await buildClient().catch((error: unknown) => console.error(error instanceof Error ? error.message : error))
  client = false
  await stopChild()
  start()
}

async function stopChild(): Promise<void> {
  const ancien = enfant
  if (!ancien || ancien.exitCode !== null || ancien.signalCode !== null) return
  const fini = new Promise((resolve) => ancien.once('exit', resolve))
  ancien.kill('SIGTERM')
  await fini
}

start()
for (const dossier of ['src', 'db']) {
  watch(dossier, { recursive: true }, (_genre, nom) => {
    if (!nom || /\.test\.tsx?$/.test(nom) || !/\.(tsx?|css|sql|json|svg|typ)$/.test(nom)) return
    if (/\.css$|elements/.test(nom)) client = true
    clearTimeout(relance)
    relance = setTimeout(() => void restart(), 150)
  })
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, async () => {
    await stopChild()
    await serveur.stop()
    process.exit(0)
  })
}
