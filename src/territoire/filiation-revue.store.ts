import { sql } from 'kysely'
import { z } from 'zod'
import { listNoms } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import type { TypeFiliation } from './quartier.ts'

/** Marks links as accepted by a person. @returns those that were waiting */
export async function acceptLiens(tx: Tx, ids: readonly string[], now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`update territoire.filiation set revue_le = ${now}, version = version + 1
    where id = any (${[...ids]}::uuid[]) and revue_le is null and ecarte_le is null returning id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Ids of the links of one kind that wait between two generations. */
export async function listLiensEnAttente(
  tx: Tx,
  { ancienneId, nouvelleId, type }: { ancienneId: string; nouvelleId: string; type: TypeFiliation },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select f.id from territoire.filiation f left join territoire.quartier a on a.id = f.ancien_id
      left join territoire.quartier n on n.id = f.nouveau_id
    where f.type = ${type} and f.revue_le is null and f.ecarte_le is null
      and (f.ancien_id is null or a.generation_id = ${ancienneId}::uuid) and (f.nouveau_id is null or n.generation_id = ${nouvelleId}::uuid)
    order by f.id for update of f`.execute(tx)
  return rows.map(({ id }) => id)
}

export async function correctLien(tx: Tx, lien: { id: string; type: TypeFiliation; motif: string }, now: Date): Promise<void> {
  await sql`update territoire.filiation set type = ${lien.type}, motif = ${lien.motif}, origine = 'saisie', revue_le = ${now}, ecarte_le = null,
    version = version + 1 where id = ${lien.id}`.execute(tx)
}

export async function setAsideLien(tx: Tx, lien: { id: string; motif: string }, now: Date): Promise<void> {
  await sql`update territoire.filiation set motif = ${lien.motif}, ecarte_le = ${now}, revue_le = ${now}, version = version + 1
    where id = ${lien.id}`.execute(tx)
}

export type LienSaisi = {
  id: string
  ancienId: string | null
  nouveauId: string | null
  type: TypeFiliation
  partAncienPm: number | null
  partNouveauPm: number | null
  motif: string
}

/** Writes a link typed by a person; one that was set aside comes back. @returns false when there is one already */
export async function addLien(tx: Tx, lien: LienSaisi, now: Date): Promise<boolean> {
  const { rows } =
    await sql`insert into territoire.filiation (id, ancien_id, nouveau_id, type, part_ancien_pm, part_nouveau_pm, origine, motif, revue_le)
    values (${lien.id}, ${lien.ancienId}, ${lien.nouveauId}, ${lien.type}, ${lien.partAncienPm}, ${lien.partNouveauPm}, 'saisie', ${lien.motif}, ${now})
    on conflict (ancien_id, nouveau_id) do update set type = excluded.type, part_ancien_pm = excluded.part_ancien_pm,
      part_nouveau_pm = excluded.part_nouveau_pm, origine = 'saisie', motif = excluded.motif, revue_le = excluded.revue_le, ecarte_le = null,
      version = territoire.filiation.version + 1
    where territoire.filiation.ecarte_le is not null
    returning 1`.execute(tx)
  return rows.length > 0
}

/** Takes away « entrant » and « sortant » that a link between two quartiers now contradicts. */
export async function removeLiensContredits(tx: Tx, { ancienId, nouveauId }: { ancienId: string; nouveauId: string }): Promise<void> {
  await sql`delete from territoire.filiation where (ancien_id is null and nouveau_id = ${nouveauId}::uuid)
    or (nouveau_id is null and ancien_id = ${ancienId}::uuid)`.execute(tx)
}

export type ActeRelecture = { instant: Date; par: string | null; libelle: string | null; objetId: string }

/** What people did to these objects, newest first, from the journal. Two statements. @param type type of object of the trace */
export async function listActes(tx: Tx, type: string, ids: readonly string[]): Promise<ActeRelecture[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ instant: Date; acteurId: string | null; libelle: string | null; objetId: string }>`
    select l.instant, l.acteur_id as "acteurId", c.libelle, l.objet_id as "objetId"
    from platform.audit_ligne l join platform.audit_contenu c on c.ligne_id = l.id
    where l.objet_type = ${type} and l.objet_id = any (${[...ids]}::text[]) order by l.instant desc, l.numero desc limit 200`.execute(tx)
  const noms = await listNoms(
    tx,
    rows.flatMap(({ acteurId }) => (acteurId !== null && z.uuid().safeParse(acteurId).success ? [acteurId] : [])),
  )
  return rows.map(({ acteurId, ...acte }) => ({ ...acte, par: acteurId === null ? null : (noms.get(acteurId) ?? null) }))
}
