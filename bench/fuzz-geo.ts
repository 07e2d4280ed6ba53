/**
 * Spoils geographic files of every format and gives them to the readers, the finder of defects and the repairer: none may crash,
 * hang or give half a result.
 *   npx tsx bench/fuzz-geo.ts [cases by format, 3000] [first seed, 1]
 */
import { spoilt, survives, vraisFichiers } from '../src/territoire/lecture/mutations-de-test.ts'

const nombre = Number(process.argv[2] ?? 3000)
const premiere = Number(process.argv[3] ?? 1)
let total = 0
let fautes = 0
for (const fichier of vraisFichiers()) {
  const comptes = { lu: 0, question: 0, refus: 0 }
  let pire = { ms: 0, graine: 0 }
  for (let graine = premiere; graine < premiere + nombre; graine += 1) {
    const debut = performance.now()
    try {
      comptes[await survives(spoilt(fichier, graine))] += 1
    } catch (erreur) {
      fautes += 1
      console.log(`${fichier.nom} graine ${graine}\u00a0:`, erreur)
    }
    const ms = performance.now() - debut
    if (ms > pire.ms) pire = { ms, graine }
    total += 1
  }
  console.log(
    `${fichier.nom.padEnd(12)} ${comptes.lu} lus, ${comptes.question} questions, ${comptes.refus} refusés, le plus long ${Math.round(pire.ms)} ms (graine ${pire.graine})`,
  )
}
console.log(`${total} cas, graines ${premiere} à ${premiere + nombre - 1}, ${fautes} fautes`)
process.exitCode = fautes === 0 ? 0 : 1
