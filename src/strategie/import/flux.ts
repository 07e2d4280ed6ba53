import type { FormatDocument } from '#platform/documents/bloc.ts'
import type { Kind } from '../fiche.ts'
import { findNoise } from './bruit.ts'
import { type Dictionnaire, type Etiquette, type EtiquetteEnLigne, matchEnLigne, matchEtiquette } from './etiquette.ts'
import { type NiveauLu, parseNiveaux } from './niveaux.ts'
import { parseKind, parseRepere, type Repere } from './reperes.ts'
import type { Segment } from './segments.ts'
import { type LectureTables, type RoleTable, readTables } from './tableaux.ts'

/** What is known of a segment by itself and by its table, before fiches are told apart. */
export type Note = {
  ignore: string | null
  /** A label: of which group (labels of one cell share one), and the value that follows it on the line. */
  etiquette: { lue: Etiquette; groupe: number; reste: string | null } | null
  /** Role given by the table, null in running text. */
  table: RoleTable | null
  /** May open a fiche, name levels of the tree, name the kind: believed or not after the context. */
  repere: Repere | null
  niveaux: NiveauLu[]
  kind: Kind | null
}

export type Flux = {
  segments: readonly Segment[]
  notes: Note[]
  tables: LectureTables
  dictionnaire: Dictionnaire
  format: FormatDocument
}

/** Notes every segment of the document. */
export function annotate(segments: readonly Segment[], dictionnaire: Dictionnaire, format: FormatDocument): Flux {
  const tables = readTables(segments, dictionnaire)
  const listes = readLabelLists(segments, dictionnaire, tables)
  const notes = segments.map((segment, rang): Note => noteOf(segment, rang, tables.roles.get(rang) ?? null, listes, dictionnaire))
  believePlainLabels(notes, segments, dictionnaire)
  for (const rang of notes.keys()) if (believeKind(notes, segments, rang)) break
  const bruit = findNoise(segments, format, (rang) => notes[rang]?.etiquette != null)
  for (const [rang, raison] of bruit) {
    const note = notes[rang]
    if (note === undefined) continue
    note.ignore = raison
    note.etiquette = null
  }
  return { segments, notes, tables, dictionnaire, format }
}

function noteOf(segment: Segment, rang: number, table: RoleTable | null, listes: ReadonlySet<number>, dictionnaire: Dictionnaire): Note {
  const note: Note = { ignore: null, etiquette: null, table, repere: null, niveaux: [], kind: null }
  if (table?.sorte === 'etiquette') {
    note.etiquette = { lue: table.etiquette, groupe: table.groupe, reste: null }
    return note
  }
  if (table !== null && table.sorte !== 'libre') return note
  const fort = segment.titre > 0 || segment.accent || segment.majuscules
  const puceNue = segment.puce !== null && !isNumbering(segment.puce)
  if (!puceNue && segment.coche === null) {
    const entier = segment.puce === null ? segment.texte : `${segment.puce} ${segment.texte}`
    note.niveaux = parseNiveaux(entier)
    if (note.niveaux.length === 0 && entier !== segment.texte) note.niveaux = parseNiveaux(segment.texte)
    note.repere = parseRepere(entier, fort) ?? parseRepere(segment.texte, fort)
    note.kind = parseKind(segment.texte)
  }
  if (segment.coche !== null || (puceNue && !listes.has(rang))) return note
  const trouvee = labelOf(segment, dictionnaire)
  if (trouvee === null) return note
  // "Axe 2 : Emploi" is a level; "Objectif stratégique : …", without a number, a label and its value.
  if (note.niveaux.some((niveau) => niveau.code !== null) || (note.niveaux.length > 0 && (note.niveaux.length > 1 || segment.titre > 0)))
    return note
  note.niveaux = []
  note.etiquette = { ...trouvee, groupe: rang }
  return note
}

// "BILAN DE L’ACTION" before any other label names the kind of the sheet; after one, it is the review of the action.
function believeKind(notes: readonly Note[], segments: readonly Segment[], rang: number): boolean {
  const note = notes[rang]
  const texte = segments[rang]?.texte ?? ''
  if (note === undefined || note.etiquette === null) return false
  const kind = note.etiquette.lue.cibles[0] === 'suivi' && note.etiquette.reste === null ? parseKind(texte) : null
  const suivante = notes[rang + 1]?.table
  const pourvue = suivante?.sorte === 'valeur' && suivante.groupe === note.etiquette.groupe
  if (kind === null || pourvue) return true
  note.kind = kind
  note.etiquette = null
  note.table = null
  return false
}

/** Words that are labels on a line of their own when the document's other labels are plain lines too. */
const SEULS = new Set([
  'Territoire',
  'Quartier',
  'Quartiers',
  'Début',
  'Fin',
  'Lieu',
  'Lieux',
  'Public',
  'Cible',
  'Population',
  'Description',
  'Présentation',
  'Actions',
  'Impact',
  'Résumé',
  'Échelle',
  'Démarche',
  'Articulation',
  'Secteur',
  'Besoins',
  'Situation',
  'Dispositif',
  'Responsable',
  'Acteurs',
  'Titre',
  'Action',
  'Projet',
  'Axe',
  'Pilier',
  'Thème',
  'Bilan',
])

function believePlainLabels(notes: readonly Note[], segments: readonly Segment[], dictionnaire: Dictionnaire): void {
  const nus = notes.filter((note, rang) => {
    const segment = segments[rang]
    return (
      segment !== undefined &&
      segment.cellule === null &&
      isPlain(segment) &&
      note.etiquette?.reste === null &&
      !note.etiquette.lue.faible &&
      !/:\s*$/u.test(segment.texte)
    )
  })
  if (nus.length < 2) return
  for (const [rang, note] of notes.entries()) {
    const segment = segments[rang]
    const suivant = segments[rang + 1]
    if (
      segment === undefined ||
      suivant === undefined ||
      note.etiquette !== null ||
      note.kind !== null ||
      segment.cellule !== null ||
      !isPlain(segment)
    )
      continue
    const lue = matchEtiquette(dictionnaire, segment.texte)
    if (lue === null || !SEULS.has(lue.variante) || lue.mode !== 'exacte' || notes[rang + 1]?.etiquette != null) continue
    note.etiquette = { lue, groupe: rang, reste: null }
    note.niveaux = []
  }
}

function isPlain(segment: Segment): boolean {
  return segment.titre === 0 && !segment.accent && !segment.majuscules && segment.puce === null && segment.zone === 'corps'
}

/** An automatic or typed number, not a bullet sign. */
export function isNumbering(puce: string): boolean {
  return /[\p{L}\p{N}]/u.test(puce) && !/^[ov§q]$/u.test(puce)
}

/** The label a running segment is, alone or with its value; null when it is text. */
export function labelOf(segment: Segment, dictionnaire: Dictionnaire): { lue: Etiquette; reste: string | null } | null {
  const seule = matchEtiquette(dictionnaire, segment.texte)
  const annonce = /[:?]\s*$/u.test(segment.texte)
  if (seule !== null && (!seule.faible || annonce || segment.titre > 0 || segment.accent || segment.majuscules))
    return { lue: seule, reste: null }
  if (seule !== null) return null
  const enLigne = matchEnLigne(dictionnaire, segment.texte, segment.debutAccent)
  return enLigne === null || !isBelievable(enLigne, segment) ? null : { lue: enLigne.etiquette, reste: enLigne.reste }
}

function isBelievable({ etiquette, signe }: EtiquetteEnLigne, segment: Segment): boolean {
  if (signe === 'majuscules') return !segment.majuscules
  return !(signe === 'accent' && etiquette.mode === 'composee' && etiquette.faible)
}

/** Lists whose first-level items are labels ("- Pilote : Ville"): most of them must be, and of several fields. */
function readLabelLists(segments: readonly Segment[], dictionnaire: Dictionnaire, tables: LectureTables): Set<number> {
  const acceptes = new Set<number>()
  let serie: number[] = []
  const close = () => {
    const profondeur = Math.min(...serie.map((rang) => segments[rang]?.profondeur ?? 1))
    const premiers = serie.filter((rang) => segments[rang]?.profondeur === profondeur)
    const labels = premiers.filter((rang) => {
      const segment = segments[rang]
      return segment !== undefined && segment.coche === null && labelOf(segment, dictionnaire) !== null
    })
    const cibles = new Set(labels.flatMap((rang) => labelOf(segments[rang] as Segment, dictionnaire)?.lue.cibles ?? []))
    if (cibles.size >= 2 && labels.length >= premiers.length * 0.6) for (const rang of labels) acceptes.add(rang)
    serie = []
  }
  for (const [rang, segment] of segments.entries()) {
    const role = tables.roles.get(rang)
    const suite = segment.profondeur > 0 && segment.puce !== null && (role === undefined || role.sorte === 'libre')
    const precedent = segments[serie.at(-1) ?? -1]
    if (!suite || (precedent !== undefined && precedent.cellule?.table !== segment.cellule?.table)) close()
    if (suite) serie.push(rang)
  }
  close()
  return acceptes
}
