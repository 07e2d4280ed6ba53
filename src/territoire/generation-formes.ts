/** Shapes of what the forms of the reference geography give, with the French sentence for each defect. Pure. */
import { z } from 'zod'
import { isId } from '#platform/identifiants.ts'

export const identifiant = z.string({ error: 'Choix manquant.' }).refine(isId, 'Ce choix n’existe pas, ou plus : rechargez la page.')

/** One line of text that must be there; white space is collapsed. */
export function ligneRequise(manque: string, max: number) {
  return z
    .string({ error: manque })
    .transform((texte) => texte.replace(/\s+/gu, ' ').trim())
    .pipe(z.string().min(1, manque).max(max, `${max} caractères au plus.`))
}

/** One line that may be missing: empty gives null. */
export function ligneFacultative(max: number) {
  return z
    .string({ error: 'Texte attendu.' })
    .nullish()
    .transform((texte) => texte?.replace(/\s+/gu, ' ').trim() ?? '')
    .pipe(z.string().max(max, `${max} caractères au plus.`))
    .transform((texte) => (texte === '' ? null : texte))
}

const DATE_FAUSSE = 'Cette date n’existe pas : écrivez-la sous la forme 2026-03-31.'

export const jour = z.string({ error: 'Choisissez une date.' }).trim().min(1, 'Choisissez une date.').refine(isJour, DATE_FAUSSE)

/** Empty gives null. */
export const jourFacultatif = z
  .string({ error: 'Choisissez une date.' })
  .trim()
  .nullish()
  .transform((texte) => (texte === undefined || texte === '' ? null : texte))
  .refine((texte) => texte === null || isJour(texte), DATE_FAUSSE)

function isJour(texte: string): boolean {
  if (!/^(19|20)\d{2}-\d{2}-\d{2}$/.test(texte)) return false
  const date = new Date(`${texte}T12:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === texte
}

export const millesime = z.coerce
  .number<unknown>('Écrivez une année, par exemple 2024.')
  .int('Écrivez une année, par exemple 2024.')
  .min(1900, 'Écrivez une année, par exemple 2024.')
  .max(2100, 'Écrivez une année, par exemple 2024.')
