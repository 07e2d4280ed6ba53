/** Long work of the capability, by name, and what it is given. Pure. */
import type { ChoixTable } from './import/lecture.ts'

export const LIRE_TABLE = 'indicateurs.lire_table'
export const PREPARER_TABLE = 'indicateurs.preparer_table'
export const ECRIRE_TABLE = 'indicateurs.ecrire_table'

export type ParametresTable = { tableId: string }
/** Where to read when a person says it; found by itself otherwise. */
export type ParametresLecture = ParametresTable & { feuille?: number; territoire?: ChoixTable['territoire'] }
