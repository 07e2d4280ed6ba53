import { splitPuce, typedNumero } from '../puces.ts'

/**
 * How tabulations part the text, once for the whole file:
 * - `debut`: a tabulation at the start of a line opens a cell and the lines below belong to it (a table flattened by an
 *   extraction tool, where each cell was written after a tabulation);
 * - `colonnes`: tabulations inside lines part the cells of a row; those at the start are indentation.
 */
export type Tabulations = 'debut' | 'colonnes'

/** Looks at the whole file to tell cells from indentation. */
export function measureTabulations(lignes: readonly string[]): Tabulations {
  const pleines = lignes.map((ligne, rang) => ({ ligne, rang })).filter(({ ligne }) => ligne.trim() !== '')
  let cellules = 0
  let titresNus = 0
  let suites = 0
  let retraits = 0
  pleines.forEach(({ ligne, rang }, i) => {
    const suivante = pleines[i + 1]
    if (suivante === undefined) return
    const menee = isLed(ligne)
    const court = ligne.trim().length <= 60 && splitPuce(ligne) === null && !/[.;]\s*$/.test(ligne)
    if (court && isLed(suivante.ligne) && menee) cellules += 1
    if (court && isLed(suivante.ligne) && !menee) titresNus += 1
    if (suivante.rang !== rang + 1 || !menee) return
    if (!isLed(suivante.ligne)) suites += 1
    else if (splitPuce(ligne) !== null && splitPuce(suivante.ligne) !== null) retraits += 1
  })
  return cellules >= 3 && cellules >= titresNus && suites >= retraits ? 'debut' : 'colonnes'
}

/** True when the line opens with exactly one tabulation. */
export function isLed(ligne: string): boolean {
  return /^\t[^\t]*\S/.test(ligne)
}

/** The parts of a line between tabulations; a number or a bullet followed by a tabulation stays with its text. */
export function splitCells(ligne: string): { cellules: string[]; puce: string | null } {
  const parts = ligne.replace(/^\s+/, '').split('\t')
  const premier = (parts[0] ?? '').trim()
  const second = (parts[1] ?? '').trim()
  if (parts.length > 1 && second !== '') {
    if (splitPuce(`${premier} x`)?.reste === 'x') return { cellules: [`${premier} ${parts.slice(1).join('\t')}`], puce: null }
    if (typedNumero(premier) === premier) return { cellules: parts.slice(1), puce: premier }
  }
  return { cellules: parts, puce: null }
}
