import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { CommuneContrat, ContratCourant } from './contrat.ts'

/** Every contract not archived, by title, with its communes: for those who give mandates on any of them. One statement. */
export async function listContratsOuverts(
  tx: Tx,
): Promise<(Pick<ContratCourant, 'id' | 'titre' | 'adresse'> & { communes: CommuneContrat[] })[]> {
  const { rows } = await sql<Pick<ContratCourant, 'id' | 'titre' | 'adresse'> & { communes: CommuneContrat[] }>`
    select c.id, c.titre, c.adresse,
      coalesce((select json_agg(json_build_object('code', m.code_insee, 'nom', m.nom) order by m.ordre)
        from contrat.commune m where m.contrat_id = c.id), '[]') as communes
    from contrat.contrat c
    where c.archive_le is null
    order by c.titre collate "fr-FR-x-icu", c.adresse`.execute(tx)
  return rows
}
