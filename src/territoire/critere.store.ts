import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { GeographieLocale } from './geographie-locale.store.ts'
import type { Decision } from './palier.ts'
import type { Critere, Valeurs } from './score.ts'

/** Criteria of a contract in their order. */
export async function listCriteres(tx: Tx, contratId: string): Promise<Critere[]> {
  const { rows } =
    await sql<Critere>`select id, libelle, unite, sens, poids, normalisation, seuil, source, millesime from territoire.critere
    where contrat_id = ${contratId}::uuid order by rang`.execute(tx)
  return rows
}

/** Figures by criterion, then by place (« perimetre:ID », « quartier:ID »), as decimal texts. */
export async function listValeurs(tx: Tx, contratId: string): Promise<Valeurs> {
  const { rows } = await sql<{ critereId: string; lieu: string; valeur: string }>`select critere_id as "critereId", valeur,
      case when perimetre_id is null then 'quartier:' || quartier_id else 'perimetre:' || perimetre_id end as lieu
    from territoire.critere_valeur where contrat_id = ${contratId}::uuid`.execute(tx)
  const valeurs = new Map<string, Map<string, string>>()
  for (const { critereId, lieu, valeur } of rows) {
    const siennes = valeurs.get(critereId)
    if (siennes === undefined) valeurs.set(critereId, new Map([[lieu, valeur]]))
    else siennes.set(lieu, valeur)
  }
  return valeurs
}

/** `sensibilitePm`: by how much, in ‰, weights are moved to say what would change; a tenth is proposed until the contract chooses. */
export type ReglageCriteres = Pick<GeographieLocale, 'version' | 'decision'> & { sensibilitePm: number }

/** Criteria, figures and what the contract says of them as a whole. One statement. */
export async function readCriteres(
  tx: Tx,
  contratId: string,
): Promise<{ criteres: Critere[]; valeurs: Valeurs; generale: ReglageCriteres }> {
  type Brut = Critere & { chiffres: Record<string, string> | null }
  const { rows } = await sql<{ version: number | null; sensibilitePm: number; decision: Decision | null; criteres: Brut[] }>`
    select g.version, coalesce(g.sensibilite_pm, 100) as "sensibilitePm",
      case when d.id is null then null else json_build_object('id', d.id, 'libelle', d.libelle, 'instance', d.instance, 'jour', d.jour,
        'reference', d.reference) end as decision,
      coalesce((select json_agg(json_build_object('id', c.id, 'libelle', c.libelle, 'unite', c.unite, 'sens', c.sens, 'poids', c.poids,
          'normalisation', c.normalisation, 'seuil', c.seuil::text, 'source', c.source, 'millesime', c.millesime, 'chiffres',
          (select json_object_agg(case when v.perimetre_id is null then 'quartier:' || v.quartier_id else 'perimetre:' || v.perimetre_id end,
            v.valeur::text) from territoire.critere_valeur v where v.critere_id = c.id)) order by c.rang)
        from territoire.critere c where c.contrat_id = ${contratId}::uuid), '[]') as criteres
    from (select 1) un left join territoire.geographie_locale g on g.contrat_id = ${contratId}::uuid
      left join territoire.decision_locale d on d.id = g.decision_id`.execute(tx)
  const lu = rows[0]
  return {
    criteres: (lu?.criteres ?? []).map(({ chiffres: _, ...critere }) => critere),
    valeurs: new Map((lu?.criteres ?? []).map(({ id, chiffres }) => [id, new Map(Object.entries(chiffres ?? {}))])),
    generale: { version: lu?.version ?? 0, sensibilitePm: lu?.sensibilitePm ?? 0, decision: lu?.decision ?? null },
  }
}

/** Writes the whole list in order; those that are gone leave with their figures. */
export async function saveCriteres(tx: Tx, contratId: string, criteres: readonly Critere[]): Promise<void> {
  await sql`delete from territoire.critere where contrat_id = ${contratId} and id <> all (${criteres.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  )
  const lignes = criteres.map((critere, rang) => ({ ...critere, rang: rang + 1 }))
  await sql`insert into territoire.critere (id, contrat_id, rang, libelle, unite, sens, poids, normalisation, seuil, source, millesime)
    select c.id, ${contratId}::uuid, c.rang, c.libelle, c.unite, c.sens, c.poids, c.normalisation, c.seuil, c.source, c.millesime
    from json_to_recordset(${JSON.stringify(lignes)}::json) as c(id uuid, rang smallint, libelle text, unite text, sens text, poids integer,
      normalisation text, seuil numeric, source text, millesime smallint)
    on conflict (id) do update set rang = excluded.rang, libelle = excluded.libelle, unite = excluded.unite, sens = excluded.sens,
      poids = excluded.poids, normalisation = excluded.normalisation, seuil = excluded.seuil, source = excluded.source,
      millesime = excluded.millesime`.execute(tx)
}

export type ValeurSaisie = { critereId: string; sorte: 'perimetre' | 'quartier'; lieuId: string; valeur: string | null }

/** Writes figures; null takes one away. */
export async function saveValeurs(tx: Tx, valeurs: readonly ValeurSaisie[]): Promise<void> {
  if (valeurs.length === 0) return
  const lignes = valeurs.map(({ critereId, sorte, lieuId, valeur }) => ({
    critere_id: critereId,
    perimetre_id: sorte === 'perimetre' ? lieuId : null,
    quartier_id: sorte === 'quartier' ? lieuId : null,
    valeur,
  }))
  const recu = sql`json_to_recordset(${JSON.stringify(lignes)}::json) as v(critere_id uuid, perimetre_id uuid, quartier_id uuid, valeur numeric)`
  await sql`delete from territoire.critere_valeur c using ${recu} where v.valeur is null and c.critere_id = v.critere_id
    and c.perimetre_id is not distinct from v.perimetre_id and c.quartier_id is not distinct from v.quartier_id`.execute(tx)
  await sql`insert into territoire.critere_valeur (critere_id, perimetre_id, quartier_id, valeur)
    select v.critere_id, v.perimetre_id, v.quartier_id, v.valeur from ${recu} where v.valeur is not null
    on conflict (critere_id, perimetre_id, quartier_id) do update set valeur = excluded.valeur`.execute(tx)
}
