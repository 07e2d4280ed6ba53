/** The processings that accounts, mail and the journal carry out, for the register (GDPR, article 30). */
// The durations that these texts cite.
import '#platform/courriel/reglages.ts'
import { declareTraitement } from '#platform/donnees-personnelles/traitement.ts'
import './reglages-instance.ts'

const MISSION = 'Mission d’intérêt public (RGPD, article 6.1.e) : conduire le contrat de ville (loi du 21 février 2014, article 6).'
const AGENTS = 'Élus, agents des signataires, bénévoles et habitants qui ont un compte.'
const MESURES =
  'Droits par mandat, refusés par défaut ; cloisonnement par contrat dans la base ; journal chaîné de chaque acte ; liaisons chiffrées ; sauvegarde vérifiée.'

export const traitementComptes = declareTraitement({
  code: 'comptes',
  nom: 'Comptes, organisations et mandats',
  finalite: 'Savoir qui agit sur le contrat, au nom de quelle organisation, avec quel droit et à quelles dates.',
  base: MISSION,
  personnes: `${AGENTS} Représentants légaux des organisations.`,
  categories:
    'Identité, adresse électronique, fonction, organisation, mandats, suppléances, délégations et absences (sans leur motif), liens d’intérêts déclarés.',
  destinataires:
    'Les personnes qui ont un mandat sur le même contrat (sans les adresses) ; sa cheffe ou son chef de projet ; l’administration de la plateforme.',
  conservation:
    'Durée du compte ; un compte inutilisé {compte.comptes_inactifs_mois} mois est fermé ; un mandat terminé est gardé {compte.mandats_ans} ans, une invitation {compte.invitations_mois} mois.',
  mesures: `${MESURES} Effacement : le nom devient un numéro.`,
  tableaux: ['compte'],
})

export const traitementConnexion = declareTraitement({
  code: 'connexion',
  nom: 'Connexion et sécurité des comptes',
  finalite: 'Prouver qui se connecte, reconnaître une connexion frauduleuse, freiner qui devine un mot de passe.',
  base: 'Mission d’intérêt public, et obligation de sécurité (RGPD, articles 6.1.e et 32).',
  personnes: AGENTS,
  categories:
    'Empreinte du mot de passe, second facteur chiffré, fournisseur d’identité, sessions avec adresse du réseau et navigateur, liens à usage unique, décompte des échecs.',
  destinataires:
    'La personne elle-même, pour ses sessions ; personne d’autre. Le fournisseur d’identité choisi (ProConnect par exemple) sait qu’elle se connecte.',
  conservation:
    'Durée de la session ; liens à usage unique, {compte.jetons_jours} jours après leur terme ; échecs, {compte.tentatives_jours} jours.',
  mesures: `${MESURES} Mots de passe et liens gardés par leur empreinte seule ; secrets chiffrés par une clef hors de la base.`,
  tableaux: [
    'compte.session',
    'compte.session_oidc',
    'compte.identite',
    'compte.identite_oidc',
    'compte.verification',
    'compte.jeton',
    'compte.code_recuperation',
    'compte.second_facteur',
    'compte.tentative',
  ],
})

export const traitementJournal = declareTraitement({
  code: 'journal',
  nom: 'Journal des actes',
  finalite:
    'Savoir qui a fait quoi, quand et à quel titre ; prouver qu’un acte n’a pas été altéré ; contrôler l’accès de l’administration au contenu.',
  base: 'Mission d’intérêt public, et obligation de sécurité (RGPD, articles 6.1.e, 5.2 et 32).',
  personnes: AGENTS,
  categories: 'Auteur de l’acte, mandat utilisé, instant, objet, valeurs avant et après, motif d’un accès au contenu.',
  destinataires:
    'Cheffe ou chef de projet du contrat ; administration de la plateforme pour ce qui n’est d’aucun contrat ; juridictions et contrôle.',
  conservation: 'Détail : {compte.journal_ans} ans. Ligne et empreinte : autant que l’instance, sans nom une fois la personne effacée.',
  mesures: `${MESURES} Chaîne d’empreintes SHA-256 ; la base refuse toute modification.`,
  tableaux: ['platform.audit_ligne', 'platform.audit_contenu', 'compte.acces_justifie'],
})

export const traitementCourriels = declareTraitement({
  code: 'courriels',
  nom: 'Courriels',
  finalite: 'Envoyer les liens de connexion, les invitations et le récapitulatif de ce qui attend la personne.',
  base: 'Mission d’intérêt public. Le récapitulatif se règle et s’arrête d’un clic ; il ne demande pas de consentement : il ne sollicite pas, il dit ce qui attend.',
  personnes: AGENTS,
  categories: 'Adresse électronique, objet et texte du courriel, rythme choisi.',
  destinataires: 'La personne elle-même ; le service d’envoi de courriels de l’instance.',
  conservation: 'Adresse et texte : {courriel.conservation_jours} jours après l’envoi. Choix de rythme : durée du compte.',
  mesures: `${MESURES} Le lien d’un courriel est effacé dès l’envoi ; aucun traceur dans les courriels.`,
  tableaux: ['platform.courriel', 'platform.courriel_preference'],
})

export const traitementInstance = declareTraitement({
  code: 'instance',
  nom: 'Fonctionnement de l’instance',
  finalite: 'Composer les documents demandés, garder les pièces, nommer qui publie et qui répond.',
  base: MISSION,
  personnes: `${AGENTS} Personnes citées dans les pièces déposées.`,
  categories: 'Demandeur d’un document, contenu des pièces, noms de la publication.',
  destinataires: 'Qui a le droit de lire la pièce ; le public pour ce qui est publié.',
  conservation: 'Document composé à la demande : {compte.exports_jours} jours. Pièce : celle du contrat.',
  mesures: MESURES,
  tableaux: ['platform'],
})
