/** What one may do with the reference geography of the instance: generations, imports, sub-quartiers. Pure. */
import type { Action } from '#platform/droits.ts'
import { canImportTerritoire } from './droits.ts'

export const actionsImports: readonly Action[] = [
  {
    nom: 'territoire.administrer',
    libelle: 'tenir la géographie de référence : générations de quartiers, contours, unités urbaines',
    portee: 'plateforme',
    commandes: [
      'territoire.declarer_generation',
      'territoire.declarer_decret',
      'territoire.retirer_decret',
      'territoire.nommer_sous_quartier',
      'territoire.retirer_sous_quartier',
      'territoire.deposer_import',
      'territoire.regler_import',
      'territoire.decider_defauts',
      'territoire.importer',
      'territoire.annuler_import',
      'territoire.arreter_lecture',
      'territoire.abandonner_import',
    ],
    droits: ['territoire.administrer'],
    cas: [{ libelle: '', peut: (agent) => canImportTerritoire(agent) }],
  },
]
