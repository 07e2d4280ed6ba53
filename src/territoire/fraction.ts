/** Exact numbers for scores: fractions of whole numbers, no float. Pure. */
import { FINE } from '#platform/formats.ts'

export type Fraction = { n: bigint; d: bigint }

/** In lowest terms, with a positive denominator. @throws RangeError when the denominator is zero */
export function fraction(n: bigint | number, d: bigint | number = 1n): Fraction {
  const [haut, bas] = [BigInt(n), BigInt(d)]
  if (bas === 0n) throw new RangeError('a fraction over zero')
  const signe = bas < 0n ? -1n : 1n
  const commun = gcd(haut < 0n ? -haut : haut, bas < 0n ? -bas : bas)
  return { n: (signe * haut) / commun, d: (signe * bas) / commun }
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a || 1n : gcd(b, a % b)
}

export const ZERO: Fraction = { n: 0n, d: 1n }
export const plus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d)
export const moins = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d - b.n * a.d, a.d * b.d)
export const fois = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d)
/** @throws RangeError when dividing by zero */
export const divise = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n)

/** Negative, zero or positive as `a` is below, at or above `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const ecart = a.n * b.d - b.n * a.d
  return ecart < 0n ? -1 : ecart > 0n ? 1 : 0
}

/** A figure as people write it (« 1 234,5 », « -3 », « 12.25 »), four decimals at most; null when it is something else. */
export function parseDecimal(texte: string): Fraction | null {
  const lu = /^([-−]?)(\d{1,13})(?:[.,](\d{1,4}))?$/.exec(texte.replace(/[\s\u00a0\u202f]/g, ''))
  if (lu === null) return null
  const [, signe, entier = '', decimales = ''] = lu
  const valeur = fraction(BigInt(entier + decimales), 10n ** BigInt(decimales.length))
  return signe === '' ? valeur : { n: -valeur.n, d: valeur.d }
}

/** Rounded to so many decimals, half away from zero, in French: « 1 234,50 ». @param decimales 0 to 6 */
export function sayFraction({ n, d }: Fraction, decimales: number): string {
  const facteur = 10n ** BigInt(decimales)
  const double = ((n < 0n ? -n : n) * facteur * 2n + d) / (2n * d)
  const entier = String(double / facteur).replace(/\B(?=(\d{3})+(?!\d))/g, FINE)
  const reste = decimales === 0 ? '' : `,${String(double % facteur).padStart(decimales, '0')}`
  return `${n < 0n && double > 0n ? '−' : ''}${entier}${reste}`
}

/** The shortest way to write an exact decimal of at most four places: « 12,5 », « 40 ». */
export function sayDecimal(valeur: Fraction): string {
  return sayFraction(valeur, 4).replace(/,?0+$/, '')
}
