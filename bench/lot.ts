/** A file of beneficiaries, from its first byte to the last of the archive given back, as the page does it: rows a second, memory. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

export const titre = 'File of beneficiaries'

const TAILLES = (process.env.PARVIS_BANC_LIGNES ?? '100000,1000000').split(',').map(Number)
const Mesure = z.object({
  lignes: z.number(),
  ms: z.number(),
  entree: z.number(),
  sortie: z.number(),
  rssAvant: z.number(),
  rssMax: z.number(),
})

/** Each size in a process of its own, so that its memory is its own. */
export async function measure(): Promise<string> {
  const lignes: string[] = []
  for (const taille of TAILLES) {
    const enfant = fork(fileURLToPath(new URL('./banc/lot-enfant.ts', import.meta.url)), [String(taille)], {
      execArgv: ['--import', 'tsx'],
    })
    const brut: unknown = await new Promise((resolve, reject) => enfant.once('message', resolve).once('exit', reject))
    enfant.kill()
    const { ms, entree, sortie, rssAvant, rssMax } = Mesure.parse(brut)
    const mo = (octets: number) => (octets / 1e6).toFixed(1)
    lignes.push(
      `| ${taille.toLocaleString('en')} | **${(ms / 1000).toFixed(2)} s** | ${Math.round(taille / ms).toLocaleString('en')} thousand | ${mo(entree)} MB | ${mo(sortie)} MB | ${mo(rssAvant)} → **${mo(rssMax)} MB** |`,
    )
  }
  return [
    'Synthetic national set. Six columns a row, decimal commas; each row gets its quartier, the distance to the border, the band and the certainty, is counted by quartier, commune and age, and leaves in a .zip. One core, read in pieces of 64 kB.',
    '',
    '| rows | time | rows a second | in | out (.zip) | resident memory before → peak |',
    '|---|---|---|---|---|---|',
    ...lignes,
  ].join('\n')
}
