import { CORPS, type Place, type Recueil } from '../recueil.ts'
import { refus } from '../refus.ts'
import { childOf, childrenOf, type Noeud, parseXml, textOf } from '../xml.ts'
import type { Zip } from '../zip.ts'
import type { SourceImages } from './images-odt.ts'
import { createComptes } from './listes-odt.ts'
import { type MarcheOdt, walkOdt } from './marche-odt.ts'
import { readStylesOdt } from './styles-odt.ts'

/**
 * Reads an OpenDocument text: headers, body, notes, comments, footers, in that order.
 * @throws RegleViolee when it is damaged or beyond the limits
 */
export function readOdt(zip: Zip, recueil: Recueil): void {
  const { nom } = recueil
  const contenu = zip.read('content.xml')
  if (contenu === null) throw refus.abime(nom)
  const styles = zip.read('styles.xml')
  const images: SourceImages = (chemin) => {
    try {
      return zip.read(chemin)
    } catch (erreur) {
      if (erreur instanceof Error && erreur.message.includes('abîmé')) return null
      throw erreur
    }
  }
  readRoots(parse(nom, contenu), styles === null ? undefined : parse(nom, styles), images, recueil)
}

/** Reads a "flat" ODT: the same in one XML file. */
export function readFodt(contenu: Uint8Array, recueil: Recueil): void {
  const racine = parse(recueil.nom, contenu)
  readRoots(racine, racine, () => null, recueil)
}

function parse(nom: string, octets: Uint8Array): Noeud {
  try {
    return parseXml(nom, octets)
  } catch (erreur) {
    throw erreur instanceof Error && erreur.name === 'RegleViolee' ? erreur : refus.abime(nom)
  }
}

function readRoots(contenu: Noeud, page: Noeud | undefined, images: SourceImages, recueil: Recueil): void {
  const texte = childOf(childOf(contenu, 'office:body'), 'office:text')
  if (texte === undefined) throw refus.abime(recueil.nom)
  const racines = page === contenu ? [contenu] : [page, contenu]
  const styles = readStylesOdt(racines)
  const marche: MarcheOdt = {
    recueil,
    styles,
    comptes: createComptes(),
    images,
    notes: [],
    commentaires: [],
  }
  const bandeaux = listBanners(page, usedPages(texte, styles))
  for (const noeud of bandeaux.entetes) walkOdt(marche, noeud, { ...CORPS, zone: 'entete' })
  walkOdt(marche, texte, CORPS)
  // The list grows while it is read: a note may hold another.
  for (const note of marche.notes) walkBody(marche, childOf(note, 'text:note-body'), 'note')
  for (const commentaire of marche.commentaires) walkBody(marche, commentaire, 'commentaire')
  for (const noeud of bandeaux.pieds) walkOdt(marche, noeud, { ...CORPS, zone: 'pied' })
}

function walkBody(marche: MarcheOdt, noeud: Noeud | undefined, zone: Place['zone']): void {
  if (noeud !== undefined) walkOdt(marche, noeud, { ...CORPS, zone })
}

function usedPages(texte: Noeud, styles: ReturnType<typeof readStylesOdt>): Set<string> {
  const pages = new Set<string>()
  const visit = (noeud: Noeud): void => {
    const nomme = noeud.attributs['text:style-name']
    const page = noeud.nom === 'table:table' ? styles.pageOfTable(noeud.attributs['table:style-name']) : styles.ofParagraph(nomme).page
    if (page !== undefined) pages.add(page)
    if (noeud.nom !== 'text:p' && noeud.nom !== 'text:h') for (const enfant of childrenOf(noeud)) visit(enfant)
  }
  for (const noeud of childrenOf(texte)) visit(noeud)
  return pages
}

/** Headers and footers of the master pages that the text uses, of those that follow them, and of the standard one. */
function listBanners(styles: Noeud | undefined, utilisees: Set<string>): { entetes: Noeud[]; pieds: Noeud[] } {
  const pages = childrenOf(childOf(styles, 'office:master-styles'), 'style:master-page')
  const parNom = new Map(pages.map((page) => [page.attributs['style:name'] ?? '', page]))
  const voulues = new Set(parNom.has('Standard') ? ['Standard'] : [...parNom.keys()].slice(0, 1))
  for (const nom of utilisees) voulues.add(nom)
  for (const nom of voulues) {
    const suivante = parNom.get(nom)?.attributs['style:next-style-name']
    if (suivante !== undefined) voulues.add(suivante)
  }
  const vus = new Set<string>()
  const listes = { entetes: [] as Noeud[], pieds: [] as Noeud[] }
  for (const nom of voulues) {
    for (const noeud of childrenOf(parNom.get(nom))) {
      const sorte = /^style:(header|footer)(-left|-first)?$/.exec(noeud.nom)?.[1]
      if (sorte === undefined || noeud.attributs['style:display'] === 'false') continue
      const cle = `${sorte}\n${textOf(noeud)}`
      if (vus.has(cle)) continue
      vus.add(cle)
      listes[sorte === 'header' ? 'entetes' : 'pieds'].push(noeud)
    }
  }
  return listes
}
