import type { FormatDocument } from '#platform/documents/bloc.ts'
import type { Kind, NatureFinancement, Precision } from '../fiche.ts'
import type { Cible } from './dictionnaire.ts'

/**
 * What recognition understood of one document. Every text comes with the blocks (`Bloc.index`) it was read in, and
 * every block of the document is accounted for once in `placements`.
 */
export type ImportCompris = {
  source: { nom: string; format: FormatDocument; sha256: string }
  fiches: FicheComprise[]
  /** Blocks outside every fiche that nobody could place, one extract a block. */
  aClasser: Extrait[]
  /** One a block, in the order of the document. */
  placements: Placement[]
  anomalies: Anomalie[]
}

/** A text and the blocks it was read in (usually one). */
export type Extrait = { texte: string; blocs: number[] }

export type Placement = {
  bloc: number
  statut: 'place' | 'a_classer' | 'ignore'
  /** Rank in `fiches`; null outside. A heading shared by several fiches names the first. */
  fiche: number | null
  /** Targets that the block feeds, as a label or as a value. Empty unless placed. */
  champs: Cible[]
  /** True when the block is a label, whose own words are no value. */
  etiquette: boolean
  /** Why it is ignored or was left to be placed; null when placed. */
  raison: string | null
}

/** A doubt or a remark: never a correction. `bloc` is an index, null when the whole document is concerned. */
export type Anomalie = { code: string; message: string; bloc: number | null; fiche: number | null }

export type NiveauCompris = { niveau: string; code: string | null; intitule: string | null; blocs: number[] }
export type FinancementCompris = Extrait & { nature: NatureFinancement; organisations: string[]; montantCents: number | null }
export type PhaseComprise = { libelle: string; debut: string | null; fin: string | null; precision: Precision | null; blocs: number[] }
export type CalendrierCompris = { texte: string | null; precision: Precision | null; phases: PhaseComprise[]; blocs: number[] }
/** `effet` is the very string of one of `effets`, or null when the document does not say which. */
export type EffetIndicateurs = { effet: string | null; indicateurs: Extrait[]; blocs: number[] }
export type LienCompris = { code: string | null; intitule: string | null; texte: string; blocs: number[] }

/** A label met in the document and the entry of the dictionary that explains it. */
export type EtiquetteComprise = {
  bloc: number
  libelle: string
  cibles: Cible[]
  variante: string
  mode: 'exacte' | 'qualifiee' | 'composee'
}

/** Fields that are plain lists of texts. */
export const CHAMPS_LISTES = [
  'contexte',
  'objectifs',
  'realisations',
  'effets',
  'echelleTerritoriale',
  'publics',
  'animateur',
  'partenaires',
  'dispositifs',
  'moyens',
  'indicateursRealisation',
  'suivi',
] as const
export type ChampListe = (typeof CHAMPS_LISTES)[number]

export type FicheComprise = {
  /** Rank in the document, from 0. */
  rang: number
  kind: { valeur: Kind; blocs: number[] }
  code: Extrait | null
  intitule: Extrait | null
  rattachement: NiveauCompris[]
  /** Paragraphs of the stake; the fiche joins them. */
  enjeu: Extrait[]
  listes: Record<ChampListe, Extrait[]>
  financements: FinancementCompris[]
  calendrier: CalendrierCompris
  indicateursEffets: EffetIndicateurs[]
  liens: LienCompris[]
  /** Blocks inside this fiche that nobody could place, one extract a block. */
  aClasser: Extrait[]
  etiquettes: EtiquetteComprise[]
}
