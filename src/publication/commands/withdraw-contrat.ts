import { z } from 'zod'
import { findVersionEnLigne, lockContrat, withdrawVersion } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { canPublishContrat } from '../droits.ts'

/** Takes the contract off line at once. The version and its documents are kept, with their hash. */
export const withdrawContrat = command(
  'publication.retirer_contrat',
  z.object({
    contratId: z.uuid(),
    raison: z.string().trim().min(1, 'Dites pourquoi la publication est retirée.').max(300, 'La raison compte 300 caractères au plus.'),
  }),
  async ({ tx, agent, now }, { contratId, raison }) => {
    assertCan(canPublishContrat(agent, contratId), 'Seule la cheffe ou le chef de projet retire la publication.')
    await lockContrat(tx, contratId)
    const enLigne = await findVersionEnLigne(tx, { id: contratId })
    if (enLigne === null) throw new RegleViolee('Ce contrat n’est pas en ligne.')
    const retiree = await withdrawVersion(tx, enLigne.id, now)
    return {
      valeur: retiree,
      trace: {
        contratId,
        objet: { type: 'publication', id: retiree.id },
        libelle: `Publication retirée, version ${retiree.numero} : ${raison}`,
        avant: { publieLe: retiree.publieLe },
        apres: { retireLe: now, raison },
      },
    }
  },
)
