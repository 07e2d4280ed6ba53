/** What one may do with the tree, the fiches, the imports and the exports: shown by « Qui peut quoi », proven on each command and route. */
import { type Agent, mandatsSur } from '#compte/index.ts'
import { canEditContrat, canReadContrat } from '#contrat/index.ts'
import type { Action, Cas, Chapitre } from '#platform/droits.ts'
import {
  canCreateFiche,
  canReadFiche,
  type FicheVisee,
  mayCommentFiches,
  mayEditFiche,
  mayKeepFiches,
  maySettleCommentaire,
  mayValidateFiches,
  mayWriteFiche,
} from './droits.ts'
import { canCancelLot, canEditLibelles, canImportFiches } from './lot-droits.ts'
import { canEditArbre } from './noeud-droits.ts'

/** A fiche on which nobody has a right of their own. */
const fiche = (contratId: string, change: Partial<FicheVisee> = {}): FicheVisee => ({
  contratId,
  statut: 'brouillon',
  archiveeLe: null,
  animateur: [],
  partenaires: [],
  lieux: [],
  ...change,
})
/** A fiche of which the organisation of the agent is a partner. */
const sienne = (agent: Agent | null, contratId: string, change: Partial<FicheVisee> = {}): FicheVisee =>
  fiche(contratId, {
    partenaires: mandatsSur(agent, contratId).map(({ id, organisation }) => ({ id, texte: organisation, role: null, habitants: false })),
    ...change,
  })
const simple = (peut: Cas['peut']): [Cas] => [{ libelle: '', peut }]
const ARCHIVEE = new Date(0)

const actions: readonly Action[] = [
  {
    nom: 'strategie.lire',
    libelle: 'lire la stratégie et les fiches',
    portee: 'contrat',
    commandes: [],
    droits: ['strategie.lire'],
    cas: simple((agent, contratId) => canReadFiche(agent, fiche(contratId))),
  },
  {
    nom: 'strategie.lire_archives',
    libelle: 'lire une fiche archivée',
    portee: 'contrat',
    commandes: [],
    droits: [],
    cas: simple((agent, contratId) => canReadFiche(agent, fiche(contratId, { archiveeLe: ARCHIVEE }))),
  },
  {
    nom: 'strategie.creer_fiche',
    libelle: 'créer une fiche, en copier une',
    portee: 'contrat',
    commandes: ['strategie.creer_fiche', 'strategie.dupliquer_fiche'],
    droits: ['strategie.creer_fiche'],
    cas: simple((agent, contratId) => canCreateFiche(agent, contratId)),
  },
  {
    nom: 'strategie.modifier_fiche',
    libelle: 'modifier une fiche, ses thèmes, ses lieux',
    portee: 'contrat',
    commandes: ['strategie.modifier_fiche', 'strategie.etiqueter_fiche', 'strategie.situer_fiche'],
    droits: [],
    cas: [
      { libelle: 'en brouillon', peut: (agent, contratId) => mayEditFiche(agent, fiche(contratId)) },
      {
        libelle: 'en brouillon, où son organisation prend part',
        peut: (agent, contratId) => mayEditFiche(agent, sienne(agent, contratId)),
      },
      { libelle: 'soumise ou validée', peut: (agent, contratId) => mayEditFiche(agent, sienne(agent, contratId, { statut: 'a_valider' })) },
    ],
  },
  {
    nom: 'strategie.soumettre_fiche',
    libelle: 'soumettre une fiche à validation',
    portee: 'contrat',
    commandes: ['strategie.soumettre_fiche'],
    droits: [],
    cas: [
      { libelle: '', peut: (agent, contratId) => mayWriteFiche(agent, fiche(contratId)) },
      { libelle: 'où son organisation prend part', peut: (agent, contratId) => mayWriteFiche(agent, sienne(agent, contratId)) },
    ],
  },
  {
    nom: 'strategie.valider_fiche',
    libelle: 'valider une fiche, la renvoyer en brouillon',
    portee: 'contrat',
    commandes: ['strategie.valider_fiche', 'strategie.renvoyer_fiche'],
    droits: ['strategie.valider_fiche'],
    cas: simple((agent, contratId) => mayValidateFiches(agent, contratId)),
  },
  {
    nom: 'strategie.tenir_fiche',
    libelle: 'abandonner, rouvrir, archiver, restaurer une fiche',
    portee: 'contrat',
    commandes: ['strategie.abandonner_fiche', 'strategie.rouvrir_fiche', 'strategie.archiver_fiche', 'strategie.restaurer_fiche'],
    droits: ['strategie.tenir_fiche'],
    cas: simple((agent, contratId) => mayKeepFiches(agent, contratId)),
  },
  {
    nom: 'strategie.commenter',
    libelle: 'écrire une remarque en marge, y répondre',
    portee: 'contrat',
    commandes: ['strategie.ajouter_remarque', 'strategie.repondre_remarque'],
    droits: ['strategie.commenter'],
    cas: simple((agent, contratId) => mayCommentFiches(agent, contratId)),
  },
  {
    nom: 'strategie.regler_remarque',
    libelle: 'marquer une remarque réglée',
    portee: 'contrat',
    commandes: ['strategie.regler_remarque'],
    droits: [],
    cas: [
      {
        libelle: 'écrite par soi',
        peut: (agent, contratId) => maySettleCommentaire(agent, fiche(contratId), { auteurId: agent?.personneId ?? '' }),
      },
      {
        libelle: 'écrite par une autre personne',
        peut: (agent, contratId) => maySettleCommentaire(agent, fiche(contratId), { auteurId: '' }),
      },
    ],
  },
  {
    nom: 'strategie.modifier_fiches',
    libelle: 'modifier plusieurs fiches à la fois, chacune selon son droit',
    portee: 'contrat',
    commandes: ['strategie.modifier_fiches', 'strategie.apercu_fiches'],
    droits: ['strategie.modifier_fiches'],
    cas: simple((agent, contratId) => canCreateFiche(agent, contratId)),
  },
  {
    nom: 'strategie.tenir_arbre',
    libelle: 'tenir l’arbre : ajouter, modifier, déplacer, renuméroter, archiver',
    portee: 'contrat',
    commandes: [
      'strategie.creer_noeud',
      'strategie.modifier_noeud',
      'strategie.deplacer_noeud',
      'strategie.deplacer_fiche',
      'strategie.annuler_deplacement',
      'strategie.renumeroter',
      'strategie.archiver_noeud',
      'strategie.restaurer_noeud',
    ],
    droits: ['strategie.deplacer'],
    cas: simple((agent, contratId) => canEditArbre(agent, contratId)),
  },
  {
    nom: 'strategie.importer',
    libelle: 'importer des documents et les relire',
    portee: 'contrat',
    commandes: [
      'strategie.deposer_lot',
      'strategie.relire_import',
      'strategie.ecarter_fiche_importee',
      'strategie.creer_fiche_importee',
      'strategie.creer_fiches_du_lot',
    ],
    droits: ['strategie.importer'],
    cas: simple((agent, contratId) => canImportFiches(agent, contratId)),
  },
  {
    nom: 'strategie.reprendre_import',
    libelle: 'mettre à jour une fiche depuis un document importé',
    portee: 'contrat',
    commandes: ['strategie.mettre_a_jour_fiche_importee'],
    droits: [],
    cas: [
      {
        libelle: 'en brouillon',
        peut: (agent, contratId) => canImportFiches(agent, contratId) && mayEditFiche(agent, fiche(contratId)),
      },
      {
        libelle: 'soumise ou validée',
        peut: (agent, contratId) => canImportFiches(agent, contratId) && mayEditFiche(agent, fiche(contratId, { statut: 'validee' })),
      },
    ],
  },
  {
    nom: 'strategie.annuler_import',
    libelle: 'arrêter ou annuler un import',
    portee: 'contrat',
    commandes: ['strategie.annuler_lot'],
    droits: [],
    cas: [
      {
        libelle: 'déposé par soi',
        peut: (agent, contratId) => canCancelLot(agent, { contratId, deposePar: agent?.personneId ?? '' }),
      },
      { libelle: 'déposé par une autre personne', peut: (agent, contratId) => canCancelLot(agent, { contratId, deposePar: '' }) },
    ],
  },
  {
    nom: 'strategie.enseigner_libelle',
    libelle: 'compléter le dictionnaire des imports du contrat',
    portee: 'contrat',
    commandes: ['strategie.ajouter_libelle_import', 'strategie.retirer_libelle_import'],
    droits: ['strategie.enseigner_libelle'],
    cas: simple((agent, contratId) => canEditLibelles(agent, contratId)),
  },
  {
    nom: 'strategie.exporter',
    libelle: 'télécharger le contrat et les fiches, arrêter son propre export',
    portee: 'contrat',
    commandes: ['strategie.demander_export', 'strategie.annuler_export'],
    droits: ['strategie.exporter'],
    cas: simple((agent, contratId) => canReadContrat(agent, contratId)),
  },
  {
    nom: 'strategie.tenir_modeles',
    libelle: 'choisir l’apparence et les modèles des documents',
    portee: 'contrat',
    commandes: ['strategie.choisir_apparence', 'strategie.ajouter_modele', 'strategie.archiver_modele'],
    droits: ['strategie.tenir_modeles', 'strategie.choisir_apparence'],
    cas: simple((agent, contratId) => canEditContrat(agent, contratId)),
  },
]

export const droitsStrategie: Chapitre = { capacite: 'strategie', libelle: 'Stratégie et fiches', actions }
