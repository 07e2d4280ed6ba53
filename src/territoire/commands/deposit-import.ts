import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { formatTaille } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { enqueueTache } from '#platform/taches/tache.store.ts'
import { canImportTerritoire } from '../droits.ts'
import { LIBELLES_GENRE } from '../import/forme.ts'
import { genreImport, reglagesSaisis, withSaisie } from '../import/formes.ts'
import { insertImport } from '../import.store.ts'
import { LIMITES_GEO } from '../lecture/limites-geo.ts'
import { REFUS_TERRITOIRE } from './declare-generation.ts'

/** Kind of the task that reads a file of geography. */
export const LIRE_TERRITOIRE = 'territoire.lire_import'
export type ParametresLecture = { importId: string }

/** Keeps a file of geography as it came, and queues its reading. Nothing changes in the reference yet. */
export const depositImport = command(
  'territoire.deposer_import',
  z.object({
    genre: genreImport,
    nom: z.string().trim().min(1, 'Choisissez un fichier à importer.').max(300),
    contenu: z.instanceof(Uint8Array, { error: 'Choisissez un fichier à importer.' }),
    reglages: reglagesSaisis.default({ source: null }),
    /** `appelant`: who deposits it reads it at once (command line). */
    lecture: z.enum(['tache', 'appelant']).default('tache'),
  }),
  async ({ tx, agent, now }, { genre, nom, contenu, reglages, lecture }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    if (contenu.byteLength === 0) throw fautif(`Le fichier « ${nom} » est vide : choisissez-en un autre.`)
    if (contenu.byteLength > LIMITES_GEO.octetsEntree)
      throw fautif(`Le fichier « ${nom} » dépasse ${formatTaille(LIMITES_GEO.octetsEntree)} : compressez-le (.zip) ou coupez-le.`)
    const importId = createId(now.getTime())
    const fichier = await saveFichier(tx, { contenu, type: 'application/octet-stream', now })
    const tacheId = lecture === 'appelant' ? null : await enqueueLecture(tx, importId, agent.personneId)
    await insertImport(tx, {
      id: importId,
      genre,
      nom,
      fichierId: fichier.id,
      sha256: fichier.sha256,
      reglages: withSaisie({}, reglages),
      tacheId,
      now,
      par: agent.personneId,
    })
    return {
      valeur: { importId, tacheId },
      trace: {
        contratId: null,
        objet: { type: 'import_territoire', id: importId },
        libelle: `Fichier « ${nom} » déposé (${LIBELLES_GENRE[genre].toLowerCase()})`,
        avant: null,
        apres: { genre, nom, sha256: fichier.sha256 },
      },
    }
  },
)

/** Queues the reading of an import. @returns id of the task */
export async function enqueueLecture(tx: Parameters<typeof enqueueTache>[0], importId: string, demandeurId: string): Promise<string> {
  const parametres: ParametresLecture = { importId }
  return enqueueTache(tx, { genre: LIRE_TERRITOIRE, contratId: null, demandeurId, parametres, total: 100, message: 'En file' })
}

function fautif(message: string): RegleViolee {
  return new RegleViolee(message, [{ champ: 'fichier', message }])
}
