import type { ParDefaut } from '#platform/db/base.ts'
import type { TypeCommune, TypeEpci } from './lieux.ts'

/** Tables of the schema `territoire`. */
export type TablesTerritoire = {
  'territoire.reference_version': { source: string; version: string; charge_le: ParDefaut<Date>; lignes: number }
  'territoire.region': { code: string; nom: string }
  'territoire.departement': { code: string; nom: string; region_code: string }
  'territoire.epci': {
    siren: string
    nom: string
    type: TypeEpci
    population: number | null
    departements: string[]
    cle: string
    reference: string
    disparu_le: string | null
  }
  'territoire.commune': {
    code: string
    type: TypeCommune
    nom: string
    commune_actuelle: string
    departement_code: string
    region_code: string
    epci_siren: string | null
    siren: string | null
    population: number | null
    codes_postaux: string[]
    cle: string
    reference: string
    disparu_le: string | null
  }
  'territoire.epci_commune': { epci_siren: string; commune_code: string }
}
