import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { lockCloture, saveCloture } from '../cloture.store.ts'
import { cancelledCloture } from '../cloture.ts'
import { canCloseCompte } from '../donnees-droits.ts'
import { id } from '../formes.ts'

/** Calls off the closing of an account, before its day. */
export const cancelCloture = command('compte.annuler_cloture', z.object({ clotureId: id }), async ({ tx, agent, now }, { clotureId }) => {
  const cloture = await lockCloture(tx, clotureId)
  assertCan(canCloseCompte(agent, cloture.personneId), 'Cette demande est celle d’une autre personne.')
  const annulee = cancelledCloture(cloture, now)
  await saveCloture(tx, annulee, agent.personneId)
  return {
    valeur: null,
    trace: {
      contratId: null,
      objet: { type: 'personne', id: cloture.personneId },
      libelle: 'Fermeture du compte annulée',
      avant: { prevueLe: cloture.prevueLe.toISOString() },
      apres: { annuleeLe: now.toISOString() },
    },
  }
})
