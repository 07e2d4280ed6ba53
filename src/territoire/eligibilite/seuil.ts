/**
 * The income threshold of a priority quartier (décret n° 2014-767, article 4, as amended by n° 2023-1312; BR-01), compared
 * exactly: everything is an integer, the threshold is a fraction. Pure.
 */

/** A fraction of cents, never rounded. */
export type Fraction = { numerateur: bigint; denominateur: bigint }

/** What the decree weighs, in thousandths; incomes in cents. */
export type CalculSeuil = {
  facteurPm: number
  poidsNationalPm: number
  poidsUnitePm: number
  revenuNationalCents: number
  revenuUniteCents: number
}

const MILLE = 1000n

/** S = facteur × (poids national × revenu national + poids de l’unité × revenu de l’unité), in cents, as a fraction. */
export function seuilOf(calcul: CalculSeuil): Fraction {
  const { facteurPm, poidsNationalPm, poidsUnitePm, revenuNationalCents, revenuUniteCents } = calcul
  const pondere = BigInt(poidsNationalPm) * BigInt(revenuNationalCents) + BigInt(poidsUnitePm) * BigInt(revenuUniteCents)
  return { numerateur: BigInt(facteurPm) * pondere, denominateur: MILLE * MILLE }
}

export type Comparaison = 'sous' | 'egal' | 'au_dessus'

/** Compares `total / effectif` with a threshold. @param effectif a count × ECHELLE, above zero */
export function compareMoyenne(totalCents: number, effectif: number, echelle: number, seuil: Fraction): Comparaison {
  const gauche = BigInt(totalCents) * BigInt(echelle) * seuil.denominateur
  const droite = seuil.numerateur * BigInt(effectif)
  return gauche < droite ? 'sous' : gauche === droite ? 'egal' : 'au_dessus'
}

/**
 * A comparer of many cells: floats decide far from the threshold, integers near it, so that the answer is always exact.
 * @returns −1 below, 0 equal, 1 above
 */
export function buildComparateur(seuil: Fraction, echelle: number): (totalCents: number, effectif: number) => number {
  const approche = Number(seuil.numerateur) / Number(seuil.denominateur) / echelle
  const bas = approche * (1 - 1e-9)
  const haut = approche * (1 + 1e-9)
  return (totalCents, effectif) => {
    const moyenne = totalCents / effectif
    if (moyenne < bas) return -1
    if (moyenne > haut) return 1
    const exacte = compareMoyenne(totalCents, effectif, echelle, seuil)
    return exacte === 'sous' ? -1 : exacte === 'egal' ? 0 : 1
  }
}

/** A threshold to the cent, for a sentence: rounded to nearest, half up. Never compared. */
export function centsOf({ numerateur, denominateur }: Fraction): number {
  return Number((2n * numerateur + denominateur) / (2n * denominateur))
}

/** Is the fraction a whole number of cents? Says whether the sentence above is exact. */
export function tombeJuste({ numerateur, denominateur }: Fraction): boolean {
  return numerateur % denominateur === 0n
}

/** A population rounded up to the next multiple, as the decree does before it compares. 9 901 → 10 000 by hundreds. */
export function arrondieAuDessus(population: number, multiple: number): number {
  return Math.ceil(population / multiple) * multiple
}
