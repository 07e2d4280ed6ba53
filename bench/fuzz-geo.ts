/**
 * Spoils geographic files of every format and gives them to the readers, the finder of defects and the repairer: none may crash,
 * hang or give half a result.
 *   npx tsx bench/fuzz-geo.ts [cases by format, 3000] [first seed, 1]
 */
import { fileURLToPath } from 'node:url'
import { spoilt, survives, vraisFichiers } from '#territoire/lecture/mutations-de-test.ts'

export const titre = 'Spoilt geographic files'

const CAS = 1000
const LENT_MS = 10_000

/** How each format stands it, as a Markdown table. @throws when one case does not */
export function measure(): Promise<string> {
  return fuzz(CAS, 1)
}

async function fuzz(nombre: number, premiere: number): Promise<string> {
  const lignes: string[] = []
  const fautes: string[] = []
  for (const fichier of vraisFichiers()) {
    const comptes = { lu: 0, question: 0, refus: 0 }
    let pire = { ms: 0, graine: 0 }
    for (let graine = premiere; graine < premiere + nombre; graine += 1) {
      const debut = performance.now()
      try {
        comptes[await survives(spoilt(fichier, graine))] += 1
      } catch (erreur) {
        fautes.push(`${fichier.nom}, seed ${graine}: ${erreur instanceof Error ? erreur.stack : String(erreur)}`)
      }
      const ms = performance.now() - debut
      if (ms > pire.ms) pire = { ms, graine }
      if (ms > LENT_MS) fautes.push(`${fichier.nom}, seed ${graine}: ${Math.round(ms)} ms`)
    }
    lignes.push(
      `| ${fichier.nom.slice(2)} | ${nombre} | ${comptes.lu} | ${comptes.question} | ${comptes.refus} | ${Math.round(pire.ms)} (seed ${pire.graine}) |`,
    )
  }
  if (fautes.length > 0) throw new Error(fautes.join('\n'))
  return [
    '| format | spoilt files | read, defects listed, repaired | question asked | refused with a sentence | slowest ms |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...lignes,
    '',
    `${lignes.length * nombre} files, seeds ${premiere} to ${premiere + nombre - 1}: bytes, numbers, tags, pieces of archives and pages of databases spoilt. No crash, no hang, no half result.`,
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(await fuzz(Number(process.argv[2] ?? 3000), Number(process.argv[3] ?? 1)))
