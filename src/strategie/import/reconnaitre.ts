import type { DocumentLu } from '#platform/documents/bloc.ts'
import { readExport } from '../exports/relire.ts'
import type { Kind } from '../fiche.ts'
import { findAnomalies } from './anomalies.ts'
import { assembleFiche } from './assembler.ts'
import type { LectureFiche } from './cloture.ts'
import type { Anomalie, Extrait, FicheComprise, ImportCompris } from './compris.ts'
import { openCompte } from './compte.ts'
import { cutFiches, type Portee } from './decoupe.ts'
import type { Variante } from './dictionnaire.ts'
import { type Entete, readEntete } from './entete.ts'
import { createDictionnaire, type Dictionnaire, matchEtiquette } from './etiquette.ts'
import { annotate, type Flux } from './flux.ts'
import { inheritedLevels, levelsAboveOpening, type NiveauHerite, withInherited } from './heritage.ts'
import type { Releve } from './releve.ts'
import { readReleves } from './releves.ts'
import { cutBloc, type Segment } from './segments.ts'
import { collapsed, normalized } from './texte.ts'

/**
 * Understands the fiches that a document holds. Deterministic: the same blocks give the same result, every match comes
 * from the dictionary, every block is accounted for once, and no text holds a word that its source has not.
 * @param options.libelles labels that the contract adds to the dictionary
 */
export function recognizeFiches(document: DocumentLu, options: { libelles?: readonly Variante[] } = {}): ImportCompris {
  // A document that we exported is read back word for word, without guessing.
  const exporte = readExport(document, options.libelles)
  if (exporte !== null) return exporte
  const dictionnaire = createDictionnaire(options.libelles)
  const compte = openCompte(document.blocs)
  const anomalies: Anomalie[] = document.avertissements.map((avertissement) => ({ ...avertissement, fiche: null }))
  const segments = cutBlocs(document, dictionnaire, (bloc, raison) => compte.ignore(bloc, raison), anomalies)
  const flux = annotate(segments, dictionnaire, document.source.format)
  const { portees, dehors } = cutFiches(flux)
  const marges = segments.flatMap((segment, rang) =>
    (segment.zone === 'entete' || segment.zone === 'pied') && flux.notes[rang]?.ignore === null ? [rang] : [],
  )
  const fiches: FicheComprise[] = []
  const kindParDefaut = soleKind(flux)
  let dessus: NiveauHerite[] = []
  for (const portee of portees) {
    const lue = readPortee(flux, portee, portees.length === 1 ? marges : [], dessus)
    dessus = lue.dessus
    const rang = fiches.length
    const { fiche, sources, remarques } = assembleFiche(flux, rang, lue.entete, lue.lecture.releves, kindParDefaut)
    const blocOf = (segment: number) => flux.segments[segment]?.bloc ?? 0
    const labels = new Set(lue.lecture.releves.flatMap((releve) => releve.labels))
    const utilises = new Set(sources.map((source) => source.rang))
    for (const source of sources) {
      if (flux.segments[source.rang]?.coche === false) compte.ignore(blocOf(source.rang), 'case non cochée')
      else
        compte.place(blocOf(source.rang), rang, source.cible, labels.has(source.rang) && flux.notes[source.rang]?.etiquette?.reste == null)
    }
    for (const reste of leftovers(flux, lue, utilises))
      compte.leave(blocOf(reste.rang), rang, reste.raison, flux.segments[reste.rang]?.texte ?? '')
    for (const ignore of lue.lecture.ignores) compte.ignore(blocOf(ignore.rang), ignore.raison)
    for (const contrat of lue.entete.contrat) compte.ignore(blocOf(contrat), 'en-tête')
    anomalies.push(...remarques.map((remarque) => ({ ...remarque, fiche: rang })))
    anomalies.push(...findAnomalies(flux, fiche, lue.lecture, lue.entete, portee.genre === 'ligne'))
    fiches.push(fiche)
  }
  closeOutside(flux, dehors, compte)
  const { placements, anomalies: parts } = compte.close()
  const aClasser: Extrait[] = []
  for (const placement of placements) {
    if (placement.statut !== 'a_classer') continue
    const extrait = { texte: collapsed(document.blocs[placement.bloc]?.texte ?? ''), blocs: [placement.bloc] }
    if (placement.fiche === null) aClasser.push(extrait)
    else fiches[placement.fiche]?.aClasser.push(extrait)
  }
  return { source: document.source, fiches, aClasser, placements, anomalies: [...anomalies, ...parts, ...sharedCodes(fiches)] }
}

function cutBlocs(
  document: DocumentLu,
  dictionnaire: Dictionnaire,
  ignore: (bloc: number, raison: string) => void,
  anomalies: Anomalie[],
): Segment[] {
  const segments: Segment[] = []
  const isLabel = (ligne: string) => matchEtiquette(dictionnaire, ligne)?.faible === false
  for (const bloc of document.blocs) {
    const decoupe = cutBloc(bloc, isLabel)
    if (decoupe.ignore !== null) ignore(bloc.index, decoupe.ignore)
    if (decoupe.retire.includes('signet') && decoupe.ignore === null) {
      anomalies.push({
        code: 'signet_retire',
        message: 'Un signet de Word était resté dans le texte\u00a0: il a été retiré.',
        bloc: bloc.index,
        fiche: null,
      })
    }
    segments.push(...decoupe.segments)
  }
  return segments
}

type PorteeLue = { lecture: LectureFiche; entete: Entete; dessus: NiveauHerite[] }

function readPortee(flux: Flux, portee: Portee, marges: readonly number[], dessus: readonly NiveauHerite[]): PorteeLue {
  if (portee.genre === 'ligne') {
    const { registre, segments } = portee
    const labels = registre.tableau.entete.filter((rang) => flux.notes[rang]?.etiquette != null)
    const lecture = readReleves(flux, [...labels, ...segments])
    const sections = portee.sections.flatMap((rang) => (flux.notes[rang]?.niveaux ?? []).map((niveau) => ({ ...niveau, rangs: [rang] })))
    const entete = withInherited(readEntete(flux, lecture.tete, settleObjectives(lecture.releves), []), sections)
    return { lecture, entete, dessus: [...dessus] }
  }
  const lecture = readReleves(flux, portee.segments)
  const releves = settleObjectives(lecture.releves)
  const propres = readEntete(flux, lecture.tete, releves, marges)
  const suivants = levelsAboveOpening(flux, lecture.tete, dessus)
  return { lecture, entete: withInherited(propres, inheritedLevels(flux, portee.segments, lecture.tete, suivants)), dessus: suivants }
}

/** "Objectif opérationnel" alone is the fiche's objective when it names no node and the fiche has no other. */
function settleObjectives(releves: Releve[]): Releve[] {
  const remplis = releves.some((releve) => releve.cible === 'objectifs' && releve.valeurs.length > 0)
  if (remplis) return releves
  for (const releve of releves) {
    if (releve.cible !== 'niveau' || !/^objectif (?:strategique|operationnel)$/.test(normalized(releve.etiquette.libelle))) continue
    if (releve.valeurs.length > 0 && releve.valeurs.every((valeur) => !/^(?:n°\s*)?\d|^objectif/iu.test(valeur.texte)))
      releve.cible = 'objectifs'
  }
  return releves
}

function leftovers(flux: Flux, { lecture, entete }: PorteeLue, utilises: ReadonlySet<number>): { rang: number; raison: string }[] {
  const restes = [...lecture.perdus, ...entete.reste.map((rang) => ({ rang, raison: 'aucune étiquette ne dit ce que c’est' }))]
  for (const releve of lecture.releves) {
    if (releve.cible === 'autre') {
      for (const rang of [...releve.labels, ...releve.valeurs.map((valeur) => valeur.rang)])
        restes.push({ rang, raison: 'la fiche n’a pas de champ pour cette rubrique' })
      continue
    }
    for (const { rang } of releve.valeurs) {
      if (!utilises.has(rang) && flux.segments[rang]?.coche !== false)
        restes.push({ rang, raison: 'plusieurs valeurs pour un champ qui n’en a qu’une' })
    }
  }
  return restes
}

function closeOutside(flux: Flux, dehors: readonly number[], compte: ReturnType<typeof openCompte>): void {
  for (const rang of dehors) {
    const segment = flux.segments[rang]
    if (segment !== undefined) compte.leave(segment.bloc, null, 'texte hors de toute fiche', segment.texte)
  }
  for (const [rang, note] of flux.notes.entries()) {
    const segment = flux.segments[rang]
    if (segment === undefined) continue
    if (note.ignore !== null) compte.ignore(segment.bloc, note.ignore)
    else if (segment.zone === 'entete') compte.ignore(segment.bloc, 'en-tête répété')
    else if (segment.zone === 'pied') compte.ignore(segment.bloc, 'pied de page répété')
    else if (segment.coche === false) compte.ignore(segment.bloc, 'case non cochée')
  }
}

/** The kind that the document's own lines name, when they all name the same; 'action' otherwise. */
function soleKind(flux: Flux): Kind {
  const kinds = new Set(flux.notes.flatMap((note) => (note.kind === null ? [] : [note.kind])))
  return (kinds.size === 1 ? [...kinds][0] : undefined) ?? 'action'
}

function sharedCodes(fiches: readonly FicheComprise[]): Anomalie[] {
  const vus = new Map<string, number>()
  return fiches.flatMap(({ code, rang }) => {
    if (code === null) return []
    const premier = vus.get(normalized(code.texte))
    if (premier === undefined) {
      vus.set(normalized(code.texte), rang)
      return []
    }
    const message = `Le code ${code.texte} est porté par deux fiches de ce document\u00a0: lequel est juste\u202f?`
    return [{ code: 'code_en_double', message, bloc: code.blocs[0] ?? null, fiche: rang }]
  })
}
