/** What one may do here: shown by « Qui peut quoi », proven on each command and route. */
import type { Action, Chapitre } from '#platform/droits.ts'
import { canReadIndicateurs, canTenirIndicateurs } from './droits.ts'

const actions: readonly Action[] = [
  {
    nom: 'indicateurs.lire',
    libelle: 'lire les indicateurs et les écarts du contrat',
    portee: 'contrat',
    commandes: [],
    droits: ['indicateurs.lire'],
    cas: [{ libelle: '', peut: (agent, contratId) => canReadIndicateurs(agent, contratId) }],
  },
  {
    nom: 'indicateurs.tenir',
    libelle: 'définir les indicateurs et importer les chiffres de référence',
    portee: 'plateforme',
    commandes: [
      'indicateurs.enregistrer_indicateur',
      'indicateurs.archiver_indicateur',
      'indicateurs.enregistrer_marqueur',
      'indicateurs.deposer_table',
      'indicateurs.relire_table',
      'indicateurs.verifier_table',
      'indicateurs.ecrire_table',
      'indicateurs.arreter_table',
      'indicateurs.annuler_table',
    ],
    droits: [],
    cas: [{ libelle: '', peut: (agent) => canTenirIndicateurs(agent) }],
  },
]

export const droitsIndicateurs: Chapitre = { capacite: 'indicateurs', libelle: 'Indicateurs', actions }
