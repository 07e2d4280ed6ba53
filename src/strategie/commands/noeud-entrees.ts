/** Shapes of the fields that the commands of the tree share. A form sends texts: an empty one is "none". */
import { z } from 'zod'

export const champId = z.uuid('L’identifiant reçu n’a pas la forme attendue : rechargez la page.')

/** A node chosen in a list; '' or null: the root. */
export const champParent = z
  .union([z.literal(''), champId])
  .nullable()
  .transform((id) => (id === '' ? null : id))

export const champTexte = z
  .string()
  .max(20_000, 'Ce texte dépasse 20 000 caractères.')
  .nullish()
  .transform((texte) => texte ?? null)

/** A number of the code, typed or not. */
export const champNumero = z.preprocess(
  (brut) => (typeof brut === 'string' ? (brut.trim() === '' ? null : Number(brut)) : (brut ?? null)),
  z
    .int('Le numéro est un nombre entier, de 1 à 9999.')
    .min(1, 'Le numéro va de 1 à 9999.')
    .max(9999, 'Le numéro va de 1 à 9999.')
    .nullable(),
)

/** Themes ticked: none, one or several. */
export const champThemes = z.preprocess(
  (brut) => (brut === undefined || brut === null || brut === '' ? [] : Array.isArray(brut) ? brut : [brut]),
  z.array(champId).max(100),
)

/** The version that the form showed. */
export const champVersion = z.coerce.number<unknown>().int()
