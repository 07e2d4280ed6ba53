import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { ContenuFiche } from './fiche.ts'
import { parseVersion } from './version.ts'

/** The text of each fiche as it was last validated, by its id; fiches never validated are left out. */
export async function listTextesValides(
  tx: Tx,
  ficheIds: readonly string[],
): Promise<ReadonlyMap<string, { contenu: ContenuFiche; valideeLe: Date }>> {
  if (ficheIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; texte: string; valideeLe: Date }>`
    select distinct on (fiche_id) fiche_id as id, contenu as texte, cree_le as "valideeLe" from strategie.fiche_version
    where fiche_id = any (${[...ficheIds]}::uuid[]) and acte = 'validation' order by fiche_id, numero desc`.execute(tx)
  return new Map(rows.map(({ id, texte, valideeLe }) => [id, { contenu: parseVersion(texte).contenu, valideeLe }]))
}

/** What publishing would show of a contract, in figures: live fiches, those validated, those whose validated text is being written again. */
export async function countPubliables(tx: Tx, contratId: string): Promise<{ total: number; validees: number; reprises: number }> {
  const { rows } = await sql<{ total: number; validees: number; reprises: number }>`
    select count(*) as total, count(*) filter (where f.statut = 'validee') as validees,
      count(*) filter (where f.statut in ('brouillon', 'a_valider') and exists (
        select 1 from strategie.fiche_version v where v.fiche_id = f.id and v.acte = 'validation')) as reprises
    from strategie.fiche f where f.contrat_id = ${contratId} and f.archive_le is null`.execute(tx)
  return rows[0] ?? { total: 0, validees: 0, reprises: 0 }
}
