import type { Dictionnaire, Etiquette } from './etiquette.ts'
import { buildGrille, type Case, type Grille, labelShare } from './grille.ts'
import type { Segment } from './segments.ts'
import { below, isData, isDataHeader, isHeader } from './tableau-entete.ts'

/** What a table says of one of its segments. */
export type RoleTable =
  /** A label; the labels of one cell share the same `groupe`. */
  | { sorte: 'etiquette'; groupe: number; etiquette: Etiquette }
  /** A value of that group of labels, whatever stands before it; null under a label that nobody knows. */
  | { sorte: 'valeur'; groupe: number | null; rangee: string }
  /** Looks like a label of this table, but the dictionary does not know it. */
  | { sorte: 'inconnue' }
  /** A row of a table without labels of ours: its cells belong together, under the label `groupe` when it is known. */
  | { sorte: 'donnee'; rangee: string; entete: boolean; groupe: number | null }
  /** Read as running text. */
  | { sorte: 'libre' }

/** A table with a header row of labels and one row a record: each row may be a fiche. */
export type TableauDeLignes = {
  table: number
  entete: number[]
  /** One list of segments a row, in order; a section row ("Axe 1 : …") has `section` true. */
  lignes: { segments: number[]; section: boolean }[]
  /** Segments before the header row. */
  avant: number[]
  groupes: { groupe: number; cibles: string[] }[]
}

export type LectureTables = {
  roles: Map<number, RoleTable>
  lignes: TableauDeLignes[]
  sansValeur: Set<number>
  bandesFinales: Set<number>
}

/** Reads every table of the document: which cells are labels, of what, and which values they announce. */
export function readTables(segments: readonly Segment[], dictionnaire: Dictionnaire): LectureTables {
  const parTable = new Map<number, number[]>()
  for (const [rang, segment] of segments.entries()) {
    if (segment.cellule === null) continue
    const liste = parTable.get(segment.cellule.table)
    if (liste === undefined) parTable.set(segment.cellule.table, [rang])
    else liste.push(rang)
  }
  const lecture: LectureTables = { roles: new Map(), lignes: [], sansValeur: new Set(), bandesFinales: new Set() }
  for (const [table, rangs] of parTable) readTable(buildGrille(table, rangs, segments, dictionnaire), lecture)
  return lecture
}

function readTable(grille: Grille, lecture: LectureTables): void {
  const etiquetees = grille.cases.filter((une) => une.etiquettes !== null)
  if (etiquetees.length === grille.cases.length) lecture.sansValeur.add(grille.table)
  const bande = grille.rangees.at(-1)?.[0]
  if (bande !== undefined && bande.etiquettes !== null && bande.colonne === 0 && bande.colonnes >= grille.colonnes)
    lecture.bandesFinales.add(bande.segments[0] ?? -1)
  if (isData(grille, etiquetees)) {
    readData(grille, lecture)
    return
  }
  const colonnesDeLabels = new Set<number>()
  for (let colonne = 0; colonne < grille.colonnes; colonne += 1) {
    const { etiquettes, part } = labelShare(grille, colonne)
    if (part >= 0.5 && (etiquettes >= 2 || (etiquettes === 1 && colonne === 0))) colonnesDeLabels.add(colonne)
  }
  let entete: Entete | null = null
  for (const [rang, rangee] of grille.rangees.entries()) {
    if (isHeader(grille, rang, colonnesDeLabels)) {
      if (entete !== null && sameHeader(entete, rangee)) {
        labelRow(rangee, lecture)
        entete.repetitions.push(...rangee.flatMap((une) => une.segments))
        continue
      }
      closeHeader(grille, entete, lecture)
      entete = { rang, rangee, lignes: [], repetitions: [] }
      labelRow(rangee, lecture)
      continue
    }
    if (entete !== null && followsHeader(grille, rangee, entete, colonnesDeLabels)) {
      entete.lignes.push(rangee)
      mapRow(grille, entete, rangee, lecture)
      continue
    }
    closeHeader(grille, entete, lecture)
    entete = null
    pairRow(grille, rangee, colonnesDeLabels, lecture)
  }
  closeHeader(grille, entete, lecture)
}

function readData(grille: Grille, lecture: LectureTables): void {
  for (const [rang, rangee] of grille.rangees.entries()) {
    const entete = rang === 0 && isDataHeader(rangee)
    for (const une of rangee)
      for (const segment of une.segments) lecture.roles.set(segment, { sorte: 'donnee', rangee: rowKey(grille, une), entete, groupe: null })
  }
}

function rowKey(grille: Grille, une: Case): string {
  return `${grille.table}/${une.ligne}`
}

type Entete = { rang: number; rangee: Case[]; lignes: Case[][]; repetitions: number[] }

function sameHeader(entete: Entete, rangee: readonly Case[]): boolean {
  return rangee.length === entete.rangee.length && rangee.every((une, rang) => une.texte === entete.rangee[rang]?.texte)
}

function followsHeader(grille: Grille, rangee: readonly Case[], entete: Entete, colonnesDeLabels: ReadonlySet<number>): boolean {
  const premiere = rangee[0]
  if (premiere === undefined) return false
  if (rangee.length === 1)
    return premiere.etiquettes === null && !(premiere.colonnes >= grille.colonnes && entete.lignes.length > 0 && !recordLike(entete))
  if (premiere.etiquettes === null) return true
  // A value that happens to be a label word ("Quartier") under a long header; a label column ends the header.
  return !colonnesDeLabels.has(premiere.colonne) && entete.rangee.length > 2 && rangee.filter((une) => une.etiquettes !== null).length === 1
}

function recordLike(entete: Entete): boolean {
  return entete.rangee.filter((une) => une.etiquettes !== null).length >= 3
}

function labelRow(rangee: readonly Case[], lecture: LectureTables): void {
  for (const une of rangee) {
    if (une.etiquettes === null) for (const segment of une.segments) lecture.roles.set(segment, { sorte: 'inconnue' })
    else labelCell(une, lecture)
  }
}

function labelCell(une: Case, lecture: LectureTables): void {
  const groupe = une.segments[0] ?? 0
  for (const [rang, segment] of une.segments.entries()) {
    const etiquette = une.etiquettes?.[rang] ?? une.etiquettes?.at(-1)
    if (etiquette !== undefined) lecture.roles.set(segment, { sorte: 'etiquette', groupe, etiquette })
  }
}

function mapRow(grille: Grille, entete: Entete, rangee: readonly Case[], lecture: LectureTables): void {
  const seule = rangee.length === 1 && (rangee[0]?.colonnes ?? 1) > 1 && (rangee[0]?.colonnes ?? 1) >= grille.colonnes - 1
  for (const une of rangee) {
    const titre = below(entete.rangee, une)
    for (const segment of une.segments) {
      if (seule) lecture.roles.set(segment, { sorte: 'libre' })
      else if (titre === null || titre.etiquettes === null)
        lecture.roles.set(segment, { sorte: 'valeur', groupe: null, rangee: rowKey(grille, une) })
      else lecture.roles.set(segment, { sorte: 'valeur', groupe: titre.segments[0] ?? 0, rangee: rowKey(grille, une) })
    }
  }
}

function closeHeader(grille: Grille, entete: Entete | null, lecture: LectureTables): void {
  if (entete === null) return
  const etiquetees = entete.rangee.filter((une) => une.etiquettes !== null)
  const premiere = entete.rangee[0]?.ligne ?? 0
  lecture.lignes.push({
    table: grille.table,
    entete: [...entete.rangee.flatMap((une) => une.segments), ...entete.repetitions],
    avant: grille.cases.filter((une) => une.ligne < premiere).flatMap((une) => une.segments),
    lignes: entete.lignes.map((rangee) => ({
      // A cell that spans several rows belongs to each.
      segments: [...rangee, ...spanning(grille, rangee)].flatMap((une) => une.segments),
      section: rangee.length === 1 && (rangee[0]?.colonnes ?? 1) > 1,
    })),
    groupes: etiquetees.map((une) => ({
      groupe: une.segments[0] ?? 0,
      cibles: une.etiquettes?.flatMap((etiquette) => etiquette.cibles) ?? [],
    })),
  })
}

function spanning(grille: Grille, rangee: readonly Case[]): Case[] {
  const ligne = rangee[0]?.ligne ?? 0
  return grille.hautes.filter((une) => une.etiquettes === null && une.ligne < ligne && ligne < une.ligne + une.lignes)
}

/** A row read from left to right: a label, then its values. `null` stands for a label that nobody knows. */
function pairRow(grille: Grille, rangee: readonly Case[], colonnesDeLabels: ReadonlySet<number>, lecture: LectureTables): void {
  if (isStepRow(rangee)) {
    for (const une of rangee)
      for (const segment of une.segments)
        lecture.roles.set(segment, { sorte: 'donnee', rangee: rowKey(grille, une), entete: false, groupe: null })
    return
  }
  let groupe: number | null | undefined
  let remplie = false
  for (const [rang, une] of rangee.entries()) {
    const suivante = rangee[rang + 1]
    if (
      une.niveau !== null &&
      suivante !== undefined &&
      suivante.etiquettes === null &&
      !suivante.ouvre &&
      suivante.colonne > une.colonne
    ) {
      groupe = une.segments[0]
      remplie = false
      lecture.roles.set(groupe ?? 0, { sorte: 'etiquette', groupe: groupe ?? 0, etiquette: une.niveau })
      continue
    }
    if (une.etiquettes !== null && !isValueAfter(groupe, remplie, une, suivante, colonnesDeLabels)) {
      labelCell(une, lecture)
      groupe = une.segments[0]
      remplie = false
      continue
    }
    groupe ??= groupe === null ? null : groupBefore(grille, une, rangee, colonnesDeLabels, lecture)
    if (groupe === undefined) {
      const inconnue = colonnesDeLabels.has(une.colonne) && une.courte && !une.ouvre && rangee.length > 1
      for (const segment of une.segments) lecture.roles.set(segment, { sorte: inconnue ? 'inconnue' : 'libre' })
      if (inconnue) groupe = null
      continue
    }
    for (const segment of une.segments) lecture.roles.set(segment, { sorte: 'valeur', groupe, rangee: `${rowKey(grille, une)}/${groupe}` })
    remplie = true
  }
}

// "Phase 1 | mars 2025": a row of the calendar, not a label and its value.
function isStepRow(rangee: readonly Case[]): boolean {
  const premiere = rangee[0]
  return (
    premiere !== undefined &&
    rangee.length > 1 &&
    premiere.etiquettes === null &&
    /^(?:phase|étape|etape|tranche|jalon|année|annee)\s*(?:n°\s*)?\d/iu.test(premiere.texte) &&
    rangee.every((une) => une.etiquettes === null)
  )
}

// "Échelle | Quartier": a label word beside a label that has no value yet, in a column that holds values.
function isValueAfter(
  groupe: number | null | undefined,
  remplie: boolean,
  une: Case,
  suivante: Case | undefined,
  colonnesDeLabels: ReadonlySet<number>,
): boolean {
  if (groupe === undefined || remplie || colonnesDeLabels.has(une.colonne)) return false
  return suivante === undefined || suivante.etiquettes !== null
}

/** The group of a value that stands first in its row; undefined when nothing around says it. */
function groupBefore(
  grille: Grille,
  une: Case,
  rangee: readonly Case[],
  colonnesDeLabels: ReadonlySet<number>,
  lecture: LectureTables,
): number | null | undefined {
  const haute = grille.hautes.find(
    (autre) =>
      autre.etiquettes !== null && autre.ligne < une.ligne && une.ligne < autre.ligne + autre.lignes && autre.colonne < une.colonne,
  )
  if (haute !== undefined) return haute.segments[0]
  if (une.ouvre || une.colonne === 0 || !colonnesDeLabels.has(0) || rangee[0] !== une) return undefined
  return labelAbove(grille, une, lecture)
}

// Left cell empty: the row goes on with the label above.
function labelAbove(grille: Grille, une: Case, lecture: LectureTables): number | null {
  const dessus = grille.cases.filter((autre) => autre.ligne < une.ligne && autre.colonne < une.colonne).at(-1)
  const role = lecture.roles.get(dessus?.segments[0] ?? -1)
  if (role?.sorte === 'etiquette') return role.groupe
  return null
}
