import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'

/** Sign-in data past their time: sessions over, links and proofs expired, counts of failures; interests long ended. @returns how many rows went */
export async function purgeConnexions(
  tx: Tx,
  {
    now,
    jetonsAvant,
    tentativesAvant,
    invitationsAvant,
    interetsAvant,
  }: { now: Date; jetonsAvant: Date; tentativesAvant: Date; invitationsAvant: Date; interetsAvant: Date },
): Promise<number> {
  const faits = [
    await sql`delete from compte.session where expire_le < ${now}`.execute(tx),
    await sql`delete from compte.verification where expire_le < ${jetonsAvant}`.execute(tx),
    await sql`delete from compte.jeton where expire_le < ${jetonsAvant}`.execute(tx),
    await sql`delete from compte.inscription where expire_le < ${now}`.execute(tx),
    await sql`delete from compte.interet_declare where coalesce(fin, retire_le::date) < ${interetsAvant}`.execute(tx),
    await sql`delete from compte.tentative where depuis < ${tentativesAvant}`.execute(tx),
    await sql`delete from compte.invitation where greatest(expire_le, acceptee_le, retiree_le) < ${invitationsAvant}`.execute(tx),
  ]
  return faits.reduce((total, fait) => total + Number(fait.numAffectedRows ?? 0), 0)
}

/** Mandates ended before a day, that nothing points at any more. One at a time: what still needs one keeps it. @param avant ISO */
export async function purgeMandats(tx: Tx, avant: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from compte.mandat where least(fin, retire_le::date) < ${avant} order by debut limit 10000`.execute(tx)
  let retires = 0
  for (const { id } of rows) {
    await sql`savepoint mandat`.execute(tx)
    try {
      await sql`delete from compte.mandat where id = ${id}`.execute(tx)
      await sql`release savepoint mandat`.execute(tx)
      retires += 1
    } catch (erreur) {
      await sql`rollback to savepoint mandat`.execute(tx)
      if (!isReferenceGardee(erreur)) throw erreur
    }
  }
  return retires
}

/** The files of tasks ended before an instant: the task stays, its file goes when nothing else points at it. @returns files gone */
export async function purgeFichiersDeTaches(tx: Tx, avant: Date): Promise<number> {
  const { rows: references } = await sql<{ tableau: string; nom: string }>`
    select schema || '.' || tableau as tableau, nom from platform.colonne where cible = 'platform.fichier' and tableau <> 'fichier_morceau'`.execute(
    tx,
  )
  const { rows } = await sql<{ id: string }>`
    with vieilles as (select id, fichier_id from platform.tache where finie_le < ${avant} and fichier_id is not null),
      videes as (update platform.tache t set fichier_id = null, fichier_nom = null from vieilles v where v.id = t.id)
    select distinct fichier_id as id from vieilles`.execute(tx)
  let retires = 0
  for (const { id } of rows) {
    const usages = references.map(
      ({ tableau, nom }) => sql<boolean>`exists (select from ${sql.table(tableau)} t where t.${sql.ref(nom)} = ${id})`,
    )
    const libre = await sql<{ libre: boolean }>`
      select not (${sql.join([...usages, sql`exists (select from platform.reglage where strpos(valeur::text, ${id}) > 0)`], sql` or `)}) as libre`.execute(
      tx,
    )
    if (libre.rows[0]?.libre !== true) continue
    await sql`delete from platform.fichier where id = ${id}`.execute(tx)
    retires += 1
  }
  return retires
}

/** Tasks of the platform ended before an instant, and without a file. @returns how many */
export async function purgeTaches(tx: Tx, avant: Date): Promise<number> {
  const fait = await sql`
    delete from platform.tache t where t.finie_le < ${avant} and t.contrat_id is null and t.fichier_id is null`.execute(tx)
  return Number(fait.numAffectedRows ?? 0)
}

function isReferenceGardee(erreur: unknown): boolean {
  return erreur instanceof Error && 'code' in erreur && erreur.code === '23503'
}
