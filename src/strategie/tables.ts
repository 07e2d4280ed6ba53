import type { Json, ParDefaut } from '#platform/db/base.ts'
import type { EtatRealisation, Genre, Kind, NatureFinancement, Precision, StatutFiche, TypeEchelle } from './fiche.ts'
import type { ActeVersion } from './version.ts'

/** Tables of the Postgres schema `strategie`. The generated columns `recherche` are read in raw SQL only. */
export type TablesStrategie = {
  'strategie.noeud': {
    id: string
    contrat_id: string
    parent_id: string | null
    rang: number
    numero: number
    code: string
    intitule: string
    description: string | null
    version: ParDefaut<number>
    archive_le: ParDefaut<Date | null>
    cree_le: ParDefaut<Date>
    modifie_le: ParDefaut<Date>
  }
  'strategie.fiche': {
    id: string
    contrat_id: string
    noeud_id: string | null
    numero: number
    code: string
    kind: Kind
    intitule: string
    enjeu: string | null
    enjeu_noeud_id: ParDefaut<string | null>
    calendrier_texte: string | null
    calendrier_precision: Precision | null
    statut: ParDefaut<StatutFiche>
    soumise_le: ParDefaut<Date | null>
    validee_le: ParDefaut<Date | null>
    version: ParDefaut<number>
    archive_le: ParDefaut<Date | null>
    cree_le: ParDefaut<Date>
    modifie_le: ParDefaut<Date>
    modifie_par: ParDefaut<string | null>
    texte_recherche: ParDefaut<string>
  }
  'strategie.fiche_ligne': {
    id: string
    fiche_id: string
    champ: string
    ordre: number
    texte: string
    effet_id: ParDefaut<string | null>
    etat: ParDefaut<EtatRealisation | null>
    type_echelle: ParDefaut<TypeEchelle | null>
    nombre: ParDefaut<number | null>
    age_min: ParDefaut<number | null>
    age_max: ParDefaut<number | null>
    genre: ParDefaut<Genre | null>
    part_qpv_pour_mille: ParDefaut<number | null>
    role: ParDefaut<string | null>
    habitants: ParDefaut<boolean | null>
    nature: ParDefaut<NatureFinancement | null>
    organisations: ParDefaut<string[] | null>
    montant_cents: ParDefaut<number | null>
    debut: ParDefaut<string | null>
    fin: ParDefaut<string | null>
    precision: ParDefaut<Precision | null>
    lien_code: ParDefaut<string | null>
    lien_fiche_id: ParDefaut<string | null>
  }
  'strategie.noeud_theme': { noeud_id: string; theme_id: string }
  'strategie.fiche_theme': { fiche_id: string; theme_id: string }
  'strategie.ancien_code': {
    id: string
    contrat_id: string
    objet_type: 'noeud' | 'fiche'
    objet_id: string
    code: string
    jusqu_au: Date
  }
  'strategie.deplacement': {
    id: string
    contrat_id: string
    libelle: string
    avant: Json<{ type: 'noeud' | 'fiche'; id: string; parentId: string | null; numero: number }[]>
    apres: Json<{ type: 'noeud' | 'fiche'; id: string; parentId: string | null; numero: number }[]>
    fait_par: string | null
    fait_le: Date
    annule_le: ParDefaut<Date | null>
  }
  'strategie.fiche_version': {
    id: string
    fiche_id: string
    numero: number
    contenu: string
    sha256: string
    acte: ActeVersion
    motif: string
    cree_le: Date
    cree_par: string | null
  }
  'strategie.commentaire': {
    id: string
    fiche_id: string
    parent_id: string | null
    champ: string | null
    texte: string
    auteur_id: string
    organisation: string
    ecrit_le: Date
    regle_le: ParDefaut<Date | null>
    regle_par: ParDefaut<string | null>
  }
  'strategie.import_lot': {
    id: string
    contrat_id: string
    libelle: string
    depose_par: string | null
    depose_le: Date
    tache_id: ParDefaut<string | null>
    version: ParDefaut<number>
    annule_le: ParDefaut<Date | null>
  }
  'strategie.import_source': {
    id: string
    lot_id: string
    ordre: number
    nom: string
    format: string | null
    sha256: string
    fichier_id: string | null
    erreur: string | null
    blocs: Json<unknown>
    compris: Json<unknown>
    images: ParDefaut<unknown>
  }
  'strategie.import_fiche': {
    id: string
    source_id: string
    ordre: number
    decisions: ParDefaut<unknown>
    etat: ParDefaut<'a_relire' | 'creee' | 'mise_a_jour' | 'ecartee' | 'annulee'>
    fiche_id: ParDefaut<string | null>
    fiche_version_avant: ParDefaut<number | null>
    traitee_le: ParDefaut<Date | null>
    traitee_par: ParDefaut<string | null>
  }
  'strategie.libelle_import': { id: string; contrat_id: string; champ: string; variante: string }
  'strategie.mot': { contrat_id: string; mot: string }
}
