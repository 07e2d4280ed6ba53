/** Amounts and shares as people type them. Pure: integers in and out, never a float. */
import { FINE, formatEuros, INSECABLE } from '#platform/formats.ts'

/** More than any contract: beyond, a slip of the keyboard. 10 billion euros, in cents. */
export const MONTANT_MAX_CENTS = 1_000_000_000_000

/**
 * « 12 000,50 », « 12 000,50 € », « 12000.5 » → 1200050 cents; null when it is not an amount ≥ 0.
 * A point before exactly three digits is refused: « 12.000 » is twelve for some, twelve thousand for others.
 */
export function parseEuros(texte: string): number | null {
  const net = texte
    .trim()
    .replace(/(?:€|euros?|EUR)$/iu, '')
    .trim()
  const lu = /^(\d{1,3}(?:[\s'’]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/u.exec(net)
  if (lu === null) return null
  const entiers = (lu[1] ?? '').replace(/\D/g, '')
  if (entiers.length > 12) return null
  const cents = Number(entiers) * 100 + Number((lu[2] ?? '').padEnd(2, '0'))
  return cents <= MONTANT_MAX_CENTS ? cents : null
}

/** An amount as its field shows it, so that it is read back the same: 1200050 → « 12 000,50 ». */
export function ecritMontant(cents: number): string {
  return formatEuros(cents).replace(`${INSECABLE}€`, '')
}

/** « 85 », « 85 % », « 33,3 % » → 850, 850, 333 per thousand; null when it is not a share from 0 to 100 %. */
export function parsePourMille(texte: string): number | null {
  const lu = /^(\d{1,3})(?:[.,](\d))?(?:\s*%)?$/u.exec(texte.trim())
  if (lu === null) return null
  const pourMille = Number(lu[1]) * 10 + Number(lu[2] ?? '0')
  return pourMille <= 1000 ? pourMille : null
}

/** 850 → « 85 », 333 → « 33,3 ». */
export function ecritPourMille(pourMille: number): string {
  return pourMille % 10 === 0 ? String(pourMille / 10) : `${Math.trunc(pourMille / 10)},${pourMille % 10}`
}

/** « 1 200 » → 1200; null when it is not a whole number from 0 to `max`. */
export function parseEntier(texte: string, max: number): number | null {
  const net = texte.trim().replaceAll(FINE, ' ').replaceAll(INSECABLE, ' ')
  if (!/^(\d{1,3}(?: \d{3})+|\d{1,10})$/u.test(net)) return null
  const nombre = Number(net.replaceAll(' ', ''))
  return nombre <= max ? nombre : null
}

/** The sum of the amounts, in cents; null as soon as one of them is not known: what cannot be summed is not. */
export function totalCents(montants: readonly (number | null)[]): number | null {
  let total = 0
  for (const montant of montants) {
    if (montant === null) return null
    total += montant
  }
  return montants.length === 0 ? null : total
}
