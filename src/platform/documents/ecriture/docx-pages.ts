/** What a Word document has around its text: table of contents, foot of page. */
import { Footer, PageNumber, Paragraph, Tab, TableOfContents, TabStopType, TextRun } from 'docx'
import type { DocumentAEcrire } from './document.ts'

/** A4 with margins of 22 mm, in twentieths of a point. */
export const LARGEUR = 9412

/** Filled by the word processor when it opens the document. */
export function tocOf(profondeur: number): (Paragraph | TableOfContents)[] {
  return [
    new Paragraph({ style: 'TitreSommaire', pageBreakBefore: true, children: [new TextRun('Sommaire')] }),
    new TableOfContents('Sommaire', { hyperlink: true, headingStyleRange: `1-${profondeur}`, tabLeader: 'none' }),
  ]
}

export function footerOf(document: DocumentAEcrire): Footer {
  return new Footer({
    children: [
      new Paragraph({
        style: 'Pied',
        tabStops: [{ type: TabStopType.RIGHT, position: LARGEUR }],
        children: [new TextRun({ children: [document.pied, new Tab(), 'page ', PageNumber.CURRENT, ' sur ', PageNumber.TOTAL_PAGES] })],
      }),
    ],
  })
}
