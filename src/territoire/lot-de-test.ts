/** For tests: a batch over two invented quartiers that overlap, fed by pieces. */
import type { Geocodeur } from './geocodeur.ts'
import { buildIndexSpatial } from './index-spatial.ts'
import type { OptionsDeLot } from './lot.ts'
import { parseBandesAge } from './lot-age.ts'
import { answerFlux, type OptionsDeFlux } from './lot-flux.ts'
import { carre } from './quartier-de-test.ts'

export const eteint: Geocodeur = {
  allume: false,
  search: async () => ({ ok: false, echec: 'eteint' }),
  reverse: async () => ({ ok: false, echec: 'eteint' }),
  async *searchMany() {},
}

export function buildOptions(partiel: Partial<OptionsDeFlux> = {}): OptionsDeFlux {
  const base: OptionsDeLot['base'] = {
    index: buildIndexSpatial([
      { id: 'a', geometrie: carre(0.69, 47.38, 0.01) },
      { id: 'b', geometrie: carre(0.695, 47.38, 0.02) },
    ]),
    complet: true,
    toleranceM: 30,
    rayonConnuM: 5000,
    bandes: [300, 500],
  }
  return {
    base,
    quartiers: [
      { code: 'QN03799N', nom: 'Les Essais ; Sud', generation: 'QPV2024', communes: [{ nom: 'Tours' }] },
      { code: 'QN03798N', nom: '=Œuvre', generation: 'QPV2024', communes: [{ nom: 'Tours' }, { nom: 'La Riche' }] },
    ],
    colonnes: { lon: '', lat: '', adresse: '', age: '', groupes: [] },
    bandesAge: parseBandesAge('0;18;60'),
    jour: '2026-03-01',
    toWgs84: null,
    geocodeur: eteint,
    seuils: { scoreMin: 0.7, ecartMin: 0.05 },
    ...partiel,
  }
}

/** A file in pieces of that many bytes, so that every cut is met. */
export async function* pieces(octets: Buffer, taille: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < octets.length; i += taille) yield octets.subarray(i, i + taille)
}

export async function answer(fichier: string | Buffer, partiel: Partial<OptionsDeFlux> = {}, taille = 7) {
  const flux = answerFlux(pieces(typeof fichier === 'string' ? Buffer.from(fichier) : fichier, taille), buildOptions(partiel))
  const sortis: Buffer[] = []
  let ici = await flux.next()
  for (; ici.done !== true; ici = await flux.next()) sortis.push(ici.value)
  return { octets: Buffer.concat(sortis), texte: Buffer.concat(sortis).toString('utf8'), bilan: ici.value }
}
