import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { canTenirIndicateurs } from '../droits.ts'
import { listMarqueurs, removeMarqueur, saveMarqueur } from '../indicateur.store.ts'
import { ABSENCES, LIBELLES_ABSENCES } from '../observation.ts'

/** What a sign means in tables of figures (« s » : secret statistique), or that it means nothing any more. */
export const saveSigne = command(
  'indicateurs.enregistrer_marqueur',
  z.object({
    texte: z.string().max(40, 'Un signe compte 40 caractères au plus.'),
    sens: z.enum([...ABSENCES, 'retirer'], 'Choisissez ce que ce signe veut dire.'),
  }),
  async ({ tx, agent }, { texte: brut, sens }) => {
    assertCan(canTenirIndicateurs(agent))
    const texte = brut.trim().toLowerCase()
    if (texte === '') throw new RegleViolee('Écrivez le signe.', [{ champ: 'texte', message: 'Écrivez le signe.' }])
    if (/^[+-]?[\d\s.,]*\d[\d\s.,]*%?$/.test(texte)) {
      const message = 'Un nombre ne peut pas vouloir dire qu’il n’y en a pas.'
      throw new RegleViolee(message, [{ champ: 'texte', message }])
    }
    const avant = (await listMarqueurs(tx)).get(texte) ?? null
    if (sens === 'retirer') await removeMarqueur(tx, texte)
    else await saveMarqueur(tx, texte, sens)
    return {
      valeur: null,
      trace: {
        contratId: null,
        objet: { type: 'marqueur', id: texte },
        libelle: `Signe « ${texte} » ${sens === 'retirer' ? 'retiré' : `compris comme : ${LIBELLES_ABSENCES[sens]}`}`,
        avant: { sens: avant },
        apres: { sens: sens === 'retirer' ? null : sens },
      },
    }
  },
)
