import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { createId } from '#platform/identifiants.ts'
import { insertCommentaire } from '../commentaire.store.ts'
import type { Commentaire } from '../commentaire.ts'
import { mayCommentFiches } from '../droits.ts'
import { assertVivante } from '../fiche-statut.ts'
import { champRemarque, organisationDe, texteRemarque } from './commentaire-entrees.ts'
import { identifiant, openFiche } from './open-fiche.ts'

/** Writes a remark in the margin of a fiche, on one field or on the whole. The text of the fiche does not move. */
export const addCommentaire = command(
  'strategie.ajouter_remarque',
  z.object({ contratId: identifiant, ficheId: identifiant, champ: champRemarque, texte: texteRemarque }),
  async ({ tx, agent, now }, { contratId, ficheId, champ, texte }) => {
    const visee = { contratId, ficheId, version: null }
    const fiche = await openFiche({ tx, agent }, visee, {
      may: (agent, fiche) => mayCommentFiches(agent, fiche.contratId),
      refus: 'Votre mandat ne permet pas d’écrire en marge de cette fiche.',
    })
    assertVivante(fiche)
    const commentaire: Commentaire = {
      id: createId(now.getTime()),
      ficheId,
      parentId: null,
      champ,
      texte,
      auteurId: agent.personneId,
      organisation: organisationDe(agent, contratId),
      ecritLe: now,
      regleLe: null,
      reglePar: null,
    }
    await insertCommentaire(tx, commentaire)
    return {
      valeur: commentaire,
      trace: {
        contratId,
        objet: { type: 'fiche', id: ficheId },
        libelle: `Remarque en marge de la fiche ${fiche.code}`,
        avant: null,
        apres: { commentaireId: commentaire.id, champ, texte },
      },
    }
  },
)
