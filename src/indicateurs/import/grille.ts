/** A table as a grid of texts, whatever the file it came from. Pure. */
import { parse } from 'csv-parse'
import type { DocumentLu } from '#platform/documents/bloc.ts'
import { decodeTexte } from '#platform/documents/lecture/encodage.ts'
import { RegleViolee } from '#platform/errors.ts'
import { formatNombre } from '#platform/formats.ts'

/** A sheet: its rows from the first, each a list of texts; row n is line n + 1 of the file. */
export type Feuille = { nom: string | null; lignes: string[][] }
export type Grille = { feuilles: Feuille[]; avertissements: string[] }

/** Every commune and twenty-five columns stay below; beyond, memory would suffer, and the file is imported in parts. */
const CASES_MAX = 1_000_000

/** The sheets of a document that the readers of the platform have opened. A merged cell fills the columns that it covers. */
export function grilleOfDocument(document: DocumentLu): Grille {
  const parTable = new Map<number, Feuille>()
  const avertissements = document.avertissements.map(({ message }) => message)
  for (const { cellule, texte, puce, feuille } of document.blocs) {
    if (cellule === null) continue
    let page = parTable.get(cellule.table)
    if (page === undefined) {
      page = { nom: feuille, lignes: [] }
      parTable.set(cellule.table, page)
    }
    while (page.lignes.length <= cellule.ligne) page.lignes.push([])
    const ligne = page.lignes[cellule.ligne] ?? []
    const entier = puce === null ? texte : `${puce} ${texte}`
    for (let colonne = cellule.colonne; colonne < cellule.colonne + cellule.colonnes; colonne += 1) {
      while (ligne.length <= colonne) ligne.push('')
      ligne[colonne] = ligne[colonne] === '' || cellule.rang === 0 ? entier : `${ligne[colonne]} ${entier}`
    }
  }
  const feuilles = [...parTable.values()].filter(({ lignes }) => lignes.length > 0)
  if (feuilles.length === 0) throw new RegleViolee(`Le fichier « ${document.source.nom} » ne contient aucun tableau.`)
  return { feuilles, avertissements }
}

/** A CSV of any size, without holding the thread: separator and encoding guessed. @throws RegleViolee when it is no table */
export async function grilleOfCsv(nom: string, octets: Uint8Array): Promise<Grille> {
  const { texte } = decodeTexte(octets)
  const delimiter = guessSeparator(texte)
  const options = { delimiter, relax_column_count: true, skip_empty_lines: false, bom: true, max_record_size: 1_000_000 } as const
  try {
    return { feuilles: [{ nom: null, lignes: await records(nom, texte, { ...options, relax_quotes: true }) }], avertissements: [] }
  } catch (erreur) {
    if (erreur instanceof RegleViolee) throw erreur
    // A quote that never closes: quotes are plain signs.
    const lignes = await records(nom, texte, { ...options, quote: null })
    return { feuilles: [{ nom: null, lignes }], avertissements: ['Des guillemets ne se ferment pas : ils ont été lus comme des signes.'] }
  }
}

async function records(nom: string, texte: string, options: object): Promise<string[][]> {
  const lignes: string[][] = []
  let cases = 0
  for await (const lue of parse(texte, options) as AsyncIterable<string[]>) {
    const ligne = lue.map((valeur) => valeur.trim())
    cases += ligne.length
    if (cases > CASES_MAX)
      throw new RegleViolee(`Le fichier « ${nom} » dépasse ${formatNombre(CASES_MAX)} cases : importez-le en plusieurs parties.`)
    lignes.push(ligne)
  }
  if (lignes.every((ligne) => ligne.every((valeur) => valeur === ''))) throw new RegleViolee(`Le fichier « ${nom} » est vide.`)
  return lignes
}

/** The separator that parts the lines most evenly: the one that most lines have, the same number of times. */
function guessSeparator(texte: string): string {
  const lignes = texte.slice(0, 100_000).split('\n').slice(0, 200)
  const notes = [';', '\t', ',', '|'].map((signe) => {
    const comptes = lignes.map((ligne) => ligne.split(signe).length - 1).filter((nombre) => nombre > 0)
    const frequences = new Map<number, number>()
    for (const nombre of comptes) frequences.set(nombre, (frequences.get(nombre) ?? 0) + 1)
    // French texts and decimals are full of commas: they must be far more even than the others.
    return { signe, note: Math.max(0, ...frequences.values()) * (signe === ',' ? 0.5 : 1) }
  })
  notes.sort((a, b) => b.note - a.note)
  const premier = notes[0]
  return premier === undefined || premier.note === 0 ? ';' : premier.signe
}

/** « A », « Z », « AA »: how a spreadsheet names the column of this rank. */
export function lettreOf(colonne: number): string {
  let lettres = ''
  for (let reste = colonne + 1; reste > 0; reste = Math.floor((reste - 1) / 26))
    lettres = String.fromCharCode(65 + ((reste - 1) % 26)) + lettres
  return lettres
}
