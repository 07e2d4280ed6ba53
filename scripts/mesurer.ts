/**
 * `npm run bench`: runs every bench/*.ts, one after the other, and writes docs/bench.md. A benchmark exports
 * `titre` and `measure(): Promise<string>`, which returns a Markdown table; `npm run bench -- import` runs those whose
 * name holds « import », and leaves docs/bench.md alone.
 */
import { execFileSync } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
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

const sections: string[] = []
try {
  for (const fichier of fichiers) {
    const banc = Banc.safeParse(await import(pathToFileURL(`bench/${fichier}`).href))
    if (!banc.success) continue
    console.log(`\n## ${banc.data.titre}\n`)
    const tableau = await banc.data.measure()
    console.log(tableau)
    sections.push(`## ${banc.data.titre}\n\n\`bench/${fichier}\`\n\n${tableau.trim()}\n`)
  }
} finally {
  await serveur.stop()
}
if (demandes.length === 0) await writeFile('docs/bench.md', [header(), ...sections].join('\n'))
process.exit(0)

function header(): string {
  const commit = execFileSync('git', ['log', '-1', '--format=%h %cs'], { encoding: 'utf8' }).trim()
  const memoire = Math.round(totalmem() / 2 ** 30)
  return `# Measures

Written by \`npm run bench\`; not by hand.

- Machine: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, ${memoire} GB, ${process.platform} ${release()}
- Node ${process.versions.node}
- Date: ${new Date().toISOString().slice(0, 10)}
- Commit: ${commit}
`
}
