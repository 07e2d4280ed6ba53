import type { Lexique } from '#platform/audit/lexique.ts'
import { nameObjetsIndicateurs } from './indicateur.store.ts'
import { motsIndicateurs } from './journal-mots.ts'

/** Words of the journal, and the names behind its ids. */
export const lexiqueIndicateurs: Lexique = { ...motsIndicateurs, nommer: nameObjetsIndicateurs }
