import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { Agent, Mandat } from './agent.ts'

/** Who holds this session, with the mandates in force that day: one statement. Null when the session is unknown or over. */
export async function findAgentBySession(tx: Tx, jeton: string, quand: { now: Date; jour: string }): Promise<Agent | null> {
  return selectAgent(
    tx,
    quand.jour,
    sql`join compte.session s on s.utilisateur_id = u.id where s.jeton = ${jeton} and s.expire_le > ${quand.now} and p.archive_le is null`,
  )
}

/** The person, as an agent of that day (command line, demo). @param jour ISO */
export async function findAgentByPersonne(tx: Tx, personneId: string, jour: string): Promise<Agent | null> {
  return selectAgent(tx, jour, sql`where p.id = ${personneId} and p.archive_le is null`)
}

/** @param courriel in lower case */
export async function findAgentByCourriel(tx: Tx, courriel: string, jour: string): Promise<Agent | null> {
  return selectAgent(tx, jour, sql`where u.courriel = ${courriel} and p.archive_le is null`)
}

async function selectAgent(tx: Tx, jour: string, suite: RawBuilder<unknown>): Promise<Agent | null> {
  const { rows } = await sql<Omit<Agent, 'mandats'> & { mandats: Mandat[] }>`
    select p.id as "personneId", p.prenom, p.nom, u.courriel, p.fonction,
      (select coalesce(json_agg(json_build_object('id', m.id, 'organisationId', o.id, 'organisation', o.nom, 'role', m.role,
          'contratId', m.contrat_id, 'communeCode', m.commune_code) order by m.qualite desc, m.debut, m.id), '[]')
        from compte.mandat m join compte.organisation o on o.id = m.organisation_id
        where m.personne_id = p.id and m.retire_le is null and m.debut <= ${jour} and (m.fin is null or m.fin >= ${jour})) as mandats
    from compte.utilisateur u join compte.personne p on p.id = u.personne_id ${suite}`.execute(tx)
  return rows[0] ?? null
}
