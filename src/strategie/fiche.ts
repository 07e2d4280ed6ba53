/** The fiche: what a contract commits to on one subject. Pure: types and rules, no database, clock or framework. */

import type { LieuFiche } from './lieu.ts'

export const KINDS = ['orientation', 'action', 'bilan'] as const
export type Kind = (typeof KINDS)[number]

export const STATUTS = ['brouillon', 'a_valider', 'validee', 'abandonnee'] as const
export type StatutFiche = (typeof STATUTS)[number]

export const NATURES_FINANCEMENT = ['specifique', 'droit_commun', 'tfpb', 'fondation', 'europe', 'cper', 'autre'] as const
export type NatureFinancement = (typeof NATURES_FINANCEMENT)[number]

export const PRECISIONS = ['jour', 'mois', 'trimestre', 'annee', 'au_fil_de_leau'] as const
export type Precision = (typeof PRECISIONS)[number]

export const ETATS_REALISATION = ['prevue', 'en_cours', 'realisee', 'abandonnee'] as const
export type EtatRealisation = (typeof ETATS_REALISATION)[number]

export const ECHELLES = ['agglomeration', 'commune', 'quartier', 'autre'] as const
export type TypeEchelle = (typeof ECHELLES)[number]

export const GENRES = ['tous', 'femmes', 'hommes'] as const
export type Genre = (typeof GENRES)[number]

/** A row of a list. `id` is stable from version to version so that comments, diffs and indicators follow it. */
export type Ligne = { id: string; texte: string }
export type Realisation = Ligne & { etat: EtatRealisation }
export type Effet = Ligne
/** An effect indicator belongs to a named effect (BR-28). `effetId` is null only while an import waits for review. */
export type IndicateurEffet = Ligne & { effetId: string | null }
export type Echelle = Ligne & { type: TypeEchelle }
/** Who it is for. Ages in whole years; `partQpvPourMille` from 0 to 1000. */
export type Public = Ligne & {
  nombre: number | null
  ageMin: number | null
  ageMax: number | null
  genre: Genre | null
  partQpvPourMille: number | null
}
export type Partenaire = Ligne & { role: string | null; habitants: boolean }
/** Amount in integer cents, never a float; null when the source states none. */
export type Financement = Ligne & { nature: NatureFinancement; organisations: string[]; montantCents: number | null }
/** Dates are ISO and cut to their precision: "2027", "2027-T2", "2027-04", "2027-04-15"; null when not stated. */
export type Phase = Ligne & { debut: string | null; fin: string | null; precision: Precision | null }
/** A link to another fiche by its code; `ficheId` once resolved in the same contract. */
export type Lien = Ligne & { code: string | null; ficheId: string | null }

/** The fields of a fiche (domain §3.2). A missing text is null, a missing list is []. */
export type ContenuFiche = {
  kind: Kind
  intitule: string
  enjeu: string | null
  contexte: Ligne[]
  objectifs: Ligne[]
  realisations: Realisation[]
  effets: Effet[]
  echelleTerritoriale: Echelle[]
  publics: Public[]
  /** Lead organisations, as rows. */
  animateur: Ligne[]
  partenaires: Partenaire[]
  dispositifs: Ligne[]
  moyens: Ligne[]
  financements: Financement[]
  /** As the document says it ("Au fil de l’eau"), with its dated phases. */
  calendrier: { texte: string | null; precision: Precision | null; phases: Phase[] }
  indicateursRealisation: Ligne[]
  indicateursEffets: IndicateurEffet[]
  suivi: Ligne[]
  liens: Lien[]
  /** What an import could not place: kept with the fiche, shown, placed by hand. */
  aClasser: Ligne[]
}

export type Fiche = ContenuFiche & {
  id: string
  contratId: string
  /** The node of the tree it hangs from; null at the root of the contract. */
  noeudId: string | null
  /** Number among its siblings, from 1; the code is the path of numbers (BR-27). */
  numero: number
  /** Materialised code, "2.1.5". */
  code: string
  statut: StatutFiche
  /** Optimistic lock: raised by one at each save. */
  version: number
  soumiseLe: Date | null
  valideeLe: Date | null
  archiveeLe: Date | null
  modifieeLe: Date
  /** Places that it points at: tags beside the text, as themes are. */
  lieux: readonly LieuFiche[]
}

/** Fields in the order of every view and document; a contract may relabel, reorder or leave some out. */
export const CHAMPS = [
  'enjeu',
  'contexte',
  'objectifs',
  'realisations',
  'effets',
  'indicateursEffets',
  'indicateursRealisation',
  'echelleTerritoriale',
  'publics',
  'animateur',
  'partenaires',
  'dispositifs',
  'moyens',
  'financements',
  'calendrier',
  'suivi',
  'liens',
] as const
export type Champ = (typeof CHAMPS)[number]

/** Standard label of each field, when the contract has chosen no other. */
export const LIBELLES_CHAMPS: Record<Champ, string> = {
  enjeu: 'Enjeu',
  contexte: 'Contexte',
  objectifs: 'Objectifs et dynamiques',
  realisations: 'Réalisations attendues',
  effets: 'Effets attendus',
  indicateursEffets: 'Indicateurs d’effets',
  indicateursRealisation: 'Indicateurs de réalisation',
  echelleTerritoriale: 'Échelle territoriale',
  publics: 'Publics',
  animateur: 'Animateur',
  partenaires: 'Partenaires mobilisables',
  dispositifs: 'Dispositifs mobilisables',
  moyens: 'Moyens',
  financements: 'Financements mobilisables',
  calendrier: 'Calendrier',
  suivi: 'Suivi et évaluation',
  liens: 'Liens avec d’autres fiches',
}

/** A contract's choice for one field. */
export type ChoixChamp = { champ: Champ; libelle: string; ordre: number; utilise: boolean }

/** An empty fiche of a kind, ready to be filled. */
export function emptyContenu(kind: Kind, intitule: string): ContenuFiche {
  return {
    kind,
    intitule,
    enjeu: null,
    contexte: [],
    objectifs: [],
    realisations: [],
    effets: [],
    echelleTerritoriale: [],
    publics: [],
    animateur: [],
    partenaires: [],
    dispositifs: [],
    moyens: [],
    financements: [],
    calendrier: { texte: null, precision: null, phases: [] },
    indicateursRealisation: [],
    indicateursEffets: [],
    suivi: [],
    liens: [],
    aClasser: [],
  }
}

/** True when a field holds something. Pure reading, used for completeness, screens and exports. */
export function isFilled(contenu: ContenuFiche, champ: Champ): boolean {
  if (champ === 'enjeu') return contenu.enjeu !== null && contenu.enjeu.trim() !== ''
  if (champ === 'calendrier') {
    return contenu.calendrier.texte !== null || contenu.calendrier.precision !== null || contenu.calendrier.phases.length > 0
  }
  return contenu[champ].length > 0
}

/** How many of the fields that the contract uses are filled: "13 champs sur 14". */
export function completeness(contenu: ContenuFiche, champs: readonly Champ[]): { remplis: number; total: number; manquants: Champ[] } {
  const manquants = champs.filter((champ) => !isFilled(contenu, champ))
  return { remplis: champs.length - manquants.length, total: champs.length, manquants }
}
