import { parse } from 'csv-parse/sync'
import { decodeTexte } from '../encodage.ts'
import type { Recueil } from '../recueil.ts'
import { refus } from '../refus.ts'
import { addGrid, type CaseLue } from './grille.ts'

/** Reads a CSV: separator found in the text (; , tab |), quotes tolerated where they do not belong. */
export function readCsv(contenu: Uint8Array, recueil: Recueil): void {
  const { texte } = decodeTexte(contenu)
  const separateur = guessSeparator(texte)
  const rangees = parseRows(recueil.nom, texte, separateur)
  const cases: CaseLue[] = []
  rangees.forEach((rangee, ligne) => {
    rangee.forEach((valeur, colonne) => {
      if (valeur.trim() !== '') cases.push({ ligne, colonne, lignes: 1, colonnes: 1, texte: valeur })
    })
  })
  addGrid(recueil, cases, null)
}

function parseRows(nom: string, texte: string, separateur: string): string[][] {
  const options = {
    delimiter: separateur,
    relax_column_count: true,
    skip_empty_lines: false,
    bom: true,
    max_record_size: 10_000_000,
  } as const
  try {
    return parse(texte, { ...options, relax_quotes: true })
  } catch {
    try {
      // A quote that never closes: every line is a row and quotes are plain signs.
      return parse(texte, { ...options, quote: null })
    } catch {
      throw refus.abime(nom)
    }
  }
}

/** The separator that stands most often outside quotes in the first lines. */
function guessSeparator(texte: string): string {
  const comptes = new Map([';', ',', '\t', '|'].map((signe) => [signe, 0]))
  let cite = false
  for (const signe of texte.slice(0, 20_000)) {
    if (signe === '"') cite = !cite
    else if (!cite && comptes.has(signe)) comptes.set(signe, (comptes.get(signe) ?? 0) + 1)
  }
  // French texts are full of commas: a semicolon or a tab that is there at all in number says more.
  const poids = [...comptes].map(([signe, compte]): [string, number] => [signe, signe === ',' ? compte : compte * 3])
  poids.sort((a, b) => b[1] - a[1])
  const premier = poids[0]
  return premier === undefined || premier[1] === 0 ? ';' : premier[0]
}
