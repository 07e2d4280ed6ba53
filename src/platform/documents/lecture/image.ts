import type { ImageLue } from '../bloc.ts'

/** Kind of a picture by its first bytes, never by its name. */
export function typeOfImage(octets: Uint8Array): ImageLue['type'] {
  const tete = Buffer.from(octets.buffer, octets.byteOffset, Math.min(256, octets.byteLength)).toString('latin1')
  if (tete.startsWith('\x89PNG\r\n')) return 'image/png'
  if (tete.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (tete.startsWith('GIF8')) return 'image/gif'
  if (tete.startsWith('RIFF') && tete.slice(8, 12) === 'WEBP') return 'image/webp'
  if (/^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s>]/.test(tete)) return 'image/svg+xml'
  return 'autre'
}
