/** What one may do with the geography: shown by « Qui peut quoi », proven on each command and route. */
import type { Action, Chapitre } from '#platform/droits.ts'
import { canReadTerritoire, canRepererLot } from './droits.ts'
import { actionsEligibilite } from './eligibilite-actions.ts'
import { actionsGeographie } from './geographie-actions.ts'
import { actionsImports } from './import-actions.ts'

const actions: readonly Action[] = [
  {
    nom: 'territoire.lire',
    libelle: 'lire la géographie du contrat : quartiers, cartes, chiffres',
    portee: 'contrat',
    commandes: [],
    droits: ['territoire.lire'],
    cas: [{ libelle: '', peut: (agent, contratId) => canReadTerritoire(agent, contratId) }],
  },
  {
    nom: 'territoire.reperer',
    libelle: 'repérer les quartiers d’un fichier de bénéficiaires, sans rien en garder',
    portee: 'contrat',
    commandes: [],
    droits: ['territoire.reperer'],
    cas: [{ libelle: '', peut: (agent, contratId) => canRepererLot(agent, contratId) }],
  },
  ...actionsImports,
  ...actionsGeographie,
  ...actionsEligibilite,
]

export const droitsTerritoire: Chapitre = { capacite: 'territoire', libelle: 'Territoire', actions }
