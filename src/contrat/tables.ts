import type { ParDefaut } from '#platform/db/base.ts'
import type { Numerotation, StatutContrat } from './contrat.ts'

/** Tables of the Postgres schema `contrat`. */
export type TablesContrat = {
  'contrat.generation': {
    code: string
    libelle: string
    nom_quartiers: string
    duree_ans: number
    duree_si_retard_ans: number | null
    debut_usuel: string | null
    source: string | null
    ordre: number
  }
  'contrat.contrat': {
    id: string
    adresse: string
    titre: string
    generation: string
    epci_siren: string | null
    epci_nom: string
    statut: ParDefaut<StatutContrat>
    debut: string | null
    fin: string | null
    fin_initiale: ParDefaut<string | null>
    signe_le: ParDefaut<string | null>
    presentation: ParDefaut<string | null>
    accroche: ParDefaut<string | null>
    presentation_falc: ParDefaut<string | null>
    version: ParDefaut<number>
    archive_le: ParDefaut<Date | null>
    statut_avant_archive: ParDefaut<StatutContrat | null>
    cree_le: ParDefaut<Date>
    modifie_le: ParDefaut<Date>
  }
  'contrat.commune': { contrat_id: string; code_insee: string; nom: string; ordre: number }
  'contrat.quartier_nomme': {
    id: string
    contrat_id: string
    parent_id: string | null
    nom: string
    commune: string | null
    code_officiel: string | null
    description: string | null
    ordre: number
  }
  'contrat.prorogation': { id: string; contrat_id: string; fin: string; motif: string; decidee_le: string | null }
  'contrat.niveau': {
    contrat_id: string
    rang: number
    singulier: string
    pluriel: string
    feminin: ParDefaut<boolean>
    numerotation: ParDefaut<Numerotation>
  }
  'contrat.champ_fiche': { contrat_id: string; champ: string; libelle: string; ordre: number; utilise: ParDefaut<boolean> }
  'contrat.theme': { id: string; contrat_id: string; libelle: string; ordre: number }
  'contrat.signataire': {
    id: string
    contrat_id: string
    organisation_id: string | null
    organisation: string
    precision_role: string | null
    representant: string | null
    fonction: string | null
    role: 'pilote' | 'obligatoire' | 'facultatif'
    signe_le: string | null
    ordre: number
  }
  'contrat.document': {
    id: string
    contrat_id: string
    titre: string
    nom_fichier: string
    type: string
    taille: number
    fichier_id: string
    public: ParDefaut<boolean>
    ordre: number
    ajoute_le: Date
    archive_le: ParDefaut<Date | null>
  }
  'contrat.jalon': {
    id: string
    contrat_id: string
    libelle: string
    detail: string | null
    debut: string | null
    fin: string | null
    precision: 'jour' | 'mois' | 'trimestre' | 'annee' | 'au_fil_de_leau' | null
    ordre: number
  }
  'contrat.visite': { contrat_id: string; personne_id: string; derniere_le: Date; precedente_le: ParDefaut<Date | null> }
  'contrat.version': {
    id: string
    contrat_id: string
    numero: number
    motif: string
    contenu: string
    sha256: string
    cree_le: Date
    cree_par: string | null
    publie_le: ParDefaut<Date | null>
    retire_le: ParDefaut<Date | null>
  }
}
