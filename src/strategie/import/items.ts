import type { FormatDocument } from '#platform/documents/bloc.ts'
import type { Extrait } from './compris.ts'
import type { Cible } from './dictionnaire.ts'
import type { Flux } from './flux.ts'
import { findMontants } from './montants.ts'
import type { Releve, Valeur } from './releve.ts'
import { cleanItem, collapsed, isLegible, isOpenEnd, splitOutside } from './texte.ts'

/** A value ready to become an item: its text and the segments it was read in. */
export type Item = {
  texte: string
  rangs: number[]
  rangee: string | null
  puce: boolean
  profondeur: number
  libelle: string
  labels?: number[]
}

const TABLEURS: ReadonlySet<FormatDocument> = new Set(['xlsx', 'xls', 'ods', 'csv'])

/**
 * The items that the labels of one field announced, in order: cells of one row of figures come together, a sentence cut
 * by a page is whole again, boxes left empty are left out.
 */
export function itemsOf(flux: Flux, releves: readonly Releve[]): Item[] {
  const items: Item[] = []
  const valeurs = releves.flatMap((releve) => releve.valeurs.map((valeur) => ({ valeur, releve })))
  // In the order of the document: the columns of a table were read one label after the other.
  valeurs.sort((a, b) => a.valeur.rang - b.valeur.rang)
  for (const { valeur, releve } of valeurs) {
    const { cible, labels } = releve
    const segment = flux.segments[valeur.rang]
    if (segment === undefined || segment.coche === false || !isLegible(valeur.texte)) continue
    const precedent = items.at(-1)
    if (precedent !== undefined && (isSameRow(flux, precedent, valeur, cible) || isCut(flux, precedent, valeur))) {
      precedent.texte = collapsed(`${precedent.texte} ${valeur.texte}`)
      precedent.rangs.push(valeur.rang)
      continue
    }
    const { puce, profondeur } = segment
    items.push({
      texte: valeur.texte,
      rangs: [valeur.rang],
      rangee: valeur.rangee,
      puce: puce !== null,
      profondeur,
      libelle: releve.etiquette.libelle,
      labels,
    })
  }
  return items
}

const EN_RANGEES: ReadonlySet<Cible> = new Set(['financements', 'calendrier'])

// Cells of one row of figures, or of two columns that feed the same field ("Financeur | Montant").
function isSameRow(flux: Flux, precedent: Item, valeur: Valeur, cible: Cible): boolean {
  if (valeur.rangee === null || precedent.rangee !== valeur.rangee) return false
  const table = flux.notes[valeur.rang]?.table
  const dernier = precedent.rangs.at(-1) ?? -1
  const avant = flux.notes[dernier]?.table
  if (table?.sorte === 'donnee') return true
  if (table?.sorte !== 'valeur' || avant?.sorte !== 'valeur' || !EN_RANGEES.has(cible)) return false
  const memeCase = flux.segments[valeur.rang]?.cellule?.colonne === flux.segments[dernier]?.cellule?.colonne
  const chiffres = hasFigure(precedent.texte) && hasFigure(valeur.texte)
  if (table.groupe === avant.groupe) return !memeCase && !chiffres
  return precedent.rangs.length === 1 && !chiffres
}

function hasFigure(texte: string): boolean {
  return isAmount(texte) || findMontants(texte).length > 0
}

/** True for a cell that holds an amount, a percentage or a number, and nothing else. */
export function isAmount(texte: string): boolean {
  return /^[\d\s.,\u00a0\u202f]+(?:[kM]?\s?€|%|euros?)?(?:\s*(?:TTC|HT))?$/iu.test(texte.trim())
}

// Only across the border of a cell or of a page: inside, the reader has put lines together.
function isCut(flux: Flux, precedent: Item, valeur: Valeur): boolean {
  if (flux.format !== 'txt' && flux.format !== 'pdf') return false
  const avant = flux.segments[precedent.rangs.at(-1) ?? -1]
  const apres = flux.segments[valeur.rang]
  if (avant === undefined || apres === undefined || apres.puce !== null || /[.!?:;…]$/u.test(precedent.texte)) return false
  const bord = (avant.cellule === null) !== (apres.cellule === null) || avant.page !== apres.page
  return bord && /^\p{Ll}/u.test(valeur.texte) && precedent.texte.length >= 40
}

/** Plain items: one a paragraph; in a sheet, one a part between semicolons too. */
export function plainItems(flux: Flux, items: readonly Item[], blocsOf: (rangs: readonly number[]) => number[]): Extrait[] {
  return items.flatMap((item) => {
    const parts = TABLEURS.has(flux.format) ? splitOutside(item.texte, ';') : [item.texte]
    return parts
      .map(cleanItem)
      .filter(isLegible)
      .map((texte) => ({ texte, blocs: blocsOf(item.rangs) }))
  })
}

/** One item for each comma or line outside brackets; what closes an open list ("etc.") names nobody. */
export function commaItems(items: readonly Item[], blocsOf: (rangs: readonly number[]) => number[]): Extrait[] {
  return items.flatMap((item) =>
    splitOutside(item.texte, ',;')
      .map(cleanItem)
      .filter((texte) => isLegible(texte) && !isOpenEnd(texte))
      .map((texte) => ({ texte, blocs: blocsOf(item.rangs) })),
  )
}
