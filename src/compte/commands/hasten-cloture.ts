import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { enqueuePeriodique } from '#platform/taches/tache.store.ts'
import { lockCloture, saveCloture } from '../cloture.store.ts'
import { hastenedCloture } from '../cloture.ts'
import { canAdministerInstance } from '../donnees-droits.ts'
import { id } from '../formes.ts'
import { FERMER_COMPTES } from '../taches.ts'

/** Closes an account without waiting for its day: the worker erases within the minute. */
export const hastenCloture = command('compte.avancer_cloture', z.object({ clotureId: id }), async ({ tx, agent, now }, { clotureId }) => {
  assertCan(canAdministerInstance(agent), 'Un compte est fermé sans délai par l’administration de la plateforme.')
  const cloture = await lockCloture(tx, clotureId)
  const avancee = hastenedCloture(cloture, now)
  await saveCloture(tx, avancee, null)
  await enqueuePeriodique(tx, FERMER_COMPTES)
  return {
    valeur: null,
    trace: {
      contratId: null,
      objet: { type: 'personne', id: cloture.personneId },
      libelle: 'Fermeture du compte demandée tout de suite',
      avant: { prevueLe: cloture.prevueLe.toISOString() },
      apres: { prevueLe: avancee.prevueLe.toISOString() },
    },
  }
})
