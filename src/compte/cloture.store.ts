import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { Role } from './agent.ts'
import type { Cloture, MandatIndispensable, NouvelleCloture } from './cloture.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

const colonnes = [
  'c.id',
  'c.numero',
  'c.personne_id as personneId',
  'c.motif',
  'c.raison',
  'c.demandee_le as demandeeLe',
  'c.prevue_le as prevueLe',
  'c.annulee_le as annuleeLe',
  'c.faite_le as faiteLe',
  'c.obstacle',
] as const

/** The closing that waits for this person; null: none. */
export async function findClotureEnCours(tx: Tx, personneId: string): Promise<Cloture | null> {
  const ligne = await compte(tx)
    .selectFrom('compte.cloture as c')
    .select(colonnes)
    .where('c.personne_id', '=', personneId)
    .where('c.annulee_le', 'is', null)
    .where('c.faite_le', 'is', null)
    .executeTakeFirst()
  return ligne ?? null
}

/** Locks the closing until the end of the transaction. @throws Introuvable */
export async function lockCloture(tx: Tx, id: string): Promise<Cloture> {
  const ligne = await compte(tx).selectFrom('compte.cloture as c').select(colonnes).where('c.id', '=', id).forUpdate().executeTakeFirst()
  if (ligne === undefined) throw new Introuvable('Cette demande de fermeture n’existe pas.')
  return ligne
}

export async function createClotureRow(tx: Tx, cloture: NouvelleCloture, demandeePar: string | null): Promise<void> {
  const { id, personneId, motif, raison, demandeeLe, prevueLe } = cloture
  await compte(tx)
    .insertInto('compte.cloture')
    .values({ id, personne_id: personneId, motif, raison, demandee_le: demandeeLe, demandee_par: demandeePar, prevue_le: prevueLe })
    .execute()
}

export async function saveCloture(tx: Tx, cloture: Cloture, annuleePar: string | null): Promise<void> {
  await compte(tx)
    .updateTable('compte.cloture')
    .set({
      prevue_le: cloture.prevueLe,
      annulee_le: cloture.annuleeLe,
      annulee_par: annuleePar,
      faite_le: cloture.faiteLe,
      obstacle: cloture.obstacle,
    })
    .where('id', '=', cloture.id)
    .execute()
}

/** Those whose day has come, the oldest first. */
export async function listCloturesDues(tx: Tx, now: Date): Promise<string[]> {
  const lignes = await compte(tx)
    .selectFrom('compte.cloture as c')
    .select('c.id')
    .where('c.annulee_le', 'is', null)
    .where('c.faite_le', 'is', null)
    .where('c.prevue_le', '<=', now)
    .orderBy('c.prevue_le')
    .execute()
  return lignes.map(({ id }) => id)
}

export type ClotureListee = Cloture & { personne: string }

/** Those that wait, then those done or called off, the latest first. */
export async function listClotures(tx: Tx, limite: number): Promise<ClotureListee[]> {
  return compte(tx)
    .selectFrom('compte.cloture as c')
    .innerJoin('compte.personne as p', 'p.id', 'c.personne_id')
    .select(colonnes)
    .select(sql<string>`p.prenom || ' ' || p.nom`.as('personne'))
    .orderBy(sql`(c.annulee_le is null and c.faite_le is null) desc`)
    .orderBy('c.demandee_le', 'desc')
    .limit(limite)
    .execute()
}

/** Mandates of the person in force that day, of these roles, that nobody else holds. Locks those of the others. @param jour ISO */
export async function listIndispensables(tx: Tx, personneId: string, roles: readonly Role[], jour: string): Promise<MandatIndispensable[]> {
  const { rows } = await sql<MandatIndispensable>`
    select m.role, m.contrat_id as contrat from compte.mandat m
    where m.personne_id = ${personneId} and m.role = any(${[...roles]}) and m.retire_le is null
      and m.debut <= ${jour} and (m.fin is null or m.fin >= ${jour})
      and not exists (
        select from compte.mandat a join compte.utilisateur u on u.personne_id = a.personne_id
        where a.role = m.role and a.contrat_id is not distinct from m.contrat_id and a.personne_id <> m.personne_id
          and a.retire_le is null and a.debut <= ${jour} and (a.fin is null or a.fin >= ${jour}))`.execute(tx)
  return rows
}

export type CompteInactif = { personneId: string; prenom: string; courriel: string; dernierSigne: Date }

/**
 * Accounts without a sign of life since an instant (created, signed in, acted), whose closing is not asked for yet. People of
 * the demo are left alone.
 */
export async function listComptesInactifs(tx: Tx, depuis: Date): Promise<CompteInactif[]> {
  const { rows } = await sql<CompteInactif>`
    select * from (
      select p.id as "personneId", p.prenom, u.courriel,
        greatest(u.cree_le, u.modifie_le, p.modifie_le,
          (select max(s.vue_le) from compte.session s where s.utilisateur_id = u.id),
          (select max(l.instant) from platform.audit_ligne l where l.acteur_id = p.id),
          (select max(c.annulee_le) from compte.cloture c where c.personne_id = p.id)) as "dernierSigne"
      from compte.utilisateur u join compte.personne p on p.id = u.personne_id
      where p.archive_le is null
        and not exists (select from compte.persona x where x.personne_id = p.id)
        and not exists (select from compte.cloture c where c.personne_id = p.id and c.annulee_le is null and c.faite_le is null)
    ) comptes where "dernierSigne" < ${depuis} order by "dernierSigne"`.execute(tx)
  return rows
}

/** True when the person gave a sign of life since an instant: signed in, acted. */
export async function hasSigneDeVie(tx: Tx, personneId: string, depuis: Date): Promise<boolean> {
  const { rows } = await sql<{ vit: boolean }>`
    select exists (select from compte.session s join compte.utilisateur u on u.id = s.utilisateur_id
        where u.personne_id = ${personneId} and s.vue_le > ${depuis})
      or exists (select from platform.audit_ligne l where l.acteur_id = ${personneId} and l.instant > ${depuis}) as vit`.execute(tx)
  return rows[0]?.vit === true
}
