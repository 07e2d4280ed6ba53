/** What an import of the reference geography is: the file, how to read it, what was found. Pure. */
import type { FormatGeo, OrigineProjection, QuestionGeo } from '../lecture/lecture.ts'
import type { TypeContour } from '../quartier.ts'

export const GENRES_IMPORT = ['quartiers', 'contours', 'unites_urbaines'] as const
export type GenreImport = (typeof GENRES_IMPORT)[number]
export const LIBELLES_GENRE: Record<GenreImport, string> = {
  quartiers: 'Quartiers',
  contours: 'Contours',
  unites_urbaines: 'Unités urbaines',
}

export const TYPES_CONTOUR = ['commune', 'epci', 'departement', 'region'] as const satisfies readonly TypeContour[]
export const LIBELLES_TYPE_CONTOUR: Record<TypeContour, string> = {
  commune: 'communes',
  epci: 'intercommunalités',
  departement: 'départements',
  region: 'régions',
}

/** What a column of the file may be. */
export const ROLES_COLONNE = ['code', 'nom', 'communes', 'departement', 'epci', 'population', 'populationMillesime'] as const
export type RoleColonne = (typeof ROLES_COLONNE)[number]
/** Columns by what they are; null: the file has none. */
export type Correspondance = Readonly<Partial<Record<RoleColonne, string | null>>>

/** Roles that a sort of import reads, those without which nothing is imported first. */
export const ROLES_DU_GENRE: Record<GenreImport, { requis: readonly RoleColonne[]; autres: readonly RoleColonne[] }> = {
  quartiers: { requis: ['code', 'nom'], autres: ['communes', 'departement', 'epci', 'population', 'populationMillesime'] },
  contours: { requis: ['code'], autres: ['nom'] },
  unites_urbaines: { requis: ['code'], autres: ['communes', 'nom', 'population', 'populationMillesime'] },
}

/** What the person chose. What is absent is left to the program. */
export type Reglages = {
  couche?: string
  epsg?: number
  colonnes?: Correspondance
  generationId?: string
  /** The text in the name of which it is imported; null: none. */
  decretId?: string | null
  typeContour?: TypeContour
  /** Of the outlines, or of the delimitation of urban units. */
  millesime?: number
  source?: string
  /** Of the populations of urban units, when no column says it. */
  populationMillesime?: number
}

export type ColonneLue = { nom: string; exemples: readonly string[] }

/** What was found in the file. */
export type Lecture = {
  format: FormatGeo | 'tableur'
  fichier: string | null
  couche: string | null
  projection: { epsg: number; origine: OrigineProjection } | null
  colonnes: readonly ColonneLue[]
  correspondance: Correspondance
  entites: number
  sommets: number
  /** What the file says it holds. */
  annonce: number | null
  avertissements: readonly string[]
  /** The file cannot be read before the person chooses. */
  question: QuestionGeo | null
  /** Vintage of the outlines by which shares of communes were measured; null: not measured. */
  contours: { millesime: number; source: string } | null
  dureeMs: number
}

export type Gravite = 'bloquant' | 'reparable' | 'a_voir'
/** `ecarte`: the feature is left out of the import. */
export type Decision = 'accepte' | 'refuse' | 'ecarte'

/** A defect of the file. `entite` null: the file as a whole. */
export type DefautImport = {
  rang: number
  entite: number | null
  autre: number | null
  genre: string
  gravite: Gravite
  phrase: string
  reparation: string | null
  lon: number | null
  lat: number | null
  decision: Decision | null
  /** Which of the repairs, when one other than the first was chosen. */
  variante: string | null
}

export type BilanImport = {
  nouveaux: number
  modifies: number
  identiques: number
  /** Of the generation, not in the file: left as they are. */
  absents: number
  /** Repairs accepted. */
  reparations: number
}

export type Import = {
  id: string
  genre: GenreImport
  nom: string
  fichierId: string
  sha256: string
  reglages: Reglages
  lecture: Lecture | null
  tacheId: string | null
  deposeLe: Date
  deposePar: string | null
  luLe: Date | null
  importeLe: Date | null
  bilan: BilanImport | null
  annuleLe: Date | null
  version: number
}

/** Where an import stands: its task says more while it is being read. */
export type EtatImport = 'lecture' | 'question' | 'a_relire' | 'importe' | 'annule'

export function etatOf({ lecture, luLe, importeLe, annuleLe }: Pick<Import, 'lecture' | 'luLe' | 'importeLe' | 'annuleLe'>): EtatImport {
  if (annuleLe !== null) return 'annule'
  if (importeLe !== null) return 'importe'
  if (lecture !== null && lecture.question !== null) return 'question'
  return luLe === null ? 'lecture' : 'a_relire'
}

/** Does this defect hold the whole import back? Repaired when its repair is accepted. */
export function isBloquant({ gravite, decision }: Pick<DefautImport, 'gravite' | 'decision'>): boolean {
  return gravite === 'bloquant' && decision !== 'accepte' && decision !== 'ecarte'
}
