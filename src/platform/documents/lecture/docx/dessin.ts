import { typeOfImage } from '../image.ts'
import type { Place } from '../recueil.ts'
import { childOf, childrenOf, descendantOf, type Noeud, textOf } from '../xml.ts'
import type { Contexte } from './contexte.ts'
import { readPartie } from './paquet.ts'

/** Adds what a drawing shows: text boxes, images, organigrams (SmartArt), titles of charts, WordArt. */
export function walkDrawing(contexte: Contexte, noeud: Noeud, place: Place, alt: string | null): void {
  const zone: Place = place.zone === 'corps' ? { ...place, zone: 'zone_texte' } : place
  switch (noeud.nom) {
    case 'w:txbxContent':
      contexte.walkBlocks(contexte, noeud, zone)
      return
    case 'a:p':
      contexte.recueil.add({ morceaux: [{ texte: drawingText(noeud), accent: false }] }, zone)
      return
    case 'a:blip':
      addImage(contexte, noeud.attributs['r:embed'] ?? noeud.attributs['r:link'], alt)
      return
    case 'v:imagedata':
      addImage(contexte, noeud.attributs['r:id'] ?? noeud.attributs['r:pict'], noeud.attributs['o:title'] ?? alt)
      return
    case 'v:textpath':
      contexte.recueil.add({ morceaux: [{ texte: noeud.attributs.string ?? '', accent: false }] }, zone)
      return
    case 'dgm:relIds':
      addRelated(contexte, noeud.attributs['r:dm'], zone)
      return
    case 'c:chart':
      if (noeud.attributs['r:id'] !== undefined) addRelated(contexte, noeud.attributs['r:id'], zone)
      return
    case 'mc:AlternateContent':
      for (const branche of childrenOf(noeud)) {
        const avant = contexte.recueil.blocs.length + contexte.recueil.images.length
        walkDrawing(contexte, branche, place, alt)
        if (contexte.recueil.blocs.length + contexte.recueil.images.length > avant) return
      }
      return
    default:
      break
  }
  const propre = childOf(noeud, 'wp:docPr') ?? childOf(childOf(noeud, 'pic:nvPicPr'), 'pic:cNvPr')
  const dit = propre?.attributs.descr ?? noeud.attributs.alt
  for (const enfant of childrenOf(noeud)) walkDrawing(contexte, enfant, place, dit === undefined || dit === '' ? alt : dit)
}

function addImage(contexte: Contexte, id: string | undefined, alt: string | null): void {
  const relation = id === undefined ? undefined : contexte.partie.relations.get(id)
  if (relation === undefined) return
  const nom = relation.cible.split('/').at(-1) ?? 'image'
  const contenu = relation.externe ? null : readImage(contexte, relation.cible)
  if (contenu === null) {
    contexte.recueil.warn('image_absente', `L’image «\u00a0${nom}\u00a0» n’est pas dans le fichier\u00a0: elle n’a pas pu être reprise.`)
    return
  }
  contexte.recueil.addImage({ nom, type: typeOfImage(contenu), alt, contenu })
}

function readImage(contexte: Contexte, chemin: string): Uint8Array | null {
  try {
    return contexte.zip.read(chemin)
  } catch (erreur) {
    // A damaged picture must not lose the text; a zip bomb must still be refused.
    if (erreur instanceof Error && erreur.message.includes('abîmé')) return null
    throw erreur
  }
}

// An organigram or a chart stands in a part of its own: its DrawingML paragraphs are what the page shows.
function addRelated(contexte: Contexte, id: string | undefined, place: Place): void {
  const relation = id === undefined ? undefined : contexte.partie.relations.get(id)
  if (relation === undefined || relation.externe) return
  const partie = readPartie(contexte.nom, contexte.zip, relation.cible)
  if (partie === null) return
  for (const paragraphe of drawingParagraphs(partie.racine)) {
    contexte.recueil.add({ morceaux: [{ texte: drawingText(paragraphe), accent: false }] }, place)
  }
  if (descendantOf(partie.racine, 'c:plotArea') !== undefined) {
    contexte.recueil.warn('graphique', 'Un graphique du document n’a été repris que par ses titres.')
  }
}

function drawingParagraphs(noeud: Noeud): Noeud[] {
  return childrenOf(noeud).flatMap((enfant) => (enfant.nom === 'a:p' ? [enfant] : drawingParagraphs(enfant)))
}

function drawingText(noeud: Noeud): string {
  if (noeud.nom === 'a:t') return textOf(noeud)
  if (noeud.nom === 'a:br') return '\n'
  return childrenOf(noeud).map(drawingText).join('')
}
