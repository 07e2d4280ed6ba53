import type { DefaultTreeAdapterTypes } from 'parse5'
import type { CelluleOuverte } from '../recueil.ts'

type Element = DefaultTreeAdapterTypes.Element

/** The captions (no cell) and cells of a table in reading order, placed on its grid with their spans. */
export function cellsOfTable(table: Element, rang: number): { element: Element; cellule: CelluleOuverte | null }[] {
  const cases: { element: Element; cellule: CelluleOuverte | null }[] = []
  for (const legende of elementsOf(table, 'caption')) cases.push({ element: legende, cellule: null })
  // For each column, the first row that is free again below a cell that spans several.
  const libreA: number[] = []
  rowsOf(table).forEach((rangee, ligne) => {
    let colonne = 0
    for (const element of rangee.childNodes) {
      if (!('tagName' in element) || (element.tagName !== 'td' && element.tagName !== 'th')) continue
      while ((libreA[colonne] ?? 0) > ligne) colonne += 1
      const colonnes = spanOf(element, 'colspan', 1000)
      const lignes = spanOf(element, 'rowspan', 65_534)
      for (let i = 0; i < colonnes; i += 1) libreA[colonne + i] = ligne + lignes
      cases.push({ element, cellule: { table: rang, ligne, colonne, lignes, colonnes, suivant: 0 } })
      colonne += colonnes
    }
  })
  return cases
}

function rowsOf(parent: Element): Element[] {
  const rangees: Element[] = []
  for (const noeud of parent.childNodes) {
    if (!('tagName' in noeud)) continue
    if (noeud.tagName === 'tr') rangees.push(noeud)
    else if (['thead', 'tbody', 'tfoot'].includes(noeud.tagName)) rangees.push(...rowsOf(noeud))
  }
  return rangees
}

function elementsOf(parent: Element, nom: string): Element[] {
  return parent.childNodes.filter((noeud): noeud is Element => 'tagName' in noeud && noeud.tagName === nom)
}

function spanOf(element: Element, nom: string, plafond: number): number {
  const valeur = Number.parseInt(element.attrs.find((attribut) => attribut.name === nom)?.value ?? '1', 10)
  return Number.isFinite(valeur) && valeur > 1 ? Math.min(valeur, plafond) : 1
}
