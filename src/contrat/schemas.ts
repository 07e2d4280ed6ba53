/** Shapes of what the forms of the contract send. Pure. */
import { z } from 'zod'
import { isJour, parseDatePrecise, precisionDe } from './dates.ts'

export const identifiant = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'Cet identifiant n’existe pas.')

/** A text that is there. @param quoi « le titre » */
export function texte(quoi: string, max: number) {
  return z
    .string({ error: `Indiquez ${quoi}.` })
    .trim()
    .min(1, `Indiquez ${quoi}.`)
    .max(max, `C’est trop long : ${max} caractères au plus.`)
}

/** A text that may be left empty; null then. */
export function texteFacultatif(max: number) {
  return z
    .string()
    .trim()
    .max(max, `C’est trop long : ${max} caractères au plus.`)
    .nullish()
    .transform((valeur) => (valeur === undefined || valeur === null || valeur === '' ? null : valeur))
}

/** A text of a row, kept even empty: the rule says what is missing, with the rank of the row. */
export function texteLigne(max: number) {
  return z.string().trim().max(max, `C’est trop long : ${max} caractères au plus.`).default('')
}

/** An ISO day, or a day written « 15/04/2027 »; null when empty. */
export const jourFacultatif = z
  .string()
  .trim()
  .nullish()
  .transform((valeur, contexte) => {
    if (valeur === undefined || valeur === null || valeur === '') return null
    const lu = isJour(valeur) ? valeur : parseDatePrecise(valeur)
    if (lu !== null && precisionDe(lu) === 'jour') return lu
    contexte.addIssue({ code: 'custom', message: `« ${valeur.slice(0, 40)} » n’est pas une date : écrivez-la comme 15/04/2027.` })
    return z.NEVER
  })

/** A box ticked or not. */
export const coche = z
  .union([z.literal('oui'), z.literal(true), z.literal(''), z.literal(false)])
  .optional()
  .transform((valeur) => valeur === 'oui' || valeur === true)

/** Id of a row: empty for a new one. */
export const idLigne = z.string().max(60).default('')

/** The version that the form showed. */
export const versionVue = z.coerce.number({ error: 'Rechargez la page.' }).int().positive('Rechargez la page.')

/** The digest of the list that the form showed. */
export const empreinteVue = z.string({ error: 'Rechargez la page.' }).max(64)

/** Rows of a form; none when the form has none. */
export function lignes<S extends z.ZodType>(schema: S, max = 500) {
  return z.array(schema).max(max, `Cette liste compte ${max} lignes au plus.`).default([])
}
