/** `npm run check`: format, lint, types, architecture, dead code, and what verifier-sources.ts reads. Exit code 1 when one fails. */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'

const bin = (nom: string) => fileURLToPath(new URL(`../node_modules/.bin/${nom}`, import.meta.url))
const cache = fileURLToPath(new URL('../node_modules/.cache/parvis', import.meta.url))

/** The slowest first. */
const VERIFICATIONS: { nom: string; commande: string[] }[] = [
  { nom: 'types', commande: [bin('tsc'), '-p', '.', '--noEmit', '--incremental', '--tsBuildInfoFile', `${cache}/types.json`] },
  { nom: 'format and lint', commande: [bin('biome'), 'check', '--error-on-warnings', '--colors=off'] },
  { nom: 'architecture', commande: ['scripts/verifier-architecture.ts'] },
  { nom: 'dead code', commande: [bin('knip'), '--no-progress', '--no-config-hints'] },
  { nom: 'sources', commande: ['scripts/verifier-sources.ts'] },
  { nom: 'licences', commande: ['scripts/licences.ts'] },
]

/** Runs every check, two or more at a time, and tells each result as it comes. @returns names of those that failed */
export async function verify(say: (phrase: string) => void): Promise<string[]> {
  mkdirSync(cache, { recursive: true })
  const attente = [...VERIFICATIONS]
  const echecs: string[] = []
  const work = async () => {
    for (let suite = attente.shift(); suite; suite = attente.shift()) {
      const debut = performance.now()
      const { code, sortie } = await run(suite.commande)
      const duree = `${((performance.now() - debut) / 1000).toFixed(1)} s`
      if (code !== 0) echecs.push(suite.nom)
      say(`${code === 0 ? '✔' : '✖'} ${suite.nom} (${duree})${code === 0 ? '' : `\n${sortie.trimEnd()}\n`}`)
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work))
  return echecs
}

async function run(commande: string[]): Promise<{ code: number; sortie: string }> {
  const enfant = spawn(process.execPath, commande, { stdio: ['ignore', 'pipe', 'pipe'] })
  const morceaux: Buffer[] = []
  enfant.stdout.on('data', (morceau: Buffer) => morceaux.push(morceau))
  enfant.stderr.on('data', (morceau: Buffer) => morceaux.push(morceau))
  const code = await new Promise<number>((resolve) => enfant.on('close', (valeur) => resolve(valeur ?? 1)))
  return { code, sortie: Buffer.concat(morceaux).toString() }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const echecs = await verify(console.log)
  process.exitCode = echecs.length > 0 ? 1 : 0
}
