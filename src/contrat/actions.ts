/** What one may do with a contract: shown by « Qui peut quoi », proven on each command and route. */
import type { Action, Chapitre } from '#platform/droits.ts'
import { canCreateContrat, canEditContrat, canReadContrat, canReadJournal } from './droits.ts'

const actions: readonly Action[] = [
  {
    nom: 'contrat.lire',
    libelle: 'ouvrir l’espace du contrat, lire le contrat et ses documents',
    portee: 'contrat',
    commandes: [],
    droits: ['contrat.lire'],
    cas: [{ libelle: '', peut: (agent, contratId) => canReadContrat(agent, contratId) }],
  },
  {
    nom: 'contrat.modifier',
    libelle: 'tenir le contrat : titre, dates, communes, parties, niveaux, thèmes, calendrier, documents',
    portee: 'contrat',
    commandes: [
      'contrat.modifier',
      'contrat.enregistrer_champs',
      'contrat.enregistrer_niveaux',
      'contrat.enregistrer_quartiers',
      'contrat.enregistrer_signataires',
      'contrat.enregistrer_themes',
      'contrat.enregistrer_calendrier',
      'contrat.ajouter_document',
      'contrat.modifier_document',
      'contrat.archiver_document',
      'contrat.restaurer_document',
      'contrat.changer_statut',
      'contrat.proroger',
      'contrat.archiver',
      'contrat.restaurer',
    ],
    droits: ['contrat.modifier'],
    cas: [{ libelle: '', peut: (agent, contratId) => canEditContrat(agent, contratId) }],
  },
  {
    nom: 'contrat.lire_historique',
    libelle: 'lire l’historique d’un objet du contrat',
    portee: 'contrat',
    commandes: [],
    droits: ['contrat.lire_historique'],
    cas: [{ libelle: '', peut: (agent, contratId) => canReadContrat(agent, contratId) }],
  },
  {
    nom: 'contrat.lire_journal',
    libelle: 'lire le journal du contrat et le télécharger',
    portee: 'contrat',
    commandes: [],
    droits: ['contrat.lire_journal'],
    cas: [{ libelle: '', peut: (agent, contratId) => canReadJournal(agent, contratId) }],
  },
  {
    nom: 'contrat.creer',
    libelle: 'créer un contrat',
    portee: 'plateforme',
    commandes: ['contrat.creer'],
    droits: ['contrat.creer'],
    cas: [{ libelle: '', peut: (agent) => canCreateContrat(agent) }],
  },
]

export const droitsContrat: Chapitre = { capacite: 'contrat', libelle: 'Contrat', actions }
