import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { createId } from '#platform/identifiants.ts'
import { insertCommentaire } from '../commentaire.store.ts'
import { mayValidateFiches } from '../droits.ts'
import { saveStatut } from '../fiche-ecriture.store.ts'
import { rejected } from '../fiche-statut.ts'
import { organisationDe, texteRemarque } from './commentaire-entrees.ts'
import { ficheFaite, ficheVisee, openFiche } from './open-fiche.ts'

/** Sends a submitted fiche back to its authors: the reason becomes a remark in its margin. */
export const rejectFiche = command(
  'strategie.renvoyer_fiche',
  z.object({ ...ficheVisee, motif: texteRemarque }),
  async ({ tx, agent, now }, { motif, ...visee }) => {
    const avant = await openFiche({ tx, agent }, visee, {
      may: (agent, { contratId }) => mayValidateFiches(agent, contratId),
      refus: 'Votre mandat ne permet pas de renvoyer cette fiche en brouillon.',
    })
    const apres = rejected(avant, motif)
    const fiche = await saveStatut(tx, apres, { now, par: agent.personneId })
    await insertCommentaire(tx, {
      id: createId(now.getTime()),
      ficheId: fiche.id,
      parentId: null,
      champ: null,
      texte: `Renvoyée en brouillon\u00a0: ${motif}`,
      auteurId: agent.personneId,
      organisation: organisationDe(agent, fiche.contratId),
      ecritLe: now,
      regleLe: null,
      reglePar: null,
    })
    return ficheFaite(avant, fiche, 'renvoyée en brouillon', { motif })
  },
)
