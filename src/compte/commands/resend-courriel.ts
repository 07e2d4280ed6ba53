import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { getEtatCourriel } from '#platform/courriel/consultation.store.ts'
import { nameGenre } from '#platform/courriel/courriel.ts'
import { requeueCourriel } from '#platform/courriel/file.store.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { canAdministerComptes } from '../droits.ts'
import { id } from '../formes.ts'

/** Puts a mail that was given up, or whose sending is uncertain, back in the queue. Nobody reads it for that. */
export const resendCourriel = command(
  'compte.renvoyer_courriel',
  z.object({ courrielId: id }),
  async ({ tx, agent, now }, { courrielId }) => {
    assertCan(canAdministerComptes(agent), 'Les envois sont repris par l’administration de la plateforme.')
    const { genre, etat, efface } = await getEtatCourriel(tx, courrielId)
    if (efface) throw new RegleViolee('Le contenu de ce courriel a été effacé\u00a0: il ne peut plus partir.')
    if (!(await requeueCourriel(tx, courrielId, now)))
      throw new RegleViolee('Ce courriel n’est ni abandonné ni incertain\u00a0: il n’y a rien à reprendre.')
    return {
      valeur: { courrielId },
      trace: {
        contratId: null,
        objet: { type: 'courriel', id: courrielId },
        libelle: `Courriel «\u00a0${nameGenre(genre)}\u00a0» remis dans la file`,
        avant: { etat },
        apres: { etat: 'en_attente' },
      },
    }
  },
)
