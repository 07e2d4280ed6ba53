import { sql } from 'kysely'
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
 * Places that the fiches of a contract may point at: quartiers in force in its communes, its own perimeters, its communes, its
 * intercommunality. Three statements.
 */
export async function listChoixLieux(tx: Tx, { contratId, communes, epci, jour }: Couverture): Promise<ChoixLieu[]> {
  const codes = communes.map(({ code }) => code)
  const quartiers = await listQuartiersDesCommunes(tx, codes, jour)
  const perimetres = await listPerimetresVivants(tx, contratId)
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
    ...perimetres.map(
      (perimetre): ChoixLieu => ({
        type: 'perimetre',
        code: perimetre.id,
        nom: perimetre.nom,
        parties: [],
        communes: perimetre.communes,
        population: null,
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

async function listPerimetresVivants(tx: Tx, contratId: string): Promise<{ id: string; nom: string; communes: string[] }[]> {
  const { rows } = await sql<{ id: string; nom: string; communes: string[] }>`/* prepare choix_perimetres */
    select id, nom, communes from territoire.perimetre where contrat_id = ${contratId} and archive_le is null
    order by nom collate "fr-FR-x-icu", id`.execute(tx)
  return rows
}
