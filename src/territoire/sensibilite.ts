/**
 * What would change tier if one weight moved. Pure, exact. The score of a place is monotone in each weight, so what happens within
 * ± so many thousandths happens at one of its ends; the weight at which a place tips has a closed form.
 */
import { compare, divise, type Fraction, fois, fraction, moins, plus, ZERO } from './fraction.ts'
import { type Critere, meanOf, type PalierAtteint, palierOf, type Score } from './score.ts'

export type Bascule = {
  critereId: string
  lieu: string
  sens: 'hausse' | 'baisse'
  /** Tiers before and at the end of the move; null: none. */
  avant: PalierAtteint | null
  apres: PalierAtteint | null
  /** Weight at which the first change happens, and by how much of the weight given, in ‰ rounded up: the least move that does it. */
  poidsBascule: Fraction
  ecartPm: number
}

/** @param variationPm by how much each weight moves, in ‰ of itself @returns in the order of the criteria, then of the scores */
export function computeSensibilite(
  criteres: readonly Critere[],
  scores: readonly Score[],
  paliers: readonly PalierAtteint[],
  variationPm: number,
): Bascule[] {
  return criteres.flatMap((critere, rang) =>
    critere.poids === 0
      ? []
      : scores.flatMap((score) =>
          (['hausse', 'baisse'] as const).flatMap((sens) => tip(criteres, rang, score, paliers, { sens, variationPm })),
        ),
  )
}

function tip(
  criteres: readonly Critere[],
  rang: number,
  score: Score,
  paliers: readonly PalierAtteint[],
  { sens, variationPm }: { sens: Bascule['sens']; variationPm: number },
): Bascule[] {
  const critere = criteres[rang]
  const note = score.notes[rang]?.note ?? null
  if (critere === undefined || note === null || score.total === null) return []
  const poids = (facteurPm: number) => criteres.map((un, i) => (i === rang ? fraction(un.poids * facteurPm, 1000) : fraction(un.poids)))
  const fin = meanOf(score.notes, poids(sens === 'hausse' ? 1000 + variationPm : Math.max(0, 1000 - variationPm)))
  const [avant, apres] = [palierOf(score.total, paliers), palierOf(fin, paliers)]
  if (fin === null || avant?.id === apres?.id) return []
  const poidsBascule = tippingWeight(criteres, rang, score, note, crossed(score.total, fin, paliers))
  const ecart = divise(moins(poidsBascule, fraction(critere.poids)), fraction(critere.poids))
  return [{ critereId: critere.id, lieu: score.lieu, sens, avant, apres, poidsBascule, ecartPm: ceilPm(ecart) }]
}

/** The first threshold met on the way from one score to the other. */
function crossed(depart: Fraction, fin: Fraction, paliers: readonly PalierAtteint[]): Fraction {
  const monte = compare(fin, depart) > 0
  const seuils = paliers
    .flatMap(({ seuilPm }) => (seuilPm === null ? [] : [fraction(seuilPm, 1000)]))
    .filter((s) => (monte ? compare(s, depart) > 0 && compare(s, fin) <= 0 : compare(s, depart) <= 0 && compare(s, fin) > 0))
    .sort(compare)
  return (monte ? seuils[0] : seuils.at(-1)) ?? fin
}

/** Weight w at which (rest + w × note) / (rest of weights + w) is exactly the threshold. */
function tippingWeight(criteres: readonly Critere[], rang: number, score: Score, note: Fraction, seuil: Fraction): Fraction {
  let [somme, total] = [ZERO, ZERO]
  criteres.forEach((critere, i) => {
    const sienne = score.notes[i]?.note ?? null
    if (i === rang || sienne === null) return
    somme = plus(somme, fois(sienne, fraction(critere.poids)))
    total = plus(total, fraction(critere.poids))
  })
  const pente = moins(note, seuil)
  // A note equal to the threshold never crosses it: the weight given stands for itself.
  return pente.n === 0n ? fraction(criteres[rang]?.poids ?? 0) : divise(moins(fois(seuil, total), somme), pente)
}

function ceilPm({ n, d }: Fraction): number {
  const pm = (n < 0n ? -n : n) * 1000n
  return Number((pm + d - 1n) / d)
}
