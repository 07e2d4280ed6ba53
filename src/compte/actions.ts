/**
 * What one may do with accounts, organisations and mandates: shown by « Qui peut quoi », proven on each command and route.
 * A new command or a new right of a route goes into the action it belongs to, or into a new one.
 */
import type { Action, Cas, Chapitre } from '#platform/droits.ts'
import { accesSur, canCloseAcces, canOpenAcces } from './acces.ts'
import { mandatsSur } from './agent.ts'
import { canCloseCompte, canCopyDonnees } from './donnees-droits.ts'
import {
  canAdministerComptes,
  canChooseCourriels,
  canChooseMandat,
  canCreateOrganisation,
  canDeclareAbsence,
  canDeclareInteret,
  canDelegate,
  canEndMandats,
  canMakeLien,
  canManageEquipe,
  canManageMandat,
} from './droits.ts'
import { actionsOrganisations } from './organisation-actions.ts'

/** Nobody's id: another than the agent's. */
const AUTRE_PERSONNE = '00000000-0000-7000-8000-0000000000af'

const simple = (peut: Cas['peut']): [Cas] => [{ libelle: '', peut }]

const actions: readonly Action[] = [
  {
    nom: 'compte.public',
    libelle: 'lire ce qui est publié, se connecter, suivre un lien reçu',
    portee: 'compte',
    commandes: [],
    droits: ['public'],
    cas: simple(() => true),
  },
  {
    nom: 'compte.mon_compte',
    libelle: 'tenir son propre compte',
    portee: 'compte',
    commandes: [
      'compte.se_connecter',
      'compte.jouer_personnage',
      'compte.se_deconnecter',
      'compte.corriger_identite',
      'compte.choisir_mot_de_passe',
      'compte.changer_mot_de_passe',
      'compte.fermer_session',
      'compte.fermer_autres_sessions',
      'compte.proposer_second_facteur',
      'compte.activer_second_facteur',
      'compte.renouveler_codes_recuperation',
      'compte.retirer_second_facteur',
      'compte.creer_son_compte',
      'compte.accepter_invitation',
      'compte.accepter_invitation_en_creant',
    ],
    droits: ['connecté'],
    cas: simple((agent) => agent !== null),
  },
  {
    nom: 'compte.relier_fournisseur',
    libelle: 'relier un fournisseur d’identité à son propre compte',
    portee: 'compte',
    commandes: ['compte.creer_compte_fournisseur', 'compte.noter_identite', 'compte.relier_fournisseur', 'compte.delier_fournisseur'],
    droits: [],
    cas: simple((agent) => agent !== null),
  },
  {
    nom: 'compte.choisir_courriels',
    libelle: 'choisir ses courriels',
    portee: 'compte',
    commandes: ['compte.choisir_courriels'],
    droits: [],
    cas: simple((agent) => canChooseCourriels(agent, agent?.personneId ?? '')),
  },
  {
    nom: 'compte.choisir_mandat',
    libelle: 'choisir sous lequel de ses mandats agir',
    portee: 'compte',
    commandes: ['compte.choisir_mandat'],
    droits: [],
    cas: simple((agent) => agent?.mandats.some(({ id }) => canChooseMandat(agent, id)) ?? false),
  },
  {
    nom: 'compte.declarer_interets',
    libelle: 'déclarer ses propres liens d’intérêts',
    portee: 'compte',
    commandes: ['compte.declarer_interet', 'compte.terminer_interet'],
    droits: [],
    cas: simple((agent) => agent !== null && canDeclareInteret(agent, agent.personneId)),
  },
  {
    nom: 'compte.lire_equipe',
    libelle: 'lire l’équipe du contrat et qui peut quoi',
    portee: 'contrat',
    commandes: [],
    droits: ['mandat sur le contrat'],
    cas: simple((agent, contratId) => mandatsSur(agent, contratId).length > 0),
  },
  {
    nom: 'compte.tenir_equipe',
    libelle: 'tenir l’équipe du contrat',
    portee: 'contrat',
    commandes: [],
    droits: ['chef de projet du contrat'],
    cas: simple((agent, contratId) => canManageEquipe(agent, contratId)),
  },
  {
    nom: 'compte.inviter',
    libelle: 'inviter une personne par courriel, renvoyer ou retirer l’invitation',
    portee: 'contrat',
    commandes: ['compte.inviter_membre', 'compte.renvoyer_invitation', 'compte.retirer_invitation'],
    droits: [],
    cas: simple((agent, contratId) => canManageMandat(agent, { role: 'bailleur', contratId })),
  },
  {
    nom: 'compte.tenir_mandats',
    libelle: 'donner un mandat sur le contrat, accueillir une personne, y mettre fin',
    portee: 'contrat',
    commandes: ['compte.accueillir_membre', 'compte.donner_mandat', 'compte.terminer_mandat', 'compte.confirmer_mandat'],
    droits: [],
    cas: simple((agent, contratId) => canManageMandat(agent, { role: 'bailleur', contratId })),
  },
  {
    nom: 'compte.tenir_mandats_ensemble',
    libelle: 'mettre fin à plusieurs mandats à la fois, annuler cet acte',
    portee: 'contrat',
    commandes: ['compte.terminer_mandats', 'compte.annuler_mandats'],
    droits: [],
    cas: simple((agent, contratId) => canEndMandats(agent, contratId)),
  },
  {
    nom: 'compte.renouveler_mandats',
    libelle: 'renouveler des mandats finis',
    portee: 'contrat',
    commandes: ['compte.renouveler_mandats'],
    droits: [],
    cas: simple((agent, contratId) => canManageEquipe(agent, contratId)),
  },
  {
    nom: 'compte.declarer_absence',
    libelle: 'déclarer ou annuler une absence',
    portee: 'contrat',
    commandes: ['compte.declarer_absence', 'compte.annuler_absence'],
    droits: [],
    cas: [
      {
        libelle: 'la sienne',
        peut: (agent, contratId) =>
          mandatsSur(agent, contratId).some((mandat) => canDeclareAbsence(agent, { ...mandat, personneId: agent?.personneId ?? '' })),
      },
      {
        libelle: 'd’une autre personne',
        peut: (agent, contratId) => canDeclareAbsence(agent, { personneId: '', role: 'bailleur', contratId }),
      },
    ],
  },
  {
    nom: 'compte.deleguer_signature',
    libelle: 'enregistrer ou révoquer une délégation de signature',
    portee: 'contrat',
    commandes: ['compte.deleguer_signature', 'compte.revoquer_delegation'],
    droits: [],
    cas: [
      { libelle: 'la sienne', peut: (agent, contratId) => mandatsSur(agent, contratId).some((mandat) => canDelegate(agent, mandat)) },
      { libelle: 'd’une autre personne', peut: (agent, contratId) => canDelegate(agent, { id: '', role: 'prefet', contratId }) },
    ],
  },
  {
    nom: 'compte.donner_acces',
    libelle: 'faire un lien pour choisir un mot de passe',
    portee: 'contrat',
    commandes: ['compte.creer_lien_mot_de_passe'],
    droits: [],
    cas: [
      {
        libelle: 'à une personne sans mot de passe, de ses seuls contrats',
        peut: (agent, contratId) => canMakeLien(agent, { motDePasseChoisi: false, mandats: [{ role: 'bailleur', contratId }] }),
      },
      {
        libelle: 'à une autre personne',
        peut: (agent, contratId) => canMakeLien(agent, { motDePasseChoisi: true, mandats: [{ role: 'bailleur', contratId }] }),
      },
    ],
  },
  {
    nom: 'compte.creer_organisation',
    libelle: 'lister les organisations, en ajouter une',
    portee: 'plateforme',
    commandes: ['compte.creer_organisation'],
    droits: ['tenir les organisations'],
    cas: simple((agent) => canCreateOrganisation(agent)),
  },
  ...actionsOrganisations,
  {
    nom: 'compte.tenir_donnees',
    libelle: 'copier des données personnelles, fermer un compte',
    portee: 'compte',
    commandes: ['compte.copier_donnees', 'compte.demander_cloture', 'compte.annuler_cloture'],
    droits: [],
    cas: [
      {
        libelle: 'les siennes',
        peut: (agent) => canCopyDonnees(agent, agent?.personneId ?? '') && canCloseCompte(agent, agent?.personneId ?? ''),
      },
      {
        libelle: 'celles d’une autre personne, sur sa demande',
        peut: (agent) => canCopyDonnees(agent, AUTRE_PERSONNE) && canCloseCompte(agent, AUTRE_PERSONNE),
      },
    ],
  },
  {
    nom: 'compte.administrer',
    libelle: 'administrer la plateforme : comptes, organisations, réglages',
    portee: 'plateforme',
    commandes: [
      'compte.creer_personne',
      'compte.renvoyer_courriel',
      'compte.retirer_second_facteur_de',
      'compte.changer_reglages',
      'compte.lancer_tache',
      'compte.avancer_cloture',
    ],
    droits: ['administration de la plateforme'],
    cas: simple((agent) => canAdministerComptes(agent)),
  },
  {
    nom: 'compte.ouvrir_acces',
    libelle: 'ouvrir le contenu d’un contrat pour le lire, avec un motif et pour quelques heures',
    portee: 'contrat',
    commandes: ['compte.ouvrir_acces'],
    droits: [],
    cas: simple((agent, contratId) => canOpenAcces(agent, contratId)),
  },
  {
    nom: 'compte.fermer_acces',
    libelle: 'fermer son accès au contenu d’un contrat',
    portee: 'compte',
    commandes: ['compte.fermer_acces'],
    droits: [],
    cas: simple((agent) => canCloseAcces(agent, { personneId: agent?.personneId ?? '' })),
  },
  {
    nom: 'compte.lire_contenu',
    libelle: 'lire un contrat sous un accès justifié, chaque page étant notée',
    portee: 'contrat',
    commandes: ['compte.lire_contenu'],
    droits: [],
    cas: simple((agent, contratId) => accesSur(agent, contratId) !== null),
  },
  {
    nom: 'compte.terminal',
    libelle: 'créer un compte d’administration, au terminal du serveur',
    portee: 'terminal',
    commandes: ['compte.creer_administrateur'],
    droits: [],
    cas: simple(() => false),
  },
]

export const droitsCompte: Chapitre = { capacite: 'compte', libelle: 'Équipe et comptes', actions }
