/** Runs dependency-cruiser, and fails when it has seen fewer modules than there are source files: a green « 0 modules » proves nothing. */
import { spawnSync } from 'node:child_process'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const projet = fileURLToPath(new URL('..', import.meta.url))
const DOSSIERS = ['src', 'scripts', 'db', 'bench', 'e2e']

const Rapport = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string(), severity: z.string() }) })),
  }),
})

export type Infraction = { regle: string; de: string; vers: string }
export type Architecture = { fichiers: number; infractions: Infraction[] }

/** @param racine a folder laid out as this project @throws Error when some source file was not seen */
export async function checkArchitecture(racine: string): Promise<Architecture> {
  const fichiers: string[] = []
  for await (const fichier of glob(`{${DOSSIERS.join(',')}}/**/*.{ts,tsx}`, { cwd: racine }))
    fichiers.push(fichier.replaceAll(path.sep, '/'))
  const presents = DOSSIERS.filter((dossier) => fichiers.some((fichier) => fichier.startsWith(`${dossier}/`)))
  const programme = path.join(projet, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs')
  const args = [programme, '--config', path.join(projet, '.dependency-cruiser.mjs'), '--output-type', 'json', ...presents]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: racine, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser did not answer: ${stderr || stdout}`)
  const rapport = Rapport.parse(JSON.parse(stdout))
  assertAllSeen(fichiers, new Set(rapport.modules.map((module) => module.source)))
  const infractions = rapport.summary.violations
    .filter(({ rule }) => rule.severity === 'error')
    .map(({ from, to, rule }) => ({ regle: rule.name, de: from, vers: to }))
  return { fichiers: fichiers.length, infractions }
}

/** With an unsupported TypeScript, dependency-cruiser prints a green « 0 modules ». @throws Error */
export function assertAllSeen(fichiers: string[], vus: ReadonlySet<string>): void {
  const oublies = fichiers.filter((fichier) => !vus.has(fichier))
  if (oublies.length === 0) return
  throw new Error(
    `dependency-cruiser saw ${fichiers.length - oublies.length} of ${fichiers.length} files; not ${oublies.slice(0, 5).join(', ')}`,
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { fichiers, infractions } = await checkArchitecture(projet)
  for (const { regle, de, vers } of infractions) console.log(`${regle}: ${de} → ${vers}`)
  console.log(`${fichiers} files, ${infractions.length} broken rules`)
  process.exitCode = infractions.length > 0 ? 1 : 0
}
