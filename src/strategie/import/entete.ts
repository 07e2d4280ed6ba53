import type { Kind } from '../fiche.ts'
import type { NiveauCompris } from './compris.ts'
import { isOpening } from './decoupe.ts'
import type { Flux } from './flux.ts'
import { promoteLevel, readLevels, titleLevels } from './rattachement-lu.ts'
import type { Releve } from './releve.ts'
import { isCode, namesContract, parseCodeValue, parseKind, parseRepere } from './reperes.ts'
import { collapsed, isLegible, normalized } from './texte.ts'
import { chooseTitle, cleanTitle, continues, extendTitle } from './titre.ts'

/** What the top of a fiche says of itself, and which segments said it. */
export type Entete = {
  kind: { valeur: Kind; rangs: number[] } | null
  code: { texte: string; rangs: number[] } | null
  intitule: { texte: string; rangs: number[] } | null
  rattachement: (Omit<NiveauCompris, 'blocs'> & { rangs: number[] })[]
  /** Numbered items "Objectif 1 : …" that stood in the heading. */
  objectifs: number[]
  /** Sentences under the title that no label announces. */
  contexte: number[]
  /** Lines that name the contract: nothing of the fiche. */
  contrat: number[]
  reste: number[]
  /** A second title, told but not kept. */
  autreTitre: { texte: string; rang: number } | null
}

/**
 * @param tete segments before the first label of content, in order
 * @param releves what the labels of identity announced (intitulé, code, type, levels)
 * @param marges segments of page headers and footers that may name the fiche
 */
export function readEntete(flux: Flux, tete: readonly number[], releves: readonly Releve[], marges: readonly number[]): Entete {
  const entete: Entete = {
    kind: null,
    code: null,
    intitule: null,
    rattachement: [],
    objectifs: [],
    contexte: [],
    contrat: [],
    reste: [],
    autreTitre: null,
  }
  const libres = new Set(tete)
  readKind(flux, entete, tete, releves, libres)
  readIdentityLabels(flux, entete, releves)
  readLevels(flux, entete, tete, releves, libres)
  readOpening(flux, entete, tete, libres)
  if (entete.code === null || entete.intitule === null) readMargins(flux, entete, marges)
  if (entete.intitule === null) chooseTitle(flux, entete, tete, libres)
  if (entete.intitule === null) promoteLevel(flux, entete, tete)
  titleLevels(flux, entete, tete, libres)
  readLoneCode(flux, entete, tete, libres)
  for (const rang of [...libres]) {
    if (!namesContract(flux.segments[rang]?.texte ?? '')) continue
    entete.contrat.push(rang)
    libres.delete(rang)
  }
  readProse(flux, entete, tete, releves, libres)
  entete.reste = [...libres]
  return entete
}

function readKind(flux: Flux, entete: Entete, tete: readonly number[], releves: readonly Releve[], libres: Set<number>): void {
  for (const releve of releves) {
    if (releve.cible !== 'kind') continue
    const valeur = releve.valeurs.find(({ rang }) => flux.segments[rang]?.coche !== false)
    const kind = valeur === undefined ? null : (parseKind(valeur.texte) ?? parseKind(`fiche ${valeur.texte}`))
    if (kind !== null && valeur !== undefined) entete.kind = { valeur: kind, rangs: [valeur.rang] }
  }
  for (const rang of tete) {
    const kind = flux.notes[rang]?.kind
    if (kind == null || isOpening(flux, rang)) continue
    libres.delete(rang)
    if (entete.kind === null) entete.kind = { valeur: kind, rangs: [rang] }
    else if (entete.kind.valeur === kind) entete.kind.rangs.push(rang)
    else libres.add(rang)
  }
}

function readIdentityLabels(flux: Flux, entete: Entete, releves: readonly Releve[]): void {
  for (const { cible, valeurs } of releves) {
    const premiere = valeurs.find((valeur) => isLegible(valeur.texte) && flux.segments[valeur.rang]?.coche !== false)
    if (premiere === undefined) continue
    if (cible === 'code' && entete.code === null) {
      const repere = parseRepere(premiere.texte, true)
      entete.code = { texte: repere?.code ?? parseCodeValue(premiere.texte), rangs: [premiere.rang] }
      if (repere?.intitule != null && entete.intitule === null && repere.code !== null)
        entete.intitule = { texte: repere.intitule, rangs: [premiere.rang] }
    }
    if (cible !== 'intitule' || entete.intitule !== null) continue
    const suite = valeurs.filter((valeur) => valeur !== premiere && continues(flux.segments[premiere.rang], flux.segments[valeur.rang]))
    const texte = collapsed([premiere, ...suite].map((valeur) => valeur.texte).join(' '))
    const repere = parseRepere(texte, true)
    const coupee = repere !== null && repere.code !== null && repere.intitule !== null && (!repere.faible || /[.\d]/u.test(repere.code))
    const rangs = [premiere, ...suite].map((valeur) => valeur.rang)
    entete.intitule = { texte: coupee && repere?.intitule != null ? repere.intitule : cleanTitle(texte), rangs }
    if (coupee && repere?.code != null && entete.code === null) entete.code = { texte: repere.code, rangs: [premiere.rang] }
  }
}

function readOpening(flux: Flux, entete: Entete, tete: readonly number[], libres: Set<number>): void {
  for (const [place, rang] of tete.entries()) {
    const repere = flux.notes[rang]?.repere
    const segment = flux.segments[rang]
    if (repere == null || segment === undefined || !libres.has(rang) || !isOpening(flux, rang)) continue
    if (repere.kind !== null && entete.kind === null) entete.kind = { valeur: repere.kind, rangs: [rang] }
    const memeCode = repere.code !== null && (entete.code === null || normalized(entete.code.texte) === normalized(repere.code))
    if (repere.faible && !memeCode) continue
    if (memeCode) {
      entete.code ??= { texte: repere.code ?? '', rangs: [] }
      entete.code.rangs.push(rang)
    }
    libres.delete(rang)
    if (repere.intitule === null) continue
    const net = cleanTitle(repere.intitule)
    if (entete.intitule === null) entete.intitule = extendTitle(flux, { texte: net, rangs: [rang] }, tete, place, libres)
    else if (normalized(entete.intitule.texte) === normalized(net)) entete.intitule.rangs.push(rang)
    else {
      entete.autreTitre = { texte: net, rang }
      if (!memeCode) libres.add(rang)
    }
  }
}

function readMargins(flux: Flux, entete: Entete, marges: readonly number[]): void {
  for (const rang of marges) {
    const segment = flux.segments[rang]
    if (segment === undefined) continue
    const repere = parseRepere(segment.puce === null ? segment.texte : `${segment.puce} ${segment.texte}`, true)
    if (repere === null) continue
    if (entete.code === null && repere.code !== null) entete.code = { texte: repere.code, rangs: [rang] }
    if (entete.intitule === null && repere.intitule !== null && !repere.faible)
      entete.intitule = { texte: cleanTitle(repere.intitule), rangs: [rang] }
    if (entete.kind === null && repere.kind !== null) entete.kind = { valeur: repere.kind, rangs: [rang] }
  }
}

/** "2.1.5" alone beside the title. */
function readLoneCode(flux: Flux, entete: Entete, tete: readonly number[], libres: Set<number>): void {
  for (const rang of tete) {
    const segment = flux.segments[rang]
    if (segment === undefined || !libres.has(rang) || !isCode(segment.texte) || entete.code !== null) continue
    if (!/\d[.-]\d|^[A-Z]+\s?\d|^n/iu.test(segment.texte) && segment.cellule === null && !segment.accent) continue
    entete.code = { texte: parseCodeValue(segment.texte), rangs: [rang] }
    libres.delete(rang)
  }
}

/** Sentences that follow a labelled title in the same table ("ACTION | …", then its text) tell the context. */
function readProse(flux: Flux, entete: Entete, tete: readonly number[], releves: readonly Releve[], libres: Set<number>): void {
  const titre = releves.find((releve) => releve.cible === 'intitule' && releve.valeurs.length > 0)
  const label = flux.segments[titre?.labels[0] ?? -1]
  if (label === undefined || label.cellule === null) return
  const suite = tete.filter(
    (rang) => rang > (titre?.labels[0] ?? 0) && libres.has(rang) && flux.segments[rang]?.cellule?.table === label.cellule?.table,
  )
  const prose = suite.some((rang) => /[.;]$/u.test(flux.segments[rang]?.texte ?? '') && (flux.segments[rang]?.texte.length ?? 0) >= 80)
  if (!prose) return
  for (const rang of suite) {
    entete.contexte.push(rang)
    libres.delete(rang)
  }
}
