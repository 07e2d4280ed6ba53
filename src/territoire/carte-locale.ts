/** What the geography that a contract draws for itself brings to its map. Filled once by the front door of those perimeters. */
import type { ContratEspace } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import type { Calque } from './carte/carte.ts'

export type LitCalquesLocaux = (tx: Tx, contrat: ContratEspace, jour: string) => Promise<readonly Calque[]>

let litCalques: LitCalquesLocaux = async () => []

/** Called once by `routes.ts`. */
export function setCalquesLocaux(lit: LitCalquesLocaux): void {
  litCalques = lit
}

/** Perimeters of the contract on an ISO day, as layers of its map. One statement at most. */
export const listCalquesLocaux: LitCalquesLocaux = (tx, contrat, jour) => litCalques(tx, contrat, jour)
