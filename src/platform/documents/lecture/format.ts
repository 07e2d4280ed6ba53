import type { FormatDocument } from '../bloc.ts'
import { isBinary } from './encodage.ts'
import { refus } from './refus.ts'
import { openZip, type Zip } from './zip.ts'

/** What the bytes are, whatever the name says. A zip comes opened; "fodt" is a whole ODT in one XML file. */
export type Contenant =
  | { sorte: 'docx' | 'odt' | 'xlsx' | 'ods' | 'archive'; zip: Zip }
  | { sorte: 'doc' | 'rtf' | 'xls' | 'pdf' | 'html' | 'fodt' | 'texte' }

const EXTENSIONS: Record<string, FormatDocument> = {
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  doc: 'doc',
  dot: 'doc',
  rtf: 'doc',
  odt: 'odt',
  ott: 'odt',
  fodt: 'odt',
  pdf: 'pdf',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  txt: 'txt',
  text: 'txt',
  md: 'md',
  markdown: 'md',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  xls: 'xls',
  ods: 'ods',
  csv: 'csv',
  tsv: 'csv',
}

/** The format that the name announces, null when its extension is unknown or missing. */
export function formatOfName(nom: string): FormatDocument | null {
  const extension = /\.([a-z0-9]+)$/i.exec(nom)?.[1]
  return extension === undefined ? null : (EXTENSIONS[extension.toLowerCase()] ?? null)
}

/**
 * Tells a file by its bytes: signature, entries of the zip, streams of the OLE container, first tags.
 * @throws RegleViolee when it is empty, protected by a password, or of a kind that is not read
 */
export async function detectContenant(nom: string, contenu: Uint8Array): Promise<Contenant> {
  if (contenu.byteLength === 0) throw refus.vide(nom)
  const octets = Buffer.from(contenu.buffer, contenu.byteOffset, contenu.byteLength)
  const tete = octets.subarray(0, 1024).toString('latin1')
  if (tete.startsWith('PK\x03\x04') || tete.startsWith('PK\x05\x06')) return detectZip(nom, contenu)
  if (octets.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'))) return detectOle(nom, octets)
  if (tete.includes('%PDF-')) return { sorte: 'pdf' }
  if (tete.startsWith('{\\rtf')) return { sorte: 'rtf' }
  if (/^(\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|BM|RIFF....WEBP)/.test(tete) && isBinary(contenu)) throw refus.image(nom)
  if (isBinary(contenu)) throw refus.inconnu(nom)
  return detectTexte(nom, octets)
}

async function detectZip(nom: string, contenu: Uint8Array): Promise<Contenant> {
  const zip = await openZip(nom, contenu)
  const mimetype = zip.has('mimetype')
    ? Buffer.from(zip.read('mimetype') ?? [])
        .toString('latin1')
        .trim()
    : ''
  if (mimetype.startsWith('application/vnd.oasis.opendocument.') || zip.has('META-INF/manifest.xml')) {
    const manifeste = Buffer.from(zip.read('META-INF/manifest.xml') ?? []).toString('utf8')
    if (manifeste.includes('encryption-data') || zip.has('encrypted-package')) throw refus.protege(nom)
    const type = mimetype === '' ? manifeste : mimetype
    if (zip.has('content.xml')) {
      if (/opendocument\.text/.test(type)) return { sorte: 'odt', zip }
      if (/opendocument\.spreadsheet/.test(type)) return { sorte: 'ods', zip }
      if (/opendocument\.(presentation|graphics)/.test(type)) throw refus.presentation(nom)
    } else if (mimetype !== '') throw refus.abime(nom)
  }
  if (zip.has('[Content_Types].xml')) {
    if (zip.noms.some((entree) => /^word\/document\d*\.xml$/.test(entree))) return { sorte: 'docx', zip }
    if (zip.has('xl/workbook.xml') || zip.has('xl/workbook.bin')) return { sorte: 'xlsx', zip }
    if (zip.noms.some((entree) => entree.startsWith('ppt/'))) throw refus.presentation(nom)
    const types = Buffer.from(zip.read('[Content_Types].xml') ?? []).toString('utf8')
    if (types.includes('wordprocessingml.document.main') || types.includes('wordprocessingml.template.main')) return { sorte: 'docx', zip }
    if (types.includes('spreadsheetml.sheet.main')) return { sorte: 'xlsx', zip }
    throw refus.abime(nom)
  }
  return { sorte: 'archive', zip }
}

function detectOle(nom: string, octets: Buffer): Contenant {
  const holds = (flux: string) => octets.includes(Buffer.from(flux, 'utf16le'))
  if (holds('EncryptedPackage')) throw refus.protege(nom)
  if (holds('WordDocument')) return { sorte: 'doc' }
  if (holds('Workbook') || holds('Book\0')) return { sorte: 'xls' }
  if (holds('PowerPoint Document')) throw refus.presentation(nom)
  throw refus.inconnu(nom)
}

function detectTexte(nom: string, octets: Buffer): Contenant {
  const tete = octets
    .subarray(0, 4096)
    .toString('utf8')
    .replaceAll('\0', '')
    .replace(/^\ufeff/, '')
  const debut = tete.replace(/^(\s|<!--[\s\S]*?-->|<\?xml[^>]*\?>)*/, '')
  if (/^<office:document[\s>]/.test(debut)) return { sorte: 'fodt' }
  if (/^<svg[\s>]/i.test(debut)) throw refus.image(nom)
  if (/^<(!doctype html|html|head|body|meta|title)[\s>]/i.test(debut)) return { sorte: 'html' }
  if (formatOfName(nom) === 'html' && /<[a-z][^>]*>/i.test(tete)) return { sorte: 'html' }
  return { sorte: 'texte' }
}
