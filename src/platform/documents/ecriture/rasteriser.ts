/**
 * Pixels of a drawing of ours, for word processors that know no SVG. By the canvas that the PDF reader already brings
 * (@napi-rs/canvas, an optional part of pdfjs-dist): where this machine has none, there are no pixels, and the document says so in words.
 */
import { createRequire } from 'node:module'
import { POLICE_TEXTE, readPolice } from './polices.ts'

type Toile = {
  getContext(sorte: '2d'): { drawImage(image: object, x: number, y: number, l: number, h: number): void }
  encode(type: 'png'): Promise<Uint8Array>
}
type Canevas = {
  createCanvas(largeur: number, hauteur: number): Toile
  loadImage(source: Buffer): Promise<object>
  GlobalFonts: { register(police: Buffer, nom: string): unknown }
}

const CANEVAS = '@napi-rs/canvas'
let canevas: Canevas | null | undefined

function loadCanevas(): Canevas | null {
  if (canevas !== undefined) return canevas
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
    canevas = require(CANEVAS) as Canevas
    canevas.GlobalFonts.register(readPolice('texte'), POLICE_TEXTE)
  } catch {
    canevas = null
  }
  return canevas
}

/**
 * A PNG of an SVG that bears `width`, `height` and `viewBox`, twice as fine as its units.
 * @returns null when this machine has no canvas
 */
export async function rasterize({ svg, largeur, hauteur }: { svg: string; largeur: number; hauteur: number }): Promise<Uint8Array | null> {
  const outil = loadCanevas()
  if (outil === null) return null
  const [large, haut] = [largeur * 2, hauteur * 2]
  const double = svg.replace(/ width="[\d.]+" height="[\d.]+"/, ` width="${large}" height="${haut}"`)
  const toile = outil.createCanvas(large, haut)
  toile.getContext('2d').drawImage(await outil.loadImage(Buffer.from(double)), 0, 0, large, haut)
  return new Uint8Array(await toile.encode('png'))
}
