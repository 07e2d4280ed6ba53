/** Rights on filiation and on the local geography of a contract, for « Qui peut quoi ». */
import type { Action } from '#platform/droits.ts'
import { canImportTerritoire } from './droits.ts'

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
]
