/** Cells of a CSV file that no spreadsheet may take for a formula. Pure. */

/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe before it; one that already begins so gets one
 * more, so that unprotectCell gives the text back exactly.
 */
export function protectCell(texte: string): string {
  return /^'*[=+\-@\t\r]/.test(texte) ? `'${texte}` : texte
}

export function unprotectCell(texte: string): string {
  return /^'+[=+\-@\t\r]/.test(texte) ? texte.slice(1) : texte
}
