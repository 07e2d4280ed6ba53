import { parseFragment } from 'parse5'
import { decodeTexte } from '../encodage.ts'
import { walkHtml } from '../html/marche.ts'
import { splitPuce } from '../puces.ts'
import { type CelluleOuverte, CORPS, type Place, type Recueil } from '../recueil.ts'
import { isLed, measureTabulations, splitCells, type Tabulations } from './cellules.ts'
import { type Coupe, continuesLine, measureCoupe, seamBetween, wordsOf } from './jointure.ts'
import { warnNuls } from './nuls.ts'

/** A paragraph in the making: its lines joined so far. */
type Encours = {
  lignes: string[]
  derniere: string
  ligne: number
  retrait: number
  cellule: CelluleOuverte | null
  puce: string | null
  titre: number
}

type Lecture = {
  recueil: Recueil
  tabulations: Tabulations
  coupe: Coupe
  mots: ReadonlySet<string>
  encours: Encours | null
  /** Blank lines since the last written one. */
  vides: number
  table: { rang: number; ligne: number } | null
  cellule: CelluleOuverte | null
}

const BALISE = /<\/?(?:p|ul|ol|li|br|u|b|i|em|strong|span|div|font|table|tbody|tr|td|th|h[1-6]|a|sup|sub)(?:\s[^<>]*)?\/?>/i
const SIGNET = /\[bookmark:\s*[^\]]*\]/gi
const FILET = /^\s*([-=_*~.·—–])(?:\s*\1){2,}\s*$/u

/**
 * Reads a plain text: one block a line, lines cut in the middle of a sentence joined again, tabulations as the cells of
 * a table, HTML tags left in it read for what they mean, Word bookmarks left in it removed. `paragraphe` is the number
 * of the line.
 */
export function readTexte(contenu: Uint8Array, recueil: Recueil): void {
  const decode = decodeTexte(contenu)
  const lignes = decode.texte
    .replace(/^\ufeff/, '')
    .replace(/[\f\v]/g, '\n')
    .split('\n')
  const lecture: Lecture = {
    recueil,
    tabulations: measureTabulations(lignes),
    coupe: measureCoupe(lignes),
    mots: wordsOf(decode.texte),
    encours: null,
    vides: 0,
    table: null,
    cellule: null,
  }
  lignes.forEach((ligne, rang) => {
    readLine(lecture, ligne, rang + 1)
  })
  flush(lecture)
  warnNuls(recueil, decode.nuls)
}

function readLine(lecture: Lecture, brute: string, rang: number): void {
  const ligne = withoutBookmark(lecture, brute)
  if (ligne.trim() === '') {
    lecture.vides += 1
    return
  }
  if (FILET.test(ligne)) {
    readRule(lecture, ligne)
    return
  }
  closeCells(lecture, ligne)
  const { cellules, puce } = splitCells(ligne)
  if (lecture.tabulations === 'debut' && isLed(ligne)) openRow(lecture, cellules, rang)
  else if (cellules.length > 1 && puce === null) openRow(lecture, cellules, rang)
  else addLine(lecture, cellules.join('\t'), rang, indentOf(ligne), puce)
  lecture.vides = 0
}

/** A blank line ends the cell of a row of columns; a cell opened by its tabulation holds until two blank lines. */
function closeCells(lecture: Lecture, ligne: string): void {
  if (lecture.cellule === null || ligne.startsWith('\t')) return
  if (lecture.vides > (lecture.tabulations === 'debut' ? 1 : 0)) {
    flush(lecture)
    lecture.cellule = null
  }
}

function openRow(lecture: Lecture, cellules: readonly string[], rang: number): void {
  flush(lecture)
  lecture.table =
    lecture.table === null ? { rang: lecture.recueil.openTable(), ligne: 0 } : { ...lecture.table, ligne: lecture.table.ligne + 1 }
  const { rang: table, ligne } = lecture.table
  cellules.forEach((texte, colonne) => {
    lecture.cellule = { table, ligne, colonne, lignes: 1, colonnes: 1, suivant: 0 }
    if (texte.trim() !== '') addLine(lecture, texte, rang, 0, null)
    // The last cell stays open for the lines below.
    if (colonne < cellules.length - 1) flush(lecture)
  })
}

function addLine(lecture: Lecture, texte: string, rang: number, retrait: number, puce: string | null): void {
  const { encours, vides, coupe, mots, recueil } = lecture
  if (BALISE.test(texte)) {
    flush(lecture)
    recueil.warn('balises_html', 'Des balises HTML étaient restées dans le texte\u00a0: elles ont été lues pour ce qu’elles veulent dire.')
    walkHtml(recueil, parseFragment(texte).childNodes, placeOf(lecture.cellule))
    return
  }
  const suit =
    encours !== null &&
    puce === null &&
    encours.cellule === lecture.cellule &&
    (continuesLine(encours.derniere, texte, vides, coupe) || hangs(encours, texte, vides, retrait))
  if (encours !== null && suit) {
    const { retire, lien } = seamBetween(encours.derniere, texte, mots)
    encours.lignes[encours.lignes.length - 1] = encours.derniere.slice(0, encours.derniere.length - retire) + lien
    encours.derniere = texte.trimStart()
    encours.lignes.push(encours.derniere)
    return
  }
  flush(lecture)
  if (lecture.cellule === null) lecture.table = null
  lecture.encours = { lignes: [texte], derniere: texte, ligne: rang, retrait, cellule: lecture.cellule, puce, titre: 0 }
}

/** A line set further right than the bullet above it goes on with its item. */
function hangs(encours: Encours, texte: string, vides: number, retrait: number): boolean {
  if (vides > 0 || retrait < encours.retrait + 2 || splitPuce(texte) !== null) return false
  return splitPuce(encours.lignes[0] ?? '') !== null || encours.puce !== null
}

function readRule(lecture: Lecture, ligne: string): void {
  const signe = ligne.trim()[0]
  const { encours } = lecture
  // A line of signs under a lone line underlines it: a heading. Elsewhere it only parts the page.
  if (
    encours !== null &&
    lecture.vides === 0 &&
    encours.cellule === null &&
    encours.lignes.length === 1 &&
    (signe === '=' || signe === '-')
  ) {
    encours.titre = signe === '=' ? 1 : 2
  }
  flush(lecture)
  lecture.vides = 0
}

function flush(lecture: Lecture): void {
  const { encours, recueil } = lecture
  lecture.encours = null
  if (encours === null) return
  const morceaux = [{ texte: encours.lignes.join(''), accent: false }]
  const commun = { morceaux, rang: encours.ligne, puce: encours.puce }
  recueil.add(encours.titre > 0 ? { ...commun, nature: 'titre', niveau: encours.titre } : commun, placeOf(encours.cellule))
}

function placeOf(cellule: CelluleOuverte | null): Place {
  return cellule === null ? CORPS : { ...CORPS, cellule }
}

/** A bookmark of Word left in a sentence goes; one that stands alone on its line stays a block of its own. */
function withoutBookmark({ recueil }: Lecture, ligne: string): string {
  if (!ligne.includes('[')) return ligne
  const sans = ligne.replace(SIGNET, '')
  if (sans === ligne || sans.trim() === '') return ligne
  recueil.warn('signet_retire', 'Des signets de Word étaient restés dans le texte\u00a0: ils ont été retirés.')
  return sans
}

function indentOf(ligne: string): number {
  let retrait = 0
  for (const signe of ligne) {
    if (signe === ' ' || signe === '\u00a0') retrait += 1
    else if (signe === '\t') retrait += 4
    else break
  }
  return retrait
}
