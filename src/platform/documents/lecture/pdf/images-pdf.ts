import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

/** A picture of a page, as PNG. */
export type ImagePdf = { nom: string; contenu: Uint8Array }

/** Most pixels of a picture that is decoded; larger ones are left out. */
export const PIXELS_MAX = 4_000_000
// Names and prints together.
const IMAGES_MAX = 80
const COTE_MIN = 8

type Objets = { get(id: string, rappel: (objet: unknown) => void): unknown }

/** The operators of pdf.js that paint a picture. */
export type OperateursImages = Record<'paintImageXObject' | 'paintInlineImageXObject', number>

/**
 * The pictures that a page paints, each once in the document.
 * @param vues names and prints of those already taken, to which these are added
 */
export async function readImages(
  fns: readonly number[],
  args: readonly unknown[],
  ops: OperateursImages,
  page: { objs: Objets; commonObjs: Objets },
  vues: Set<string>,
): Promise<ImagePdf[]> {
  const images: ImagePdf[] = []
  const take = (objet: unknown) => {
    const contenu = encodePng(objet)
    if (contenu === null) return
    const empreinte = createHash('sha256').update(contenu).digest('hex')
    if (!vues.has(empreinte)) images.push({ nom: `image-${vues.size}.png`, contenu })
    vues.add(empreinte)
  }
  for (let i = 0; i < fns.length && vues.size < IMAGES_MAX; i += 1) {
    const arg = args[i]
    const id: unknown = Array.isArray(arg) ? arg[0] : null
    if (fns[i] === ops.paintInlineImageXObject) take(id)
    if (fns[i] !== ops.paintImageXObject || typeof id !== 'string' || vues.has(id)) continue
    vues.add(id)
    take(await new Promise<unknown>((resolve) => (id.startsWith('g_') ? page.commonObjs : page.objs).get(id, resolve)))
  }
  return images
}

/** Pixels of pdf.js (one bit, RGB or RGBA) as PNG; null when they are not such, or too few to be seen. */
function encodePng(objet: unknown): Uint8Array | null {
  if (
    typeof objet !== 'object' ||
    objet === null ||
    !('width' in objet) ||
    !('height' in objet) ||
    !('kind' in objet) ||
    !('data' in objet)
  )
    return null
  const { width, height, kind, data } = objet
  if (typeof width !== 'number' || typeof height !== 'number' || !(data instanceof Uint8Array || data instanceof Uint8ClampedArray))
    return null
  if (width < COTE_MIN || height < COTE_MIN) return null
  const canaux = kind === 1 ? null : kind === 2 ? 3 : 4
  const ligne = canaux === null ? (width + 7) >> 3 : width * canaux
  if (data.length < ligne * height) return null
  const brut = Buffer.alloc((ligne + 1) * height)
  for (let y = 0; y < height; y += 1) brut.set(data.subarray(y * ligne, (y + 1) * ligne), y * (ligne + 1) + 1)
  const entete = Buffer.alloc(13)
  entete.writeUInt32BE(width, 0)
  entete.writeUInt32BE(height, 4)
  entete[8] = canaux === null ? 1 : 8
  entete[9] = canaux === null ? 0 : canaux === 3 ? 2 : 6
  return new Uint8Array(
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', entete),
      chunk('IDAT', deflateSync(brut)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

function chunk(type: string, contenu: Buffer): Buffer {
  const corps = Buffer.concat([Buffer.from(type, 'latin1'), contenu])
  const bloc = Buffer.alloc(corps.length + 8)
  bloc.writeUInt32BE(contenu.length, 0)
  corps.copy(bloc, 4)
  bloc.writeUInt32BE(crc32(corps), corps.length + 4)
  return bloc
}
