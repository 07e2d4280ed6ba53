import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { lockCommentaire, saveReglement } from '../commentaire.store.ts'
import { settled } from '../commentaire.ts'
import { maySettleCommentaire } from '../droits.ts'
import { assertVivante } from '../fiche-statut.ts'
import { identifiant, openFiche } from './open-fiche.ts'

/** Marks a remark as settled: it is folded, never removed. */
export const settleCommentaire = command(
  'strategie.regler_remarque',
  z.object({ contratId: identifiant, ficheId: identifiant, commentaireId: identifiant }),
  async ({ tx, agent, now }, { contratId, ficheId, commentaireId }) => {
    const visee = { contratId, ficheId, version: null }
    const fiche = await openFiche({ tx, agent }, visee, {
      may: async (agent, fiche) => maySettleCommentaire(agent, fiche, await lockCommentaire(tx, ficheId, commentaireId)),
      refus: 'Seuls l’auteur de la remarque et les rédacteurs de la fiche la marquent réglée.',
    })
    assertVivante(fiche)
    const avant = await lockCommentaire(tx, ficheId, commentaireId)
    const apres = settled(avant, agent.personneId, now)
    await saveReglement(tx, apres)
    return {
      valeur: apres,
      trace: {
        contratId,
        objet: { type: 'fiche', id: ficheId },
        libelle: `Remarque réglée sur la fiche ${fiche.code}`,
        avant: { commentaireId, regleLe: null },
        apres: { commentaireId, regleLe: now },
      },
    }
  },
)
