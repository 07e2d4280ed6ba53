import { SaxesParser } from 'saxes'
import { LIMITES } from './limites.ts'
import { refus } from './refus.ts'

/** An element of an XML part. Names carry the canonical prefix of their namespace, whatever prefix the file uses. */
export type Noeud = { nom: string; attributs: Record<string, string>; enfants: (Noeud | string)[] }

// Only the prefixes that readers name. Both the transitional and the strict flavour of OOXML lead to the same one.
const PREFIXES: Record<string, string> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
  'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing': 'wp',
  'http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing': 'wp',
  'http://schemas.openxmlformats.org/drawingml/2006/picture': 'pic',
  'http://schemas.openxmlformats.org/drawingml/2006/diagram': 'dgm',
  'http://schemas.openxmlformats.org/drawingml/2006/chart': 'c',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'http://schemas.microsoft.com/office/word/2010/wordprocessingShape': 'wps',
  'http://schemas.microsoft.com/office/word/2010/wordml': 'w14',
  'urn:schemas-microsoft-com:vml': 'v',
  'urn:schemas-microsoft-com:office:office': 'o',
  'http://schemas.openxmlformats.org/package/2006/relationships': '',
  'urn:oasis:names:tc:opendocument:xmlns:office:1.0': 'office',
  'urn:oasis:names:tc:opendocument:xmlns:text:1.0': 'text',
  'urn:oasis:names:tc:opendocument:xmlns:table:1.0': 'table',
  'urn:oasis:names:tc:opendocument:xmlns:style:1.0': 'style',
  'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0': 'draw',
  'urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0': 'fo',
  'urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0': 'svg',
  'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0': 'manifest',
  'http://www.w3.org/1999/xlink': 'xlink',
}

/**
 * The tree of an XML part. Declared entities are never expanded, a DTD that declares anything is refused, depth and
 * number of elements are bounded.
 * @throws RegleViolee for a DTD or a part beyond the limits; an ordinary error when the XML is malformed
 */
export function parseXml(nom: string, octets: Uint8Array): Noeud {
  if (octets.byteLength > LIMITES.octetsXml) throw refus.tropLong(nom)
  const racine: Noeud = { nom: '', attributs: {}, enfants: [] }
  const pile: Noeud[] = [racine]
  const renommages: (Map<string, string> | null)[] = [null]
  let noeuds = 0
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false })
  parser.on('error', (erreur) => {
    throw erreur
  })
  parser.on('doctype', (declaration) => {
    if (/\[|<!|ENTITY/i.test(declaration)) throw refus.dtd(nom)
  })
  parser.on('opentag', (balise) => {
    noeuds += 1
    if (noeuds > LIMITES.noeuds) throw refus.tropLong(nom)
    if (pile.length > LIMITES.profondeur) throw refus.tropProfond(nom)
    const renommage = renameFor(balise.attributes, renommages.at(-1) ?? null)
    const noeud: Noeud = { nom: balise.name, attributs: balise.attributes, enfants: [] }
    if (renommage !== null) rename(noeud, renommage)
    pile.at(-1)?.enfants.push(noeud)
    pile.push(noeud)
    renommages.push(renommage)
  })
  parser.on('closetag', () => {
    pile.pop()
    renommages.pop()
  })
  const texte = (contenu: string) => {
    if (pile.length > 1) pile.at(-1)?.enfants.push(contenu)
  }
  parser.on('text', texte)
  parser.on('cdata', texte)
  parser.write(decodeXml(octets)).close()
  const premier = racine.enfants[0]
  if (premier === undefined || typeof premier === 'string') throw new Error('XML sans élément')
  return premier
}

/** Child elements, of that name when one is given. */
export function childrenOf(noeud: Noeud | undefined, nom?: string): Noeud[] {
  if (noeud === undefined) return []
  const trouves: Noeud[] = []
  for (const enfant of noeud.enfants) if (typeof enfant !== 'string' && (nom === undefined || enfant.nom === nom)) trouves.push(enfant)
  return trouves
}

/** First child element of that name. */
export function childOf(noeud: Noeud | undefined, nom: string): Noeud | undefined {
  if (noeud === undefined) return undefined
  for (const enfant of noeud.enfants) if (typeof enfant !== 'string' && enfant.nom === nom) return enfant
  return undefined
}

/** First descendant element of that name, in document order. */
export function descendantOf(noeud: Noeud | undefined, nom: string): Noeud | undefined {
  for (const enfant of childrenOf(noeud)) {
    if (enfant.nom === nom) return enfant
    const trouve = descendantOf(enfant, nom)
    if (trouve !== undefined) return trouve
  }
  return undefined
}

/** All the text below an element. */
export function textOf(noeud: Noeud | undefined): string {
  if (noeud === undefined) return ''
  let texte = ''
  for (const enfant of noeud.enfants) texte += typeof enfant === 'string' ? enfant : textOf(enfant)
  return texte
}

function decodeXml(octets: Uint8Array): string {
  if (octets[0] === 0xff && octets[1] === 0xfe) return new TextDecoder('utf-16le').decode(octets)
  if (octets[0] === 0xfe && octets[1] === 0xff) return new TextDecoder('utf-16be').decode(octets)
  const tete = Buffer.from(octets.buffer, octets.byteOffset, Math.min(120, octets.byteLength)).toString('latin1')
  const encodage = /^<\?xml[^>]*encoding=["'](iso-8859-1|windows-1252)["']/i.exec(tete)
  return new TextDecoder(encodage === null ? 'utf-8' : 'windows-1252').decode(octets)
}

function renameFor(attributs: Record<string, string>, herite: Map<string, string> | null): Map<string, string> | null {
  let renommage = herite
  for (const cle in attributs) {
    if (!cle.startsWith('xmlns')) continue
    const prefixe = cle === 'xmlns' ? '' : cle.slice(6)
    const voulu = PREFIXES[attributs[cle] ?? ''] ?? prefixe
    if ((renommage?.get(prefixe) ?? prefixe) === voulu) continue
    if (renommage === herite) renommage = new Map(herite ?? [])
    renommage?.set(prefixe, voulu)
  }
  return renommage
}

function rename(noeud: Noeud, renommage: Map<string, string>): void {
  noeud.nom = renamed(noeud.nom, renommage, true)
  const attributs: Record<string, string> = {}
  for (const cle in noeud.attributs) attributs[renamed(cle, renommage, false)] = noeud.attributs[cle] ?? ''
  noeud.attributs = attributs
}

function renamed(nom: string, renommage: Map<string, string>, element: boolean): string {
  const deux = nom.indexOf(':')
  if (deux === -1 && !element) return nom
  const prefixe = deux === -1 ? '' : nom.slice(0, deux)
  const voulu = renommage.get(prefixe)
  if (voulu === undefined) return nom
  const local = nom.slice(deux + 1)
  return voulu === '' ? local : `${voulu}:${local}`
}
