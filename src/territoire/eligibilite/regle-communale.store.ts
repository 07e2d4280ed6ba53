import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { Condition, MesureCommune, RegleCommunale } from './regle-communale.ts'

/** Rules in force in the product, with their conditions. One statement. */
export async function listReglesCommunales(tx: Tx): Promise<RegleCommunale[]> {
  const { rows } =
    await sql<RegleCommunale>`/* prepare regles_communales */ select r.id, r.nom, r.description, r.source, r.debut, r.fin, r.departements,
      coalesce((select json_agg(json_build_object('rang', c.rang, 'mesure', c.mesure, 'libelle', c.libelle, 'unite', c.unite,
          'comparaison', c.comparaison, 'seuilMilliemes', c.seuil_milliemes) order by c.rang)
        from territoire.regle_condition c where c.regle_id = r.id), '[]') as conditions
    from territoire.regle_communale r where r.archive_le is null order by r.nom collate "fr-FR-x-icu"`.execute(tx)
  return rows
}

/** Figures of these communes, every vintage. */
export async function listMesures(tx: Tx, communes: readonly string[]): Promise<MesureCommune[]> {
  if (communes.length === 0) return []
  const { rows } = await sql<MesureCommune>`/* prepare mesures_communes */ select mesure, commune_code as "communeCode", millesime,
      valeur_milliemes as "valeurMilliemes", source
    from territoire.mesure_commune where commune_code = any (${[...communes]}::text[])`.execute(tx)
  return rows
}

/** What is known of each measure, for who loads them. */
export async function listMesuresConnues(tx: Tx): Promise<{ mesure: string; millesime: number; communes: number; source: string }[]> {
  const { rows } = await sql<{ mesure: string; millesime: number; communes: number; source: string }>`select mesure, millesime,
      count(*)::int as communes, max(source) as source
    from territoire.mesure_commune group by mesure, millesime order by mesure, millesime desc`.execute(tx)
  return rows
}

/** Writes figures; a figure of the same commune and vintage is replaced. */
export async function saveMesures(tx: Tx, mesures: readonly MesureCommune[]): Promise<void> {
  await sql`insert into territoire.mesure_commune (mesure, commune_code, millesime, valeur_milliemes, source)
    select * from unnest(${mesures.map(({ mesure }) => mesure)}::text[], ${mesures.map(({ communeCode }) => communeCode)}::text[],
      ${mesures.map(({ millesime }) => millesime)}::int[], ${mesures.map(({ valeurMilliemes }) => valeurMilliemes)}::bigint[],
      ${mesures.map(({ source }) => source)}::text[])
    on conflict (mesure, commune_code, millesime) do update set valeur_milliemes = excluded.valeur_milliemes, source = excluded.source`.execute(
    tx,
  )
}

/** Replaces a rule and its conditions. */
export async function saveRegle(tx: Tx, { conditions, ...regle }: RegleCommunale): Promise<void> {
  await sql`insert into territoire.regle_communale as r (id, nom, description, source, debut, fin, departements)
    values (${regle.id}, ${regle.nom}, ${regle.description}, ${regle.source}, ${regle.debut}, ${regle.fin}, ${[...regle.departements]})
    on conflict (id) do update set nom = excluded.nom, description = excluded.description, source = excluded.source, debut = excluded.debut,
      fin = excluded.fin, departements = excluded.departements, version = r.version + 1`.execute(tx)
  await sql`delete from territoire.regle_condition where regle_id = ${regle.id}`.execute(tx)
  for (const condition of conditions) await insertCondition(tx, regle.id, condition)
}

async function insertCondition(tx: Tx, regleId: string, condition: Condition): Promise<void> {
  await sql`insert into territoire.regle_condition (regle_id, rang, mesure, libelle, unite, comparaison, seuil_milliemes)
    values (${regleId}, ${condition.rang}, ${condition.mesure}, ${condition.libelle}, ${condition.unite}, ${condition.comparaison},
      ${condition.seuilMilliemes})`.execute(tx)
}
