import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { touchContrat } from '../contrat.store.ts'
import { getDocument } from '../contrat-complet.store.ts'
import { saveDocumentRow } from '../listes.store.ts'
import { coche, identifiant, texte } from '../schemas.ts'
import { lockToEdit } from './open-contrat.ts'

const entree = z.object({ contratId: identifiant, documentId: identifiant, titre: texte('le titre du document', 200), public: coche })

/** Renames a document, shows it to the public or takes it back. */
export const editDocument = command('contrat.modifier_document', entree, async ({ tx, agent, now }, saisie) => {
  const contrat = await lockToEdit({ tx, agent }, saisie.contratId)
  const avant = await getDocument(tx, contrat.id, saisie.documentId)
  const apres = { ...avant, titre: saisie.titre, public: saisie.public }
  await saveDocumentRow(tx, contrat.id, apres)
  await touchContrat(tx, contrat.id, now)
  return {
    valeur: null,
    trace: {
      contratId: contrat.id,
      objet: { type: 'document', id: avant.id },
      libelle: `Document « ${apres.titre} » modifié`,
      avant: { titre: avant.titre, public: avant.public },
      apres: { titre: apres.titre, public: apres.public },
    },
  }
})
