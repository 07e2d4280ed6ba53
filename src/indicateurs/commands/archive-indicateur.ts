import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { canTenirIndicateurs } from '../droits.ts'
import { getIndicateur, saveIndicateur } from '../indicateur.store.ts'

/** Puts a definition away, or brings it back: its figures stay, pages no longer show them. */
export const archiveIndicateur = command(
  'indicateurs.archiver_indicateur',
  z.object({ id: z.uuid(), geste: z.enum(['archiver', 'restaurer']) }),
  async ({ tx, agent, now }, { id, geste }) => {
    assertCan(canTenirIndicateurs(agent))
    const avant = await getIndicateur(tx, id)
    const apres = { ...avant, archiveLe: geste === 'archiver' ? now : null }
    await saveIndicateur(tx, apres, now, 'correction')
    return {
      valeur: null,
      trace: {
        contratId: null,
        objet: { type: 'indicateur', id },
        libelle: `Indicateur « ${avant.libelle} » ${geste === 'archiver' ? 'archivé' : 'restauré'}`,
        avant: { archiveLe: avant.archiveLe },
        apres: { archiveLe: apres.archiveLe },
      },
    }
  },
)
