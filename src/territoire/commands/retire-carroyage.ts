import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { cancelTache } from '#platform/taches/tache.store.ts'
import { canImportTerritoire } from '../droits.ts'
import { getCarroyageDepose, retireCarroyageRow } from '../eligibilite/carroyage.store.ts'
import { identifiant } from '../generation-formes.ts'
import { REFUS_TERRITOIRE } from './declare-generation.ts'

/** Stops the reading of a grid, or takes it off the choices: deleted when no simulation uses it, kept for those that do. */
export const retireCarroyage = command(
  'territoire.retirer_carroyage',
  z.object({ carroyageId: identifiant }),
  async ({ tx, agent, now }, { carroyageId }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    const carroyage = await getCarroyageDepose(tx, carroyageId)
    if (carroyage.tacheId !== null) await cancelTache(tx, carroyage.tacheId, now)
    const fait = await retireCarroyageRow(tx, carroyageId, now)
    return {
      valeur: { fait },
      trace: {
        contratId: null,
        objet: { type: 'carroyage', id: carroyageId },
        libelle: `Carroyage « ${carroyage.nom} » ${fait === 'supprime' ? 'supprimé' : 'retiré des choix'}`,
        avant: { nom: carroyage.nom, source: carroyage.source, millesime: carroyage.millesime },
        apres: null,
      },
    }
  },
)
