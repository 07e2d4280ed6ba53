/** Shapes of what the forms of the local geography give. Pure. */
import { z } from 'zod'
import { parseDecimal, sayDecimal } from './fraction.ts'
import { identifiant, jourFacultatif, ligneFacultative } from './generation-formes.ts'
import { parseCleLieu } from './palier.ts'

/** Several lines that may be missing: empty gives null. */
export function texteFacultatif(max: number) {
  return z
    .string({ error: 'Texte attendu.' })
    .nullish()
    .transform((texte) => texte?.trim() ?? '')
    .pipe(z.string().max(max, `${max} caractères au plus.`))
    .transform((texte) => (texte === '' ? null : texte))
}

/** A whole number between two bounds, both included. */
export function entier(min: number, max: number, phrase: string) {
  return z
    .union([z.number(), z.string().trim().min(1, phrase)], phrase)
    .transform(Number)
    .pipe(z.number(phrase).int(phrase).min(min, phrase).max(max, phrase))
}

/** Likewise; empty gives null. */
export function entierFacultatif(min: number, max: number, phrase: string) {
  return z
    .union([z.literal('').transform(() => null), z.null(), entier(min, max, phrase)], phrase)
    .optional()
    .transform((lu) => lu ?? null)
}

/** A figure, four decimals at most, as text with a point; empty gives null. */
export const decimalFacultatif = z
  .string({ error: 'Écrivez un nombre, par exemple 12,5.' })
  .nullish()
  .transform((texte) => texte?.trim() ?? '')
  .refine((texte) => texte === '' || parseDecimal(texte) !== null, 'Écrivez un nombre, quatre décimales au plus, par exemple 12,5.')
  .transform((texte) => (texte === '' ? null : plainDecimal(texte)))

/** « 1 234,50 » → « 1234.5 », as the database takes it. */
export function plainDecimal(texte: string): string {
  const valeur = parseDecimal(texte)
  return valeur === null
    ? texte
    : sayDecimal(valeur)
        .replace(/[\s\u202f]/g, '')
        .replace(',', '.')
        .replace('−', '-')
}

export const cleLieu = z.string({ error: 'Choisissez un lieu.' }).transform((texte, contexte) => {
  const lu = parseCleLieu(texte)
  if (lu !== null) return lu
  contexte.addIssue({ code: 'custom', message: 'Choisissez un lieu de la liste.' })
  return z.NEVER
})

/** The decision that adopts: one already known, or a new one typed; nothing when left empty. */
export const decisionSaisie = z
  .object({
    id: z.union([identifiant, z.literal('').transform(() => undefined)]).optional(),
    libelle: ligneFacultative(200),
    instance: ligneFacultative(120),
    jour: jourFacultatif,
    reference: ligneFacultative(120),
  })
  .optional()
  .refine((d) => d?.libelle == null || (d.instance !== null && d.jour !== null), 'Dites quelle instance a décidé, et quel jour.')
  .refine(
    (d) => d === undefined || d.libelle !== null || (d.instance === null && d.jour === null && d.reference === null),
    'Donnez l’intitulé de la décision.',
  )
export type DecisionSaisie = z.infer<typeof decisionSaisie>
