/** SIREN and SIRET numbers: what is a valid one, how it is written. Pure. Source: INSEE, répertoire Sirene. */
import { RegleViolee } from '#platform/errors.ts'

/** La Poste's establishments do not follow Luhn: the sum of their digits is a multiple of five (its head office follows both or one). */
const SIREN_LA_POSTE = '356000000'

/** Key of Luhn: doubling every second digit from the right, the sum is a multiple of ten. @param chiffres digits only */
export function followsLuhn(chiffres: string): boolean {
  let somme = 0
  for (let rang = 0; rang < chiffres.length; rang += 1) {
    const chiffre = Number(chiffres[chiffres.length - 1 - rang])
    const double = rang % 2 === 0 ? chiffre : chiffre * 2
    somme += double > 9 ? double - 9 : double
  }
  return somme % 10 === 0
}

export function isSiren(chiffres: string): boolean {
  return /^\d{9}$/.test(chiffres) && chiffres !== '000000000' && followsLuhn(chiffres)
}

export function isSiret(chiffres: string): boolean {
  if (!/^\d{14}$/.test(chiffres) || !isSiren(chiffres.slice(0, 9))) return false
  return followsLuhn(chiffres) || (chiffres.startsWith(SIREN_LA_POSTE) && sommeChiffres(chiffres) % 5 === 0)
}

/**
 * The number typed by a person: a SIREN (9 digits) or a SIRET (14 digits), with spaces or dots; empty is none.
 * @throws RegleViolee on the field `siret` that says what is wrong
 */
export function parseSirenOuSiret(texte: string): { siren: string | null; siret: string | null } {
  const chiffres = texte.replace(/[\s.\u00a0\u202f-]/g, '')
  if (chiffres === '') return { siren: null, siret: null }
  if (!/^\d+$/.test(chiffres)) return fautif('Le numéro SIRET ne compte que des chiffres.')
  if (chiffres.length !== 9 && chiffres.length !== 14) {
    return fautif(`Le numéro SIRET compte 14 chiffres (ou 9 pour un SIREN) : vous en avez tapé ${chiffres.length}.`)
  }
  if (chiffres.length === 9) {
    return isSiren(chiffres) ? { siren: chiffres, siret: null } : fautif('Ce numéro SIREN n’existe pas : vérifiez ses chiffres.')
  }
  return isSiret(chiffres)
    ? { siren: chiffres.slice(0, 9), siret: chiffres }
    : fautif('Ce numéro SIRET n’existe pas : vérifiez ses chiffres, deux ont pu être inversés.')
}

/** « 243 700 754 00126 », with no-break spaces. */
export function formatSiret(siret: string): string {
  return siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})?$/, (_, a, b, c, d) => [a, b, c, d].filter(Boolean).join('\u00a0'))
}

function sommeChiffres(chiffres: string): number {
  return [...chiffres].reduce((somme, chiffre) => somme + Number(chiffre), 0)
}

function fautif(message: string): never {
  throw new RegleViolee(message, [{ champ: 'siret', message }])
}
