import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { CommuneContrat } from './contrat.ts'

/** A contract in short, with its communes: for the mandates given on it. */
export type ContratEnBref = { id: string; titre: string; adresse: string; communes: CommuneContrat[] }

const COMMUNES = sql`coalesce((select json_agg(json_build_object('code', m.code_insee, 'nom', m.nom) order by m.ordre)
  from contrat.commune m where m.contrat_id = c.id), '[]')`

/** Every contract not archived, by title: for those who give mandates on any of them. */
export async function listContratsEnBref(tx: Tx): Promise<ContratEnBref[]> {
  const { rows } = await sql<ContratEnBref>`select c.id, c.titre, c.adresse, ${COMMUNES} as communes from contrat.contrat c
    where c.archive_le is null order by c.titre collate "fr-FR-x-icu", c.adresse`.execute(tx)
  return rows
}

/** @throws Introuvable */
export async function getContratEnBref(tx: Tx, id: string): Promise<ContratEnBref> {
  const { rows } =
    await sql<ContratEnBref>`select c.id, c.titre, c.adresse, ${COMMUNES} as communes from contrat.contrat c where c.id = ${id}`.execute(tx)
  const contrat = rows[0]
  if (contrat === undefined) throw new Introuvable('Ce contrat n’existe pas.')
  return contrat
}
