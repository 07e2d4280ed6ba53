import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { id } from '../formes.ts'
import { saveArchiveOrganisation } from '../organisation.store.ts'
import { lockToEditOrganisation } from './open-organisation.ts'

const forme = z.object({ organisationId: id })

/** Puts an organisation away: it is no longer proposed; what it signed and holds stays, and it can be restored. */
export const archiveOrganisation = command('compte.archiver_organisation', forme, async ({ tx, agent, now }, { organisationId }) => {
  const organisation = await lockToEditOrganisation({ tx, agent }, organisationId)
  await saveArchiveOrganisation(tx, organisationId, { archiveLe: now, fusionneeDans: null }, now)
  return {
    valeur: null,
    trace: {
      contratId: null,
      objet: { type: 'organisation', id: organisationId },
      libelle: `Organisation « ${organisation.nom} » archivée`,
      avant: { archiveLe: null },
      apres: { archiveLe: now },
    },
  }
})
