/** Long work of the imports of the reference geography. */
import type { Travaux } from '#platform/taches/ouvrier.ts'
import { LIRE_TERRITOIRE, type ParametresLecture } from '../commands/deposit-import.ts'
import type { LecteurTerritoire } from './import-processus.adaptateur.ts'
import { readImport } from './lire-import.ts'

export function travauxImports(lecteur: LecteurTerritoire): Travaux {
  return {
    [LIRE_TERRITOIRE]: async ({ db, tache, now, avance }) => {
      const { importId } = tache.parametres as ParametresLecture
      return { message: await readImport(db, importId, lecteur, now, avance) }
    },
  }
}
