import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { canEditTerritoire } from '../droits.ts'
import { formeReglages } from '../eligibilite/formes.ts'
import { keepVersion, saveScenario } from '../eligibilite/scenario.store.ts'
import { identifiant } from '../generation-formes.ts'
import { buildReglages, REFUS_SIMULATION } from './reglages-simulation.ts'

/** Opens a simulation of eligibility in a contract. */
export const createSimulation = command(
  'territoire.creer_simulation',
  formeReglages.extend({ contratId: identifiant }),
  async ({ tx, agent, now }, { contratId, ...saisie }) => {
    assertCan(canEditTerritoire(agent, contratId), REFUS_SIMULATION)
    const reglages = await buildReglages(tx, saisie, null)
    const id = createId(now.getTime())
    const numero = await saveScenario(tx, { id, contratId, reglages, now })
    await keepVersion(tx, { id, numero, reglages, ajustements: [], motif: 'Création', now })
    return {
      valeur: { scenarioId: id },
      trace: {
        contratId,
        objet: { type: 'simulation', id },
        libelle: `Simulation « ${reglages.nom} » créée`,
        avant: null,
        apres: reglages,
      },
    }
  },
)
