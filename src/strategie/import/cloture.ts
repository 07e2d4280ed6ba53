import type { Cible } from './dictionnaire.ts'
import type { Flux } from './flux.ts'
import type { Releve } from './releve.ts'
import type { StyleDesLabels } from './style.ts'

export type LectureFiche = {
  /** Segments before the first label of content, and those that name the kind anywhere. */
  tete: number[]
  releves: Releve[]
  /** Segments nobody could place, with the reason. */
  perdus: { rang: number; raison: string }[]
  ignores: { rang: number; raison: string }[]
  /** Labels that share their cell and whose values could not be told apart, ranks of the labels. */
  partages: number[]
}

/** Where the reading of a fiche stands. */
export type Etat = {
  flux: Flux
  style: StyleDesLabels
  lecture: LectureFiche
  groupes: Map<number, Releve[]>
  /** Releves of the label in force; [] in the heading, null under what nobody knows. */
  courant: Releve[] | null
  actif: Releve | null
  /** Rank of the label in force. */
  ouvertPar: number
  contenu: boolean
}

export const IDENTITE: ReadonlySet<Cible> = new Set(['code', 'intitule', 'kind', 'niveau'])

/** True when the label in force no longer speaks: its cell, its row or its table is over. */
export function isClosed(etat: Etat, rang: number): boolean {
  const { flux, courant, actif, ouvertPar } = etat
  const label = flux.segments[ouvertPar]
  const segment = flux.segments[rang]
  if (label === undefined || segment === undefined || actif === null || courant === null) return false
  const valeurs = courant.reduce((somme, releve) => somme + releve.valeurs.length, 0)
  if (IDENTITE.has(actif.cible) && valeurs > 0) return !sameCell(label, segment) || label.cellule === null
  if (label.cellule === null || flux.format === 'txt')
    return valeurs > 0 && label.cellule !== null && pairedOnRow(etat) && !sameRow(label, segment)
  if (flux.tables.sansValeur.has(label.cellule.table)) return false
  // A full-width label on the last row: its text comes after the table.
  if (valeurs === 0 && segment.cellule === null && flux.tables.bandesFinales.has(ouvertPar)) return false
  if (segment.cellule?.table !== label.cellule.table) {
    if (
      flux.tables.bandesFinales.has(ouvertPar) &&
      courant.every((releve) => releve.valeurs.every(({ rang: lu }) => flux.segments[lu]?.cellule === null))
    )
      return segment.cellule !== null
    // A table nested in the value cell, or right under a label that waits for its value.
    return !(segment.cellule !== null && (valeurs === 0 || isNested(etat, rang)))
  }
  if (sameCell(label, segment)) return false
  return valeurs > 0 && (pairedOnRow(etat) || flux.notes[ouvertPar]?.etiquette?.reste != null || inOwnCell(etat))
}

type Place = { cellule: { table: number; ligne: number; colonne: number } | null }

export function sameCell(a: Place, b: Place): boolean {
  return (
    a.cellule !== null &&
    b.cellule !== null &&
    a.cellule.table === b.cellule.table &&
    a.cellule.ligne === b.cellule.ligne &&
    a.cellule.colonne === b.cellule.colonne
  )
}

function sameRow(a: Place, b: Place): boolean {
  return a.cellule !== null && b.cellule !== null && a.cellule.table === b.cellule.table && a.cellule.ligne === b.cellule.ligne
}

function isNested(etat: Etat, rang: number): boolean {
  const { flux, ouvertPar } = etat
  const table = flux.segments[ouvertPar]?.cellule?.table
  const courante = flux.segments[rang]?.cellule?.table
  for (let suivant = rang + 1; suivant < flux.segments.length && suivant < rang + 400; suivant += 1) {
    const autre = flux.segments[suivant]?.cellule?.table
    if (autre === table) return true
    if (autre === undefined || (autre !== courante && autre < (courante ?? 0))) return false
  }
  return false
}

function pairedOnRow(etat: Etat): boolean {
  return (etat.courant ?? []).some((releve) => releve.valeurs.some((valeur) => etat.flux.notes[valeur.rang]?.table?.sorte === 'valeur'))
}

function inOwnCell(etat: Etat): boolean {
  const label = etat.flux.segments[etat.ouvertPar]
  return (etat.courant ?? []).some((releve) =>
    releve.valeurs.some((valeur) => label !== undefined && sameCell(label, etat.flux.segments[valeur.rang] ?? { cellule: null })),
  )
}
