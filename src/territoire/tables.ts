import type { Json, ParDefaut } from '#platform/db/base.ts'
import type { TypeCommune, TypeEpci } from './lieux.ts'
import type { TypeContour, TypeFiliation } from './quartier.ts'

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
  'territoire.generation': {
    id: string
    code: string
    libelle: string
    nature: string
    grammaire_code: string | null
    compte_annonce: Json<Record<string, number> | null>
    debut: string
    fin: string | null
    version: ParDefaut<number>
  }
  'territoire.decret': {
    id: string
    generation_id: string
    numero: string
    objet: 'methode' | 'liste' | 'correction'
    intitule: string | null
    signe_le: string | null
    publie_le: string | null
    en_vigueur_le: string | null
    adresse: string | null
  }
  'territoire.quartier': {
    id: string
    generation_id: string
    code: string
    nom: string
    cle: string
    debut: string | null
    fin: string | null
    population: number | null
    population_millesime: number | null
    population_source: string | null
    departement_code: string | null
    epci_siren: string | null
    geometrie: Buffer | null
    geometrie_origine: Buffer | null
    ouest: number | null
    sud: number | null
    est: number | null
    nord: number | null
    aire_m2: number | null
  }
  'territoire.quartier_commune': {
    quartier_id: string
    commune_code: string
    part_surface_pm: number | null
    part_population_pm: number | null
  }
  'territoire.sous_quartier': {
    id: string
    quartier_id: string
    nom: string
    cle: string
    ordre: ParDefaut<number>
    geometrie: Buffer | null
  }
  'territoire.filiation': {
    id: string
    ancien_id: string | null
    nouveau_id: string | null
    type: TypeFiliation
    part_ancien_pm: number | null
    part_nouveau_pm: number | null
    part_population_ancien_pm: number | null
    part_population_nouveau_pm: number | null
    origine: 'calcul' | 'saisie'
    motif: string | null
    revue_le: Date | null
  }
  'territoire.contour': {
    type: TypeContour
    code: string
    millesime: number
    nom: string | null
    source: string
    geometrie: Buffer
    ouest: number
    sud: number
    est: number
    nord: number
  }
  'territoire.unite_urbaine': {
    code: string
    millesime: number
    nom: string
    cle: string
    population: number | null
    population_millesime: number | null
    source: string
  }
  'territoire.unite_urbaine_commune': { unite_code: string; millesime: number; commune_code: string }
  'territoire.revision': { seule: ParDefaut<boolean>; numero: number }
}
