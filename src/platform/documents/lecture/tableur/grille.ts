import type { CelluleOuverte, Place, Recueil } from '../recueil.ts'

/** A cell of a sheet with something in it. Ranks from 0. */
export type CaseLue = { ligne: number; colonne: number; lignes: number; colonnes: number; texte: string }

/**
 * Adds the cells of a sheet, row by row. Every line of a cell (Alt+Enter) is a paragraph of its own, and `paragraphe`
 * is the number of the row, as a person reads it in the margin.
 */
export function addGrid(recueil: Recueil, cases: readonly CaseLue[], feuille: string | null): void {
  if (cases.length === 0) return
  const table = recueil.openTable()
  for (const { texte, ...reste } of cases) {
    const cellule: CelluleOuverte = { table, ...reste, suivant: 0 }
    const place: Place = { zone: 'corps', cellule, page: null, feuille, rang: reste.ligne + 1 }
    for (const ligne of texte.split(/\r\n?|\n/)) recueil.add({ morceaux: [{ texte: ligne, accent: false }] }, place)
  }
}
