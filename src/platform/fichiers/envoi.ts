import type { C } from '#platform/http/env.ts'
import { type Fichier, readFichier } from './fichier.store.ts'
import { typeServi } from './type-servi.ts'
import { isImage, nomSur } from './types.ts'

/** A file that is opened all the same runs nothing, loads nothing, and is of no origin. */
const CLOISON = "sandbox; default-src 'none'"

/**
 * Answers with a file, streamed. It is saved, never opened in place (`attachment`), except an image asked for as such. Its type is
 * that of its content (`typeServi`), and is not guessed by the browser.
 */
export async function sendFichier(
  c: C,
  fichier: Pick<Fichier, 'id' | 'taille' | 'sha256'> & { nom: string; type: string; presentation?: 'image'; cache?: string },
): Promise<Response> {
  const morceaux = readFichier(c.get('base').db, fichier.id)
  let premier: Awaited<ReturnType<typeof morceaux.next>> | null = await morceaux.next()
  const type = typeServi(fichier.type, premier.done === true ? new Uint8Array() : premier.value)
  const enPlace = fichier.presentation === 'image' && isImage(type)
  const flux = new ReadableStream<Uint8Array>({
    async pull(sortie) {
      const { done, value } = premier ?? (await morceaux.next())
      premier = null
      if (done === true) sortie.close()
      else sortie.enqueue(value)
    },
    async cancel() {
      await morceaux.return(undefined)
    },
  })
  return c.body(flux, 200, {
    'content-type': type,
    'content-length': String(fichier.taille),
    'content-disposition': enPlace ? 'inline' : contentDisposition(fichier.nom),
    'x-content-type-options': 'nosniff',
    'content-security-policy': CLOISON,
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
