import { type CellObject, type Range, read, SSF, utils, type WorkSheet } from '@e965/xlsx'
import { typeOfImage } from '../image.ts'
import type { Recueil } from '../recueil.ts'
import { refus } from '../refus.ts'
import type { Zip } from '../zip.ts'
import { addGrid, type CaseLue } from './grille.ts'

/**
 * Reads a workbook (xlsx, xls): every non-empty cell as it is shown, merged cells with their spans, one table a
 * sheet. Hidden sheets are left out with a warning. Pictures stand before the text: the file does not say where they go.
 */
export function readClasseur(contenu: Uint8Array, recueil: Recueil, zip: Zip | null): void {
  // The library inflates on its own, without a budget: what would burst is refused here first.
  for (const nom of zip?.noms ?? []) {
    const octets = zip?.read(nom) ?? new Uint8Array()
    if (nom.startsWith('xl/media/')) recueil.addImage({ nom: nom.slice(9), type: typeOfImage(octets), alt: null, contenu: octets })
  }
  const classeur = open(recueil.nom, contenu)
  classeur.SheetNames.forEach((feuille, rang) => {
    const page = classeur.Sheets[feuille]
    if (page === undefined) return
    const cases = casesOf(page)
    if ((classeur.Workbook?.Sheets?.[rang]?.Hidden ?? 0) !== 0) {
      if (cases.length > 0)
        recueil.warn('feuille_masquee', `La feuille «\u00a0${feuille}\u00a0» est masquée dans le classeur\u00a0: elle n’a pas été reprise.`)
      return
    }
    addGrid(recueil, cases, feuille)
  })
}

function open(nom: string, contenu: Uint8Array) {
  try {
    return read(contenu, { type: 'buffer', dense: true, cellHTML: false, cellFormula: false, cellNF: true, dateNF: 'dd/mm/yyyy' })
  } catch (erreur) {
    if (erreur instanceof Error && /password|encrypt/i.test(erreur.message)) throw refus.protege(nom)
    throw refus.abime(nom)
  }
}

function casesOf(page: WorkSheet): CaseLue[] {
  const fusions = new Map<string, Range>()
  for (const fusion of page['!merges'] ?? []) fusions.set(`${fusion.s.r}:${fusion.s.c}`, fusion)
  const cases: CaseLue[] = []
  const rangees = page['!data'] ?? []
  rangees.forEach((rangee, ligne) => {
    if (rangee === undefined || rangee === null) return
    rangee.forEach((cellule, colonne) => {
      if (cellule === undefined || cellule === null || cellule.t === 'z') return
      const texte = shownText(cellule)
      if (texte.trim() === '') return
      const fusion = fusions.get(`${ligne}:${colonne}`)
      const lignes = fusion === undefined ? 1 : fusion.e.r - fusion.s.r + 1
      const colonnes = fusion === undefined ? 1 : fusion.e.c - fusion.s.c + 1
      cases.push({ ligne, colonne, lignes, colonnes, texte })
    })
  })
  return cases
}

/** What a French spreadsheet shows of a cell: "1 234,50", "12/04/2026", "VRAI". */
function shownText(cellule: CellObject): string {
  if (cellule.t === 'b') return cellule.v === true ? 'VRAI' : 'FAUX'
  const texte = cellule.w ?? (cellule.v === undefined ? '' : utils.format_cell(cellule))
  const format = typeof cellule.z === 'string' ? cellule.z : 'General'
  if (cellule.t !== 'n' || SSF.is_date(format)) return texte
  return texte.replace(/[.,](?=\d)/g, (signe) => (signe === ',' ? '\u202f' : ','))
}
