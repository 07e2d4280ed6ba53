import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { saveContratRow } from '../contrat.store.ts'
import { identifiant, versionVue } from '../schemas.ts'
import { assertAJour } from '../verrou.ts'
import { lockToEdit } from './open-contrat.ts'

const entree = z.object({ contratId: identifiant, version: versionVue })

/** Puts the contract away: it leaves the lists and the public site, nothing of it is lost, and it can be restored. */
export const archiveContrat = command('contrat.archiver', entree, async ({ tx, agent, now }, saisie) => {
  const contrat = await lockToEdit({ tx, agent }, saisie.contratId)
  assertAJour(contrat.version, saisie.version)
  const version = await saveContratRow(tx, { ...contrat, statut: 'archive', statutAvantArchive: contrat.statut, archiveLe: now }, now)
  return {
    valeur: { version },
    trace: {
      contratId: contrat.id,
      objet: { type: 'contrat', id: contrat.id },
      libelle: 'Contrat archivé',
      avant: { statut: contrat.statut },
      apres: { statut: 'archive' },
    },
  }
})
