/** Places of the official geography, as other capabilities see them. Pure. */

export const TYPES_EPCI = ['CC', 'CA', 'CU', 'METRO', 'MET69', 'EPT'] as const
export type TypeEpci = (typeof TYPES_EPCI)[number]

/** Source: article L. 5210-1-1 A of the Code général des collectivités territoriales; L. 5219-2 for the EPT. */
export const LIBELLES_EPCI: Record<TypeEpci, string> = {
  CC: 'communauté de communes',
  CA: 'communauté d’agglomération',
  CU: 'communauté urbaine',
  METRO: 'métropole',
  MET69: 'métropole de Lyon',
  EPT: 'établissement public territorial',
}

export const TYPES_COMMUNE = ['actuelle', 'deleguee', 'associee', 'arrondissement'] as const
export type TypeCommune = (typeof TYPES_COMMUNE)[number]

export type Departement = { code: string; nom: string }

export type Epci = {
  siren: string
  nom: string
  type: TypeEpci
  /** Municipal population of its communes; null when the reference has none. */
  population: number | null
  /** Départements of its communes, the most peopled first. */
  departements: Departement[]
}

export type Commune = {
  /** INSEE code; shared by a commune and the commune déléguée of the same seat. */
  code: string
  type: TypeCommune
  nom: string
  /** Code of the commune it is a part of today; its own when it is one. */
  communeActuelle: string
  departement: Departement
  regionCode: string
  /** The intercommunality with its own taxes; null for the few communes outside any. */
  epciSiren: string | null
  population: number | null
  codesPostaux: string[]
}
