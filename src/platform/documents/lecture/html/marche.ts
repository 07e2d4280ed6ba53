import type { DefaultTreeAdapterTypes } from 'parse5'
import type { Bloc } from '../../bloc.ts'
import { LIMITES } from '../limites.ts'
import { splitAtPuces } from '../puces.ts'
import { cleanText, type Morceau, type Place, type Recueil } from '../recueil.ts'
import { refus } from '../refus.ts'
import { addHtmlImage } from './image-html.ts'
import { bulletOfItem, type ListeHtml, openList } from './liste-html.ts'
import { cellsOfTable } from './tableau-html.ts'

export type Element = DefaultTreeAdapterTypes.Element
export type NoeudHtml = DefaultTreeAdapterTypes.ChildNode

type Marche = {
  recueil: Recueil
  place: Place
  morceaux: Morceau[]
  nature: Bloc['nature'] | undefined
  niveau: number
  puce: string | null
  accent: boolean
  pre: boolean
  /** Open lists, innermost last; null marks the inside of an item. */
  listes: ListeHtml[]
  dansItem: boolean
  profondeur: number
}

const BLOCS = new Set(
  'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form header hgroup hr html legend main menu ol p pre search section summary ul'.split(
    ' ',
  ),
)
const IGNORES = new Set(
  'script style template noscript head title link meta base iframe object embed svg canvas audio video map datalist rp param source track col colgroup'.split(
    ' ',
  ),
)
const GRAS = new Set('b strong u th dt'.split(' '))

/** Adds what these nodes show, in order. Forced line breaks (<br>) stay in their block, unless each announces a bullet. */
export function walkHtml(recueil: Recueil, noeuds: readonly NoeudHtml[], place: Place): void {
  const marche: Marche = {
    recueil,
    place,
    morceaux: [],
    nature: undefined,
    niveau: 0,
    puce: null,
    accent: false,
    pre: false,
    listes: [],
    dansItem: false,
    profondeur: 0,
  }
  walkAll(marche, noeuds)
  flush(marche)
}

function flush(marche: Marche): void {
  const { recueil, place, morceaux, nature, niveau, puce } = marche
  marche.morceaux = []
  if (cleanText(morceaux.map((morceau) => morceau.texte).join('')) === '') return
  recueil.add(nature === undefined ? { morceaux, puce } : { morceaux, nature, niveau, puce }, place)
  if (nature === 'item') {
    // Only the first paragraph of an item carries its bullet.
    marche.nature = undefined
    marche.niveau = 0
    marche.puce = null
  }
}

function walkAll(marche: Marche, noeuds: readonly NoeudHtml[]): void {
  marche.profondeur += 1
  if (marche.profondeur > LIMITES.profondeur) throw refus.tropProfond(marche.recueil.nom)
  for (const noeud of noeuds) {
    if (noeud.nodeName === '#text' && 'value' in noeud) addText(marche, noeud.value)
    else if ('tagName' in noeud) walkElement(marche, noeud)
  }
  marche.profondeur -= 1
}

function addText(marche: Marche, valeur: string): void {
  const { listes, dansItem, pre } = marche
  let texte = pre ? valeur : valeur.replace(/\s+/g, ' ')
  // Text straight in a list, without items: its bullets are typed one after the other.
  if (listes.length > 0 && !dansItem) texte = splitAtPuces(texte).join('\n')
  if (texte !== '') marche.morceaux.push({ texte, accent: marche.accent })
}

function walkElement(marche: Marche, element: Element): void {
  const nom = element.tagName
  if (IGNORES.has(nom)) return
  if (isHidden(element)) {
    warnOf(marche, element, 'texte_masque', 'Texte masqué dans la page, non repris')
  } else if (nom === 'nav') {
    warnOf(marche, element, 'navigation_ignoree', 'Menu de navigation de la page, non repris')
  } else if (nom === 'br') {
    marche.morceaux.push({ texte: '\n', accent: marche.accent })
  } else if (nom === 'img') {
    addHtmlImage(marche.recueil, attributeOf(element, 'src') ?? '', attributeOf(element, 'alt'))
  } else if (nom === 'table') {
    walkTable(marche, element)
  } else if (/^h[1-6]$/.test(nom)) {
    flush(marche)
    walkAs(marche, element, { nature: 'titre', niveau: Number(nom.slice(1)), puce: null })
  } else if (nom === 'ul' || nom === 'ol' || nom === 'menu' || nom === 'dir') {
    walkList(marche, element)
  } else if (nom === 'li') {
    walkItem(marche, element)
  } else if (nom === 'input' || nom === 'select') {
    walkControl(marche, element)
  } else if (BLOCS.has(nom)) {
    walkBlock(marche, element)
  } else {
    walkInline(marche, element)
  }
}

function walkInline(marche: Marche, element: Element): void {
  const { accent } = marche
  marche.accent = accent || isAccent(element)
  walkAll(marche, element.childNodes)
  marche.accent = accent
}

function walkBlock(marche: Marche, element: Element): void {
  const { accent, pre, place } = marche
  flush(marche)
  marche.accent = accent || isAccent(element)
  marche.pre = pre || element.tagName === 'pre'
  const zone = bannerOf(element)
  if (zone !== null && place.zone === 'corps') marche.place = { ...place, zone }
  walkAll(marche, element.childNodes)
  flush(marche)
  marche.accent = accent
  marche.pre = pre
  marche.place = place
}

function walkAs(marche: Marche, element: Element, tel: Pick<Marche, 'nature' | 'niveau' | 'puce'>): void {
  const avant = { nature: marche.nature, niveau: marche.niveau, puce: marche.puce }
  Object.assign(marche, tel)
  walkAll(marche, element.childNodes)
  flush(marche)
  Object.assign(marche, avant)
}

function walkList(marche: Marche, element: Element): void {
  const { dansItem } = marche
  flush(marche)
  marche.listes.push(openList(element))
  marche.dansItem = false
  walkAll(marche, element.childNodes)
  flush(marche)
  marche.listes.pop()
  marche.dansItem = dansItem
}

function walkItem(marche: Marche, element: Element): void {
  const { dansItem } = marche
  flush(marche)
  const puce = bulletOfItem(marche.listes.at(-1), element)
  marche.dansItem = true
  walkAs(marche, element, { nature: 'item', niveau: Math.max(1, marche.listes.length), puce })
  marche.dansItem = dansItem
}

function walkTable(marche: Marche, table: Element): void {
  const { place, accent, recueil } = marche
  flush(marche)
  const rang = recueil.openTable()
  const avant = { nature: marche.nature, niveau: marche.niveau, puce: marche.puce, listes: marche.listes, dansItem: marche.dansItem }
  Object.assign(marche, { nature: undefined, niveau: 0, puce: null, listes: [], dansItem: false })
  for (const { element, cellule } of cellsOfTable(table, rang)) {
    marche.place = cellule === null ? place : { ...place, cellule }
    marche.accent = accent || isAccent(element)
    if (!isHidden(element)) walkAll(marche, element.childNodes)
    flush(marche)
  }
  Object.assign(marche, avant)
  marche.place = place
  marche.accent = accent
}

function walkControl(marche: Marche, element: Element): void {
  const type = attributeOf(element, 'type') ?? 'text'
  if (element.tagName === 'select') {
    const options = element.childNodes.filter((noeud): noeud is Element => 'tagName' in noeud && noeud.tagName === 'option')
    const choisie = options.find((option) => attributeOf(option, 'selected') !== null) ?? options[0]
    if (choisie !== undefined) walkAll(marche, choisie.childNodes)
  } else if (type === 'checkbox' || type === 'radio') {
    addText(marche, attributeOf(element, 'checked') === null ? '☐ ' : '☒ ')
  } else if (['text', 'email', 'number', 'date', 'tel', 'url', 'search'].includes(type)) {
    addText(marche, attributeOf(element, 'value') ?? '')
  }
}

// The header and footer of the page, not those of an article or a section.
function bannerOf(element: Element): 'entete' | 'pied' | null {
  if (element.tagName !== 'header' && element.tagName !== 'footer') return null
  for (let parent = element.parentNode; parent !== null && 'tagName' in parent; parent = parent.parentNode) {
    if (['article', 'section', 'main', 'aside'].includes(parent.tagName)) return null
  }
  return element.tagName === 'header' ? 'entete' : 'pied'
}

function isHidden(element: Element): boolean {
  return attributeOf(element, 'hidden') !== null || /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attributeOf(element, 'style') ?? '')
}

function isAccent(element: Element): boolean {
  if (GRAS.has(element.tagName)) return true
  return /font-weight\s*:\s*(bold|[6-9]00)|text-decoration[^;]*underline/i.test(attributeOf(element, 'style') ?? '')
}

function warnOf(marche: Marche, element: Element, code: string, debut: string): void {
  const texte = cleanText(plainText(element))
  if (texte === '') return
  const coupe = texte.length > 200 ? `${texte.slice(0, 200).toWellFormed()}…` : texte
  marche.recueil.warn(code, `${debut}\u00a0: «\u00a0${coupe}\u00a0».`)
}

function plainText(element: Element): string {
  const pile: NoeudHtml[] = [...element.childNodes].reverse()
  let texte = ''
  for (let noeud = pile.pop(); noeud !== undefined && texte.length < 1000; noeud = pile.pop()) {
    if ('value' in noeud) texte += noeud.value
    else if ('childNodes' in noeud && !IGNORES.has(noeud.nodeName)) pile.push(...[...noeud.childNodes].reverse())
  }
  return texte
}

/** Value of an attribute, null when the element has none of that name. */
export function attributeOf(element: Element, nom: string): string | null {
  return element.attrs.find((attribut) => attribut.name === nom)?.value ?? null
}
