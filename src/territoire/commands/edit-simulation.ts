import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { canEditTerritoire } from '../droits.ts'
import { formeReglages } from '../eligibilite/formes.ts'
import { keepVersion, lockScenario, saveAjustements, saveScenario } from '../eligibilite/scenario.store.ts'
import { checkOuverte, reglagesOf } from '../eligibilite/scenario.ts'
import { identifiant, ligneFacultative } from '../generation-formes.ts'
import { buildReglages, REFUS_SIMULATION } from './reglages-simulation.ts'

/** Changes the settings of a simulation. Another grid, or other places, and adjustments by hand that no longer have their cells go. */
export const editSimulation = command(
  'territoire.modifier_simulation',
  formeReglages.extend({
    contratId: identifiant,
    scenarioId: identifiant,
    version: z.coerce.number<unknown>().int(),
    motif: ligneFacultative(200),
  }),
  async ({ tx, agent, now }, { contratId, scenarioId, version, motif, ...saisie }) => {
    assertCan(canEditTerritoire(agent, contratId), REFUS_SIMULATION)
    const { scenario, carroyage, ajustements } = await lockScenario(tx, { contratId, id: scenarioId, version })
    checkOuverte(scenario)
    const avant = reglagesOf(scenario)
    const reglages = await buildReglages(tx, saisie, { ...avant, carroyage })
    const gardes = ajustements.filter(
      ({ x, y }) =>
        reglages.carroyageId === avant.carroyageId && x >= reglages.x0 && x <= reglages.x1 && y >= reglages.y0 && y <= reglages.y1,
    )
    if (gardes.length < ajustements.length) await saveAjustements(tx, scenarioId, gardes, now)
    const numero = await saveScenario(tx, { id: scenarioId, contratId, reglages, now })
    await keepVersion(tx, { id: scenarioId, numero, reglages, ajustements: gardes, motif: motif ?? '', now })
    return {
      valeur: { scenarioId, version: numero, perdus: ajustements.length - gardes.length },
      trace: {
        contratId,
        objet: { type: 'simulation', id: scenarioId },
        libelle: `Simulation « ${reglages.nom} » modifiée`,
        avant,
        apres: reglages,
      },
    }
  },
)
