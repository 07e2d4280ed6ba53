import { RegleViolee } from '#platform/errors.ts'
import { type CelluleOuverte, CORPS, type Place, type Recueil } from '../recueil.ts'
import { wordsOf } from '../texte/jointure.ts'
import { bodySize, splitBanners, type Zones } from './bandeaux.ts'
import { setLines } from './lignes.ts'
import { type Element, layOutPage } from './mise-en-page.ts'
import { readPages } from './ouvrir-pdf.ts'
import type { PageBrute } from './page-brute.ts'
import { type Cadre, type Para, setParagraphs, wholeLine } from './paragraphes.ts'
import { stitchPages } from './raccords.ts'

/**
 * Reads a PDF from what its pages draw: lines set back in paragraphs, columns in reading order, tables as cells, titles
 * by their size, running headers and footers apart.
 * @throws RegleViolee when it is scanned (no text), protected or damaged
 */
export async function readPdf(contenu: Uint8Array, recueil: Recueil): Promise<void> {
  const pages = await readPages(recueil.nom, contenu)
  const vides = pages.filter((page) => page.fragments.length === 0 && page.tournes.length === 0)
  if (vides.length === pages.length) throw scanned(recueil.nom)
  const mots = wordsOf(pages.flatMap((page) => page.fragments.map((fragment) => fragment.texte)).join(' '))
  const titres = headingSizes(pages)
  const zones = splitBanners(pages)
  const elements = stitchPages(
    pages.map((page, rang) => layOutPage(page, zones[rang]?.corps ?? [], rightEdge(page, pages), mots)),
    mots,
  )
  pages.forEach((page, rang) => {
    addBanner(recueil, zones[rang], 'entete', { page: page.numero, mots })
    for (const element of elements[rang] ?? []) addElement(recueil, element, titres)
    for (const texte of page.tournes)
      recueil.add({ morceaux: [{ texte, accent: false }] }, { ...CORPS, zone: 'zone_texte', page: page.numero })
    for (const image of page.images) recueil.addImage({ ...image, type: 'image/png', alt: null })
    addBanner(recueil, zones[rang], 'pied', { page: page.numero, mots })
  })
  for (const { numero } of vides) {
    recueil.warn(
      'page_sans_texte',
      `La page ${numero} ne contient aucun texte lisible\u00a0: elle est peut-être numérisée (image) ou vide.`,
    )
  }
}

function scanned(nom: string): RegleViolee {
  return new RegleViolee(
    `Le fichier «\u00a0${nom}\u00a0» est un PDF numérisé (image)\u00a0: il ne contient pas de texte à lire. Donnez le document d’origine, ou passez-le par une reconnaissance de caractères (OCR).`,
  )
}

function addElement(recueil: Recueil, element: Element, titres: readonly number[]): void {
  if (element.sorte === 'texte') {
    for (const para of element.paras) addPara(recueil, para, null, titres)
    return
  }
  const table = recueil.openTable()
  for (const { paras, ...position } of element.cases) {
    const cellule: CelluleOuverte = { table, ...position, suivant: 0 }
    for (const para of paras) addPara(recueil, para, cellule, titres)
  }
}

function addPara(recueil: Recueil, para: Para, cellule: CelluleOuverte | null, titres: readonly number[]): void {
  const place: Place = { ...CORPS, cellule, page: para.page }
  const niveau = titres.findIndex((taille) => Math.abs(taille - para.taille) < taille * 0.04) + 1
  if (niveau > 0) recueil.add({ morceaux: para.morceaux, nature: 'titre', niveau }, place)
  else recueil.add({ morceaux: para.morceaux }, place)
}

function addBanner(recueil: Recueil, zones: Zones | undefined, zone: 'entete' | 'pied', cadre: Cadre): void {
  const lignes = setLines(zones?.[zone] ?? []).map(wholeLine)
  for (const para of setParagraphs(lignes, null, cadre)) recueil.add({ morceaux: para.morceaux }, { ...CORPS, zone, page: cadre.page })
}

/** The sizes of titles, largest first: clearly larger than the text, and rarer. */
function headingSizes(pages: readonly PageBrute[]): number[] {
  const corps = bodySize(pages)
  const tailles = new Set<number>()
  for (const page of pages) for (const { taille } of page.fragments) if (taille > corps * 1.13) tailles.add(Math.round(taille * 2) / 2)
  const distinctes: number[] = []
  for (const taille of [...tailles].sort((a, b) => b - a)) {
    const proche = distinctes.at(-1)
    if (proche === undefined || proche - taille > proche * 0.05) distinctes.push(taille)
  }
  return distinctes.slice(0, 9)
}

/** Where lines end on pages of that width: where several do end, else a margin as wide as the one on the left. */
function rightEdge(page: PageBrute, pages: readonly PageBrute[]): number {
  const fragments = pages.filter((autre) => Math.abs(autre.largeur - page.largeur) < 2).flatMap((autre) => autre.fragments)
  const fins = fragments.map((fragment) => fragment.x + fragment.largeur)
  const loin = fins.reduce((a, b) => Math.max(a, b), 0)
  if (fins.filter((fin) => fin > loin - 12).length >= 3) return loin
  const gauche = fragments.reduce((a, fragment) => Math.min(a, fragment.x), page.largeur)
  return Math.max(loin, page.largeur - gauche)
}
