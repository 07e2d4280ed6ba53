/** Tables of the Postgres schema `indicateurs`. */
import type { Json, ParDefaut } from '#platform/db/base.ts'
import type { Millesimes, Sens, TypeIndicateur, Unite } from './indicateur.ts'
import type { Absence, NatureSource, Statut, TypeTerritoire } from './observation.ts'
import type { EtatTable } from './table.ts'

export type TablesIndicateurs = {
  'indicateurs.source': {
    id: string
    nom: string
    producteur: string
    licence: string
    adresse: string
    nature: NatureSource
    cree_le: Date
  }
  'indicateurs.indicateur': {
    id: string
    code: string
    libelle: string
    definition: string
    theme: string
    type: TypeIndicateur
    unite: Unite
    sens: Sens
    sommable: boolean
    decimales: number
    millesimes: Millesimes
    numerateur_code: string | null
    denominateur_code: string | null
    facteur: number
    ordre: number
    version: number
    archive_le: Date | null
    cree_le: Date
  }
  'indicateurs.variable': { motif: string; indicateur_id: string }
  'indicateurs.marqueur': { texte: string; sens: Absence }
  'indicateurs.table_importee': {
    id: string
    nom_fichier: string
    fichier_id: string
    dictionnaire_nom: string | null
    dictionnaire_id: string | null
    etat: EtatTable
    erreur: string | null
    lecture: Json<unknown> | null
    choix: Json<unknown> | null
    bilan: Json<unknown> | null
    source_id: string | null
    millesime: string | null
    tache_id: string | null
    deposee_par: string | null
    deposee_le: Date
    ecrite_le: Date | null
    annulee_le: Date | null
    version: ParDefaut<number>
  }
  'indicateurs.observation': {
    id: string
    indicateur_id: string
    territoire_type: TypeTerritoire
    territoire_code: string
    generation_code: string | null
    periode: string
    valeur: number | null
    echelle: number | null
    absence: Absence | null
    statut: Statut
    source_id: string
    table_id: string | null
    ligne: number | null
    remplace: string | null
    remplacee_par: string | null
  }
}
