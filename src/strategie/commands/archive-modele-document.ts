import { z } from 'zod'
import { canEditContrat } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { archiveModeleDocumentRow, getModeleDocument } from '../modele-document.store.ts'

/** Puts a template away: it is no longer proposed; documents made with it stay. */
export const archiveModeleDocument = command(
  'strategie.archiver_modele',
  z.object({ contratId: z.uuid(), modeleId: z.uuid() }),
  async ({ tx, agent, now }, { contratId, modeleId }) => {
    assertCan(canEditContrat(agent, contratId), 'Seule la cheffe ou le chef de projet retire un modèle de document.')
    const modele = await getModeleDocument(tx, contratId, modeleId)
    await archiveModeleDocumentRow(tx, modele.id, now)
    return {
      valeur: null,
      trace: {
        contratId,
        objet: { type: 'modele', id: modele.id },
        libelle: `Modèle de document « ${modele.nom} » retiré`,
        avant: modele,
        apres: null,
      },
    }
  },
)
