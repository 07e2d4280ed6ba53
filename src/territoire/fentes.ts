/** What higher capabilities bring to the pages of the geography: declared here, filled once by `app.ts`; nothing here imports them. */
import type { Child } from 'hono/jsx'
import type { Tx } from '#platform/db/base.ts'
import type { Quartier } from './quartier.ts'

/** A block of the page of a quartier (figures, fiches, money), or null to show none. `contrat` null: the public page. */
export type BlocQuartier = (demande: {
  tx: Tx
  contrat: { id: string; adresse: string } | null
  quartier: Quartier
  now: Date
}) => Promise<{ ordre: number; rend: () => Child } | null>

export type FentesTerritoire = {
  /** Blocks of the page of a quartier. Two statements each at most. */
  blocsQuartier: readonly BlocQuartier[]
  /** Number of fiches that point at each quartier, by its code. */
  fichesParQuartier: (tx: Tx, contratId: string) => Promise<ReadonlyMap<string, number>>
}

const VIDES: FentesTerritoire = { blocsQuartier: [], fichesParQuartier: async () => new Map() }

let fentes: FentesTerritoire = VIDES

/** Called once by `app.ts`. What is left out stays empty. */
export function setFentesTerritoire(remplies: Partial<FentesTerritoire>): void {
  fentes = { ...VIDES, ...remplies }
}

/** What `app.ts` brought. */
export function fentesTerritoire(): FentesTerritoire {
  return fentes
}
