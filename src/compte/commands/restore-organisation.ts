import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { id } from '../formes.ts'
import { saveArchiveOrganisation } from '../organisation.store.ts'
import { refreshDoublons } from '../organisation-doublon.store.ts'
import { lockToRestoreOrganisation } from './open-organisation.ts'

const forme = z.object({ organisationId: id })

/** Brings back an archived organisation. One that was merged comes back by undoing the merge. */
export const restoreOrganisation = command('compte.restaurer_organisation', forme, async ({ tx, agent, now }, { organisationId }) => {
  const organisation = await lockToRestoreOrganisation({ tx, agent }, organisationId)
  if (organisation.fusionneeDans !== null) {
    throw new RegleViolee('Cette organisation a été réunie à une autre : annulez la réunion pour la retrouver.')
  }
  if (organisation.archiveLe === null) throw new RegleViolee('Cette organisation n’est pas archivée.')
  await saveArchiveOrganisation(tx, organisationId, { archiveLe: null, fusionneeDans: null }, now)
  await refreshDoublons(tx, [organisationId], now)
  return {
    valeur: null,
    trace: {
      contratId: null,
      objet: { type: 'organisation', id: organisationId },
      libelle: `Organisation « ${organisation.nom} » restaurée`,
      avant: { archiveLe: organisation.archiveLe },
      apres: { archiveLe: null },
    },
  }
})
