import { childrenOf, type Noeud } from '../xml.ts'

type CaseOdt = { noeud: Noeud; ligne: number; colonne: number; lignes: number; colonnes: number }

/** The cells of a table on its grid. Covered cells that hold text are given too: nothing is lost. */
export function layOutTable(table: Noeud): CaseOdt[] {
  const cases: CaseOdt[] = []
  let ligne = 0
  for (const rangee of rowsOf(table)) {
    let colonne = 0
    for (const noeud of childrenOf(rangee)) {
      if (noeud.nom !== 'table:table-cell' && noeud.nom !== 'table:covered-table-cell') continue
      const repetitions = countOf(noeud, 'table:number-columns-repeated')
      const colonnes = countOf(noeud, 'table:number-columns-spanned')
      const lignes = countOf(noeud, 'table:number-rows-spanned')
      if (noeud.enfants.length > 0) {
        // A repeated cell repeats what it shows; thousands of repetitions are filling, not text.
        for (let i = 0; i < Math.min(repetitions, 64); i += 1) cases.push({ noeud, ligne, colonne: colonne + i, lignes, colonnes })
      }
      colonne += repetitions
    }
    ligne += countOf(rangee, 'table:number-rows-repeated')
  }
  return cases
}

function rowsOf(parent: Noeud): Noeud[] {
  return childrenOf(parent).flatMap((noeud) => {
    if (noeud.nom === 'table:table-row') return [noeud]
    return ['table:table-header-rows', 'table:table-rows', 'table:table-row-group'].includes(noeud.nom) ? rowsOf(noeud) : []
  })
}

function countOf(noeud: Noeud, attribut: string): number {
  return Math.max(1, Number.parseInt(noeud.attributs[attribut] ?? '1', 10) || 1)
}
