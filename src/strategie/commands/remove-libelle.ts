import { z } from 'zod'
import { assertModifiable, getContrat } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { deleteLibelle } from '../libelle-import.store.ts'
import { canEditLibelles } from '../lot-droits.ts'

/** Takes a label out of the contract's dictionary: what was imported with it does not change. */
export const removeLibelle = command(
  'strategie.retirer_libelle_import',
  z.object({ contratId: z.uuid(), libelleId: z.uuid() }),
  async ({ tx, agent }, { contratId, libelleId }) => {
    assertCan(canEditLibelles(agent, contratId), 'Seule la cheffe ou le chef de projet modifie le dictionnaire du contrat.')
    assertModifiable(await getContrat(tx, contratId))
    const retiree = await deleteLibelle(tx, contratId, libelleId)
    return {
      valeur: retiree,
      trace: {
        contratId,
        objet: { type: 'libelle_import', id: libelleId },
        libelle: `Étiquette « ${retiree.libelle} » retirée du dictionnaire des imports`,
        avant: retiree,
        apres: null,
      },
    }
  },
)
