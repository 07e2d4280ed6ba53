/** A table of a published file (CSV, XLSX, XLS, ODS): the row of titles found, the rows below it. */
import { read, utils } from '@e965/xlsx'
import { decodeTexte } from '#platform/documents/lecture/encodage.ts'
import { RegleViolee } from '#platform/errors.ts'
import { rangeesOf, separatorOf } from '../lecture/csv-rangees.ts'
import type { Valeur } from '../lecture/lecture.ts'
import { normaliseNom } from '../nom.ts'
import { guessColonnes, missingColonnes } from './correspondance.ts'
import type { GenreImport } from './forme.ts'

export type Tableau = {
  feuille: string | null
  colonnes: readonly string[]
  /** `ligne`: as a person reads it in the margin. */
  lignes: readonly { ligne: number; valeurs: Readonly<Record<string, Valeur>> }[]
  avertissements: readonly string[]
}

type Rangee = { ligne: number; cellules: readonly string[] }

/** Rows above the titles in the files of Insee: a title, a source, a date. */
const ENTETE_AVANT = 30
const LIGNES_MAX = 200_000

/** @throws RegleViolee when it is no table, or an empty one */
export function readTableau(nom: string, octets: Uint8Array, genre: GenreImport): Tableau {
  const tampon = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
  const feuilles = isClasseur(tampon) ? readClasseur(nom, tampon) : [{ feuille: null, rangees: readCsv(tampon) }]
  const lues = feuilles.map(({ feuille, rangees }) => ({ feuille, ...tableOf(rangees, genre) }))
  // The sheet that has the columns wanted; failing that, the longest.
  const choisie =
    lues.find(({ colonnes, lignes }) => isWanted(genre, colonnes, lignes)) ??
    lues.reduce<(typeof lues)[number] | null>((plus, une) => (plus === null || une.lignes.length > plus.lignes.length ? une : plus), null)
  if (choisie === null || choisie.lignes.length === 0)
    throw new RegleViolee(
      `Le fichier « ${nom} » ne contient aucun tableau : il faut une ligne de titres, puis une ligne par commune ou par unité.`,
    )
  if (choisie.lignes.length > LIGNES_MAX)
    throw new RegleViolee(`Le fichier « ${nom} » compte plus de ${LIGNES_MAX} lignes : gardez la feuille des unités urbaines.`)
  const autres = lues.filter((une) => une !== choisie && une.lignes.length > 0).map(({ feuille }) => feuille)
  const avertissements =
    autres.length === 0
      ? []
      : [`La feuille « ${choisie.feuille} » a été lue ; le classeur contient aussi ${autres.slice(0, 5).join(', ')}.`]
  return { ...choisie, avertissements }
}

function isWanted(genre: GenreImport, colonnes: readonly string[], lignes: Tableau['lignes']): boolean {
  const devinees = guessColonnes(
    genre,
    colonnes,
    lignes.slice(0, 50).map(({ valeurs }) => valeurs),
  )
  return missingColonnes(genre, devinees).length === 0 && devinees.communes !== null
}

function isClasseur(octets: Buffer): boolean {
  return octets.length > 8 && (octets.readUInt16BE(0) === 0x504b || octets.readUInt32BE(0) === 0xd0cf11e0)
}

function readClasseur(nom: string, octets: Buffer): { feuille: string | null; rangees: Rangee[] }[] {
  try {
    const classeur = read(octets, {
      type: 'buffer',
      dense: true,
      cellHTML: false,
      cellFormula: false,
      sheetRows: LIGNES_MAX + ENTETE_AVANT,
    })
    return classeur.SheetNames.map((feuille) => {
      const page = classeur.Sheets[feuille]
      const brutes: unknown[][] = page === undefined ? [] : utils.sheet_to_json(page, { header: 1, raw: true, defval: '', blankrows: true })
      return {
        feuille,
        rangees: brutes.map((cellules, rang) => ({ ligne: rang + 1, cellules: cellules.map((une) => String(une ?? '').trim()) })),
      }
    })
  } catch {
    throw new RegleViolee(
      `Le classeur « ${nom} » n’a pas pu être lu : ouvrez-le dans un tableur, enregistrez-en une copie, puis réessayez.`,
    )
  }
}

function readCsv(octets: Buffer): Rangee[] {
  const { texte } = decodeTexte(octets)
  return [...rangeesOf(texte, separatorOf(texte))]
}

function tableOf(rangees: readonly Rangee[], genre: GenreImport): Pick<Tableau, 'colonnes' | 'lignes'> {
  const rang = titlesOf(rangees, genre)
  const titres = rangees[rang]
  if (titres === undefined) return { colonnes: [], lignes: [] }
  const colonnes = uniqueNames(titres.cellules)
  const lignes = rangees.slice(rang + 1).flatMap(({ ligne, cellules }) => {
    const valeurs = Object.fromEntries(colonnes.map((colonne, i) => [colonne, (cellules[i] ?? '').trim() || null]))
    return Object.values(valeurs).every((valeur) => valeur === null) ? [] : [{ ligne, valeurs }]
  })
  // Insee writes labels, then the codes of variables: the second row of titles holds no value.
  return {
    colonnes,
    lignes: lignes.filter(
      ({ valeurs }) => !colonnes.every((c) => valeurs[c] === null || normaliseNom(c) === normaliseNom(String(valeurs[c]))),
    ),
  }
}

/** Rank of the row of titles: the one among the first that names the columns wanted, best the last of them; failing that, the first with two cells. */
function titlesOf(rangees: readonly Rangee[], genre: GenreImport): number {
  const premieres = rangees.slice(0, ENTETE_AVANT)
  const notes = premieres.map(({ cellules }, rang) => {
    const noms = uniqueNames(cellules)
    const exemple = rangees
      .slice(rang + 1, rang + 40)
      .map(({ cellules: suite }) => Object.fromEntries(noms.map((nom, i) => [nom, suite[i] ?? null])))
    return Object.values(guessColonnes(genre, noms, exemple)).filter((colonne) => colonne !== null).length
  })
  const meilleure = Math.max(0, ...notes)
  if (meilleure >= 2) return notes.lastIndexOf(meilleure)
  return premieres.findIndex(({ cellules }) => cellules.filter((une) => une.trim() !== '').length >= 2)
}

function uniqueNames(cellules: readonly string[]): string[] {
  const vus = new Map<string, number>()
  return cellules.map((cellule, i) => {
    const nom = cellule.replace(/\s+/gu, ' ').trim() || `Colonne ${i + 1}`
    const fois = (vus.get(nom) ?? 0) + 1
    vus.set(nom, fois)
    return fois === 1 ? nom : `${nom} (${fois})`
  })
}
