import { type Etat, IDENTITE, isClosed, type LectureFiche, sameCell } from './cloture.ts'
import { findPeriodes } from './dates.ts'
import type { Etiquette } from './etiquette.ts'
import type { Flux, Note } from './flux.ts'
import { findMontants } from './montants.ts'
import type { Releve } from './releve.ts'
import { namesContract, parseKind } from './reperes.ts'
import { readSubLabel } from './sous-etiquettes.ts'
import { createStyle, MEME_CHAMP_RETIRE } from './style.ts'

export const SANS_ETIQUETTE = 'aucune étiquette connue avant ce texte'
export const ETIQUETTE_INCONNUE = 'étiquette inconnue du dictionnaire'
const HORS_TABLEAU = 'texte après le tableau de la fiche'

/** Reads the segments of one fiche in order: which label is in force, and the values it announces. */
export function readReleves(flux: Flux, segments: readonly number[]): LectureFiche {
  const lecture: LectureFiche = { tete: [], releves: [], perdus: [], ignores: [], partages: [] }
  const style = createStyle(flux, segments)
  const etat: Etat = { flux, style, lecture, groupes: new Map(), courant: [], actif: null, ouvertPar: -1, contenu: false }
  for (const [place, rang] of segments.entries()) {
    const note = flux.notes[rang]
    if (note === undefined || note.ignore !== null) continue
    if (note.etiquette !== null) openLabel(etat, rang, note)
    else readSegment(etat, segments, place, note)
  }
  shareValues(etat)
  return lecture
}

function openLabel(etat: Etat, rang: number, note: Note): void {
  const etiquette = note.etiquette
  if (etiquette === null) return
  const { lue, groupe, reste } = etiquette
  if (note.table?.sorte !== 'etiquette') {
    const sous = readSubLabel(etat.actif, lue, etat.flux, rang, etat.lecture.releves)
    if (sous !== null && etat.actif !== null) {
      openReleve(etat, rang, { ...lue, cibles: [sous] }, etat.actif.groupe, reste)
      etat.actif = etat.lecture.releves.at(-1) ?? null
      return
    }
  }
  if ((reste !== null && keepsWhole(etat, rang, lue)) || speaksInside(etat, rang, note)) {
    addValue(etat, etat.courant ?? [], rang, null)
    return
  }
  openReleve(etat, rang, lue, groupe, reste)
}

/**
 * True when a label word opens a line of the value that a label waits for: in the cell under "Crédits mobilisés", or
 * after a heading when the document's labels stand alone, "Droit commun : CAF" is a line of the value.
 */
function speaksInside(etat: Etat, rang: number, note: Note): boolean {
  const { actif, courant, flux, ouvertPar } = etat
  const label = flux.segments[ouvertPar]
  const segment = flux.segments[rang]
  if (actif === null || courant === null || label === undefined || segment === undefined || note.etiquette === null || isClosed(etat, rang))
    return false
  if (note.table === null) {
    return note.etiquette.reste !== null && note.etiquette.lue.faible && segment.debutAccent === null && etat.style.labelsStandAlone
  }
  if (
    note.table.sorte !== 'libre' ||
    flux.notes[ouvertPar]?.table?.sorte !== 'etiquette' ||
    label.cellule?.table !== segment.cellule?.table
  )
    return false
  const derniere = courant.flatMap((releve) => releve.valeurs).at(-1)
  return derniere === undefined || sameCell(flux.segments[derniere.rang] ?? { cellule: null }, segment)
}

// Under "Financements", "Crédits de droit commun : ville, bailleur" is one of its lines, with its own words.
function keepsWhole(etat: Etat, rang: number, lue: Etiquette): boolean {
  const { actif, courant, flux, ouvertPar } = etat
  if (actif === null || courant === null || lue.cibles.length > 1 || lue.cibles[0] !== actif.cible || MEME_CHAMP_RETIRE.has(actif.cible))
    return false
  const label = flux.segments[ouvertPar]
  const segment = flux.segments[rang]
  if (label === undefined || segment === undefined || flux.notes[ouvertPar]?.etiquette?.reste != null || isClosed(etat, rang)) return false
  return segment.titre === 0 && !(segment.debutAccent !== null && label.accent)
}

function openReleve(etat: Etat, rang: number, lue: Etiquette, groupe: number, reste: string | null): void {
  const releves = lue.cibles.map((cible): Releve => ({ cible, etiquette: lue, labels: [rang], valeurs: [], groupe }))
  const deja = etat.groupes.get(groupe)
  etat.lecture.releves.push(...releves)
  etat.groupes.set(groupe, deja === undefined ? releves : [...deja, ...releves])
  etat.courant = etat.groupes.get(groupe) ?? releves
  etat.actif = etat.courant[0] ?? null
  etat.ouvertPar = rang
  if (lue.cibles.some((cible) => !IDENTITE.has(cible))) etat.contenu = true
  const premier = releves[0]
  if (reste !== null && premier !== undefined) {
    etat.actif = premier
    premier.valeurs.push({ rang, texte: reste, rangee: null })
  }
}

function readSegment(etat: Etat, segments: readonly number[], place: number, note: Note): void {
  const rang = segments[place] ?? 0
  const { flux, lecture } = etat
  const segment = flux.segments[rang]
  if (segment === undefined) return
  if (segment.zone === 'commentaire' || segment.zone === 'note') {
    lecture.perdus.push({ rang, raison: segment.zone === 'note' ? 'note de bas de page' : 'commentaire de relecture' })
    return
  }
  if (note.table?.sorte === 'valeur') {
    const groupe = note.table.groupe === null ? undefined : etat.groupes.get(note.table.groupe)
    if (groupe === undefined) lecture.perdus.push({ rang, raison: ETIQUETTE_INCONNUE })
    else addValue(etat, groupe, rang, note.table.rangee)
    if (note.table.groupe === null) etat.courant = null
    return
  }
  if (note.table?.sorte === 'inconnue') {
    lecture.perdus.push({ rang, raison: ETIQUETTE_INCONNUE })
    etat.courant = null
    etat.ouvertPar = rang
    return
  }
  if (isFooter(flux, segments, place)) {
    if (note.kind !== null) lecture.tete.push(rang)
    else lecture.ignores.push({ rang, raison: 'pied de page' })
    etat.courant = null
    return
  }
  if (etat.contenu && etat.style.looksLikeLabel(rang)) {
    lecture.perdus.push({ rang, raison: ETIQUETTE_INCONNUE })
    etat.courant = null
    etat.ouvertPar = rang
    return
  }
  const donnee = note.table?.sorte === 'donnee' ? note.table : null
  const groupe = donnee === null || donnee.groupe === null ? undefined : etat.groupes.get(donnee.groupe)
  const porteur = groupe?.[0] ?? (etat.courant === null ? null : etat.actif)
  if (donnee?.entete === true && porteur !== null) {
    porteur.labels.push(rang)
    return
  }
  if (groupe !== undefined) {
    addValue(etat, groupe, rang, donnee?.rangee ?? null)
    return
  }
  placeRunning(etat, rang, donnee?.rangee ?? null)
}

/** Text that no table explains: value of the label in force, part of the heading, or left to be placed. */
function placeRunning(etat: Etat, rang: number, rangee: string | null): void {
  const { lecture, actif, courant } = etat
  if (!etat.contenu && (courant === null || courant.length === 0 || isClosed(etat, rang))) {
    lecture.tete.push(rang)
    return
  }
  if (courant === null || actif === null) {
    lecture.perdus.push({ rang, raison: courant === null ? ETIQUETTE_INCONNUE : SANS_ETIQUETTE })
    return
  }
  if (isClosed(etat, rang)) {
    lecture.perdus.push({ rang, raison: HORS_TABLEAU })
    return
  }
  addValue(etat, courant, rang, rangee)
}

function addValue(etat: Etat, groupe: Releve[], rang: number, rangee: string | null): void {
  const segment = etat.flux.segments[rang]
  if (segment === undefined) return
  if (etat.courant !== groupe) {
    etat.courant = groupe
    etat.actif = groupe[0] ?? null
  }
  const actif = etat.actif ?? groupe[0]
  if (actif === undefined) return
  const sous = etat.style.subLabelIn(rang, groupe, actif, etat.lecture.releves)
  if (sous !== null) {
    let cible = groupe.find((releve) => releve.cible === sous.cible)
    if (cible === undefined) {
      cible = { cible: sous.cible, etiquette: { ...sous.etiquette, cibles: [sous.cible] }, labels: [], valeurs: [], groupe: actif.groupe }
      etat.lecture.releves.push(cible)
      groupe.push(cible)
    }
    etat.actif = cible
    if (sous.reste === null) cible.labels.push(rang)
    else cible.valeurs.push({ rang, texte: sous.reste, rangee })
    return
  }
  actif.valeurs.push({ rang, texte: segment.texte, rangee })
}

/** "Contrat de ville" / "Fiche orientation": the two lines that close a sheet. */
function isFooter(flux: Flux, segments: readonly number[], place: number): boolean {
  const rang = segments[place] ?? 0
  const segment = flux.segments[rang]
  if (segment === undefined || segment.puce !== null || place < 3) return false
  const texte = (decalage: number) => {
    const voisin = flux.segments[segments[place + decalage] ?? -1]
    return voisin === undefined || voisin.cellule !== null ? '' : voisin.texte
  }
  if (segment.cellule !== null) return false
  if (parseKind(segment.texte) !== null) return true
  return namesContract(segment.texte) && (parseKind(texte(1)) !== null || parseKind(texte(-1)) !== null)
}

/** Labels of one cell whose values carry no sub-label: one paragraph each when they are as many, else all to the first. */
function shareValues(etat: Etat): void {
  for (const groupe of etat.groupes.values()) {
    const premier = groupe[0]
    const remplis = groupe.filter((releve) => releve.valeurs.length > 0)
    if (groupe.length < 2 || premier === undefined || remplis.length !== 1 || remplis[0] !== premier) continue
    const distincts = new Set(groupe.map((releve) => releve.labels[0])).size === groupe.length
    const nues = premier.valeurs.every((valeur) => etat.flux.segments[valeur.rang]?.puce === null)
    if (distincts && nues && premier.valeurs.length === groupe.length) {
      for (const [k, valeur] of premier.valeurs.splice(1).entries()) groupe[k + 1]?.valeurs.push(valeur)
    }
    if (sortByContent(groupe, premier)) continue
    if (new Set(groupe.map((releve) => releve.cible)).size > 1) etat.lecture.partages.push(premier.labels[0] ?? 0)
  }
}

/** "Étapes et budget": the lines with an amount or a date say by themselves which field is theirs. */
function sortByContent(groupe: readonly Releve[], premier: Releve): boolean {
  for (const [cible, speaks] of [
    ['financements', (texte: string) => findMontants(texte).length > 0],
    ['calendrier', (texte: string) => findPeriodes(texte).length > 0],
  ] as const) {
    const releve = groupe.find((candidat) => candidat.cible === cible)
    const miennes = premier.valeurs.filter((valeur) => speaks(valeur.texte))
    if (releve === undefined || releve === premier || miennes.length === 0) continue
    releve.valeurs.push(...miennes)
    premier.valeurs = premier.valeurs.filter((valeur) => !miennes.includes(valeur))
  }
  return groupe.every((releve) => releve.valeurs.length > 0)
}
