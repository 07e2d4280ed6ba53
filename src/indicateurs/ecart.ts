/**
 * The gap between a quartier and its reference, and how it moves: the aim of the act of 21 February 2014 (article 1) is to
 * reduce it. What may not be compared is said, with the reason (domain BR-26). Pure, exact decimals.
 */
import { absDecimal, compareDecimals, type Decimal, divideDecimals, isZero, subtractDecimals } from './decimal.ts'
import type { Indicateur, Sens } from './indicateur.ts'
import type { Absence, Mesure } from './observation.ts'
import { comparePeriodes, sameGrain } from './periode.ts'

/** Why two figures are not compared. */
export type RaisonSansEcart =
  | { code: 'sans_quartier' }
  | { code: 'sans_reference'; periodes: readonly string[] }
  | { code: 'absence'; de: 'quartier' | 'reference'; absence: Absence }
  | { code: 'sources' }
  | { code: 'sans_lieu' }
/** Why two gaps are not. */
export type RaisonSansEvolution = 'un_seul_point' | 'millesimes' | 'perimetre' | 'sources' | 'effectif'

export type PointEcart = {
  periode: string
  quartier: Mesure
  reference: Mesure
  valeur: Decimal
  valeurReference: Decimal
  /** Quartier minus reference, exact; in points when they are percentages. */
  difference: Decimal
  /** Quartier over reference, two decimals; null when the reference is zero. */
  rapport: Decimal | null
  /** Of an amount that can be summed: the share of the reference that lives here, in %, one decimal; the difference means nothing. */
  part: Decimal | null
  verdict: 'defavorable' | 'favorable' | 'egal' | 'neutre'
  /** Quartier of an older generation with another perimeter. */
  perimetre: string
}
export type Evolution =
  | {
      possible: true
      de: string
      a: string
      difference: Decimal
      mouvement: 'reduit' | 'creuse' | 'stable' | 'inverse'
      bon: boolean | null
    }
  | { possible: false; raison: RaisonSansEvolution }

export type Ecart = {
  indicateur: Indicateur
  /** The latest period at which the gap can be told; null: `raison` says why there is none. */
  point: PointEcart | null
  raison: RaisonSansEcart | null
  /** A later period has a figure that cannot be compared. */
  depuis: { periode: string; raison: RaisonSansEcart } | null
  points: readonly PointEcart[]
  evolution: Evolution
}

export type MesuresEcart = {
  indicateur: Indicateur
  /** Of the quartier, whatever the period; those of a former perimeter bear its code. */
  quartier: readonly Mesure[]
  reference: readonly Mesure[]
  /** Codes of perimeters that are the same as today's, today's included. */
  memePerimetre: ReadonlySet<string>
}

/** Gap at the latest period where it can be told, and its evolution since the first. @param lieu whether there is a reference at all */
export function measureEcart({ indicateur, quartier, reference, memePerimetre }: MesuresEcart, lieu: 'connu' | 'inconnu' = 'connu'): Ecart {
  const essais = [...quartier]
    .sort(
      (a, b) =>
        comparePeriodes(b.periode, a.periode) || Number(memePerimetre.has(b.territoireCode)) - Number(memePerimetre.has(a.territoireCode)),
    )
    .map((mesure) => ({ mesure, essai: lieu === 'inconnu' ? refuse({ code: 'sans_lieu' }) : pointOf(indicateur, mesure, reference) }))
  const points = essais.flatMap(({ essai }) => ('point' in essai ? [essai.point] : []))
  const ici = points.filter(({ perimetre }) => memePerimetre.has(perimetre))
  const point = ici[0] ?? null
  const dernier = essais.find(({ mesure }) => memePerimetre.has(mesure.territoireCode))
  const raison = dernier === undefined ? ({ code: 'sans_quartier' } as const) : 'raison' in dernier.essai ? dernier.essai.raison : null
  return {
    indicateur,
    point,
    raison: point === null ? raison : null,
    depuis: point !== null && raison !== null && dernier !== undefined ? { periode: dernier.mesure.periode, raison } : null,
    points,
    evolution: measureEvolution(indicateur, points, memePerimetre),
  }
}

type Essai = { point: PointEcart } | { raison: RaisonSansEcart }
const refuse = (raison: RaisonSansEcart): Essai => ({ raison })

function pointOf(indicateur: Indicateur, quartier: Mesure, references: readonly Mesure[]): Essai {
  if (quartier.valeur === null) return refuse({ code: 'absence', de: 'quartier', absence: quartier.absence ?? 'manquant' })
  const memePeriode = references.filter(({ periode }) => periode === quartier.periode)
  if (memePeriode.length === 0)
    return refuse({ code: 'sans_reference', periodes: [...new Set(references.map(({ periode }) => periode))].sort(comparePeriodes) })
  const reference = memePeriode.find(({ sourceId }) => sourceId === quartier.sourceId)
  if (reference === undefined) return refuse({ code: 'sources' })
  if (reference.valeur === null) return refuse({ code: 'absence', de: 'reference', absence: reference.absence ?? 'manquant' })
  const difference = subtractDecimals(quartier.valeur, reference.valeur)
  return {
    point: {
      periode: quartier.periode,
      quartier,
      reference,
      valeur: quartier.valeur,
      valeurReference: reference.valeur,
      difference,
      rapport: divideDecimals(quartier.valeur, reference.valeur, 2),
      part: indicateur.sommable ? divideDecimals(quartier.valeur, reference.valeur, 1, 100) : null,
      verdict: indicateur.sommable ? 'neutre' : judgeDifference(difference, indicateur.sens),
      perimetre: quartier.territoireCode,
    },
  }
}

/** Against the quartier when it stands on the side that one does not wish. */
export function judgeDifference(difference: Decimal, sens: Sens): PointEcart['verdict'] {
  if (isZero(difference)) return 'egal'
  if (sens === 'neutre') return 'neutre'
  return difference.entier > 0 === (sens === 'baisse') ? 'defavorable' : 'favorable'
}

/** From the first comparable point to the last. */
function measureEvolution(indicateur: Indicateur, points: readonly PointEcart[], memePerimetre: ReadonlySet<string>): Evolution {
  if (indicateur.sommable) return { possible: false, raison: 'effectif' }
  const ici = points.filter(({ perimetre }) => memePerimetre.has(perimetre))
  const [dernier] = ici
  if (dernier === undefined) return { possible: false, raison: 'un_seul_point' }
  const memeGrain = ici.filter(({ periode }) => sameGrain(periode, dernier.periode) && periode !== dernier.periode)
  const autres = points.filter(({ periode }) => comparePeriodes(periode, dernier.periode) < 0)
  if (autres.length > 0 && indicateur.millesimes === 'non_comparables') return { possible: false, raison: 'millesimes' }
  const memeSource = memeGrain.filter(({ quartier }) => quartier.sourceId === dernier.quartier.sourceId)
  const premier = memeSource.at(-1)
  if (premier !== undefined) return between(indicateur, premier, dernier)
  if (memeGrain.length > 0) return { possible: false, raison: 'sources' }
  return { possible: false, raison: autres.some(({ perimetre }) => !memePerimetre.has(perimetre)) ? 'perimetre' : 'un_seul_point' }
}

function between({ sens }: Indicateur, premier: PointEcart, dernier: PointEcart): Evolution {
  const [avant, apres] = [absDecimal(premier.difference), absDecimal(dernier.difference)]
  const inverse = Math.sign(premier.difference.entier) * Math.sign(dernier.difference.entier) < 0
  const ordre = compareDecimals(apres, avant)
  const mouvement = inverse ? 'inverse' : ordre === 0 ? 'stable' : ordre < 0 ? 'reduit' : 'creuse'
  const verdict = judgeDifference(inverse || isZero(premier.difference) ? dernier.difference : premier.difference, sens)
  const bon =
    mouvement === 'stable' || verdict === 'neutre' || verdict === 'egal'
      ? null
      : mouvement === 'inverse'
        ? verdict === 'favorable'
        : (mouvement === 'reduit') === (verdict === 'defavorable')
  return {
    possible: true,
    de: premier.periode,
    a: dernier.periode,
    difference: subtractDecimals(dernier.difference, premier.difference),
    mouvement,
    bon,
  }
}
