import { z } from 'zod'
import { getContrat, lockContrat, publishVersion, saveVersion } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import { canonicalJson } from '#platform/canonique.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { enqueueTache } from '#platform/taches/tache.store.ts'
import { assemblePublic } from '#strategie/index.ts'
import { canPublishContrat } from '../droits.ts'
import { FORMATS_PUBLIES } from '../tables.ts'

/** Kind of the task that composes the documents of a published version. */
export const COMPOSER_VERSION = 'publication.composer'
export type ParametresComposition = { contratId: string; numero: number }

/**
 * Puts the contract online as it stands: its fiches as last validated, frozen in a version with its hash. What was online
 * before leaves at the same instant; processes that keep public pages in memory are told at the commit. The documents to download are composed by a task.
 */
export const publishContrat = command(
  'publication.publier_contrat',
  z.object({
    contratId: z.uuid(),
    motif: z
      .string()
      .trim()
      .min(1, 'Dites en une phrase ce que cette version apporte.')
      .max(300, 'Le motif compte 300 caractères au plus.'),
  }),
  async ({ tx, agent, now }, { contratId, motif }) => {
    assertCan(canPublishContrat(agent, contratId), 'Seule la cheffe ou le chef de projet publie le contrat.')
    await lockContrat(tx, contratId)
    const contrat = await getContrat(tx, contratId)
    if (contrat.archiveLe !== null) throw new RegleViolee('Ce contrat est archivé : restaurez-le avant de le publier.')
    const instantane = await assemblePublic(tx, contratId)
    if (instantane.fiches.length === 0) {
      throw new RegleViolee('Aucune fiche n’est validée : validez-en au moins une avant de publier. Seules les fiches validées paraissent.')
    }
    const brouillon = await saveVersion(tx, {
      contratId,
      motif,
      contenu: canonicalJson(instantane),
      creeLe: now,
      creePar: agent.personneId,
    })
    const version = await publishVersion(tx, brouillon.id, now)
    await enqueueTache(tx, {
      genre: COMPOSER_VERSION,
      contratId,
      demandeurId: agent.personneId,
      parametres: { contratId, numero: version.numero } satisfies ParametresComposition,
      total: FORMATS_PUBLIES.length,
      message: 'Les documents à télécharger sont en file',
    })
    return {
      valeur: version,
      trace: {
        contratId,
        objet: { type: 'publication', id: version.id },
        libelle: `Contrat publié, version ${version.numero} : ${motif}`,
        avant: null,
        apres: { numero: version.numero, sha256: version.sha256, fiches: instantane.fiches.length },
      },
    }
  },
)
