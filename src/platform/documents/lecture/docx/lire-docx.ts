import { CORPS, type Place, type Recueil } from '../recueil.ts'
import { refus } from '../refus.ts'
import { childOf, childrenOf, type Noeud, textOf } from '../xml.ts'
import type { Zip } from '../zip.ts'
import { walkBlocks } from './blocs.ts'
import type { Contexte } from './contexte.ts'
import { readNumerotation } from './numerotation.ts'
import { mainPart, type Partie, readPartie, readRelated } from './paquet.ts'
import { isOn, readStyles, valOf } from './styles.ts'

/**
 * Reads a Word document (OOXML): headers, body, notes, comments, footers, in that order.
 * @throws RegleViolee when it is damaged or beyond the limits
 */
export function readDocx(zip: Zip, recueil: Recueil): void {
  const { nom } = recueil
  const chemin = mainPart(zip)
  const partie = chemin === null ? null : readPartie(nom, zip, chemin)
  const corps = childOf(partie?.racine, 'w:body')
  if (partie === null || corps === undefined) throw refus.abime(nom)
  const styles = readStyles(readRelated(nom, zip, partie, 'styles')?.racine)
  const numerotation = readNumerotation(readRelated(nom, zip, partie, 'numbering')?.racine, styles)
  const contexte: Contexte = { nom, zip, styles, numerotation, recueil, partie, champs: [], notes: [], walkBlocks }
  const reglages = readRelated(nom, zip, partie, 'settings')?.racine
  const bandeaux = listBanners(contexte, corps, reglages)
  for (const bandeau of bandeaux.entetes) walkPart(contexte, bandeau, bandeau.racine, { ...CORPS, zone: 'entete' })
  walkBlocks(contexte, corps, CORPS)
  addNotes(contexte)
  const commentaires = readRelated(nom, zip, partie, 'comments')
  if (commentaires !== null) {
    for (const noeud of childrenOf(commentaires.racine, 'w:comment'))
      walkPart(contexte, commentaires, noeud, { ...CORPS, zone: 'commentaire' })
  }
  for (const bandeau of bandeaux.pieds) walkPart(contexte, bandeau, bandeau.racine, { ...CORPS, zone: 'pied' })
}

function walkPart(contexte: Contexte, partie: Partie, noeud: Noeud, place: Place): void {
  walkBlocks({ ...contexte, partie, champs: [] }, noeud, place)
}

function addNotes(contexte: Contexte): void {
  for (const sorte of ['footnotes', 'endnotes'] as const) {
    const appels = contexte.notes.filter((note) => note.sorte === sorte)
    const partie = appels.length === 0 ? null : readRelated(contexte.nom, contexte.zip, contexte.partie, sorte)
    if (partie === null) continue
    const notes = new Map(childrenOf(partie.racine).map((noeud) => [noeud.attributs['w:id'] ?? '', noeud]))
    for (const { id } of appels) {
      const noeud = notes.get(id)
      if (noeud !== undefined) walkPart(contexte, partie, noeud, { ...CORPS, zone: 'note' })
      notes.delete(id)
    }
  }
}

/** Headers and footers that a page shows: the first-page and even-page ones only when the document turns them on. */
function listBanners(contexte: Contexte, corps: Noeud, reglages: Noeud | undefined): { entetes: Partie[]; pieds: Partie[] } {
  const paires = childOf(reglages, 'w:evenAndOddHeaders')
  const pairesMontrees = paires !== undefined && isOn(valOf(paires))
  const vus = new Set<string>()
  const listes = { entetes: [] as Partie[], pieds: [] as Partie[] }
  for (const section of sectionsOf(corps)) {
    const premiere = childOf(section, 'w:titlePg')
    const premiereMontree = premiere !== undefined && isOn(valOf(premiere))
    for (const reference of childrenOf(section)) {
      if (reference.nom !== 'w:headerReference' && reference.nom !== 'w:footerReference') continue
      const sorte = reference.attributs['w:type']
      if ((sorte === 'first' && !premiereMontree) || (sorte === 'even' && !pairesMontrees)) continue
      const relation = contexte.partie.relations.get(reference.attributs['r:id'] ?? '')
      if (relation === undefined || vus.has(relation.cible)) continue
      vus.add(relation.cible)
      const partie = readPartie(contexte.nom, contexte.zip, relation.cible)
      if (partie === null) continue
      // The same words run over several sections or pages: they are one header.
      const cle = `${reference.nom}\n${textOf(partie.racine)}`
      if (vus.has(cle)) continue
      vus.add(cle)
      listes[reference.nom === 'w:headerReference' ? 'entetes' : 'pieds'].push(partie)
    }
  }
  return listes
}

function sectionsOf(parent: Noeud): Noeud[] {
  return childrenOf(parent).flatMap((noeud) => {
    if (noeud.nom === 'w:sectPr') return [noeud]
    if (noeud.nom === 'w:p') return childrenOf(childOf(noeud, 'w:pPr'), 'w:sectPr')
    return noeud.nom === 'w:sdt' ? childrenOf(noeud, 'w:sdtContent').flatMap(sectionsOf) : []
  })
}
