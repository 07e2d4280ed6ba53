/** Defects of a geographic file and what can be done about them: types shared by the finder, the repairer and the screens. */
import type { MultiPolygone, Position } from './geometrie.ts'

export type NatureDefaut =
  | 'geometrie_absente'
  | 'geometrie_autre'
  | 'coordonnees_non_finies'
  | 'dimension_mixte'
  | 'projection_fausse'
  | 'coordonnees_inversees'
  | 'hors_france'
  | 'anneau_ouvert'
  | 'sommets_doubles'
  | 'pointe'
  | 'anneau_degenere'
  | 'auto_intersection'
  | 'trou_hors_contour'
  | 'parties_superposees'
  | 'sens_anneau'
  | 'superposition'
  | 'code_absent'
  | 'code_invalide'
  | 'code_double'
  | 'nom_absent'
  | 'commune_inconnue'
  | 'compte_faux'

/** A way to repair, told before it is done. Areas in m²; null when it does not change the area, or is computed on demand. */
export type Reparation = {
  /** What to accept: unique among the repairs of one defect. */
  variante: string
  libelle: string
  aireAvantM2: number | null
  aireApresM2: number | null
}

export type Defaut = {
  nature: NatureDefaut
  /** Number of the feature in the file (1 for the first); null for the whole file. */
  numero: number | null
  ligne: number | null
  code: string | null
  nom: string | null
  /** Must be repaired (or the file corrected) before the feature can be imported. */
  bloquant: boolean
  /** First places, longitude and latitude, ten at most; empty when the place cannot be told. */
  lieux: readonly Position[]
  /** `POINT (lon lat)` of the first place, to paste in a GIS. */
  wkt: string | null
  /** How many times in this feature. */
  nombre: number
  phrase: string
  /** The first is the one advised; empty when only the file can be corrected. */
  reparations: readonly Reparation[]
  /** The neighbour overlapped: number, area and share (‰ of this feature). */
  voisin: { numero: number; code: string | null; aireM2: number; partPm: number } | null
}

/** A repair that a person accepted: for one feature, or for all that have this defect. */
export type Accord = { nature: NatureDefaut; numero: number | 'toutes'; variante: string }

/** A feature after the accepted repairs, and before: what to store. */
export type EntiteReparee = {
  numero: number
  /** WGS84 on the grid of 1e-7, what remains unrepaired left as it is. */
  geometrie: MultiPolygone
  /** WGS84 as the file has it, not quantised, rings as they were. */
  origine: MultiPolygone
  /** Sentences: what was done, with areas. Empty when nothing was. */
  faites: readonly string[]
  aireAvantM2: number
  aireApresM2: number
}
