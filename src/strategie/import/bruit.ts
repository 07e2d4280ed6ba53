import type { FormatDocument } from '#platform/documents/bloc.ts'
import { isBoilerplate, namesContract, parseKind } from './reperes.ts'
import type { Segment } from './segments.ts'
import { normalized } from './texte.ts'

export type Raison = 'numéro de page' | 'pied de page répété' | 'en-tête répété'

const PAGE =
  /^(?:page\s*\d{0,4}|p\.?\s*\d{1,4})(?:\s*(?:\/|sur|de|-)\s*\d{0,4})?$|^\d{1,3}\s*(?:\/|sur)\s*\d{1,3}$|^[-–—|]\s*\d{1,4}\s*[-–—|]$/iu
const LIGNE_PAGINEE = /^.{0,70}[\s–—|·-]page\s*\d{1,4}(?:\s*(?:\/|sur)\s*\d{1,4})?$/iu
const NOMBRE = /^\d{1,3}$/u
const DATE = /\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b/u

/**
 * What is read on every page and says nothing of the fiche: page numbers, running headers and footers.
 * @param isLabel true when the segment is a label of the dictionary, which is never noise
 */
export function findNoise(segments: readonly Segment[], format: FormatDocument, isLabel: (rang: number) => boolean): Map<number, Raison> {
  const bruit = new Map<number, Raison>()
  for (const [rang, { texte, cellule, zone }] of segments.entries()) {
    if (cellule === null && (PAGE.test(texte) || LIGNE_PAGINEE.test(texte))) bruit.set(rang, 'numéro de page')
    else if ((zone === 'entete' || zone === 'pied') && (PAGE.test(texte) || NOMBRE.test(texte))) bruit.set(rang, 'numéro de page')
  }
  if (format === 'pdf' || format === 'txt') markBareNumbers(segments, format, bruit)
  if (format === 'pdf') markEdges(segments, isLabel, bruit)
  markRepeated(segments, isLabel, bruit)
  return bruit
}

// Numbers alone that go up by one from page to page.
function markBareNumbers(segments: readonly Segment[], format: FormatDocument, bruit: Map<number, Raison>): void {
  const seuls = [...segments.entries()].filter(
    ([, segment]) => segment.cellule === null && segment.puce === null && NOMBRE.test(segment.texte),
  )
  for (const [rang, segment] of seuls) {
    const n = Number(segment.texte)
    const parPage =
      format === 'pdf' &&
      segment.page !== null &&
      seuls.filter(([, autre]) => Number(autre.texte) - (autre.page ?? 0) === n - (segment.page ?? 0)).length
    const suite = seuls.some(([autreRang, autre]) => Math.abs(autreRang - rang) > 2 && Math.abs(Number(autre.texte) - n) === 1)
    if ((parPage !== false && (parPage > 1 || n === segment.page)) || suite) bruit.set(rang, 'numéro de page')
  }
}

// First and last lines of the pages, the same (but for numbers) on at least half of them.
function markEdges(segments: readonly Segment[], isLabel: (rang: number) => boolean, bruit: Map<number, Raison>): void {
  const pages = new Map<number, number[]>()
  for (const [rang, { page }] of segments.entries()) {
    if (page === null || bruit.has(rang)) continue
    const liste = pages.get(page)
    if (liste === undefined) pages.set(page, [rang])
    else liste.push(rang)
  }
  markContractLines(segments, [...pages.values()], bruit)
  if (pages.size < 2) return
  for (const bord of ['en-tête répété', 'pied de page répété'] as const) {
    const vus = new Map<string, number[]>()
    for (const liste of pages.values()) {
      for (const rang of bord === 'en-tête répété' ? liste.slice(0, 3) : liste.slice(-3)) {
        const segment = segments[rang]
        if (segment === undefined || segment.puce !== null || segment.cellule !== null || isLabel(rang)) continue
        const cle = normalized(segment.texte).replace(/\d+/g, '#')
        vus.set(cle, [...(vus.get(cle) ?? []), rang])
      }
    }
    for (const rangs of vus.values()) {
      const surPages = new Set(rangs.map((rang) => segments[rang]?.page)).size
      if (surPages < 2 || surPages < pages.size * 0.5) continue
      const premier = segments[rangs[0] ?? 0]
      if (bord === 'en-tête répété' && premier !== undefined && parseKind(premier.texte) !== null) rangs.shift()
      for (const rang of rangs) bruit.set(rang, bord)
    }
  }
}

// The name of the contract, first or last line of a page, outside any table.
function markContractLines(segments: readonly Segment[], pages: readonly number[][], bruit: Map<number, Raison>): void {
  for (const liste of pages) {
    for (const [rang, raison] of [
      [liste.at(-1), 'pied de page répété'],
      [liste[0], 'en-tête répété'],
    ] as const) {
      const segment = segments[rang ?? -1]
      if (rang === undefined || segment === undefined || segment.cellule !== null || segment.titre > 0 || liste.length < 3) continue
      if (namesContract(segment.texte)) bruit.set(rang, raison)
    }
  }
}

// In a text that lost its pages: a line with a date, or that names the contract, found again as it is.
function markRepeated(segments: readonly Segment[], isLabel: (rang: number) => boolean, bruit: Map<number, Raison>): void {
  const vus = new Map<string, number[]>()
  for (const [rang, segment] of segments.entries()) {
    if (
      segment.cellule !== null ||
      segment.puce !== null ||
      segment.titre > 0 ||
      segment.zone !== 'corps' ||
      bruit.has(rang) ||
      isLabel(rang)
    )
      continue
    vus.set(segment.texte, [...(vus.get(segment.texte) ?? []), rang])
  }
  const pieds: number[][] = []
  for (const [texte, rangs] of vus) {
    if (rangs.length < 2 || texte.length > 120 || parseKind(texte) !== null) continue
    const lettres = texte.replace(DATE, '').replace(/[^\p{L}]/gu, '').length
    const datee = DATE.test(texte) && lettres >= 8 && rangs.every((rang) => !isLabel(rang - 1))
    if (datee || isBoilerplate(texte) || /©|www\.|document de travail|confidentiel/iu.test(texte)) pieds.push(rangs)
  }
  for (const rangs of pieds) {
    for (const rang of rangs) bruit.set(rang, 'pied de page répété')
    // The line that always comes just before belongs to it.
    const avant = rangs.map((rang) => segments[rang - 1]?.texte)
    const commun = avant[0]
    if (commun === undefined || commun.length > 80 || !avant.every((texte) => texte === commun)) continue
    for (const rang of rangs) {
      const segment = segments[rang - 1]
      if (segment !== undefined && segment.cellule === null && segment.puce === null && !isLabel(rang - 1))
        bruit.set(rang - 1, 'pied de page répété')
    }
  }
}
