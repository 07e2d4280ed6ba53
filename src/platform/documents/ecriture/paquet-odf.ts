import PizZip from 'pizzip'
import { escapeXml } from '#platform/texte/commonmark.ts'

export type PartieOdf = { nom: string; type: string; contenu: string | Uint8Array }

const INSTANT_FIXE = new Date('2000-01-01T00:00:00Z')

/** An OpenDocument package: the type first and not compressed, as the standard asks, then the parts and their manifest. */
export function zipOdf(type: string, parties: readonly PartieOdf[]): Uint8Array {
  const zip = new PizZip()
  zip.file('mimetype', type, { compression: 'STORE', date: INSTANT_FIXE })
  for (const { nom, contenu } of parties)
    zip.file(nom, contenu, { binary: typeof contenu !== 'string', date: INSTANT_FIXE, createFolders: false })
  const entrees = [{ nom: '/', type }, ...parties].map(
    (partie) => `<manifest:file-entry manifest:full-path="${escapeXml(partie.nom)}" manifest:media-type="${partie.type}"/>`,
  )
  const manifeste = `${PROLOGUE}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">${entrees.join('')}</manifest:manifest>`
  zip.file('META-INF/manifest.xml', manifeste, { date: INSTANT_FIXE, createFolders: false })
  return zip.generate({ type: 'uint8array', compression: 'DEFLATE' })
}

export const PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>'

/** Namespaces of every OpenDocument part. */
export const ESPACES = [
  'office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"',
  'style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"',
  'text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"',
  'table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"',
  'draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
  'fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
  'svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
  'xlink="http://www.w3.org/1999/xlink"',
  'dc="http://purl.org/dc/elements/1.1/"',
  'meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"',
  'number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"',
  'config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"',
  'loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"',
]
  .map((espace) => `xmlns:${espace}`)
  .join(' ')

/** Characters as ODF content: runs of spaces, tabulations and line breaks are elements. */
export function odfText(texte: string): string {
  return escapeXml(texte)
    .replace(/^ | $| {2,}/g, (espaces) => `<text:s text:c="${espaces.length}"/>`)
    .replaceAll('\t', '<text:tab/>')
    .replaceAll('\n', '<text:line-break/>')
}

/** meta.xml: title, subject, author, language. */
export function metaOdf({ titre, sujet, auteur, date }: { titre: string; sujet: string; auteur: string; date: Date | null }): string {
  const quand =
    date === null
      ? ''
      : `<meta:creation-date>${date.toISOString().slice(0, 19)}</meta:creation-date><dc:date>${date.toISOString().slice(0, 19)}</dc:date>`
  return `${PROLOGUE}<office:document-meta ${ESPACES} office:version="1.3"><office:meta><meta:generator>Parvis</meta:generator><dc:title>${escapeXml(titre)}</dc:title><dc:subject>${escapeXml(sujet)}</dc:subject><dc:creator>${escapeXml(auteur)}</dc:creator><meta:initial-creator>${escapeXml(auteur)}</meta:initial-creator>${quand}<dc:language>fr-FR</dc:language></office:meta></office:document-meta>`
}
