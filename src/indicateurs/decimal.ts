/** Exact decimals: an integer and its number of decimals, never a float. Pure. */
import { FINE } from '#platform/formats.ts'

/** `entier` / 10^`echelle`; `entier` is a safe integer, `echelle` from 0 to 6. */
export type Decimal = { entier: number; echelle: number }

export const ECHELLE_MAX = 6
const MAX = BigInt(Number.MAX_SAFE_INTEGER)

/** @throws RangeError when it does not fit: callers check what people give with `parseDecimal`, which answers null */
export function decimal(entier: bigint | number, echelle = 0): Decimal {
  const grand = BigInt(entier)
  if (grand > MAX || grand < -MAX || !Number.isInteger(echelle) || echelle < 0 || echelle > ECHELLE_MAX)
    throw new RangeError(`not a decimal: ${entier} / 10^${echelle}`)
  return { entier: Number(grand), echelle }
}

/** « -12.340 » → 12340 / 10^3. Digits, one point, a sign; nothing else. @returns null for anything else, or too long */
export function parseDecimal(texte: string): Decimal | null {
  const lu = /^([+-]?)(\d{1,15})(?:\.(\d{1,30}))?$/.exec(texte)
  if (lu === null) return null
  const [, signe = '', entiers = '', decimales = ''] = lu
  const utiles = decimales.replace(/0+$/, '')
  const gardees = utiles.length <= ECHELLE_MAX ? decimales.slice(0, Math.min(decimales.length, ECHELLE_MAX)) : utiles
  const exact = BigInt(`${signe === '-' ? '-' : ''}${entiers}${gardees}`)
  const echelle = Math.min(gardees.length, ECHELLE_MAX)
  const entier = gardees.length > ECHELLE_MAX ? divideRounded(exact, power(gardees.length - ECHELLE_MAX)) : exact
  return entier > MAX || entier < -MAX ? null : { entier: Number(entier), echelle }
}

/** True when reading this text as a decimal loses digits beyond the sixth decimal. */
export function losesDigits(texte: string): boolean {
  return (/\.(\d+)$/.exec(texte)?.[1] ?? '').replace(/0+$/, '').length > ECHELLE_MAX
}

/** −1, 0 or 1. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const [x, y] = aligned(a, b)
  return x < y ? -1 : x > y ? 1 : 0
}

export function isZero({ entier }: Decimal): boolean {
  return entier === 0
}

/** a + b: exact as long as it fits in 2^53, else with fewer decimals. @throws RangeError when even the whole part does not fit */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const [x, y, echelle] = aligned(a, b)
  return fitted(x + y, echelle)
}

/** a − b, likewise. */
export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  const [x, y, echelle] = aligned(a, b)
  return fitted(x - y, echelle)
}

export function absDecimal({ entier, echelle }: Decimal): Decimal {
  return { entier: Math.abs(entier), echelle }
}

/** a / b × facteur with this many decimals, half away from zero. @returns null when b is zero or the result does not fit */
export function divideDecimals(a: Decimal, b: Decimal, echelle: number, facteur = 1): Decimal | null {
  if (b.entier === 0) return null
  const [x, y] = aligned(a, b)
  const quotient = divideRounded(x * BigInt(facteur) * power(echelle), y)
  return quotient > MAX || quotient < -MAX ? null : { entier: Number(quotient), echelle }
}

/** With this many decimals: half away from zero when some go, zeros when some come. */
export function roundDecimal({ entier, echelle }: Decimal, voulue: number): Decimal {
  if (voulue >= echelle) {
    const grand = BigInt(entier) * power(voulue - echelle)
    return grand > MAX || grand < -MAX ? { entier, echelle } : { entier: Number(grand), echelle: voulue }
  }
  return { entier: Number(divideRounded(BigInt(entier), power(echelle - voulue))), echelle: voulue }
}

/** × 10^n, exact: a share of 0,123 is 12,3 %. @returns null when it does not fit */
export function shiftDecimal({ entier, echelle }: Decimal, n: number): Decimal | null {
  if (n <= echelle) return { entier, echelle: echelle - n }
  const grand = BigInt(entier) * power(n - echelle)
  return grand > MAX || grand < -MAX ? null : { entier: Number(grand), echelle: 0 }
}

/** Same value, whatever the zeros that end it. */
export function sameDecimal(a: Decimal | null, b: Decimal | null): boolean {
  return a === null || b === null ? a === b : compareDecimals(a, b) === 0
}

/** « 1 234,50 », « −0,7 » (U+2212). @param signe « toujours » writes « + » too */
export function formatDecimal({ entier, echelle }: Decimal, signe: 'toujours' | 'negatif' = 'negatif'): string {
  const chiffres = String(Math.abs(entier)).padStart(echelle + 1, '0')
  const entiers = chiffres.slice(0, chiffres.length - echelle).replace(/\B(?=(\d{3})+$)/g, FINE)
  const devant = entier < 0 ? '\u2212' : signe === 'toujours' && entier > 0 ? '+' : ''
  return `${devant}${entiers}${echelle === 0 ? '' : `,${chiffres.slice(-echelle)}`}`
}

/** For drawing only: the nearest float. */
export function toFloat({ entier, echelle }: Decimal): number {
  return entier / 10 ** echelle
}

function fitted(exact: bigint, echelle: number): Decimal {
  let [entier, restantes] = [exact, echelle]
  while ((entier > MAX || entier < -MAX) && restantes > 0) {
    restantes -= 1
    entier = divideRounded(exact, power(echelle - restantes))
  }
  return decimal(entier, restantes)
}

function aligned(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const echelle = Math.max(a.echelle, b.echelle)
  return [BigInt(a.entier) * power(echelle - a.echelle), BigInt(b.entier) * power(echelle - b.echelle), echelle]
}

function power(n: number): bigint {
  return 10n ** BigInt(n)
}

/** Half away from zero, as people round. */
function divideRounded(a: bigint, b: bigint): bigint {
  const negatif = a < 0n !== b < 0n
  const [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  const quotient = (2n * x + y) / (2n * y)
  return negatif ? -quotient : quotient
}
