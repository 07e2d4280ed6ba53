/** Child process of bench/lot.ts: answers one file, made as it is read, and says what it took. */
import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { boiteOf } from '#territoire/index.ts'
import { buildIndexSpatial } from '#territoire/index-spatial.ts'
import { parseBandesAge } from '#territoire/lot-age.ts'
import { answerFlux } from '#territoire/lot-flux.ts'
import { writeZip } from '#territoire/lot-zip.ts'
import { createHasard, generateQuartiers } from '#territoire/quartiers-synthetiques-de-test.ts'

const lignes = Number(process.argv[2] ?? 100_000)
const quartiers = generateQuartiers(1)
const boites = quartiers.map(({ geometrie }) => boiteOf(geometrie))
const index = buildIndexSpatial(quartiers.map(({ code, geometrie }) => ({ id: code, geometrie })))
let [entree, sortie, rssMax, fabrique] = [0, 0, 0, 0]

async function* source(): AsyncGenerator<Uint8Array> {
  const hasard = createHasard(3)
  yield Buffer.from('id;nom;age;commune;longitude;latitude\r\n')
  for (let de = 0; de < lignes; de += 1000) {
    const debut = performance.now()
    let texte = ''
    for (let n = de; n < Math.min(lignes, de + 1000); n += 1) {
      const [ouest, sud, est, nord] = boites[Math.floor(hasard() * boites.length)] ?? [0, 0, 0, 0]
      const lon = (ouest + (est - ouest) * (1.8 * hasard() - 0.4)).toFixed(6).replace('.', ',')
      const lat = (sud + (nord - sud) * (1.8 * hasard() - 0.4)).toFixed(6).replace('.', ',')
      texte += `${n};Personne ${n};${Math.floor(hasard() * 90)};Commune ${n % 50};${lon};${lat}\r\n`
    }
    const octets = Buffer.from(texte)
    entree += octets.length
    // Making the file is not answering it.
    fabrique += performance.now() - debut
    yield octets
  }
}

const eteint = { ok: false, echec: 'eteint' } as const
const flux = answerFlux(source(), {
  base: { index, complet: true, toleranceM: 30, rayonConnuM: 5000, bandes: [300, 500] },
  quartiers: quartiers.map(({ code, nom }) => ({ code, nom, generation: 'QPV2024', communes: [] })),
  colonnes: { lon: '', lat: '', adresse: '', age: '', groupes: [] },
  bandesAge: parseBandesAge('0;16;26;46;60'),
  jour: '2026-03-01',
  toWgs84: null,
  geocodeur: { allume: false, search: async () => eteint, reverse: async () => eteint, async *searchMany() {} },
  seuils: { scoreMin: 0.7, ecartMin: 0.05 },
  pause: () => yieldToOthers(),
})
const rssAvant = process.memoryUsage.rss()
const debut = performance.now()
for await (const morceau of writeZip([{ nom: 'liste-quartiers.csv', octets: () => flux }], new Date())) {
  sortie += morceau.length
  rssMax = Math.max(rssMax, process.memoryUsage.rss())
}
process.send?.({ lignes, ms: performance.now() - debut - fabrique, entree, sortie, rssAvant, rssMax })
process.on('disconnect', () => process.exit(0))
