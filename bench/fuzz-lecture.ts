/**
 * Spoils real files of every format for as long as asked and gives them to the readers: none may crash.
 *   npx tsx bench/fuzz-lecture.ts [cases by reader, 2000] [seed]
 */
import fc from 'fast-check'
import { coups, realFiles, strike, strikeXml, survives } from '#platform/documents/lecture/fixtures/mutations.ts'

const numRuns = Number(process.argv[2] ?? 2000)
const seed = Number(process.argv[3] ?? Date.now() % 2_147_483_647)
let total = 0
for (const { nom, contenu } of await realFiles()) {
  const debut = performance.now()
  await fc.assert(
    fc.asyncProperty(coups, (liste) => survives(nom, strike(contenu, liste))),
    { numRuns, seed },
  )
  total += numRuns
  if (/\.(docx|odt|xlsx|ods)$/.test(nom)) {
    await fc.assert(
      fc.asyncProperty(fc.nat(50), fc.nat(1_000_000), (part, graine) => survives(nom, strikeXml(contenu, part, graine))),
      { numRuns, seed },
    )
    total += numRuns
  }
  console.log(`${nom.padEnd(8)} ${Math.round(performance.now() - debut)} ms`)
}
console.log(`${total} cas, graine ${seed}, aucun arrêt`)
