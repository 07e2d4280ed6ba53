import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, Introuvable, RegleViolee } from '#platform/errors.ts'
import { cancelTache, enqueueTache, getTache } from '#platform/taches/tache.store.ts'
import { canImportTerritoire } from '../droits.ts'
import type { SeuilsFiliation } from '../filiation.ts'
import { getGeneration } from '../generation.store.ts'
import { identifiant } from '../generation-formes.ts'
import { REFUS_TERRITOIRE } from './declare-generation.ts'

/** Kind of the task that overlays two generations. */
export const CALCULER_FILIATION = 'territoire.calculer_filiation'
export type ParametresFiliation = SeuilsFiliation & { ancienneId: string; nouvelleId: string }

function pourMille(min: number, max: number) {
  const message = `Écrivez un nombre entier de ${min} à ${max} pour mille.`
  return z.coerce.number<unknown>(message).int(message).min(min, message).max(max, message)
}

/** Asks for the filiation between two generations, with its thresholds: a task overlays their contours. */
export const askFiliation = command(
  'territoire.calculer_filiation',
  z.object({ ancienneId: identifiant, nouvelleId: identifiant, identiquePm: pourMille(500, 1000), negligeablePm: pourMille(0, 500) }),
  async ({ tx, agent }, parametres: ParametresFiliation) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    const ancienne = await getGeneration(tx, parametres.ancienneId)
    const nouvelle = await getGeneration(tx, parametres.nouvelleId)
    if (ancienne.debut >= nouvelle.debut) {
      const message = 'La filiation va d’une génération à une autre plus récente : choisissez-les dans cet ordre.'
      throw new RegleViolee(message, [{ champ: 'nouvelleId', message }])
    }
    const quoi = `Filiation de ${ancienne.code} à ${nouvelle.code}`
    const tacheId = await enqueueTache(tx, {
      genre: CALCULER_FILIATION,
      contratId: null,
      demandeurId: agent.personneId,
      parametres,
      total: 1,
      message: quoi,
    })
    return {
      valeur: { tacheId },
      trace: {
        contratId: null,
        objet: { type: 'generation', id: nouvelle.id },
        libelle: `${quoi} demandée`,
        avant: null,
        apres: { identiquePm: parametres.identiquePm, negligeablePm: parametres.negligeablePm },
      },
    }
  },
)

/** Stops a computation under way: nothing of it is kept. */
export const cancelFiliation = command(
  'territoire.arreter_filiation',
  z.object({ tacheId: identifiant }),
  async ({ tx, agent, now }, { tacheId }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    const tache = await getTache(tx, tacheId)
    if (tache.genre !== CALCULER_FILIATION) throw new Introuvable('Ce calcul n’existe pas, ou plus.')
    const arretee = await cancelTache(tx, tacheId, now)
    return {
      valeur: { arretee },
      trace: {
        contratId: null,
        objet: { type: 'calcul_filiation', id: tacheId },
        libelle: arretee ? 'Calcul de filiation arrêté' : 'Arrêt demandé d’un calcul de filiation déjà fini',
        avant: null,
        apres: { arretee },
      },
    }
  },
)
