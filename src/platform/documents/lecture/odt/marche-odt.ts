import type { CelluleOuverte, Morceau, Place, Recueil } from '../recueil.ts'
import { cleanText } from '../recueil.ts'
import { childOf, childrenOf, type Noeud, textOf } from '../xml.ts'
import { addOdtImage, type SourceImages } from './images-odt.ts'
import { type ComptesOdt, type ListeOuverte, nextHeading, nextItem, openListOdt } from './listes-odt.ts'
import type { StylesOdt } from './styles-odt.ts'
import { layOutTable } from './tableau-odt.ts'

export type MarcheOdt = {
  recueil: Recueil
  styles: StylesOdt
  comptes: ComptesOdt
  images: SourceImages
  /** Notes and comments met in the text, read after it. */
  notes: Noeud[]
  commentaires: Noeud[]
}

type Item = { liste: ListeOuverte; item: Noeud; entame: boolean; muet: boolean }

/** Adds what a text, a cell, a header or a frame holds, in order. */
export function walkOdt(marche: MarcheOdt, parent: Noeud, place: Place): void {
  walkInto(marche, parent, place, null)
}

function walkInto(marche: MarcheOdt, parent: Noeud, place: Place, item: Item | null): void {
  for (const noeud of childrenOf(parent)) {
    switch (noeud.nom) {
      case 'text:p':
      case 'text:h':
        addParagraph(marche, noeud, place, item)
        break
      case 'text:list':
        walkList(marche, noeud, place, item)
        break
      case 'table:table':
        walkTable(marche, noeud, place)
        break
      case 'text:section':
        if (noeud.attributs['text:display'] === 'none') warnHidden(marche, textOf(noeud))
        else walkInto(marche, noeud, place, item)
        break
      case 'text:table-of-content':
      case 'text:alphabetical-index':
      case 'text:illustration-index':
      case 'text:table-index':
      case 'text:object-index':
      case 'text:user-index':
      case 'text:bibliography':
      case 'text:index-body':
      case 'text:index-title':
      case 'text:numbered-paragraph':
      case 'text:ins':
        walkInto(marche, noeud, place, item)
        break
      case 'text:tracked-changes':
        warnDeleted(marche, noeud)
        break
      default:
        if (noeud.nom.startsWith('draw:') || noeud.nom.startsWith('dr3d:')) walkShape(marche, noeud, place, null)
    }
  }
}

function walkList(marche: MarcheOdt, noeud: Noeud, place: Place, parent: Item | null): void {
  const liste = openListOdt(marche.comptes, noeud, parent?.liste ?? null)
  for (const enfant of childrenOf(noeud)) {
    if (enfant.nom !== 'text:list-item' && enfant.nom !== 'text:list-header') continue
    walkInto(marche, enfant, place, { liste, item: enfant, entame: false, muet: enfant.nom === 'text:list-header' })
  }
}

function walkTable(marche: MarcheOdt, table: Noeud, place: Place): void {
  const rang = marche.recueil.openTable()
  for (const { noeud, ...position } of layOutTable(table)) {
    const cellule: CelluleOuverte = { table: rang, ...position, suivant: 0 }
    walkInto(marche, noeud, { ...place, cellule }, null)
  }
}

type Encours = { morceaux: Morceau[]; formes: Noeud[]; masque: string }

function addParagraph(marche: MarcheOdt, noeud: Noeud, place: Place, item: Item | null): void {
  const { recueil, styles } = marche
  const look = styles.ofParagraph(noeud.attributs['text:style-name'])
  const encours: Encours = { morceaux: [], formes: [], masque: '' }
  walkInline(marche, encours, noeud, look.accent ?? false, look.cache ?? false)
  const vide = cleanText(encours.morceaux.map((morceau) => morceau.texte).join('')) === ''
  let puce: string | null = null
  if (item !== null && !item.entame && !item.muet) {
    item.entame = true
    // LibreOffice numbers empty items too.
    puce = nextItem(styles, item.liste, item.item, look.liste)
  }
  const niveauTitre = Number(noeud.attributs['text:outline-level'] ?? look.plan ?? (noeud.nom === 'text:h' ? 1 : 0)) || 0
  if (niveauTitre > 0) {
    if (item === null && !vide && noeud.nom === 'text:h') puce = nextHeading(styles, marche.comptes, niveauTitre, noeud)
    recueil.add({ morceaux: encours.morceaux, nature: 'titre', niveau: niveauTitre, puce }, place)
  } else if (puce !== null && item !== null) {
    recueil.add({ morceaux: encours.morceaux, nature: 'item', niveau: item.liste.niveau, puce }, place)
  } else {
    recueil.add({ morceaux: encours.morceaux }, place)
  }
  warnHidden(marche, encours.masque)
  for (const forme of encours.formes) walkShape(marche, forme, place, null)
}

function walkInline(marche: MarcheOdt, encours: Encours, parent: Noeud, accent: boolean, cache: boolean): void {
  const push = (texte: string) => {
    if (cache) encours.masque += texte
    else encours.morceaux.push({ texte, accent })
  }
  for (const noeud of parent.enfants) {
    if (typeof noeud === 'string') {
      // A line end in the XML is a space; only text:line-break parts lines.
      push(noeud.replace(/\s+/g, ' '))
      continue
    }
    switch (noeud.nom) {
      case 'text:s':
        push(' ')
        break
      case 'text:tab':
        push('\t')
        break
      case 'text:line-break':
        push('\n')
        break
      case 'text:span': {
        const look = marche.styles.ofText(noeud.attributs['text:style-name'])
        walkInline(marche, encours, noeud, look.accent ?? accent, look.cache ?? cache)
        break
      }
      case 'text:note':
        if (!cache) marche.notes.push(noeud)
        break
      case 'office:annotation':
        marche.commentaires.push(noeud)
        break
      case 'text:hidden-text':
      case 'text:hidden-paragraph':
        if (noeud.attributs['text:is-hidden'] === 'true') encours.masque += textOf(noeud)
        else walkInline(marche, encours, noeud, accent, cache)
        break
      case 'text:ruby-text':
      case 'text:note-ref':
        push(textOf(noeud))
        break
      case 'office:annotation-end':
      case 'office:event-listeners':
      case 'text:script':
        break
      default:
        if (noeud.nom.startsWith('draw:') && noeud.nom !== 'draw:a') {
          if (!cache) encours.formes.push(noeud)
        } else walkInline(marche, encours, noeud, accent, cache)
    }
  }
}

/** Adds the text and images of a frame, a shape or a group. The first replacement image of a frame stands for it. */
function walkShape(marche: MarcheOdt, noeud: Noeud, place: Place, alt: string | null): void {
  const zone: Place = place.zone === 'corps' ? { ...place, zone: 'zone_texte' } : place
  const propre = textOf(childOf(noeud, 'svg:desc')) || textOf(childOf(noeud, 'svg:title')) || alt
  let image = false
  for (const enfant of childrenOf(noeud)) {
    if (enfant.nom === 'draw:image') {
      if (!image) addOdtImage(marche.recueil, marche.images, enfant, propre)
      image = true
    } else if (enfant.nom === 'draw:text-box') {
      walkInto(marche, enfant, zone, null)
    } else if (enfant.nom === 'text:p' || enfant.nom === 'text:h') {
      addParagraph(marche, enfant, zone, null)
    } else if (enfant.nom === 'text:list') {
      walkList(marche, enfant, zone, null)
    } else if (enfant.nom === 'table:table') {
      walkTable(marche, enfant, zone)
    } else if (enfant.nom.startsWith('draw:') || enfant.nom.startsWith('dr3d:')) {
      walkShape(marche, enfant, place, propre)
    }
  }
}

function warnHidden({ recueil }: MarcheOdt, texte: string): void {
  const propre = cleanText(texte)
  if (propre === '') return
  const message = `Texte masqué dans le document, non repris\u00a0: «\u00a0${cut(propre)}\u00a0».`
  recueil.warn('texte_masque', message, Math.max(0, recueil.blocs.length - 1))
}

function warnDeleted({ recueil }: MarcheOdt, changements: Noeud): void {
  for (const region of childrenOf(changements, 'text:changed-region')) {
    const suppression = childOf(region, 'text:deletion')
    const texte = cleanText(
      childrenOf(suppression)
        .flatMap((noeud) => (noeud.nom === 'office:change-info' ? [] : [textOf(noeud)]))
        .join(' '),
    )
    if (texte !== '')
      recueil.warn('texte_supprime', `Texte supprimé en suivi des modifications, non repris\u00a0: «\u00a0${cut(texte)}\u00a0».`)
  }
}

function cut(texte: string): string {
  return texte.length > 200 ? `${texte.slice(0, 200).toWellFormed()}…` : texte
}
