/** A value measured somewhere, at some time, by someone; or the reason why there is none. Pure. */
import type { Decimal } from './decimal.ts'

export const TYPES_TERRITOIRE = ['quartier', 'commune', 'epci', 'departement', 'region', 'unite_urbaine', 'france'] as const
export type TypeTerritoire = (typeof TYPES_TERRITOIRE)[number]
export const LIBELLES_TERRITOIRES: Record<TypeTerritoire, { un: string; des: string }> = {
  quartier: { un: 'quartier', des: 'quartiers' },
  commune: { un: 'commune', des: 'communes' },
  epci: { un: 'intercommunalité', des: 'intercommunalités' },
  departement: { un: 'département', des: 'départements' },
  region: { un: 'région', des: 'régions' },
  unite_urbaine: { un: 'unité urbaine', des: 'unités urbaines' },
  france: { un: 'France', des: 'France' },
}

/** Why a source gives no figure. */
export const ABSENCES = ['secret', 'non_significatif', 'manquant', 'sans_objet'] as const
export type Absence = (typeof ABSENCES)[number]
export const LIBELLES_ABSENCES: Record<Absence, string> = {
  secret: 'secret statistique',
  non_significatif: 'non significatif',
  manquant: 'non disponible',
  sans_objet: 'sans objet',
}

export const STATUTS = ['officiel', 'verifie', 'declare'] as const
/** How far a figure may be trusted. */
export type Statut = (typeof STATUTS)[number]
export const LIBELLES_STATUTS: Record<Statut, string> = { officiel: 'officiel', verifie: 'vérifié', declare: 'déclaré' }

export type Source = { id: string; nom: string; producteur: string; licence: string; adresse: string; nature: NatureSource }
export const NATURES_SOURCE = ['officielle', 'locale', 'demonstration'] as const
export type NatureSource = (typeof NATURES_SOURCE)[number]

/** A figure as sums and gaps need it. */
export type Mesure = {
  territoireType: TypeTerritoire
  territoireCode: string
  periode: string
  valeur: Decimal | null
  /** Never null when `valeur` is. */
  absence: Absence | null
  statut: Statut
  sourceId: string
}
