import { CHAMPS, type Champ } from '../fiche.ts'
import type { Cible } from './dictionnaire.ts'
import type { Flux, Note } from './flux.ts'
import { findRecords, type Registre } from './registres.ts'
import { isBoilerplate } from './reperes.ts'
import { nestSubTables } from './sous-tableaux.ts'
import { normalized } from './texte.ts'

/** The stretch of a document that one fiche covers. */
export type Portee = { genre: 'flux'; segments: number[] } | { genre: 'ligne'; segments: number[]; sections: number[]; registre: Registre }

export type Decoupe = {
  portees: Portee[]
  /** Segments outside every fiche, in order. */
  dehors: number[]
}

const CONTENU: ReadonlySet<string> = new Set(CHAMPS)

/** The first field of content that a label announces, or null ("Axe", "Intitulé", "Observations" announce none). */
export function champOf(note: Note | undefined): Champ | null {
  const cible = note?.etiquette?.lue.cibles.find((candidate) => CONTENU.has(candidate))
  return (cible as Champ | undefined) ?? null
}

type Courante = {
  debut: number
  champs: Set<Champ>
  premier: Champ | null
  identite: Set<Cible>
  tables: Set<number>
  /** Shallowest heading level among its labels; 0 when its labels are no headings. */
  niveauLabels: number
  ouverture: string | null
}

/** Tells the fiches of a document apart, and what belongs to none. */
export function cutFiches(flux: Flux): Decoupe {
  nestSubTables(flux)
  const registres = findRecords(flux)
  const pris = new Set(registres.flatMap((registre) => registre.segments))
  const ordre = flux.segments.map((_, rang) => rang).filter((rang) => !pris.has(rang) && isBody(flux, rang))
  const debuts = findStarts(flux, ordre)
  const portees: Portee[] = []
  const dehors: number[] = []
  const limites = [...debuts, Number.POSITIVE_INFINITY]
  const avant = ordre.filter((rang) => rang < (limites[0] ?? 0))
  dehors.push(...avant)
  for (const [k, debut] of debuts.entries()) {
    const fin = limites[k + 1] ?? Number.POSITIVE_INFINITY
    const segments = ordre.filter((rang) => rang >= debut && rang < fin && flux.segments[rang]?.feuille === flux.segments[debut]?.feuille)
    const reste = ordre.filter((rang) => rang >= debut && rang < fin && flux.segments[rang]?.feuille !== flux.segments[debut]?.feuille)
    if (isFiche(flux, segments, dehors)) portees.push({ genre: 'flux', segments })
    else {
      const precedente = portees.at(-1)
      const voisine = flux.segments[precedente?.segments[0] ?? -1]?.feuille === flux.segments[debut]?.feuille
      if (precedente?.genre === 'flux' && voisine) precedente.segments.push(...segments)
      else dehors.push(...segments)
    }
    dehors.push(...reste)
  }
  for (const registre of registres) {
    for (const ligne of registre.lignes) portees.push({ genre: 'ligne', segments: ligne.segments, sections: ligne.sections, registre })
    dehors.push(...registre.dehors)
  }
  portees.sort((a, b) => (a.segments[0] ?? 0) - (b.segments[0] ?? 0))
  return { portees, dehors: dehors.sort((a, b) => a - b) }
}

function isBody(flux: Flux, rang: number): boolean {
  const zone = flux.segments[rang]?.zone
  return zone !== 'entete' && zone !== 'pied' && flux.notes[rang]?.ignore === null
}

function findStarts(flux: Flux, ordre: readonly number[]): number[] {
  const debuts: number[] = []
  let courante: Courante | null = null
  for (const [place, rang] of ordre.entries()) {
    const segment = flux.segments[rang]
    const note = flux.notes[rang]
    if (segment === undefined || note === undefined) continue
    if (courante !== null && flux.segments[courante.debut]?.feuille !== segment.feuille) courante = null
    if (opensHere(flux, ordre, place, courante)) {
      const debut = walkBack(flux, ordre, place, courante)
      if (courante === null || courante.champs.size > 0) {
        courante = createCourante(debut, isOpening(flux, rang) ? normalized(segment.texte) : null)
        debuts.push(debut)
      } else courante.ouverture ??= isOpening(flux, rang) ? normalized(segment.texte) : null
    }
    if (courante !== null && note.etiquette !== null) remember(courante, flux, rang)
  }
  return debuts
}

function createCourante(debut: number, ouverture: string | null): Courante {
  return { debut, champs: new Set(), premier: null, identite: new Set(), tables: new Set(), niveauLabels: 0, ouverture }
}

function remember(courante: Courante, flux: Flux, rang: number): void {
  const note = flux.notes[rang]
  const segment = flux.segments[rang]
  const champ = champOf(note)
  for (const cible of note?.etiquette?.lue.cibles ?? []) if (cible === 'intitule' || cible === 'code') courante.identite.add(cible)
  if (champ === null || segment === undefined) return
  courante.champs.add(champ)
  courante.premier ??= champ
  if (segment.cellule !== null) courante.tables.add(segment.cellule.table)
  if (segment.titre > 0)
    courante.niveauLabels = courante.niveauLabels === 0 ? segment.titre : Math.min(courante.niveauLabels, segment.titre)
}

/** True when the segment, believed, opens a fiche: a marker, a code with a title that stands out. */
export function isOpening(flux: Flux, rang: number): boolean {
  const note = flux.notes[rang]
  const segment = flux.segments[rang]
  if (note?.repere == null || segment === undefined || note.etiquette !== null) return false
  if (note.table !== null && note.table.sorte !== 'libre') return false
  return !note.repere.faible || segment.titre > 0 || segment.accent || segment.majuscules || rang < 4
}

function isPlainHeading(flux: Flux, rang: number): boolean {
  const note = flux.notes[rang]
  const segment = flux.segments[rang]
  if (note === undefined || segment === undefined || segment.titre === 0 || segment.cellule !== null) return false
  return note.etiquette === null && note.niveaux.length === 0 && note.kind === null && !isBoilerplate(segment.texte)
}

function opensHere(flux: Flux, ordre: readonly number[], place: number, courante: Courante | null): boolean {
  const rang = ordre[place] ?? 0
  const note = flux.notes[rang]
  const segment = flux.segments[rang]
  if (note === undefined || segment === undefined) return false
  if (isOpening(flux, rang)) {
    if (courante?.ouverture === normalized(segment.texte)) return false
    const suivants = fieldsAfter(flux, ordre, place, 0)
    return believes(courante, suivants, segment.titre > 0 || note.repere?.faible === false)
  }
  if (isPlainHeading(flux, rang)) {
    if (courante === null || courante.champs.size === 0) return false
    const plusHaut = courante.niveauLabels > 0 && segment.titre < courante.niveauLabels
    const suivants = fieldsAfter(flux, ordre, place, segment.titre)
    return suivants.size >= 2 && courante.champs.size >= 2 && (plusHaut || (courante.niveauLabels === 0 && common(courante, suivants) >= 2))
  }
  if (note.kind !== null && courante !== null && courante.champs.size >= 2 && segment.cellule === null) {
    return common(courante, fieldsAfter(flux, ordre, place, 0)) >= 2
  }
  if (note.etiquette === null) return false
  const champ = champOf(note)
  if (courante === null) return champ !== null || note.etiquette.lue.cibles.some((cible) => cible === 'intitule' || cible === 'code')
  return restarts(flux, ordre, place, courante)
}

// A marker in the middle of a fiche is a mention, unless the labels that follow start the list again.
function believes(courante: Courante | null, suivants: ReadonlySet<Champ>, sure: boolean): boolean {
  if (courante === null || courante.champs.size === 0) return suivants.size >= 2
  const communs = common(courante, suivants)
  return communs >= 2 || (communs === 1 && suivants.size <= 2) || (sure && communs >= 1 && courante.champs.size <= 2)
}

function common(courante: Courante, champs: ReadonlySet<Champ>): number {
  return [...champs].filter((champ) => courante.champs.has(champ)).length
}

/** Fields whose labels come after this place, before the next marker (or heading as high as `titre`). */
function fieldsAfter(flux: Flux, ordre: readonly number[], place: number, titre: number): Set<Champ> {
  const champs = new Set<Champ>()
  const ici = flux.segments[ordre[place] ?? 0]
  for (let suivante = place + 1; suivante < ordre.length; suivante += 1) {
    const rang = ordre[suivante] ?? 0
    const segment = flux.segments[rang]
    if (segment === undefined || segment.feuille !== ici?.feuille) break
    if (titre > 0 && segment.titre > 0 && segment.titre <= titre && flux.notes[rang]?.etiquette === null) break
    if (isOpening(flux, rang) && segment.texte !== ici?.texte) {
      // Two lines of one opening ("Fiche n° 3", then its code and title) follow each other.
      if (champs.size > 0 || suivante > place + 2) break
      if (flux.notes[rang]?.repere?.code !== flux.notes[ordre[place] ?? 0]?.repere?.code) break
    }
    const champ = champOf(flux.notes[rang])
    if (champ !== null) champs.add(champ)
  }
  return champs
}

function restarts(flux: Flux, ordre: readonly number[], place: number, courante: Courante): boolean {
  const rang = ordre[place] ?? 0
  const note = flux.notes[rang]
  const segment = flux.segments[rang]
  if (courante.champs.size < 2 || note?.etiquette == null || segment === undefined) return false
  const suivants = fieldsAfter(flux, ordre, place, 0)
  const champ = champOf(note)
  if (champ !== null) suivants.add(champ)
  const communs = common(courante, suivants)
  const identite = note.etiquette.lue.cibles.some((cible) => (cible === 'intitule' || cible === 'code') && courante.identite.has(cible))
  if (identite) return communs >= 2 || (communs >= 1 && suivants.size <= 2)
  const autreTable = segment.cellule !== null && !courante.tables.has(segment.cellule.table) && courante.tables.size > 0
  if (autreTable && note.etiquette.lue.cibles.some((cible) => CONTENU.has(cible) || cible === 'niveau' || cible === 'intitule')) {
    return communs >= 3 || (communs >= 2 && communs >= suivants.size * 0.6)
  }
  return champ !== null && champ === courante.premier && courante.champs.size >= 3 && communs >= 3
}

const TETE_MAX = 8

/** Goes up from where a fiche shows itself to the first line of its heading. */
function walkBack(flux: Flux, ordre: readonly number[], place: number, courante: Courante | null): number {
  let haut = place
  for (let pas = 0; pas < TETE_MAX + 4 && haut > 0 && isHeadLine(flux, ordre, haut, place, courante); pas += 1) haut -= 1
  return ordre[levelAbove(flux, ordre, haut, courante) ?? haut] ?? 0
}

/** True when the line above `haut` belongs to the heading of the fiche that shows itself at `place`. */
function isHeadLine(flux: Flux, ordre: readonly number[], haut: number, place: number, courante: Courante | null): boolean {
  const rang = ordre[haut - 1] ?? 0
  const segment = flux.segments[rang]
  const note = flux.notes[rang]
  const ici = flux.segments[ordre[place] ?? 0]
  if (segment === undefined || note === undefined || ici === undefined || segment.feuille !== ici.feuille) return false
  const table = segment.cellule?.table
  if (table !== undefined && table !== ici.cellule?.table && courante?.tables.has(table)) return false
  const memeTable = table !== undefined && table === ici.cellule?.table && !courante?.tables.has(table)
  if (champOf(note) !== null || (note.table?.sorte === 'valeur' && !memeTable)) return false
  if (memeTable || note.niveaux.length > 0 || note.kind !== null || isBoilerplate(segment.texte) || isOpening(flux, rang)) return true
  const premiere = courante === null || courante.champs.size === 0
  const courte = segment.puce === null && segment.texte.length <= 160
  if (isOpening(flux, ordre[place] ?? 0))
    return haut === place && isTitleAbove(flux, ordre, place, segment.titre > 0 || (premiere && courte))
  if (isPlainHeading(flux, ordre[place] ?? 0)) return false
  const libre = premiere || (ici.cellule !== null && segment.cellule === null && !isWithin(flux, rang, courante))
  if (note.etiquette?.lue.cibles.some((cible) => cible === 'intitule' || cible === 'code' || cible === 'niveau') && libre) return true
  // Above a heading that is the title, plain lines are no longer of this fiche.
  const dessous = flux.segments[ordre[haut] ?? -1]
  if (haut < place && dessous !== undefined && dessous.titre > 0 && segment.titre === 0 && !segment.accent && !segment.majuscules)
    return false
  const saillant = (segment.titre > 0 || segment.accent || segment.majuscules) && segment.puce === null && segment.texte.length <= 200
  return saillant || (courte && libre && place - haut < TETE_MAX)
}

// A title written above "Fiche n° 9": the marker has none of its own, and none follows it.
function isTitleAbove(flux: Flux, ordre: readonly number[], place: number, marked: boolean): boolean {
  const suivante = flux.notes[ordre[place + 1] ?? -1]
  return (
    marked &&
    flux.notes[ordre[place] ?? 0]?.repere?.intitule === null &&
    suivante !== undefined &&
    (suivante.etiquette !== null || suivante.niveaux.length > 0)
  )
}

/** "Pilier 2 : Santé", then a line or two, then the fiche: the level heads it all the same. */
function levelAbove(flux: Flux, ordre: readonly number[], haut: number, courante: Courante | null): number | null {
  for (let place = haut - 1; place >= Math.max(0, haut - 3); place -= 1) {
    const rang = ordre[place] ?? 0
    const segment = flux.segments[rang]
    const note = flux.notes[rang]
    if (segment === undefined || note === undefined || segment.cellule !== null || segment.puce !== null || segment.titre > 0) return null
    if (
      note.etiquette !== null ||
      segment.feuille !== flux.segments[ordre[haut] ?? 0]?.feuille ||
      (courante !== null && rang <= courante.debut)
    )
      return null
    if (note.niveaux.some((niveau) => niveau.code !== null && /^(?:pilier|axe|volet|priorit)/iu.test(niveau.niveau))) return place
  }
  return null
}

// Paragraphs between two tables head the second; in a fiche without tables they are its text.
function isWithin(flux: Flux, rang: number, courante: Courante): boolean {
  return courante.tables.size === 0 && flux.segments[rang]?.titre === 0
}

const AUTRES_DOCUMENTS =
  /^(?:reglement|appels? a projets?|compte rendu|proces verbal|releve de|deliberation|convention (?!territoriale)|ordre du jour|note de cadrage|cahier des charges|rapport (?!d activite)|statuts|charte|arrete|protocole|invitation|communique|guide|mode d emploi)/

/** A stretch is a fiche when its labels say so: three fields, or two with a marker, a title or a kind of its own. */
function isFiche(flux: Flux, segments: readonly number[], avant: readonly number[]): boolean {
  const champs = new Set<Champ>()
  let nommee = false
  for (const rang of segments) {
    const note = flux.notes[rang]
    const champ = champOf(note)
    if (champ !== null) champs.add(champ)
    if (isOpening(flux, rang) && note?.repere?.faible === false) nommee = true
    if (note?.kind != null) nommee = true
    if (
      note?.etiquette?.lue.cibles.some(
        (cible) => (cible === 'intitule' || cible === 'code') && note.etiquette !== null && !note.etiquette.lue.faible,
      )
    )
      nommee = true
  }
  if (nommee) return champs.size >= 2
  const tetes = [...avant.slice(0, 6), ...segments.slice(0, 4)]
  if (tetes.some((rang) => AUTRES_DOCUMENTS.test(normalized(flux.segments[rang]?.texte ?? '')))) return false
  return champs.size >= 3 && [...champs].filter((champ) => !DE_CONTRAT.has(champ)).length >= 2
}

/** Fields that any chapter of a contract also has. */
const DE_CONTRAT: ReadonlySet<Champ> = new Set(['contexte', 'enjeu', 'objectifs', 'suivi', 'liens'])
