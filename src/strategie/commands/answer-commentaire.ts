import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { createId } from '#platform/identifiants.ts'
import { insertCommentaire, lockCommentaire } from '../commentaire.store.ts'
import { assertOuvert, type Commentaire } from '../commentaire.ts'
import { mayCommentFiches } from '../droits.ts'
import { assertVivante } from '../fiche-statut.ts'
import { organisationDe, texteRemarque } from './commentaire-entrees.ts'
import { identifiant, openFiche } from './open-fiche.ts'

/** Answers a remark that is not settled. */
export const answerCommentaire = command(
  'strategie.repondre_remarque',
  z.object({ contratId: identifiant, ficheId: identifiant, commentaireId: identifiant, texte: texteRemarque }),
  async ({ tx, agent, now }, { contratId, ficheId, commentaireId, texte }) => {
    const visee = { contratId, ficheId, version: null }
    const fiche = await openFiche({ tx, agent }, visee, {
      may: (agent, fiche) => mayCommentFiches(agent, fiche.contratId),
      refus: 'Votre mandat ne permet pas d’écrire en marge de cette fiche.',
    })
    assertVivante(fiche)
    const remarque = await lockCommentaire(tx, ficheId, commentaireId)
    assertOuvert(remarque)
    const reponse: Commentaire = {
      id: createId(now.getTime()),
      ficheId,
      parentId: remarque.id,
      champ: remarque.champ,
      texte,
      auteurId: agent.personneId,
      organisation: organisationDe(agent, contratId),
      ecritLe: now,
      regleLe: null,
      reglePar: null,
    }
    await insertCommentaire(tx, reponse)
    return {
      valeur: reponse,
      trace: {
        contratId,
        objet: { type: 'fiche', id: ficheId },
        libelle: `Réponse à une remarque de la fiche ${fiche.code}`,
        avant: null,
        apres: { commentaireId: reponse.id, parentId: remarque.id, texte },
      },
    }
  },
)
