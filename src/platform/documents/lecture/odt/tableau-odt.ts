import { childrenOf, type Noeud } from '../xml.ts'

type CaseOdt = { noeud: Noeud; ligne: number; colonne: number; lignes: number; colonnes: number }

// A repeated cell or row repeats what it shows; beyond this, repetitions are filling, not text.
const REPETITIONS = 200

/** The cells of a table on its grid, those that only repeat another included. Covered cells that hold text are given too. */
export function layOutTable(table: Noeud): CaseOdt[] {
  const cases: CaseOdt[] = []
  let ligne = 0
  for (const rangee of rowsOf(table)) {
    const repetees = countOf(rangee, 'table:number-rows-repeated')
    const premieres = layOutRow(rangee, ligne)
    for (let i = 0; i < Math.min(repetees, REPETITIONS) && premieres.length > 0; i += 1) {
      for (const cellule of premieres) cases.push({ ...cellule, ligne: ligne + i })
    }
    ligne += repetees
  }
  return cases
}

function layOutRow(rangee: Noeud, ligne: number): CaseOdt[] {
  const cases: CaseOdt[] = []
  let colonne = 0
  for (const noeud of childrenOf(rangee)) {
    if (noeud.nom !== 'table:table-cell' && noeud.nom !== 'table:covered-table-cell') continue
    const repetees = countOf(noeud, 'table:number-columns-repeated')
    const colonnes = countOf(noeud, 'table:number-columns-spanned')
    const lignes = countOf(noeud, 'table:number-rows-spanned')
    for (let i = 0; i < Math.min(repetees, REPETITIONS) && noeud.enfants.length > 0; i += 1) {
      cases.push({ noeud, ligne, colonne: colonne + i, lignes, colonnes })
    }
    colonne += repetees
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
