/**
 * `npm run bench`: runs every bench/*.ts, one after the other, and writes docs/bench.md. A benchmark exports
 * `titre` and `measure(): Promise<string>`, which returns a Markdown table; `npm run bench -- import` runs those whose
 * name holds « import », and replaces their sections alone: each says the commit and the day of its own run.
 */
import { execFileSync } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, release, totalmem } from 'node:os'
import { pathToFileURL } from 'node:url'
import { register } from 'tsx/esm/api'
import { z } from 'zod'
import { startServeurDeTest } from './bases-de-test.ts'
import { buildIfNeeded } from './construire.ts'

const Banc = z.object({ titre: z.string(), measure: z.custom<() => Promise<string>>((valeur) => typeof valeur === 'function') })

const demandes = process.argv.slice(2)
const fichiers = (await readdir('bench').catch(() => []))
  .filter((nom) => /^[a-z0-9-]+\.ts$/.test(nom) && (demandes.length === 0 || demandes.some((demande) => nom.includes(demande))))
  .sort()
register()
await buildIfNeeded(console.log)
const serveur = await startServeurDeTest(console.log)
process.env.PARVIS_TEST_PG = serveur.url

const commit = execFileSync('git', ['log', '-1', '--format=%h of %cs'], { encoding: 'utf8' }).trim()
const sections: string[] = []
try {
  for (const fichier of fichiers) {
    const banc = Banc.safeParse(await import(pathToFileURL(`bench/${fichier}`).href))
    if (!banc.success) continue
    console.log(`\n## ${banc.data.titre}\n`)
    const tableau = await banc.data.measure()
    console.log(tableau)
    sections.push(`## ${banc.data.titre}\n\n\`bench/${fichier}\`, ${commit}\n\n${tableau.trim()}\n`)
  }
} finally {
  await serveur.stop()
}
await writeFile('docs/bench.md', [header(), ...(await merged(sections))].join('\n'))
process.exit(0)

/** The sections of the last run of each benchmark, by title. */
async function merged(nouvelles: readonly string[]): Promise<string[]> {
  if (demandes.length === 0) return [...nouvelles]
  const anciennes = (await readFile('docs/bench.md', 'utf8').catch(() => '')).split(/^(?=## )/m).slice(1)
  const titreOf = (section: string) => section.slice(0, section.indexOf('\n'))
  const gardees = anciennes.filter((ancienne) => !nouvelles.some((nouvelle) => titreOf(nouvelle) === titreOf(ancienne)))
  return [...gardees.map((section) => `${section.trim()}\n`), ...nouvelles].sort((a, b) => (titreOf(a) < titreOf(b) ? -1 : 1))
}

function header(): string {
  const memoire = Math.round(totalmem() / 2 ** 30)
  return `# Measures

Written by \`npm run bench\`; not by hand. Each section says the commit of its run.

- Machine: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, ${memoire} GB, ${process.platform} ${release()}
- Node ${process.versions.node}
`
}
