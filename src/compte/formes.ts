/** Shapes of what forms and files give: texts, days, addresses, with the French sentence for each defect. Pure. */
import { z } from 'zod'
import { isId } from '#platform/identifiants.ts'
import { ROLES } from './agent.ts'
import { QUALITES } from './mandat.ts'

/** A text that must be there. White space is collapsed. */
export function texteRequis(manque: string, longueurMax: number) {
  return z
    .string({ error: manque })
    .transform((texte) => texte.replace(/\s+/gu, ' ').trim())
    .pipe(z.string().min(1, manque).max(longueurMax, `${longueurMax} caractères au plus.`))
}

/** A text that may be missing: empty gives null. */
export function texteFacultatif(longueurMax: number) {
  return z
    .string({ error: 'Texte attendu.' })
    .nullish()
    .transform((texte) => texte?.replace(/\s+/gu, ' ').trim() ?? '')
    .pipe(z.string().max(longueurMax, `${longueurMax} caractères au plus.`))
    .transform((texte) => (texte === '' ? null : texte))
}

/** An e-mail address, in lower case: one account an address, whatever the case typed. */
export const courriel = z
  .string({ error: 'Tapez une adresse électronique.' })
  .trim()
  .toLowerCase()
  .min(1, 'Tapez une adresse électronique.')
  .max(254, 'Cette adresse électronique est trop longue.')
  .pipe(z.email('Cette adresse électronique n’a pas la bonne forme, par exemple prenom.nom@exemple.fr.'))

/** A day typed in a date field; empty gives null. */
export const jourFacultatif = z
  .string({ error: 'Choisissez une date.' })
  .trim()
  .nullish()
  .transform((texte) => (texte === undefined || texte === '' ? null : texte))
  .refine((texte) => texte === null || isJour(texte), 'Cette date n’existe pas : écrivez-la sous la forme 2026-03-31.')

export const jourRequis = z
  .string({ error: 'Choisissez une date.' })
  .trim()
  .min(1, 'Choisissez une date.')
  .refine(isJour, 'Cette date n’existe pas : écrivez-la sous la forme 2026-03-31.')

export const id = z.string({ error: 'Choix manquant.' }).refine(isId, 'Ce choix n’existe pas, ou plus : rechargez la page.')

/** An id chosen in a list with an empty line; empty gives null. */
export const idFacultatif = z
  .string()
  .nullish()
  .transform((texte) => (texte === undefined || texte === '' ? null : texte))
  .refine((texte) => texte === null || isId(texte), 'Ce choix n’existe pas, ou plus : rechargez la page.')

export const role = z.enum(ROLES, { error: 'Choisissez un rôle dans la liste.' })
export const qualite = z.enum(QUALITES, { error: 'Choisissez titulaire ou suppléant.' }).default('titulaire')

export const codeCommune = z
  .string()
  .trim()
  .nullish()
  .transform((texte) => (texte === undefined || texte === '' ? null : texte))
  .refine((texte) => texte === null || /^(\d{2}|2[AB])\d{3}$/.test(texte), 'Choisissez une commune dans la liste.')

function isJour(texte: string): boolean {
  if (!/^(19|20)\d{2}-\d{2}-\d{2}$/.test(texte)) return false
  const date = new Date(`${texte}T12:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === texte
}
