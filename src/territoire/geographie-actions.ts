/** Rights on filiation and on the local geography of a contract, for « Qui peut quoi ». */
import type { Action } from '#platform/droits.ts'
import { canEditTerritoire, canImportTerritoire } from './droits.ts'
import { canEditUnLieu } from './droits-geographie.ts'

export const actionsGeographie: readonly Action[] = [
  {
    nom: 'territoire.relire_filiation',
    libelle: 'calculer et relire la filiation entre deux générations de quartiers',
    portee: 'plateforme',
    commandes: [
      'territoire.calculer_filiation',
      'territoire.arreter_filiation',
      'territoire.accepter_filiation',
      'territoire.accepter_filiations',
      'territoire.corriger_filiation',
      'territoire.ecarter_filiation',
      'territoire.ajouter_filiation',
    ],
    droits: ['territoire.relire_filiation'],
    cas: [{ libelle: '', peut: (agent) => canImportTerritoire(agent) }],
  },
  {
    nom: 'territoire.definir_geographie',
    libelle: 'définir les paliers du contrat, ses critères et leurs poids',
    portee: 'contrat',
    commandes: ['territoire.definir_paliers', 'territoire.definir_criteres'],
    droits: ['territoire.definir_geographie'],
    cas: [{ libelle: '', peut: (agent, contratId) => canEditTerritoire(agent, contratId) }],
  },
  {
    nom: 'territoire.tenir_lieux',
    libelle: 'tracer les périmètres du contrat, les classer et noter leurs chiffres',
    portee: 'contrat',
    commandes: [
      'territoire.enregistrer_perimetre',
      'territoire.archiver_perimetre',
      'territoire.restaurer_perimetre',
      'territoire.classer_lieu',
      'territoire.noter_valeurs',
    ],
    droits: ['territoire.tenir_lieux'],
    cas: [
      { libelle: 'dans sa commune', peut: (agent, contratId) => canEditUnLieu(agent, contratId) },
      { libelle: 'dans une autre commune', peut: (agent, contratId) => canEditTerritoire(agent, contratId) },
    ],
  },
]
