import { typeOfImage } from '../image.ts'
import type { Recueil } from '../recueil.ts'
import { childOf, type Noeud, textOf } from '../xml.ts'

/** Gives the bytes of an image of the package, null when it is not there or damaged. */
export type SourceImages = (chemin: string) => Uint8Array | null

/** Adds a draw:image: from the package, or written in base64 in the document itself. */
export function addOdtImage(recueil: Recueil, source: SourceImages, noeud: Noeud, alt: string | null): void {
  const chemin = (noeud.attributs['xlink:href'] ?? '').replace(/^\.\//, '')
  const incorpore = childOf(noeud, 'office:binary-data')
  const contenu = incorpore === undefined ? source(chemin) : Buffer.from(textOf(incorpore), 'base64')
  if (contenu === null) {
    recueil.warn(
      'image_absente',
      `L’image «\u00a0${chemin.split('/').at(-1) ?? ''}\u00a0» n’est pas dans le fichier\u00a0: elle n’a pas pu être reprise.`,
    )
    return
  }
  const nom = chemin.split('/').at(-1) || `image-${recueil.images.length + 1}`
  recueil.addImage({ nom, type: typeOfImage(contenu), alt: alt === '' ? null : alt, contenu })
}
