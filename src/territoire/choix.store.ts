import type { Tx } from '#platform/db/base.ts'
import type { ChoixLieu } from './choix.ts'
import { listCommunesByCode } from './commune.store.ts'
import { listQuartiersDesCommunes } from './quartier.store.ts'

/** What a contract covers, as its capability knows it. `jour`: ISO day on which its geography is read. */
export type Couverture = {
  contratId: string
  communes: readonly { code: string; nom: string }[]
  epci: { siren: string; nom: string } | null
  jour: string
}

/**
 * Places that the fiches of a contract may point at: quartiers in force in its communes, its communes, its intercommunality.
 * Two statements.
 */
export async function listChoixLieux(tx: Tx, { communes, epci, jour }: Couverture): Promise<ChoixLieu[]> {
  const codes = communes.map(({ code }) => code)
  const quartiers = await listQuartiersDesCommunes(tx, codes, jour)
  const connues = new Map((await listCommunesByCode(tx, codes)).map((commune) => [commune.code, commune]))
  return [
    ...quartiers.map(
      (quartier): ChoixLieu => ({
        type: 'quartier',
        code: quartier.code,
        nom: quartier.nom,
        parties: quartier.sousQuartiers,
        communes: quartier.communes.map(({ code }) => code),
        population: quartier.population,
      }),
    ),
    ...communes.map(
      ({ code, nom }): ChoixLieu => ({
        type: 'commune',
        code,
        nom,
        parties: [],
        communes: [code],
        population: connues.get(code)?.population ?? null,
      }),
    ),
    ...(epci === null
      ? []
      : [{ type: 'epci', code: epci.siren, nom: epci.nom, parties: [], communes: codes, population: null } satisfies ChoixLieu]),
  ]
}
