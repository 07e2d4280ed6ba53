import type { Generated, GeneratedAlways } from 'kysely'
import type { Json, ParDefaut } from '#platform/db/base.ts'
import type { Role } from './agent.ts'
import type { MotifCloture } from './cloture.ts'
import type { NatureInteret } from './conflit.ts'
import type { Qualite, Suppleance } from './mandat.ts'
import type { ChampsOrganisation, NumeroAttendu } from './organisation.ts'
import type { RaisonDoublon } from './organisation-doublon.ts'
import type { AvantFusion } from './organisation-fusion.ts'
import type { TablesConnexion } from './tables-connexion.ts'
import type { TablesOidc } from './tables-oidc.ts'

/** Tables of the schema `compte`. */
export type TablesCompte = TablesConnexion &
  TablesOidc & {
    'compte.type_organisation': { code: string; libelle: string; ordre: number; numero_attendu: ParDefaut<NumeroAttendu> }
    'compte.organisation': {
      id: string
      nom: string
      sigle: string | null
      type: string
      siren: string | null
      siret: string | null
      rna: ParDefaut<string | null>
      inscription_locale: ParDefaut<string | null>
      adresse: ParDefaut<string | null>
      code_postal: ParDefaut<string | null>
      commune: ParDefaut<string | null>
      representant_nom: ParDefaut<string | null>
      representant_fonction: ParDefaut<string | null>
      representant_depuis: ParDefaut<string | null>
      fermee_le: ParDefaut<string | null>
      fusionnee_dans: ParDefaut<string | null>
      cle: ParDefaut<string | null>
      version: ParDefaut<number>
      cree_le: ParDefaut<Date>
      modifie_le: ParDefaut<Date>
      archive_le: ParDefaut<Date | null>
    }
    'compte.organisation_nom': { organisation_id: string; nom: string; cle: ParDefaut<string | null> }
    'compte.departement_sans_rna': { departement: string; registre: string }
    'compte.nature_document': { code: string; libelle: string; duree_mois: number | null; aide: string | null; ordre: number }
    'compte.organisation_document': {
      id: string
      organisation_id: string
      nature: string
      titre: string | null
      nom_fichier: string
      type: string
      taille: number
      fichier_id: string
      valable_du: string
      valable_jusqu: string | null
      ajoute_le: Date
      ajoute_par: string | null
      archive_le: ParDefaut<Date | null>
    }
    'compte.organisation_doublon': {
      a: string
      b: string
      score: number
      raisons: RaisonDoublon[]
      trouve_le: Date
      ecarte_le: ParDefaut<Date | null>
      ecarte_par: ParDefaut<string | null>
    }
    'compte.organisation_fusion': {
      id: string
      numero: GeneratedAlways<number>
      garde_id: string
      absorbe_id: string
      faite_le: Date
      faite_par: string | null
      avant: Json<AvantFusion>
      apres: Json<ChampsOrganisation>
      annulee_le: ParDefaut<Date | null>
      annulee_par: ParDefaut<string | null>
    }
    'compte.personne': {
      id: string
      prenom: string
      nom: string
      fonction: string | null
      version: ParDefaut<number>
      cree_le: ParDefaut<Date>
      modifie_le: ParDefaut<Date>
      archive_le: ParDefaut<Date | null>
    }
    'compte.mandat': {
      id: string
      personne_id: string
      organisation_id: string
      role: Role
      contrat_id: string | null
      communes: ParDefaut<string[]>
      quartiers: ParDefaut<string[]>
      qualite: ParDefaut<Qualite>
      remplace_id: ParDefaut<string | null>
      suppleance: ParDefaut<Suppleance | null>
      succede_id: ParDefaut<string | null>
      debut: string
      fin: string | null
      retire_le: ParDefaut<Date | null>
      retire_par: ParDefaut<string | null>
      cree_le: ParDefaut<Date>
      cree_par: ParDefaut<string | null>
    }
    'compte.absence': {
      id: string
      contrat_id: string
      mandat_id: string
      debut: string
      fin: string
      cree_le: Date
      cree_par: string
      annulee_le: ParDefaut<Date | null>
      annulee_par: ParDefaut<string | null>
    }
    'compte.mandat_choisi': { personne_id: string; contrat_id: string; mandat_id: string; choisi_le: Date }
    'compte.matiere_signature': { code: string; libelle: string; roles: Role[]; ordre: number }
    'compte.delegation': {
      id: string
      contrat_id: string
      mandat_id: string
      delegataire_id: string
      arrete: string
      debut: string
      fin: string | null
      revoquee_le: ParDefaut<Date | null>
      revoquee_par: ParDefaut<string | null>
      cree_le: Date
      cree_par: string | null
    }
    'compte.delegation_matiere': { delegation_id: string; contrat_id: string; matiere: string }
    'compte.lot_mandats': {
      id: string
      groupe_id: string
      contrat_id: string
      organisation_id: string | null
      genre: 'fin' | 'renouvellement'
      jour: string | null
      cree_le: Date
      cree_par: string
      annule_le: ParDefaut<Date | null>
      annule_par: ParDefaut<string | null>
    }
    'compte.lot_mandat': {
      lot_id: string
      contrat_id: string
      mandat_id: string
      fin_avant: string | null
      fin_apres: string | null
      retire_apres: Date | null
    }
    'compte.interet_declare': {
      id: string
      personne_id: string
      organisation_id: string
      nature: NatureInteret
      debut: string
      fin: string | null
      cree_le: Date
      retire_le: ParDefaut<Date | null>
    }
    'compte.acces_justifie': {
      id: string
      contrat_id: string
      personne_id: string
      motif: string
      ouvert_le: Date
      fin: Date
      ferme_le: ParDefaut<Date | null>
    }
    'compte.utilisateur': {
      id: string
      personne_id: string
      nom: string
      courriel: string
      courriel_verifie: ParDefaut<boolean>
      image: ParDefaut<string | null>
      cree_le: ParDefaut<Date>
      modifie_le: ParDefaut<Date>
    }
    'compte.cloture': {
      id: string
      numero: Generated<number>
      personne_id: string
      motif: MotifCloture
      raison: string | null
      demandee_le: Date
      demandee_par: string | null
      prevue_le: Date
      annulee_le: ParDefaut<Date | null>
      annulee_par: ParDefaut<string | null>
      faite_le: ParDefaut<Date | null>
      obstacle: ParDefaut<string | null>
    }
    'compte.persona': { personne_id: string; presentation: string; ordre: number }
  }
