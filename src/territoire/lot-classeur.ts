/** The first sheet of a workbook as a CSV, so that the rest is the same for both. Pure. */

import type { DocumentLu } from '#platform/documents/bloc.ts'
import { protectCell } from '#platform/documents/ecriture/cellule-csv.ts'
import { RegleViolee } from '#platform/errors.ts'

const CLASSEUR = /\.(xlsx|xlsm|xls|ods)$/i

export function isClasseur(nom: string): boolean {
  return CLASSEUR.test(nom)
}

/** @throws RegleViolee when there is no table in it */
export function csvOfClasseur({ blocs }: Pick<DocumentLu, 'blocs'>): Buffer {
  const table = blocs.find(({ cellule }) => cellule !== null)?.cellule?.table
  const lignes: string[][] = []
  for (const { cellule, texte } of blocs) {
    if (cellule === null || cellule.table !== table) continue
    lignes[cellule.ligne] ??= []
    const ligne = lignes[cellule.ligne]
    if (ligne !== undefined) ligne[cellule.colonne] = ligne[cellule.colonne] === undefined ? texte : `${ligne[cellule.colonne]} ${texte}`
  }
  const pleines = Object.values(lignes)
  const premiere = pleines[0]
  if (premiere === undefined) {
    const message = 'Ce classeur n’a pas de tableau dans sa première feuille.'
    throw new RegleViolee(message, [{ champ: 'fichier', message }])
  }
  return Buffer.from(pleines.map((ligne) => `${Array.from(ligne, written).join(SEPARATEUR)}\r\n`).join(''), 'utf8')
}

const SEPARATEUR = ';'
const NOMBRE = /^[+-]?\d+([.,]\d+)?$/

/** What a workbook shows as a text would come alive as a formula in a CSV; « -2,75 » is a number, and stays one. */
function written(texte: string | undefined): string {
  if (texte === undefined) return ''
  const sur = NOMBRE.test(texte) ? texte : protectCell(texte)
  return /[";\r\n]/.test(sur) ? `"${sur.replaceAll('"', '""')}"` : sur
}
