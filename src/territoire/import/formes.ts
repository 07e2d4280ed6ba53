/** Shapes of what the forms of an import give, with the French sentence for each defect. Pure. */
import { z } from 'zod'
import { identifiant, ligneFacultative, millesime } from '../generation-formes.ts'
import { GENRES_IMPORT, type Reglages, ROLES_COLONNE, TYPES_CONTOUR } from './forme.ts'

export const genreImport = z.enum(GENRES_IMPORT, 'Choisissez ce que contient le fichier.')

const vide = (valeur: unknown) => (valeur === '' || valeur === null ? undefined : valeur)

/** What a form says of the way to read; an empty field leaves it to the program, an empty column says there is none. */
export const reglagesSaisis = z.object({
  couche: z.preprocess(vide, z.string().max(300).optional()),
  epsg: z.preprocess(vide, z.coerce.number<unknown>('Choisissez un système de la liste.').int().optional()),
  colonnes: z.partialRecord(z.enum(ROLES_COLONNE), z.string().max(400)).optional(),
  generationId: z.preprocess(vide, identifiant.optional()),
  decretId: z.union([z.literal(''), identifiant]).optional(),
  typeContour: z.preprocess(vide, z.enum(TYPES_CONTOUR, 'Choisissez de quels lieux ce sont les contours.').optional()),
  millesime: z.preprocess(vide, millesime.optional()),
  source: ligneFacultative(200),
  populationMillesime: z.preprocess(vide, millesime.optional()),
})
export type ReglagesSaisis = z.infer<typeof reglagesSaisis>

/** The settings once a form is applied; what it does not speak of stays. */
export function withSaisie(reglages: Reglages, { colonnes, decretId, source, ...reste }: ReglagesSaisis): Reglages {
  const choisies = Object.entries(colonnes ?? {}).map(([role, colonne]) => [role, colonne === '' ? null : colonne] as const)
  const dits = Object.fromEntries(Object.entries(reste).filter(([, valeur]) => valeur !== undefined))
  return {
    ...reglages,
    ...dits,
    ...(choisies.length === 0 ? {} : { colonnes: { ...reglages.colonnes, ...Object.fromEntries(choisies) } }),
    ...(decretId === undefined ? {} : { decretId: decretId === '' ? null : decretId }),
    ...(source === null ? {} : { source }),
  }
}
