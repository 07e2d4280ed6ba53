import type { ImagePdf } from './images-pdf.ts'

/** A run of text as the page draws it. Points from the top left corner; `y` is the baseline. */
export type Fragment = {
  texte: string
  x: number
  y: number
  largeur: number
  taille: number
  /** In bold or underlined. */
  gras: boolean
  /** Marked by the file as decoration of the page (running header, footer). */
  artefact: boolean
  /** A blank was drawn just before. */
  espaceAvant: boolean
}

/** A straight rule, horizontal (y1 = y2) or vertical (x1 = x2), with x1 ≤ x2 and y1 ≤ y2. */
export type Trait = { x1: number; y1: number; x2: number; y2: number }

/** What one page draws. `tournes` are the texts that are not horizontal. */
export type PageBrute = {
  numero: number
  largeur: number
  hauteur: number
  fragments: Fragment[]
  tournes: string[]
  traits: Trait[]
  images: ImagePdf[]
}
