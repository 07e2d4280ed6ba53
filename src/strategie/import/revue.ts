/**
 * What the reviewer of an import decides, applied to what was understood. Pure: the understood document never changes,
 * decisions lie beside it, so that everything stays explainable and can be taken back.
 */
import { CHAMPS, type Kind } from '../fiche.ts'
import type { Anomalie, FicheComprise, ImportCompris } from './compris.ts'
import { type Destination, moved, separated, type TexteDe } from './deplacement.ts'
import type { Cible } from './dictionnaire.ts'
import { type Doute, listDoutes, listeDuBloc, type Reponse } from './doutes.ts'
import { ETIQUETTE_INCONNUE } from './releves.ts'

export type Decisions = {
  /** Typed by the reviewer; absent = as understood. */
  code?: string
  intitule?: string
  kind?: Kind
  /** Node chosen for the fiche, '' for the root; absent = found from the attachment, or created from it. */
  noeudId?: string
  /** By index of block. */
  placements: Record<string, Destination>
  /** By key of doubt. */
  doutes: Record<string, Reponse>
  /** Nodes that the creation of this fiche added to the tree: undone with it. */
  noeudsCrees?: string[]
}

export const SANS_DECISION: Decisions = { placements: {}, doutes: {} }

/** One line of the review: a block of the source and its place. */
export type BlocRelu = {
  bloc: number
  statut: 'place' | 'a_classer' | 'ignore'
  champs: Cible[]
  /** True for a label, whose own words are no value. */
  etiquette: boolean
  raison: string | null
  deplace: boolean
}

export type Relecture = {
  fiche: FicheComprise
  blocs: BlocRelu[]
  doutes: (Doute & { reponse: Reponse | null })[]
  remarques: Anomalie[]
  /** How many blocks are placed, left to be placed, put aside: their sum is that of all blocks. */
  compte: { places: number; aClasser: number; ignores: number; doutesOuverts: number }
}

/** The fiche of this rank after the reviewer's decisions. @param compris with every block given to a fiche (`attributed`) */
export function reviewed(compris: ImportCompris, rang: number, decisions: Decisions, texteDe: TexteDe): Relecture {
  const comprise = compris.fiches[rang]
  if (comprise === undefined) throw new RangeError(`no fiche ${rang} in this document`)
  const { doutes, remarques } = listDoutes(compris, rang)
  const blocs = compris.placements.filter((placement) => placement.fiche === rang).map((placement) => blocRelu(placement, decisions))
  return {
    fiche: decided(comprise, decisions, doutes, texteDe),
    blocs,
    doutes: doutes.map((doute) => ({ ...doute, reponse: decisions.doutes[doute.cle] ?? null })),
    remarques,
    compte: {
      places: blocs.filter((bloc) => bloc.statut === 'place').length,
      aClasser: blocs.filter((bloc) => bloc.statut === 'a_classer').length,
      ignores: blocs.filter((bloc) => bloc.statut === 'ignore').length,
      doutesOuverts: doutes.filter((doute) => decisions.doutes[doute.cle] === undefined).length,
    },
  }
}

function decided(comprise: FicheComprise, decisions: Decisions, doutes: readonly Doute[], texteDe: TexteDe): FicheComprise {
  let fiche: FicheComprise = structuredClone(comprise)
  for (const [bloc, destination] of Object.entries(decisions.placements)) fiche = moved(fiche, Number(bloc), destination, texteDe)
  for (const { cle, bloc } of doutes) {
    const champ = bloc === null || decisions.doutes[cle] !== 'separer' ? null : listeDuBloc(fiche, bloc)
    if (champ !== null && bloc !== null) fiche = separated(fiche, champ, bloc)
  }
  const { code, intitule, kind } = decisions
  return {
    ...fiche,
    ...(kind === undefined ? {} : { kind: { ...fiche.kind, valeur: kind } }),
    ...(intitule === undefined ? {} : { intitule: { texte: intitule, blocs: fiche.intitule?.blocs ?? [] } }),
    ...(code === undefined ? {} : { code: code === '' ? null : { texte: code, blocs: fiche.code?.blocs ?? [] } }),
  }
}

function blocRelu({ bloc, statut, champs, etiquette, raison }: ImportCompris['placements'][number], decisions: Decisions): BlocRelu {
  const destination = decisions.placements[String(bloc)]
  if (destination === undefined) return { bloc, statut, champs, etiquette, raison, deplace: false }
  const deplace = { bloc, etiquette: false, deplace: true }
  if (destination === 'ignore') return { ...deplace, statut: 'ignore', champs: [], raison: 'écarté à la relecture' }
  if (destination === 'aClasser') return { ...deplace, statut: 'a_classer', champs: [], raison: 'gardé avec la fiche' }
  return { ...deplace, statut: 'place', champs: [destination], raison: null }
}

/** Decisions that still have an object after the document was understood anew: answers to doubts that are gone go too. */
export function keptDecisions(decisions: Decisions, compris: ImportCompris, rang: number): Decisions {
  const cles = new Set(listDoutes(compris, rang).doutes.map((doute) => doute.cle))
  return { ...decisions, doutes: Object.fromEntries(Object.entries(decisions.doutes).filter(([cle]) => cles.has(cle))) }
}

/** Answers as they stand when the review ends: an open doubt is kept as a remark in the margin, it never passes unseen. */
export function settledDoutes({ doutes }: Pick<Relecture, 'doutes'>): { doute: Doute; reponse: Reponse }[] {
  return doutes.map(({ reponse, ...doute }) => ({ doute, reponse: reponse ?? 'reprendre' }))
}

/**
 * What is proposed for a block without place: the field of the block just before it, as a reader would; nothing under a
 * label that nobody knows, which says that it belongs elsewhere. Only proposed: a person confirms it.
 */
export function proposedDestination(blocs: readonly BlocRelu[], bloc: number): Destination | null {
  const rang = blocs.findIndex((autre) => autre.bloc === bloc)
  if (blocs[rang]?.raison === ETIQUETTE_INCONNUE) return null
  for (let avant = rang - 1; avant >= 0; avant -= 1) {
    const champ = CHAMPS.find((connu) => blocs[avant]?.champs.includes(connu))
    if (champ !== undefined) return champ
  }
  return null
}

/** Where a block stands today, as a destination; null when it feeds what is no field (code, title, attachment). */
export function destinationDe(bloc: BlocRelu): Destination | null {
  if (bloc.statut === 'ignore') return 'ignore'
  if (bloc.statut === 'a_classer') return 'aClasser'
  return CHAMPS.find((champ) => champ === bloc.champs[0]) ?? null
}

/** Families of fields, for the colours of the review. */
export function familleDe(cible: Cible | 'aClasser' | undefined): 1 | 2 | 3 | 4 | 5 | 6 {
  switch (cible) {
    case 'enjeu':
    case 'contexte':
      return 6
    case 'objectifs':
    case 'realisations':
      return 4
    case 'effets':
    case 'indicateursEffets':
    case 'indicateursRealisation':
      return 5
    case 'echelleTerritoriale':
    case 'publics':
    case 'animateur':
    case 'partenaires':
    case 'dispositifs':
      return 3
    case 'moyens':
    case 'financements':
    case 'calendrier':
    case 'debut':
    case 'fin':
    case 'suivi':
      return 2
    default:
      return 1
  }
}
