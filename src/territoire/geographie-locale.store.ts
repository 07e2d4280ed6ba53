import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import type { Classement, Decision, Palier } from './palier.ts'

/** What a contract says of its local geography as a whole. */
export type GeographieLocale = {
  /** Raised by each change of tiers or criteria; 0: nothing yet. */
  version: number
  /** By how much, in ‰, weights are moved to say what would change; null: nothing chosen yet. */
  sensibilitePm: number | null
  /** The decision that adopted the criteria. */
  decision: Decision | null
  criteresModifiesLe: Date | null
}

const DECISION = (alias: string) =>
  sql`case when ${sql.ref(`${alias}.id`)} is null then null else json_build_object('id', ${sql.ref(`${alias}.id`)},
    'libelle', ${sql.ref(`${alias}.libelle`)}, 'instance', ${sql.ref(`${alias}.instance`)}, 'jour', ${sql.ref(`${alias}.jour`)},
    'reference', ${sql.ref(`${alias}.reference`)}) end`

export async function getGeographieLocale(tx: Tx, contratId: string): Promise<GeographieLocale> {
  const { rows } = await sql<GeographieLocale>`select g.version, g.sensibilite_pm as "sensibilitePm", ${DECISION('d')} as decision,
      g.criteres_modifies_le as "criteresModifiesLe"
    from territoire.geographie_locale g left join territoire.decision_locale d on d.id = g.decision_id
    where g.contrat_id = ${contratId}::uuid`.execute(tx)
  return rows[0] ?? { version: 0, sensibilitePm: null, decision: null, criteresModifiesLe: null }
}

/**
 * Holds the local geography of a contract and raises its version. @param version the one the person saw
 * @throws RegleViolee when someone else has changed it since
 */
export async function raiseGeographieLocale(tx: Tx, contratId: string, version: number): Promise<number> {
  await sql`insert into territoire.geographie_locale (contrat_id) values (${contratId}) on conflict (contrat_id) do nothing`.execute(tx)
  const { rows } = await sql<{ version: number }>`update territoire.geographie_locale set version = version + 1
    where contrat_id = ${contratId} and version = ${version} returning version`.execute(tx)
  if (rows[0] === undefined) {
    throw new RegleViolee(
      'Une autre personne a modifié la géographie locale entre-temps. Ce que vous avez saisi est encore ici : rechargez la page dans un autre onglet pour comparer, puis enregistrez de nouveau.',
    )
  }
  return rows[0].version
}

export async function saveReglageCriteres(
  tx: Tx,
  contratId: string,
  { sensibilitePm, decisionId }: { sensibilitePm: number; decisionId: string | null },
  now: Date,
): Promise<void> {
  await sql`update territoire.geographie_locale set sensibilite_pm = ${sensibilitePm}, decision_id = ${decisionId}, criteres_modifies_le = ${now}
    where contrat_id = ${contratId}`.execute(tx)
}

/** Tiers, strongest first. */
export async function listPaliers(tx: Tx, contratId: string): Promise<Palier[]> {
  const { rows } =
    await sql<Palier>`/* prepare paliers */ select id, rang, code, libelle, definition, conditions, couleur, seuil_pm as "seuilPm"
    from territoire.palier where contrat_id = ${contratId}::uuid order by rang`.execute(tx)
  return rows
}

/** Writes the whole list in order; those that are gone are taken away. @throws RegleViolee when one that is gone has held a place */
export async function savePaliers(tx: Tx, contratId: string, paliers: readonly Palier[]): Promise<void> {
  const { rows } = await sql<{ libelle: string }>`select p.libelle from territoire.palier p
    where p.contrat_id = ${contratId} and p.id <> all (${paliers.map(({ id }) => id)}::uuid[])
      and exists (select from territoire.perimetre_palier c where c.palier_id = p.id)`.execute(tx)
  if (rows[0] !== undefined) {
    throw new RegleViolee(`Le palier « ${rows[0].libelle} » a compté des quartiers : son histoire se garde. Renommez-le plutôt.`)
  }
  await sql`delete from territoire.palier where contrat_id = ${contratId} and id <> all (${paliers.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  )
  const lignes = paliers.map(({ seuilPm, ...palier }) => ({ ...palier, seuil_pm: seuilPm }))
  await sql`insert into territoire.palier (id, contrat_id, rang, code, libelle, definition, conditions, couleur, seuil_pm)
    select p.id, ${contratId}::uuid, p.rang, p.code, p.libelle, p.definition, p.conditions, p.couleur, p.seuil_pm
    from json_to_recordset(${JSON.stringify(lignes)}::json) as p(id uuid, rang smallint, code text, libelle text, definition text,
      conditions text, couleur smallint, seuil_pm smallint)
    on conflict (id) do update set rang = excluded.rang, code = excluded.code, libelle = excluded.libelle, definition = excluded.definition,
      conditions = excluded.conditions, couleur = excluded.couleur, seuil_pm = excluded.seuil_pm`.execute(tx)
}

/** Decisions that adopted something, newest first. */
export async function listDecisions(tx: Tx, contratId: string): Promise<Decision[]> {
  const { rows } = await sql<Decision>`select id, libelle, instance, jour, reference from territoire.decision_locale
    where contrat_id = ${contratId}::uuid order by jour desc, libelle collate "fr-FR-x-icu"`.execute(tx)
  return rows
}

/** Writes a decision; the same day and the same words are the same decision. @returns its id */
export async function saveDecision(tx: Tx, contratId: string, decision: Decision): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into territoire.decision_locale (id, contrat_id, libelle, instance, jour, reference)
    values (${decision.id}, ${contratId}, ${decision.libelle}, ${decision.instance}, ${decision.jour}, ${decision.reference})
    on conflict (contrat_id, jour, libelle) do update set instance = excluded.instance,
      reference = coalesce(excluded.reference, territoire.decision_locale.reference)
    returning id`.execute(tx)
  return rows[0]?.id ?? decision.id
}

/** Where every place of the contract stood and stands, newest first. */
export async function listClassements(tx: Tx, contratId: string): Promise<Classement[]> {
  const { rows } = await sql<Classement>`/* prepare classements */ select c.id,
      case when c.perimetre_id is null then 'quartier:' || c.quartier_id else 'perimetre:' || c.perimetre_id end as lieu,
      c.palier_id as "palierId", c.debut, c.fin, ${DECISION('d')} as decision, c.motif
    from territoire.perimetre_palier c left join territoire.decision_locale d on d.id = c.decision_id
    where c.contrat_id = ${contratId}::uuid order by c.debut desc, c.id desc`.execute(tx)
  return rows
}

/** Tiers and where every place stood and stands, newest first. One statement. */
export async function listPaliersEtClassements(tx: Tx, contratId: string): Promise<{ paliers: Palier[]; classements: Classement[] }> {
  const { rows } = await sql<Palier & { siens: Omit<Classement, 'palierId'>[] }>`/* prepare paliers_classements */
    select p.id, p.rang, p.code, p.libelle, p.definition, p.conditions, p.couleur, p.seuil_pm as "seuilPm",
      coalesce((select json_agg(json_build_object('id', c.id, 'lieu',
          case when c.perimetre_id is null then 'quartier:' || c.quartier_id else 'perimetre:' || c.perimetre_id end,
          'debut', c.debut, 'fin', c.fin, 'decision', ${DECISION('d')}, 'motif', c.motif))
        from territoire.perimetre_palier c left join territoire.decision_locale d on d.id = c.decision_id where c.palier_id = p.id), '[]') as siens
    from territoire.palier p where p.contrat_id = ${contratId}::uuid order by p.rang`.execute(tx)
  const classements = rows.flatMap(({ id, siens }) => siens.map((un) => ({ ...un, palierId: id })))
  classements.sort((a, b) => (a.debut === b.debut ? (a.id < b.id ? 1 : -1) : a.debut < b.debut ? 1 : -1))
  return { paliers: rows.map(({ siens: _, ...palier }) => palier), classements }
}

export type NouveauClassement = {
  id: string
  sorte: 'perimetre' | 'quartier'
  lieuId: string
  palierId: string
  debut: string
  decisionId: string | null
  motif: string | null
}

/** Ends, corrects and opens lines of the history of a place. */
export async function saveClassement(
  tx: Tx,
  contratId: string,
  changement: { ferme: { id: string; fin: string } | null; remplace: string | null; ouvre: NouveauClassement | null },
): Promise<void> {
  const { ferme, remplace, ouvre } = changement
  if (remplace !== null) await sql`delete from territoire.perimetre_palier where id = ${remplace} and contrat_id = ${contratId}`.execute(tx)
  if (ferme !== null)
    await sql`update territoire.perimetre_palier set fin = ${ferme.fin} where id = ${ferme.id} and contrat_id = ${contratId}`.execute(tx)
  if (ouvre === null) return
  await sql`insert into territoire.perimetre_palier (id, contrat_id, perimetre_id, quartier_id, palier_id, debut, decision_id, motif)
    values (${ouvre.id}, ${contratId}, ${ouvre.sorte === 'perimetre' ? ouvre.lieuId : null}, ${ouvre.sorte === 'quartier' ? ouvre.lieuId : null},
      ${ouvre.palierId}, ${ouvre.debut}, ${ouvre.decisionId}, ${ouvre.motif})`.execute(tx)
}
