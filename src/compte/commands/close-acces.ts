import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { lockAcces, saveFermeture } from '../acces.store.ts'
import { canCloseAcces } from '../acces.ts'

/** Closes an access to content before its end. @throws Introuvable @throws Interdit @throws RegleViolee when it is over */
export const closeAcces = command(
  'compte.fermer_acces',
  z.object({ accesId: z.uuid('Choisissez un accès.') }),
  async ({ tx, agent, now }, { accesId }) => {
    const acces = await lockAcces(tx, accesId)
    assertCan(canCloseAcces(agent, acces), 'Cet accès est celui d’une autre personne.')
    if (acces.fermeLe !== null || acces.fin <= now) throw new RegleViolee('Cet accès est déjà terminé.')
    await saveFermeture(tx, acces.id, now)
    return {
      valeur: acces,
      trace: {
        contratId: acces.contratId,
        objet: { type: 'acces', id: acces.id },
        libelle: 'Accès au contenu fermé avant son terme',
        avant: { fermeLe: null },
        apres: { fermeLe: now },
      },
    }
  },
)
