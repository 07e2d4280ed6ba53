/**
 * `npm test`: the check, then every test in one run of node:test, whose summary comes last.
 * `npm test -- src/strategie` runs only the tests of that path, without the check.
 */
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { startServeurDeTest } from './bases-de-test.ts'
import { ensureChromium } from './chromium.ts'
import { buildClient } from './construire.ts'
import { verify } from './verifier.ts'

const TESTS = '{src,scripts,db,bench,e2e}/**/*.test.{ts,tsx}'
/** No test lasts longer: one that waits for ever fails. */
const LIMITE_MS = 240_000

const demandes = process.argv.slice(2)
const fichiers = await listTests(demandes)
if (fichiers.length === 0) {
  console.error(`Aucun test sous ${demandes.join(', ')}.`)
  process.exit(1)
}

const verification = demandes.length > 0 ? undefined : (await verify(console.log)).join(', ')
await buildClient()
const chromium = fichiers.some((fichier) => fichier.startsWith('e2e')) ? ensureChromium(console.log) : undefined
const serveur = await startServeurDeTest(console.log).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})

const { DATABASE_URL: _jamaisLaBaseNommee, ...environnement } = process.env
const enfant = spawn(
  process.execPath,
  [
    '--import',
    'tsx',
    '--test',
    '--test-concurrency=2',
    `--test-timeout=${LIMITE_MS}`,
    '--test-reporter=./scripts/rapport.ts',
    '--test-reporter-destination=stdout',
    ...fichiers,
  ],
  {
    stdio: 'inherit',
    env: {
      ...environnement,
      NODE_ENV: 'test',
      PARVIS_TEST_PG: serveur.url,
      ...(chromium === undefined ? {} : { PARVIS_CHROMIUM: chromium }),
      ...(verification === undefined ? {} : { PARVIS_VERIFICATION: verification }),
    },
  },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => enfant.kill(signal))
const code = await new Promise<number>((resolve) => enfant.on('close', (valeur) => resolve(valeur ?? 1)))
await serveur.stop()
process.exit(code)

async function listTests(chemins: string[]): Promise<string[]> {
  const trouves: string[] = []
  for await (const fichier of glob(TESTS)) trouves.push(fichier)
  const under = (fichier: string) =>
    chemins.some(
      (chemin) =>
        fichier === chemin || (existsSync(chemin) && statSync(chemin).isDirectory() && fichier.startsWith(`${chemin.replace(/\/$/, '')}/`)),
    )
  return (chemins.length === 0 ? trouves : trouves.filter(under)).sort()
}
