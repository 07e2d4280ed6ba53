import type { Json, ParDefaut } from '#platform/db/base.ts'
import type { Voisinage } from './amas.ts'
import type { Geste } from './candidats.ts'
import type { FormeGrille } from './lecture-carroyage.ts'

/** Tables of eligibility. */
export type TablesEligibilite = {
  'territoire.parametre_decret': {
    id: string
    cle: string
    numero: number
    decret: string
    libelle: string
    champ: 'metropole' | 'outre_mer'
    debut: string
    fin: string | null
    taille_min: number
    taille_max: number | null
    cote_m: number
    population_min: number
    unite_population_min: number
    unite_arrondi: number
    facteur_pm: number
    poids_national_pm: number
    poids_unite_pm: number
    inegalite: 'stricte' | 'large'
    derogation_annees: number
    voisinage: Voisinage
    source: string
    verifie_le: string | null
    motif: string | null
    cree_le: ParDefaut<Date>
    remplace_le: Date | null
  }
  'territoire.regle_communale': {
    id: string
    nom: string
    description: ParDefaut<string>
    source: string
    debut: string | null
    fin: string | null
    departements: ParDefaut<string[]>
    version: ParDefaut<number>
    archive_le: Date | null
  }
  'territoire.regle_condition': {
    regle_id: string
    rang: number
    mesure: string
    libelle: string
    unite: ParDefaut<string>
    comparaison: 'plus_de' | 'au_moins' | 'moins_de' | 'au_plus'
    seuil_milliemes: number
  }
  'territoire.mesure_commune': { mesure: string; commune_code: string; millesime: number; valeur_milliemes: number; source: string }
  'territoire.carroyage': {
    id: string
    nom: string
    source: string
    millesime: number
    cote_m: number
    forme: Json<FormeGrille>
    epsg: number | null
    avec_population: boolean | null
    avec_niveau: boolean | null
    avec_menages: boolean | null
    cellules: number | null
    imputees: number | null
    population: number | null
    menages: number | null
    x0: number | null
    y0: number | null
    x1: number | null
    y1: number | null
    fichier_nom: string
    fichier_id: string | null
    tache_id: string | null
    depose_le: Date
    pret_le: Date | null
    retire_le: Date | null
  }
  'territoire.carroyage_bloc': { carroyage_id: string; x: number; y: number; cellules: number; donnees: Buffer }
  'territoire.scenario_eligibilite': {
    id: string
    contrat_id: string
    nom: string
    description: string
    carroyage_id: string
    parametre_id: string
    critere: 'revenu' | 'pauvrete'
    part_pauvres_pm: number | null
    unite_nom: string
    unite_population: number | null
    unite_population_source: string
    revenu_national_cents: number | null
    revenu_national_source: string
    revenu_unite_cents: number | null
    revenu_unite_source: string
    passee_sous_le: string | null
    voisinage: Voisinage
    population_min: number
    proche_de_pm: number
    emprise: string
    x0: number
    y0: number
    x1: number
    y1: number
    jour: string
    version: ParDefaut<number>
    cree_le: Date
    modifie_le: Date
    archive_le: Date | null
  }
  'territoire.scenario_ajustement': { scenario_id: string; x: number; y: number; geste: Geste; contrat_id: ParDefaut<string> }
  'territoire.scenario_version': {
    scenario_id: string
    numero: number
    reglages: Json<unknown>
    ajustements: Json<unknown>
    motif: string
    le: Date
    contrat_id: ParDefaut<string>
  }
}
