/** What the address of the page of gaps says: filters, order, page. Pure. */
import { TYPES_REFERENCE, type TypeReference } from '../reference.ts'
import { TRIS, type Tri } from '../tableau.ts'

export type FiltreEcarts = {
  reference: TypeReference | null
  theme: string
  quartier: string
  tri: Tri
  sens: 'asc' | 'desc'
  page: number
}

/** Anything that is not understood is as if it were not there. */
export function parseFiltre(dit: (nom: string) => string | undefined): FiltreEcarts {
  const page = Number(dit('page') ?? 1)
  return {
    reference: TYPES_REFERENCE.find((type) => type === dit('reference')) ?? null,
    theme: (dit('theme') ?? '').slice(0, 100),
    quartier: (dit('quartier') ?? '').slice(0, 20),
    tri: TRIS.find((tri) => tri === dit('tri')) ?? 'nom',
    sens: dit('sens') === 'desc' ? 'desc' : 'asc',
    page: Number.isInteger(page) && page > 0 ? page : 1,
  }
}

/** The query of an address that says this, defaults left out; « » or « ?… ». */
export function queryOf(filtre: FiltreEcarts): string {
  const paires: [string, string][] = [
    ['reference', filtre.reference ?? ''],
    ['theme', filtre.theme],
    ['quartier', filtre.quartier],
    ['tri', filtre.tri === 'nom' ? '' : filtre.tri],
    ['sens', filtre.sens === 'asc' ? '' : filtre.sens],
    ['page', filtre.page === 1 ? '' : String(filtre.page)],
  ]
  const dites = paires.filter(([, valeur]) => valeur !== '')
  return dites.length === 0 ? '' : `?${new URLSearchParams(dites)}`
}
