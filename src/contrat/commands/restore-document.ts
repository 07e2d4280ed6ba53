import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { touchContrat } from '../contrat.store.ts'
import { getDocument } from '../contrat-complet.store.ts'
import { saveDocumentRow } from '../listes.store.ts'
import { identifiant } from '../schemas.ts'
import { lockToEdit } from './open-contrat.ts'

const entree = z.object({ contratId: identifiant, documentId: identifiant })

/** Takes an archived document back. */
export const restoreDocument = command('contrat.restaurer_document', entree, async ({ tx, agent, now }, saisie) => {
  const contrat = await lockToEdit({ tx, agent }, saisie.contratId)
  const avant = await getDocument(tx, contrat.id, saisie.documentId)
  if (avant.archiveLe === null) throw new RegleViolee('Ce document n’est pas archivé.')
  await saveDocumentRow(tx, contrat.id, { ...avant, archiveLe: null })
  await touchContrat(tx, contrat.id, now)
  return {
    valeur: null,
    trace: {
      contratId: contrat.id,
      objet: { type: 'document', id: avant.id },
      libelle: `Document « ${avant.titre} » restauré`,
      avant: { archiveLe: avant.archiveLe },
      apres: { archiveLe: null },
    },
  }
})
