/**
 * The tree every writer renders (PDF, Word, ODT, HTML): the same content in the same order, whatever the format. Pure data.
 */
import type { Fragment } from '#platform/texte/commonmark.ts'

export type Texte = readonly Fragment[]

/** An item of a bulleted list: its paragraphs, what follows in a quieter voice, and what hangs below it. */
export type Item = { texte: readonly Texte[]; precision: string | null; enfants: readonly Item[] }

export type Colonne = {
  titre: string
  /** Share of the width, any unit. */
  part: number
  aligne: 'debut' | 'fin'
}

export type Element =
  /**
   * A heading. `niveau` from 1, without holes from parent to child. `numero` is shown apart ("2.1.5").
   * intercalaire: opens a part with a page of its own; ouverture: opens a sheet; simple: runs in the text.
   */
  | {
      sorte: 'titre'
      niveau: number
      numero: string | null
      texte: Texte
      forme: 'intercalaire' | 'ouverture' | 'simple'
      /** Said before the number: "Pilier", "Fiche action". */
      famille: string | null
      nouvellePage: boolean
    }
  | { sorte: 'paragraphe'; texte: Texte; ton: 'normal' | 'chapeau' | 'discret' | 'vide' }
  | { sorte: 'liste'; items: readonly Item[] }
  /** Label and value, one line each ("Axe 2.1 : Gérer ensemble"). */
  | { sorte: 'reperes'; couples: readonly { libelle: string; valeur: string }[] }
  /** A labelled field; its label is a heading of `niveau`. */
  | { sorte: 'rubrique'; niveau: number; libelle: string; contenu: readonly Element[] }
  | { sorte: 'tableau'; legende: string; colonnes: readonly Colonne[]; lignes: readonly (readonly string[])[] }
  /** A drawing over the whole width, with its words under it. `alt` says what it shows; nothing in it is said only there. */
  | {
      sorte: 'image'
      svg: string
      /** The same in pixels, for word processors that know no SVG; null where it cannot be made. */
      png: Uint8Array | null
      /** Units of the drawing: only their ratio counts. */
      largeur: number
      hauteur: number
      alt: string
      legende: string
    }

export type Couverture = {
  surtitre: string
  titre: string
  sousTitre: string
  lignes: readonly { libelle: string; valeur: string }[]
  /** Paving stones under the title: each counts one thing; `legende` says what. */
  paves: { groupes: readonly number[]; legende: string } | null
}

export type DocumentAEcrire = {
  titre: string
  auteur: string
  sujet: string
  /** Said at the top and at the bottom of each page. */
  entete: string
  pied: string
  /** Instant written as creation date; null leaves none, so that equal contents give equal bytes. */
  date: Date | null
  couverture: Couverture | null
  /** Deepest heading of the table of contents; 0 for none. */
  sommaire: number
  corps: readonly Element[]
}

export type Theme = {
  logo: { type: 'image/svg+xml' | 'image/png'; contenu: Uint8Array; alt: string } | null
  /** "#RRGGBB". */
  principale: string
  accent: string
  /** Letterhead of the instance, one line an entry. */
  enTete: readonly string[]
}

/** The house look: deep teal and brick. */
export const THEME_PARVIS: Theme = { logo: null, principale: '#0B5351', accent: '#A9491F', enTete: [] }

export const ENCRE = '#1E2A29'
export const ENCRE_2 = '#55574F'
export const SABLE = '#F6F1E7'
export const FILET = '#E3DAC9'

/** WCAG 2 contrast ratio of two "#RRGGBB" colours, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [clair, sombre] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (clair + 0.05) / (sombre + 0.05)
}

/** A theme fit to print: a colour too pale for text on white (under 4.5:1) gives way to the ink or to the house colour. */
export function legible(theme: Theme): Theme {
  return {
    ...theme,
    principale: isCouleur(theme.principale) && contrast(theme.principale, '#FFFFFF') >= 4.5 ? theme.principale : THEME_PARVIS.principale,
    accent: isCouleur(theme.accent) && contrast(theme.accent, '#FFFFFF') >= 4.5 ? theme.accent : THEME_PARVIS.accent,
  }
}

function isCouleur(texte: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(texte)
}

function luminance(couleur: string): number {
  const [r, v, b] = [1, 3, 5].map((debut) => {
    const canal = Number.parseInt(couleur.slice(debut, debut + 2), 16) / 255
    return canal <= 0.04045 ? canal / 12.92 : ((canal + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * v + 0.0722 * b
}

/** Characters of a list of fragments, without looks. */
export function plain(texte: Texte): string {
  return texte.map((fragment) => fragment.texte).join('')
}
