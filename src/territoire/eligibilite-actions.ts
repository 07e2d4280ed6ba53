/** Rights on eligibility, for « Qui peut quoi ». Pure. */
import type { Action } from '#platform/droits.ts'
import { canEditTerritoire, canImportTerritoire } from './droits.ts'

export const actionsEligibilite: readonly Action[] = [
  {
    nom: 'territoire.simuler',
    libelle: 'simuler l’éligibilité de quartiers, et ajuster une simulation',
    portee: 'contrat',
    commandes: [
      'territoire.creer_simulation',
      'territoire.modifier_simulation',
      'territoire.ajuster_simulation',
      'territoire.ranger_simulation',
    ],
    droits: ['territoire.simuler'],
    cas: [{ libelle: '', peut: (agent, contratId) => canEditTerritoire(agent, contratId) }],
  },
  {
    nom: 'territoire.tenir_eligibilite',
    libelle: 'charger les carroyages, tenir les paramètres des décrets et les règles sur les communes',
    portee: 'plateforme',
    commandes: [
      'territoire.deposer_carroyage',
      'territoire.retirer_carroyage',
      'territoire.corriger_parametre',
      'territoire.enregistrer_regle_communale',
      'territoire.charger_mesures_communes',
    ],
    droits: ['territoire.tenir_eligibilite'],
    cas: [{ libelle: '', peut: (agent) => canImportTerritoire(agent) }],
  },
]
