import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { lockContrat, saveContratRow } from '../contrat.store.ts'
import { canEditContrat } from '../droits.ts'
import { identifiant, versionVue } from '../schemas.ts'
import { assertAJour } from '../verrou.ts'
import { REFUS } from './open-contrat.ts'

const entree = z.object({ contratId: identifiant, version: versionVue })

/** Takes an archived contract back, with the status it had. */
export const restoreContrat = command('contrat.restaurer', entree, async ({ tx, agent, now }, saisie) => {
  assertCan(canEditContrat(agent, saisie.contratId), REFUS)
  const contrat = await lockContrat(tx, saisie.contratId)
  assertAJour(contrat.version, saisie.version)
  if (contrat.archiveLe === null || contrat.statutAvantArchive === null) throw new RegleViolee('Ce contrat n’est pas archivé.')
  const statut = contrat.statutAvantArchive
  const version = await saveContratRow(tx, { ...contrat, statut, statutAvantArchive: null, archiveLe: null }, now)
  return {
    valeur: { version, statut },
    trace: {
      contratId: contrat.id,
      objet: { type: 'contrat', id: contrat.id },
      libelle: 'Contrat restauré',
      avant: { statut: 'archive' },
      apres: { statut },
    },
  }
})
