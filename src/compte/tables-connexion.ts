import type { ParDefaut } from '#platform/db/base.ts'
import type { Role } from './agent.ts'
import type { Qualite, Suppleance } from './mandat.ts'

/** One-use secrets: a link that signs in, a link to choose a password, the second step of a sign-in. */
export type GenreJeton = 'connexion' | 'mot_de_passe' | 'etape'

/** Tables of the door: sessions, passwords, one-use secrets, second factors, invitations, registrations. */
export type TablesConnexion = {
  'compte.session': {
    id: string
    utilisateur_id: string
    jeton: string
    expire_le: Date
    adresse_ip: string | null
    navigateur: string | null
    cree_le: ParDefaut<Date>
    modifie_le: ParDefaut<Date>
    moyen: ParDefaut<string>
    second_facteur_le: ParDefaut<Date | null>
    vue_le: ParDefaut<Date>
  }
  'compte.jeton': {
    id: string
    genre: GenreJeton
    empreinte: string
    utilisateur_id: string
    envoye_a: string | null
    suite: string | null
    moyen: string | null
    essais: ParDefaut<number>
    expire_le: Date
    servi_le: ParDefaut<Date | null>
    cree_le: Date
  }
  'compte.second_facteur': {
    utilisateur_id: string
    secret_chiffre: string
    dernier_pas: ParDefaut<number>
    active_le: ParDefaut<Date | null>
    cree_le: Date
  }
  'compte.code_recuperation': { utilisateur_id: string; empreinte: string; servi_le: ParDefaut<Date | null> }
  'compte.invitation': {
    id: string
    contrat_id: string
    contrat_titre: string
    courriel: string
    prenom: string | null
    nom: string | null
    fonction: string | null
    organisation_id: string
    role: Role
    communes: ParDefaut<string[]>
    quartiers: ParDefaut<string[]>
    qualite: Qualite
    remplace_id: string | null
    suppleance: Suppleance | null
    debut: string
    fin: string | null
    empreinte: string
    expire_le: Date
    envois: ParDefaut<number>
    envoyee_le: Date
    invite_par: string
    cree_le: Date
    acceptee_le: ParDefaut<Date | null>
    acceptee_par: ParDefaut<string | null>
    mandat_id: ParDefaut<string | null>
    retiree_le: ParDefaut<Date | null>
    retiree_par: ParDefaut<string | null>
  }
  'compte.inscription': {
    id: string
    courriel: string
    prenom: string
    nom: string
    empreinte: string
    expire_le: Date
    cree_le: Date
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
}
