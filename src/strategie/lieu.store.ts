import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import type { StatutFiche } from './fiche.ts'
import type { LieuFiche } from './lieu.ts'

/** Replaces the places of a fiche. Their order is kept. */
export async function saveLieuxFiche(tx: Tx, ficheId: string, lieux: readonly LieuFiche[]): Promise<void> {
  await sql`delete from strategie.fiche_lieu where fiche_id = ${ficheId}`.execute(tx)
  if (lieux.length === 0) return
  const lignes = lieux.map((lieu, ordre) => ({ ...lieu, id: createId(), ordre }))
  await sql`insert into strategie.fiche_lieu (id, fiche_id, ordre, type, code, nom, communes, part_pm, origine)
    select id, ${ficheId}, ordre, type, code, nom, array(select jsonb_array_elements_text(communes)), "partPm", origine
    from jsonb_to_recordset(${JSON.stringify(lignes)}::jsonb)
      as l(id uuid, ordre integer, type text, code text, nom text, communes jsonb, "partPm" smallint, origine text)`.execute(tx)
}

/** Live fiches of a contract that point at each place of this type, by its code. */
export async function countFichesParLieu(tx: Tx, contratId: string, type: LieuFiche['type']): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ code: string; nombre: number }>`/* prepare fiches_par_lieu */
    select p.code, count(*)::int as nombre from strategie.fiche_lieu p
    join strategie.fiche f on f.id = p.fiche_id and f.archive_le is null
    where p.contrat_id = ${contratId} and p.type = ${type} group by p.code`.execute(tx)
  return new Map(rows.map(({ code, nombre }) => [code, nombre]))
}

/** A fiche that points at a place, with the share of it there. */
export type FicheDuLieu = { id: string; code: string; intitule: string; statut: StatutFiche; partPm: number | null }

/** Live fiches of a contract that point at this place, in the order of their codes. */
export async function listFichesDuLieu(
  tx: Tx,
  contratId: string,
  { type, code }: Pick<LieuFiche, 'type' | 'code'>,
): Promise<FicheDuLieu[]> {
  const { rows } = await sql<FicheDuLieu>`/* prepare fiches_du_lieu */
    select f.id, f.code, f.intitule, f.statut, p.part_pm as "partPm" from strategie.fiche_lieu p
    join strategie.fiche f on f.id = p.fiche_id and f.archive_le is null
    where p.contrat_id = ${contratId} and p.type = ${type} and p.code = ${code}
    order by f.code collate "fr-FR-x-icu", f.id`.execute(tx)
  return rows
}
