import type { C } from '#platform/http/env.ts'
import { type Fichier, readFichier } from './fichier.store.ts'
import { isImage, nomSur } from './types.ts'

/**
 * Answers with a file, streamed. It is saved, never opened in place (`attachment`), except an image asked for as such;
 * its type is not guessed by the browser.
 */
export function sendFichier(
  c: C,
  fichier: Pick<Fichier, 'id' | 'taille' | 'sha256'> & { nom: string; type: string; presentation?: 'image'; cache?: string },
): Response {
  const enPlace = fichier.presentation === 'image' && isImage(fichier.type)
  const morceaux = readFichier(c.get('base').db, fichier.id)
  const flux = new ReadableStream<Uint8Array>({
    async pull(sortie) {
      const { done, value } = await morceaux.next()
      if (done === true) sortie.close()
      else sortie.enqueue(value)
    },
    async cancel() {
      await morceaux.return(undefined)
    },
  })
  return c.body(flux, 200, {
    'content-type': fichier.type,
    'content-length': String(fichier.taille),
    'content-disposition': enPlace ? 'inline' : contentDisposition(fichier.nom),
    'x-content-type-options': 'nosniff',
    'cache-control': fichier.cache ?? 'private, no-cache',
    etag: `"${fichier.sha256.slice(0, 32)}"`,
  })
}

/** `attachment` with the name in both writings (RFC 6266): plain for old clients, UTF-8 for the others. */
export function contentDisposition(nom: string): string {
  const sur = nomSur(nom)
  const simple = sur
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\]/g, '_')
  const complet = encodeURIComponent(sur).replace(/['()*]/g, (signe) => `%${signe.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${simple}"; filename*=UTF-8''${complet}`
}
