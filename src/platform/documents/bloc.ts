/**
 * The block model: every reader (Word, ODT, PDF, HTML, text, sheet) turns a file into it, and recognition works on it
 * alone. A block is a non-empty paragraph, list item or paragraph of a cell, in reading order. Nothing of the source is
 * dropped by a reader: headers, footers, notes and text boxes are blocks too, said by `zone`.
 */
export type Bloc = {
  /** Rank in the document, from 0, without holes. */
  index: number
  nature: 'titre' | 'paragraphe' | 'item'
  /** Visible text, white space collapsed, without the bullet or automatic number (see `puce`). Never empty. */
  texte: string
  /** Level of a heading (1…9) or nesting of a list item (1…9); 0 otherwise. */
  niveau: number
  /** Bullet or resolved automatic number shown before the text ("•", "2.1.5", "a)"), else null. */
  puce: string | null
  zone: 'corps' | 'entete' | 'pied' | 'note' | 'zone_texte' | 'commentaire'
  /** Where the block stands in a table (innermost), or null. Ranks from 0; spans count rows and columns covered. */
  cellule: Cellule | null
  /** Whole text in bold, underlined or otherwise set as a label in the source. */
  accent: boolean
  /** Page from 1 when the format knows it (PDF), else null. */
  page: number | null
  /** Rank of the non-empty paragraph in its part of the file, from 1 (line of a text file, row of a sheet). */
  paragraphe: number
  /** Name of the sheet (spreadsheets), else null. */
  feuille: string | null
  /** The lines of `texte` when forced line breaks (Shift+Enter, <br>) part it; joined by a space they give it back. */
  lignes?: string[]
  /** Beginning of `texte` set in bold or underlined when the rest is not: a run-in label ("Publics", "Pilote :"). */
  debutAccent?: string
}

export type Cellule = {
  /** Rank of the table in the document, from 0; a nested table has its own. */
  table: number
  ligne: number
  colonne: number
  lignes: number
  colonnes: number
  /** Rank of this paragraph in the cell, from 0. */
  rang: number
}

export type ImageLue = {
  /** Index of the block after which the image stands; -1 before the first. */
  apres: number
  nom: string
  type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/svg+xml' | 'autre'
  alt: string | null
  contenu: Uint8Array
}

export type FormatDocument = 'docx' | 'doc' | 'odt' | 'pdf' | 'html' | 'txt' | 'md' | 'xlsx' | 'xls' | 'ods' | 'csv'

export type DocumentLu = {
  source: { nom: string; format: FormatDocument; sha256: string }
  blocs: Bloc[]
  images: ImageLue[]
  /** What the reader noticed: code in snake_case, French sentence, block concerned when there is one. */
  avertissements: { code: string; message: string; bloc: number | null }[]
}
