import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, Introuvable, RegleViolee } from '#platform/errors.ts'
import { LIBELLES_ROLES } from '../agent.ts'
import { canLiftSuspension } from '../droits.ts'
import { id } from '../formes.ts'
import { findSuspension, liftSuspensionRow } from '../oidc.store.ts'

/** Confirms a mandate whose holder has changed organisation: it opens its rights again. By whoever may give that mandate, save its holder. */
export const liftSuspension = command(
  'compte.confirmer_mandat',
  z.object({ suspensionId: id }),
  async ({ tx, agent, now }, { suspensionId }) => {
    const suspension = await findSuspension(tx, suspensionId)
    if (suspension === null) throw new Introuvable('Ce mandat n’attend plus de confirmation.')
    assertCan(
      canLiftSuspension(agent, suspension),
      'Ce mandat se confirme par la personne qui pilote le contrat ou par l’administration de la plateforme, jamais par soi-même.',
    )
    if (!(await liftSuspensionRow(tx, suspensionId, { par: agent.personneId, now })))
      throw new RegleViolee('Ce mandat n’attend plus de confirmation.')
    const { personne, role, organisation, contratId, mandatId } = suspension
    return {
      valeur: null,
      trace: {
        contratId,
        objet: { type: 'mandat', id: mandatId },
        libelle: `Mandat «\u00a0${LIBELLES_ROLES[role]}\u00a0» de ${personne} pour ${organisation} confirmé`,
        avant: { suspendu: suspension.depuis.toISOString() },
        apres: null,
      },
    }
  },
)
