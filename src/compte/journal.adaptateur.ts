/** Words of the journal for people, organisations, mandates and sessions. */
import type { Lexique } from '#platform/audit/lexique.ts'
import { listReglagesDeclares } from '#platform/reglages.ts'
import { LIBELLES_ROLES } from './agent.ts'
import { nameCompte } from './journal.store.ts'
import { commandesCompte } from './journal-commandes.ts'
import { LIBELLES_QUALITES } from './mandat.ts'

const role = { libelle: 'rôle', valeurs: LIBELLES_ROLES }
const mandat = {
  role,
  qualite: { libelle: 'qualité', valeurs: LIBELLES_QUALITES },
  organisationId: 'organisation',
  personneId: 'personne',
  debut: 'premier jour',
  fin: 'dernier jour',
  retireLe: 'retiré le',
  communeCode: 'commune',
  communes: 'communes',
  quartiers: 'quartiers',
  territoire: 'territoire',
}

export const lexiqueCompte: Lexique = {
  objets: {
    personne: {
      nom: 'la personne',
      champs: {
        prenom: 'prénom',
        nom: 'nom',
        fonction: 'fonction',
        courriel: 'adresse électronique',
        utilisateurId: { libelle: 'compte', technique: true },
        finDuLien: 'fin du lien',
        origine: { libelle: 'adresse du réseau, chiffrée', technique: true },
        prevueLe: 'prévue le',
        ...Object.fromEntries(Object.entries(mandat).map(([nom, champ]) => [`mandat.${nom}`, champ])),
        'personne.prenom': 'prénom',
        'personne.nom': 'nom',
        'personne.courriel': 'adresse électronique',
      },
    },
    organisation: {
      nom: 'l’organisation',
      champs: {
        nom: 'nom',
        sigle: 'sigle',
        type: 'nature',
        siren: 'SIREN',
        siret: 'SIRET',
        rna: 'RNA',
        adresse: 'adresse',
        codePostal: 'code postal',
        commune: 'commune',
        representantNom: 'représentant légal',
        representantFonction: 'fonction du représentant légal',
        representantDepuis: 'représentant légal depuis',
        fermeeLe: 'fermée le',
        inscriptionLocale: 'inscription au registre du tribunal',
      },
    },
    mandat: {
      nom: 'le mandat',
      champs: {
        ...mandat,
        ...Object.fromEntries(Object.entries(mandat).map(([nom, champ]) => [`mandat.${nom}`, champ])),
        'personne.prenom': 'prénom',
        'personne.nom': 'nom',
        'personne.courriel': 'adresse électronique',
        'personne.fonction': 'fonction',
        personne: 'personne',
        organisation: 'organisation',
        'organisation.nom': 'organisation',
      },
    },
    delegation: {
      nom: 'la délégation de signature',
      champs: {
        arrete: 'arrêté',
        debut: 'premier jour',
        fin: 'dernier jour',
        matieres: 'ce qui est signé',
        mandatId: 'mandat',
        delegataireId: 'délégataire',
        revoqueeLe: 'révoquée le',
      },
    },
    invitation: { nom: 'l’invitation', champs: { ...mandat, courriel: 'adresse électronique', expireLe: 'expire le' } },
    courriel: { nom: 'le courriel', champs: { genre: 'genre', etat: 'état' } },
    tache: { nom: 'la tâche', champs: { genre: 'genre' } },
    reglages: {
      nom: 'les réglages',
      // Read when the lexicons are joined: by then every capability has declared its settings.
      get champs() {
        return Object.fromEntries(listReglagesDeclares().map(({ cle, libelle }) => [cle, libelle]))
      },
    },
    type_organisation: { nom: 'la nature d’organisation', champs: { ordre: 'rang' } },
    nature_document: { nom: 'la nature de document', champs: { ordre: 'rang' } },
    adresse_inconnue: { nom: 'l’adresse sans compte', champs: { origine: { libelle: 'adresse du réseau, chiffrée', technique: true } } },
    acces: {
      nom: 'l’accès au contenu',
      champs: { motif: 'motif', fin: 'fin', fermeLe: 'fermé le', chemin: 'page', acces: { libelle: 'accès', technique: true } },
    },
  },
  noms: ['le compte', 'le compte d’administration', 'le lien de mot de passe', 'le second facteur', 'l’absence', 'le courriel'],
  commandes: commandesCompte,
  tournures: [
    [/^Connexion de .* (\(.*\))$/s, 'a ouvert une session $1'],
    [/^Connexion de .*$/s, 'a ouvert une session'],
    [/^(.*) agit désormais au titre de : (.*)$/s, 'agit désormais au titre de : $2'],
    [/^Session fermée (\(.*\)) par .*$/s, 'a fermé une de ses sessions $1'],
    [/^Intérêt déclaré par .* : (.*)$/s, 'a déclaré un lien d’intérêts avec $1'],
    [/^Mandat («.*») (.*) terminé (.*)$/s, 'a terminé le mandat $1 $2 $3'],
    [/^(\S+@\S+) invité au rôle (.*)$/s, 'a invité $1 au rôle $2'],
    [/^Signature (.*) déléguée à (.*)$/s, 'a délégué la signature $1 à $2'],
    [/^Compte de .* relié à (.*)$/s, 'a relié son compte à $1'],
    [/^Compte de .* délié de (.*)$/s, 'a délié son compte de $1'],
    [/^Tâche lancée : (.*)$/s, 'a lancé une tâche : $1'],
    [/^Réglages (.*) changés : (.*)$/s, 'a changé les réglages $1 : $2'],
    [/^Contenu ouvert (.*)$/s, 'a ouvert le contenu du contrat $1'],
    [/^Page lue sous accès justifié : (.*)$/s, 'a lu la page $1 sous accès justifié'],
  ],
  nommer: nameCompte,
}
