import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { getReglage } from '#platform/reglages.ts'
import { type Appartenance, depuisJour, type NatureInteret, type RegleConflit } from './conflit.ts'
import { moisConflit } from './conflit-reglage.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

/** The rule of this instance, on a day. */
export async function getRegleConflit(tx: Tx, jour: string): Promise<RegleConflit> {
  return { mois: await getReglage(tx, moisConflit), jour }
}

/** Ties of a person: mandates begun, past ones included, and interests not withdrawn. Its last day is that on which a mandate was ended at once. */
const liensDe = (personneId: string) => sql`
  select m.organisation_id, m.debut, least(m.fin, (m.retire_le at time zone 'Europe/Paris')::date) as fin, 'mandat' as source
  from compte.mandat m where m.personne_id = ${personneId}::uuid
  union all
  select i.organisation_id, i.debut, i.fin, 'interet' as source
  from compte.interet_declare i where i.personne_id = ${personneId}::uuid and i.retire_le is null`

/** Ties of a person with organisations, the latest first. What never began is no tie. */
export async function listAppartenances(tx: Tx, personneId: string): Promise<Appartenance[]> {
  const { rows } = await sql<Appartenance>`
    select l.organisation_id as "organisationId", o.nom as organisation, l.debut, l.fin, l.source
    from (${liensDe(personneId)}) l join compte.organisation o on o.id = l.organisation_id
    where l.fin is null or l.fin >= l.debut
    order by l.fin desc nulls first, l.debut desc, o.nom`.execute(tx)
  return rows
}

/**
 * Scope of a list: rows whose organisation does not bar the person that day, as `isImpartial` says of one object.
 * @param organisation the column that names the organisation concerned
 */
export function impartialSur(personneId: string, organisation: RawBuilder<unknown>, regle: RegleConflit): RawBuilder<boolean> {
  return sql<boolean>`not exists (
    select from (${liensDe(personneId)}) l
    where l.organisation_id = ${organisation} and (l.fin is null or l.fin >= l.debut)
      and l.debut <= ${regle.jour}::date and (l.fin is null or l.fin >= ${depuisJour(regle)}::date))`
}

export type Interet = {
  id: string
  organisationId: string
  organisation: string
  nature: NatureInteret
  debut: string
  fin: string | null
}

function selectInterets(tx: Tx) {
  return compte(tx)
    .selectFrom('compte.interet_declare as i')
    .innerJoin('compte.organisation as o', 'o.id', 'i.organisation_id')
    .select(['i.id', 'i.organisation_id as organisationId', 'o.nom as organisation', 'i.nature', 'i.debut', 'i.fin'])
    .where('i.retire_le', 'is', null)
}

/** Interests that a person has declared and not withdrawn, those that last first. */
export async function listInterets(tx: Tx, personneId: string): Promise<Interet[]> {
  return selectInterets(tx)
    .where('i.personne_id', '=', personneId)
    .orderBy(sql`i.fin desc nulls first`)
    .orderBy('i.debut', 'desc')
    .orderBy('i.id')
    .execute()
}

/** An interest of this very person, locked. @throws Introuvable */
export async function lockInteret(tx: Tx, id: string, personneId: string): Promise<Interet> {
  const interet = await selectInterets(tx).where('i.id', '=', id).where('i.personne_id', '=', personneId).forUpdate('i').executeTakeFirst()
  if (interet === undefined) throw new Introuvable('Cet intérêt n’est pas déclaré, ou il est déjà retiré.')
  return interet
}

export async function createInteretRow(tx: Tx, interet: Omit<Interet, 'organisation'> & { personneId: string }, now: Date): Promise<void> {
  const { id, personneId, organisationId, nature, debut, fin } = interet
  await compte(tx)
    .insertInto('compte.interet_declare')
    .values({ id, personne_id: personneId, organisation_id: organisationId, nature, debut, fin, cree_le: now })
    .execute()
}

export async function saveInteret(tx: Tx, id: string, valeurs: { fin: string | null; retireLe: Date | null }): Promise<void> {
  await compte(tx)
    .updateTable('compte.interet_declare')
    .set({ fin: valeurs.fin, retire_le: valeurs.retireLe })
    .where('id', '=', id)
    .execute()
}
