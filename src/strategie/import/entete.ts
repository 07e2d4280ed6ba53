import type { Kind } from '../fiche.ts'
import type { NiveauCompris } from './compris.ts'
import { isOpening } from './decoupe.ts'
import type { Flux } from './flux.ts'
import { niveauOfLabel, parseNiveau, parseValeurNiveau } from './niveaux.ts'
import type { Releve } from './releve.ts'
import { isBoilerplate, isCode, namesContract, parseCodeValue, parseKind, parseRepere } from './reperes.ts'
import type { Segment } from './segments.ts'
import { collapsed, isLegible, isUpper, normalized } from './texte.ts'

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

function readLevels(flux: Flux, entete: Entete, tete: readonly number[], releves: readonly Releve[], libres: Set<number>): void {
  const lus: Entete['rattachement'] = []
  for (const rang of tete) {
    const niveaux = flux.notes[rang]?.niveaux ?? []
    if (niveaux.length === 0 || (isOpening(flux, rang) && flux.notes[rang]?.repere?.faible === false)) continue
    lus.push(...niveaux.map((niveau) => ({ ...niveau, rangs: [rang] })))
    libres.delete(rang)
  }
  const objectifs = lus.filter((niveau) => normalized(niveau.niveau) === 'objectif')
  if (objectifs.length > 1) {
    entete.objectifs.push(...objectifs.flatMap((niveau) => niveau.rangs))
    for (const niveau of objectifs) lus.splice(lus.indexOf(niveau), 1)
  }
  for (const releve of releves) {
    if (releve.cible !== 'niveau') continue
    lus.push(...readLevelLabel(flux, releve))
  }
  for (const niveau of lus) {
    // "Axe 2" then, on the next line, its title alone: the same node twice is one.
    const deja = entete.rattachement.find(
      (autre) =>
        normalized(autre.niveau) === normalized(niveau.niveau) &&
        autre.code === niveau.code &&
        (autre.intitule === null || niveau.intitule === null || autre.intitule === niveau.intitule),
    )
    if (deja === undefined) entete.rattachement.push(niveau)
    else {
      deja.intitule ??= niveau.intitule
      deja.rangs.push(...niveau.rangs)
    }
  }
}

/** "Axe stratégique | 2 – Emploi", or "Axe stratégique 2 | Emploi": the number stands in the value or in the label. */
function readLevelLabel(flux: Flux, releve: Releve): Entete['rattachement'] {
  const valeurs = releve.valeurs.filter((valeur) => isLegible(valeur.texte) && flux.segments[valeur.rang]?.coche !== false)
  const niveau = niveauOfLabel(releve.etiquette.libelle)
  const code = parseNiveau(releve.etiquette.libelle)?.code ?? null
  if (code !== null && valeurs.length > 0) {
    const texte = collapsed(valeurs.map((valeur) => valeur.texte).join(' '))
    return [{ niveau, code, intitule: cleanTitle(texte), rangs: [...releve.labels, ...valeurs.map((valeur) => valeur.rang)] }]
  }
  const lus = valeurs.flatMap((valeur) => parseValeurNiveau(niveau, valeur.texte).map((lu) => ({ ...lu, rangs: [valeur.rang] })))
  const [premier, second] = lus
  // "2." then, on the next line of the cell, its title.
  if (lus.length === 2 && premier?.intitule === null && second?.code === null)
    return [{ ...premier, intitule: second.intitule, rangs: [...premier.rangs, ...second.rangs] }]
  return lus
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

/** A title that goes on over the next lines: same capitals, same heading, or a line that begins in lower case. */
function extendTitle(
  flux: Flux,
  titre: { texte: string; rangs: number[] },
  tete: readonly number[],
  place: number,
  libres: Set<number>,
): { texte: string; rangs: number[] } {
  let dernier = flux.segments[tete[place] ?? -1]
  for (const rang of tete.slice(place + 1, place + 4)) {
    const segment = flux.segments[rang]
    const note = flux.notes[rang]
    if (!libres.has(rang) || note === undefined || isOpening(flux, rang) || !continues(dernier, segment) || segment === undefined) break
    titre.texte = collapsed(`${titre.texte} ${segment.texte}`)
    titre.rangs.push(rang)
    libres.delete(rang)
    dernier = segment
  }
  return titre
}

function continues(avant: Segment | undefined, apres: Segment | undefined): boolean {
  if (avant === undefined || apres === undefined || apres.puce !== null || /[.!?:;]$/u.test(avant.texte) || namesContract(apres.texte))
    return false
  if (avant.bloc === apres.bloc) return true
  if (
    avant.cellule?.table !== apres.cellule?.table ||
    avant.cellule?.ligne !== apres.cellule?.ligne ||
    avant.cellule?.colonne !== apres.cellule?.colonne
  )
    return false
  if (/^\p{Ll}/u.test(apres.texte)) return apres.texte.length <= 150
  if (avant.majuscules && apres.majuscules) return avant.titre === apres.titre
  return /(?:\s(?:de|du|des|d['’]|la|le|les|et|à|au|aux|pour|par|en|dans|sur|avec|l['’])|,)$/iu.test(avant.texte)
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

/** "Orientation opérationnelle 4.2 – Mieux se soigner" right over the fields, without another title, is the fiche itself. */
function promoteLevel(flux: Flux, entete: Entete, tete: readonly number[]): void {
  const dernier = entete.rattachement.at(-1)
  if (dernier?.intitule == null || !/^(?:orientation|objectif|mesure|enjeu|chantier|défi)/iu.test(dernier.niveau)) return
  if (!dernier.rangs.every((rang) => tete.includes(rang)) || (flux.notes[dernier.rangs[0] ?? -1]?.niveaux.length ?? 0) !== 1) return
  entete.rattachement.pop()
  entete.intitule = { texte: dernier.intitule, rangs: dernier.rangs }
  if (entete.code === null && dernier.code !== null) entete.code = { texte: dernier.code, rangs: dernier.rangs }
  entete.kind ??= { valeur: /^mesure|^chantier/iu.test(dernier.niveau) ? 'action' : 'orientation', rangs: dernier.rangs }
}

/** The line that looks most like a title among those that nothing else explains. */
function chooseTitle(flux: Flux, entete: Entete, tete: readonly number[], libres: Set<number>): void {
  const ouverture = Math.max(...(entete.code?.rangs ?? []), ...(entete.kind?.rangs ?? []), -1)
  let meilleur: { place: number; note: number } | null = null
  for (const [place, rang] of tete.entries()) {
    const segment = flux.segments[rang]
    if (segment === undefined || !libres.has(rang)) continue
    const note = titleScore(segment, rang === ouverture + 1)
    const prefere = ouverture >= 0 ? (meilleur?.note ?? -1) < note : (meilleur?.note ?? -1) <= note
    if (note >= 0 && prefere) meilleur = { place, note }
  }
  if (meilleur === null) return
  const rang = tete[meilleur.place] ?? -1
  const segment = flux.segments[rang]
  if (segment === undefined) return
  libres.delete(rang)
  const repere = parseRepere(segment.texte, true)
  const coupe =
    repere?.intitule != null && repere.code !== null && (entete.code === null || normalized(entete.code.texte) === normalized(repere.code))
  if (coupe && repere?.code != null) entete.code ??= { texte: repere.code, rangs: [rang] }
  if (!coupe && entete.code === null && segment.puce !== null && /^(?:\d+\.)+\d+\.?$|^[A-Z]\.?\d/u.test(segment.puce)) {
    entete.code = { texte: segment.puce.replace(/\.$/u, ''), rangs: [rang] }
  }
  const texte = coupe && repere?.intitule != null ? repere.intitule : segment.texte
  entete.intitule = extendTitle(flux, { texte: cleanTitle(texte), rangs: [rang] }, tete, meilleur.place, libres)
}

function titleScore(segment: Segment, suit: boolean): number {
  const { texte } = segment
  if (texte.length < 4 || texte.length > 250 || !/\p{L}{3}/u.test(texte) || isCode(texte)) return -1
  if (isBoilerplate(texte) || segment.coche !== null || segment.zone === 'note' || segment.zone === 'commentaire') return -1
  if (segment.puce !== null && segment.titre === 0 && !/\d/u.test(segment.puce)) return -1
  if (/:$/u.test(texte) || /^(?:mise à jour|version|date|rédig|logo|sommaire|page|document|projet de)/iu.test(texte)) return -1
  let note = suit ? 3 : 0
  if (segment.titre > 0) note += 4
  if (segment.accent) note += 2
  if (segment.majuscules && isUpper(texte)) note += 2
  if (/[.;]$/u.test(texte)) note -= texte.length > 90 ? 6 : 1
  return note
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

function cleanTitle(texte: string): string {
  return collapsed(texte.replace(/^[\s:–—-]+/u, '').replace(/\s*[,;:]+$/u, ''))
}
