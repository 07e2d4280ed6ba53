import type { ParDefaut } from '#platform/db/base.ts'
import type { Role } from './agent.ts'
import type { Qualite } from './mandat.ts'

/** Tables of the schema `compte`. */
export type TablesCompte = {
  'compte.type_organisation': { code: string; libelle: string; ordre: number }
  'compte.organisation': {
    id: string
    nom: string
    sigle: string | null
    type: string
    siren: string | null
    siret: string | null
    version: ParDefaut<number>
    cree_le: ParDefaut<Date>
    modifie_le: ParDefaut<Date>
    archive_le: ParDefaut<Date | null>
  }
  'compte.organisation_nom': { organisation_id: string; nom: string }
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
    commune_code: string | null
    qualite: ParDefaut<Qualite>
    debut: string
    fin: string | null
    retire_le: ParDefaut<Date | null>
    retire_par: ParDefaut<string | null>
    cree_le: ParDefaut<Date>
    cree_par: ParDefaut<string | null>
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
  'compte.session': {
    id: string
    utilisateur_id: string
    jeton: string
    expire_le: Date
    adresse_ip: string | null
    navigateur: string | null
    cree_le: ParDefaut<Date>
    modifie_le: ParDefaut<Date>
  }
  'compte.identite': {
    id: string
    utilisateur_id: string
    fournisseur: string
    compte_externe: string
    mot_de_passe: string | null
    jeton_acces: ParDefaut<string | null>
    jeton_acces_expire_le: ParDefaut<Date | null>
    jeton_renouvellement: ParDefaut<string | null>
    jeton_renouvellement_expire_le: ParDefaut<Date | null>
    jeton_identite: ParDefaut<string | null>
    portee: ParDefaut<string | null>
    cree_le: ParDefaut<Date>
    modifie_le: ParDefaut<Date>
  }
  'compte.verification': {
    id: string
    identifiant: string
    valeur: string
    expire_le: Date
    cree_le: ParDefaut<Date>
    modifie_le: ParDefaut<Date>
  }
  'compte.tentative': { cle: string; echecs: number; depuis: Date }
  'compte.persona': { personne_id: string; presentation: string; ordre: number }
}
