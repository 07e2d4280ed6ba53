import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { closeDeplacement, getDeplacement, lockArbre, saveArbre } from '../arbre.store.ts'
import { undone } from '../arbre-deplacement.ts'
import { canEditArbre } from '../noeud-droits.ts'
import { champId } from './noeud-entrees.ts'

/** Puts back what a move changed; refused, with the reason, when something of it has changed since. */
export const undoDeplacement = command(
  'strategie.annuler_deplacement',
  z.object({ contratId: champId, deplacementId: champId }),
  async ({ tx, agent, now }, { contratId, deplacementId }) => {
    assertCan(canEditArbre(agent, contratId), 'Seule la cheffe ou le chef de projet annule un déplacement.')
    const avant = await lockArbre(tx, contratId)
    const deplacement = await getDeplacement(tx, contratId, deplacementId)
    if (deplacement.annuleLe !== null) throw new RegleViolee('Ce déplacement a déjà été annulé.')
    const { mouvement, codes } = await saveArbre(tx, contratId, avant, undone(avant, deplacement.mouvement), now)
    await closeDeplacement(tx, deplacementId, now)
    return {
      valeur: { libelle: deplacement.libelle },
      trace: {
        contratId,
        objet: { type: 'deplacement', id: deplacementId },
        libelle: `Déplacement annulé : ${deplacement.libelle}`,
        avant: { places: mouvement.avant, codes: codes.map(({ id, avant: ancien }) => ({ id, code: ancien })) },
        apres: { places: mouvement.apres, codes: codes.map(({ id, apres: nouveau }) => ({ id, code: nouveau })) },
      },
    }
  },
)
