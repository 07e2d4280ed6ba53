import type { CelluleOuverte, Place } from '../recueil.ts'
import { childOf, childrenOf, type Noeud } from '../xml.ts'
import type { Contexte } from './contexte.ts'
import { addParagraph, type Report } from './paragraphe.ts'
import { valOf } from './styles.ts'

/** Adds what a body, a cell, a header, a note or a text box holds: paragraphs and tables in order. */
export function walkBlocks(contexte: Contexte, parent: Noeud, place: Place): void {
  const report: Report = { morceaux: [] }
  walkInto(contexte, parent, place, report)
  if (report.morceaux.length > 0) contexte.recueil.add({ morceaux: report.morceaux }, place)
}

function walkInto(contexte: Contexte, parent: Noeud, place: Place, report: Report): void {
  for (const noeud of childrenOf(parent)) {
    switch (noeud.nom) {
      case 'w:p':
        addParagraph(contexte, noeud, place, report)
        break
      case 'w:tbl':
        addTable(contexte, noeud, place)
        break
      case 'w:sdt':
        for (const contenu of childrenOf(noeud, 'w:sdtContent')) walkInto(contexte, contenu, place, report)
        break
      case 'w:customXml':
      case 'w:smartTag':
      case 'w:ins':
      case 'w:moveTo':
        walkInto(contexte, noeud, place, report)
        break
      case 'mc:AlternateContent': {
        const branche = childOf(noeud, 'mc:Choice') ?? childOf(noeud, 'mc:Fallback')
        if (branche !== undefined) walkInto(contexte, branche, place, report)
        break
      }
      case 'w:altChunk':
        contexte.recueil.warn('contenu_incorpore', 'Un document incorporé dans le document n’a pas été lu\u00a0: importez-le à part.')
        break
      default:
        break
    }
  }
}

type Case = { noeud: Noeud; cellule: CelluleOuverte }

function addTable(contexte: Contexte, table: Noeud, place: Place): void {
  const rang = contexte.recueil.openTable()
  for (const { noeud, cellule } of layOut(table, rang)) walkBlocks(contexte, noeud, { ...place, cellule })
}

/** Places every cell on the grid; a vertically merged cell counts its rows, what its continuations hold joins it. */
function layOut(table: Noeud, rang: number): Case[] {
  const cases: Case[] = []
  const fusions = new Map<number, CelluleOuverte>()
  rowsOf(table).forEach((rangee, ligne) => {
    let colonne = Number(valOf(childOf(childOf(rangee, 'w:trPr'), 'w:gridBefore')) ?? 0) || 0
    let precedente: CelluleOuverte | null = null
    for (const noeud of cellsOf(rangee)) {
      const tcPr = childOf(noeud, 'w:tcPr')
      const colonnes = Math.max(1, Math.min(1000, Number(valOf(childOf(tcPr, 'w:gridSpan')) ?? 1) || 1))
      const vMerge = childOf(tcPr, 'w:vMerge')
      const suite = vMerge !== undefined && valOf(vMerge) !== 'restart' ? fusions.get(colonne) : undefined
      const aGauche = valOf(childOf(tcPr, 'w:hMerge')) === 'continue' ? precedente : null
      let cellule: CelluleOuverte
      if (suite !== undefined) {
        cellule = suite
        cellule.lignes = ligne - cellule.ligne + 1
      } else if (aGauche !== null) {
        cellule = aGauche
        cellule.colonnes += colonnes
      } else {
        cellule = { table: rang, ligne, colonne, lignes: 1, colonnes, suivant: 0 }
        if (vMerge === undefined) fusions.delete(colonne)
        else fusions.set(colonne, cellule)
      }
      cases.push({ noeud, cellule })
      precedente = cellule
      colonne += colonnes
    }
  })
  return cases
}

function rowsOf(parent: Noeud): Noeud[] {
  return childrenOf(parent).flatMap((noeud) => (noeud.nom === 'w:tr' ? [noeud] : isWrapper(noeud) ? rowsOf(noeud) : []))
}

function cellsOf(parent: Noeud): Noeud[] {
  return childrenOf(parent).flatMap((noeud) => (noeud.nom === 'w:tc' ? [noeud] : isWrapper(noeud) ? cellsOf(noeud) : []))
}

function isWrapper({ nom }: Noeud): boolean {
  return nom === 'w:sdt' || nom === 'w:sdtContent' || nom === 'w:customXml' || nom === 'w:ins' || nom === 'w:moveTo'
}
