/** What a file is by its content, and the name it gets: a programme called « statuts.pdf » is not taken. */
import { detectContenant } from '#platform/documents/lecture/format.ts'
import { typeOfImage } from '#platform/documents/lecture/image.ts'
import { RegleViolee } from '#platform/errors.ts'
import { extensionDe, nomSur, typeDe } from '#platform/fichiers/types.ts'

/** Kinds of files that prove something about an organisation. */
export const EXTENSIONS_PIECE = ['pdf', 'png', 'jpg', 'docx', 'odt', 'xlsx', 'ods'] as const
type Extension = (typeof EXTENSIONS_PIECE)[number]
const IMAGES: Record<string, Extension> = { 'image/png': 'png', 'image/jpeg': 'jpg' }

/** One document, in bytes. */
export const TAILLE_PIECE = 20 * 1024 * 1024

/**
 * The media type told by the content, and the name with the end that says the same.
 * @throws RegleViolee on `contenu` when it is of no accepted kind, damaged, or shut by a password
 */
export async function recognisePiece(nom: string, contenu: Uint8Array): Promise<{ nomFichier: string; type: string }> {
  const nomFichier = nomSur(nom)
  const extension = await extensionOf(nomFichier, contenu)
  if (extension === null) {
    const message = `« ${nomFichier} » n’est pas d’un format accepté : ${EXTENSIONS_PIECE.join(', ')}. C’est le contenu qui compte, pas le nom.`
    throw new RegleViolee(message, [{ champ: 'contenu', message }])
  }
  const dite = extensionDe(nomFichier)
  const juste = typeDe(nomFichier) === typeDe(`x.${extension}`)
  return {
    nomFichier: juste ? nomFichier : `${dite === '' ? nomFichier : nomFichier.slice(0, -dite.length - 1)}.${extension}`,
    type: typeDe(`x.${extension}`),
  }
}

async function extensionOf(nom: string, contenu: Uint8Array): Promise<Extension | null> {
  const image = IMAGES[typeOfImage(contenu)]
  if (image !== undefined) return image
  try {
    const { sorte } = await detectContenant(nom, contenu)
    return EXTENSIONS_PIECE.find((extension) => extension === sorte) ?? null
  } catch (erreur) {
    if (!(erreur instanceof RegleViolee)) throw erreur
    throw new RegleViolee(erreur.message, [{ champ: 'contenu', message: erreur.message }])
  }
}
