import type { ParDefaut } from '#platform/db/base.ts'

/** Tables of identity providers, in the schema `compte`. */
export type TablesOidc = {
  'compte.identite_oidc': {
    identite_id: string
    emetteur: string
    courriel: string | null
    siret: string | null
    relie_le: Date
    derniere_connexion_le: Date
  }
  'compte.session_oidc': { session_id: string; fournisseur: string; jeton_scelle: string }
  'compte.mandat_suspendu': {
    id: string
    mandat_id: string
    contrat_id: string | null
    fournisseur: string
    ancien_siret: string
    nouveau_siret: string
    depuis: Date
    leve_le: ParDefaut<Date | null>
    leve_par: ParDefaut<string | null>
  }
}
