/** RNA numbers of associations (répertoire national des associations): what can be checked, how it is written. Pure. */
import { RegleViolee } from '#platform/errors.ts'

/**
 * W, then nine signs: three for the registry that gave it, six for the rank. They are digits, save the letter that stands
 * overseas (W9R1011072) and in Corsica (W2A1000123). The number bears no key: a wrong digit cannot be seen, its shape can.
 */
const FORME = /^W\d[\dA-Z]\d{7}$/

export function isRna(texte: string): boolean {
  return FORME.test(texte)
}

/**
 * The number typed by a person, with spaces or in lower case; empty is none.
 * @throws RegleViolee on the field `rna` that says what is wrong
 */
export function parseRna(texte: string): string | null {
  const serre = texte.replace(/[\s.\u00a0\u202f-]/g, '').toUpperCase()
  if (serre === '') return null
  if (isRna(serre)) return serre
  if (/^\d{9}$|^\d{14}$/.test(serre)) return fautif('Ce numéro est un SIREN ou un SIRET : tapez-le dans son champ. Un RNA commence par W.')
  if (!serre.startsWith('W')) return fautif('Un numéro RNA commence par la lettre W, suivie de 9 chiffres, par exemple W372001234.')
  return fautif(
    serre.length === 10
      ? 'Ce numéro RNA n’a pas la bonne forme : W, puis 9 chiffres (une lettre au troisième rang outre-mer et en Corse).'
      : `Un numéro RNA compte 10 signes, W compris : vous en avez tapé ${serre.length}.`,
  )
}

/** Department of a French postal code: « 37 », « 2A », « 974 »; Corsica is cut in two by 20200. Null when it is not one. */
export function departementOf(codePostal: string | null): string | null {
  if (codePostal === null || !/^\d{5}$/.test(codePostal)) return null
  if (codePostal.startsWith('20')) return Number(codePostal) < 20_200 ? '2A' : '2B'
  return codePostal.startsWith('97') || codePostal.startsWith('98') ? codePostal.slice(0, 3) : codePostal.slice(0, 2)
}

function fautif(message: string): never {
  throw new RegleViolee(message, [{ champ: 'rna', message }])
}
