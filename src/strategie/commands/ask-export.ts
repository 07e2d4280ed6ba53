import { z } from 'zod'
import { canReadContrat } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { enqueueTache } from '#platform/taches/tache.store.ts'
import { FORMATS_EXPORT, LIBELLES_FORMATS } from '../exports/formats.ts'
import { listNoeudsParCode } from '../noeud.store.ts'

/** Kind of the task that composes a document of a contract. */
export const EXPORTER = 'strategie.exporter'
export type ParametresExport = { format: (typeof FORMATS_EXPORT)[number]; code: string | null; modele: string | null }

/** Asks for the whole contract or a branch of it in a format: a task composes the document, outside the web process. */
export const askExport = command(
  'strategie.demander_export',
  z.object({
    contratId: z.uuid(),
    format: z.enum(FORMATS_EXPORT, 'Choisissez un format de la liste.'),
    /** Code of a branch; null or '' for the whole contract. */
    code: z
      .string()
      .nullish()
      .transform((code) => (code === undefined || code === '' ? null : code)),
    modele: z
      .union([z.uuid(), z.literal('')])
      .nullish()
      .transform((id) => (id === undefined || id === '' ? null : id)),
  }),
  async ({ tx, agent }, { contratId, format, code, modele }) => {
    assertCan(canReadContrat(agent, contratId), 'Votre mandat ne permet pas de lire ce contrat.')
    if (code !== null && !(await listNoeudsParCode(tx, contratId)).has(code)) {
      throw new RegleViolee(`Le contrat n’a pas de branche « ${code} » : choisissez-la dans la liste.`, [
        { champ: 'code', message: 'Choisissez une branche de la liste.' },
      ])
    }
    const parametres: ParametresExport = { format, code, modele }
    const quoi = `${code === null ? 'Contrat entier' : `Branche ${code}`}, ${LIBELLES_FORMATS[format].nom}`
    const tacheId = await enqueueTache(tx, {
      genre: EXPORTER,
      contratId,
      demandeurId: agent.personneId,
      parametres,
      total: 1,
      message: quoi,
    })
    return {
      valeur: { tacheId },
      trace: { contratId, objet: { type: 'export', id: tacheId }, libelle: `Document demandé : ${quoi}`, avant: null, apres: parametres },
    }
  },
)
