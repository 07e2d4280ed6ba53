import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { canEditTerritoire } from '../droits.ts'
import { archiveScenarioRow, lockScenario } from '../eligibilite/scenario.store.ts'
import { identifiant } from '../generation-formes.ts'
import { REFUS_SIMULATION } from './reglages-simulation.ts'

/** Puts a simulation aside, or takes it back: nothing is lost. */
export const archiveSimulation = command(
  'territoire.ranger_simulation',
  z.object({ contratId: identifiant, scenarioId: identifiant, sens: z.enum(['ranger', 'reprendre']) }),
  async ({ tx, agent, now }, { contratId, scenarioId, sens }) => {
    assertCan(canEditTerritoire(agent, contratId), REFUS_SIMULATION)
    const { scenario } = await lockScenario(tx, { contratId, id: scenarioId, version: null })
    const archiveLe = sens === 'ranger' ? now : null
    await archiveScenarioRow(tx, scenarioId, archiveLe)
    return {
      valeur: { scenarioId },
      trace: {
        contratId,
        objet: { type: 'simulation', id: scenarioId },
        libelle: `Simulation « ${scenario.nom} » ${sens === 'ranger' ? 'rangée' : 'reprise'}`,
        avant: { archiveLe: scenario.archiveLe },
        apres: { archiveLe },
      },
    }
  },
)
