import { typeOfImage } from '../image.ts'
import type { Recueil } from '../recueil.ts'

/** Adds an image written in the page itself (data: URI); one that stands elsewhere is said, never fetched. */
export function addHtmlImage(recueil: Recueil, src: string, alt: string | null): void {
  const donnees = /^\s*data:image\/[a-z0-9.+-]+((?:;[^,;]*)*),([\s\S]*)$/i.exec(src)
  if (donnees === null) {
    recueil.warn(
      'image_absente',
      `L’image «\u00a0${alt || (src.split(/[/\\]/).at(-1) ?? '').slice(0, 80)}\u00a0» n’est pas dans le fichier\u00a0: elle n’a pas été reprise.`,
    )
    return
  }
  const corps = donnees[2] ?? ''
  const contenu = /;\s*base64/i.test(donnees[1] ?? '') ? Buffer.from(corps, 'base64') : Buffer.from(decode(corps))
  recueil.addImage({ nom: `image-${recueil.images.length + 1}`, type: typeOfImage(contenu), alt: alt === '' ? null : alt, contenu })
}

function decode(corps: string): string {
  try {
    return decodeURIComponent(corps)
  } catch {
    return corps
  }
}
