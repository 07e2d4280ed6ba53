/** What the fiches of a contract say of money, added only where it can be. Pure. */
import type { FicheInstantane, NatureFinancement } from '#strategie/index.ts'

export type ArgentParNature = { nature: NatureFinancement; totalCents: number; lignes: number }

/**
 * Amounts stated by the fiches, added by nature, largest first. Lines without an amount are counted, never guessed.
 * @returns cents
 */
export function sumByNature(fiches: readonly Pick<FicheInstantane, 'financements'>[]): {
  natures: ArgentParNature[]
  totalCents: number
  sansMontant: number
} {
  const parNature = new Map<NatureFinancement, ArgentParNature>()
  let sansMontant = 0
  for (const { financements } of fiches) {
    for (const { nature, montantCents } of financements) {
      if (montantCents === null) {
        sansMontant += 1
        continue
      }
      const cumul = parNature.get(nature) ?? { nature, totalCents: 0, lignes: 0 }
      parNature.set(nature, { nature, totalCents: cumul.totalCents + montantCents, lignes: cumul.lignes + 1 })
    }
  }
  const natures = [...parNature.values()].sort((a, b) => b.totalCents - a.totalCents)
  return { natures, totalCents: natures.reduce((somme, { totalCents }) => somme + totalCents, 0), sansMontant }
}
