import { z } from 'zod'
import { assertModifiable, findVersionEnLigne, getContrat, lockContrat } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { enqueueTache } from '#platform/taches/tache.store.ts'
import { canPublishContrat } from '../droits.ts'
import { FORMATS_PUBLIES } from '../tables.ts'
import { listTelechargements } from '../telechargement.store.ts'
import { COMPOSER_VERSION, type ParametresComposition } from './publish-contrat.ts'

/** Composes the documents that the version online still lacks, after a failure. */
export const recomposeVersion = command(
  'publication.recomposer_documents',
  z.object({ contratId: z.uuid() }),
  async ({ tx, agent }, { contratId }) => {
    assertCan(canPublishContrat(agent, contratId), 'Seule la cheffe ou le chef de projet compose les documents publiés.')
    await lockContrat(tx, contratId)
    assertModifiable(await getContrat(tx, contratId))
    const version = await findVersionEnLigne(tx, { id: contratId })
    if (version === null) throw new RegleViolee('Ce contrat n’est pas en ligne : il n’y a pas de document à composer.')
    const faits = (await listTelechargements(tx, version.id)).length
    if (faits === FORMATS_PUBLIES.length) throw new RegleViolee('Tous les documents de cette version sont composés.')
    const tacheId = await enqueueTache(tx, {
      genre: COMPOSER_VERSION,
      contratId,
      demandeurId: agent.personneId,
      parametres: { contratId, numero: version.numero } satisfies ParametresComposition,
      total: FORMATS_PUBLIES.length,
      message: 'Les documents à télécharger sont en file',
    })
    return {
      valeur: { tacheId },
      trace: {
        contratId,
        objet: { type: 'publication', id: version.id },
        libelle: `Composition des documents de la version ${version.numero} demandée à nouveau`,
        avant: null,
        apres: { numero: version.numero, faits },
      },
    }
  },
)
