import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
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
