/** The digest: what waited for a person becomes one message, at most one a day. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { accorde, formatDate } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { wakeCourriel } from './courriel.store.ts'
import type { CorpsCourriel } from './courriel.ts'
import type { EcheanceRecueil } from './echeances.ts'
import { getPreferences } from './preferences.store.ts'
import { rythmeOf } from './preferences.ts'
import type { TablesCourriel } from './tables.ts'

/** Kind of the digests themselves. */
const GENRE_RECUEIL = 'recapitulatif'
/** More than that is not read: the rest goes the day after. */
const RUBRIQUES_MAX = 100

/** Gathers what is due for everyone; running it twice changes nothing. @returns how many digests were written */
export async function gatherRecueils(db: Tx, echeance: EcheanceRecueil, now: Date): Promise<number> {
  const { rows } = await sql<{ personneId: string }>`
    select distinct personne_id as "personneId" from platform.courriel a
    where etat = 'a_recueillir' and cree_le < ${echeance.limiteJour} and personne_id is not null
      and not exists (select from platform.courriel f where f.personne_id = a.personne_id and f.recueil_le = ${echeance.jour})`.execute(db)
  let ecrits = 0
  for (const { personneId } of rows) {
    if (await db.transaction().execute((tx) => gatherOne(tx, personneId, echeance, now))) ecrits += 1
  }
  return ecrits
}

async function gatherOne(tx: Tx, personneId: string, echeance: EcheanceRecueil, now: Date): Promise<boolean> {
  const db = tx.withTables<TablesCourriel>()
  const attendent = await db
    .selectFrom('platform.courriel')
    .select(['id', 'genre', 'destinataire', 'objet', 'corps', 'cree_le'])
    .where('personne_id', '=', personneId)
    .where('etat', '=', 'a_recueillir')
    .where('cree_le', '<', echeance.limiteJour)
    .orderBy('cree_le')
    .orderBy('id')
    .limit(RUBRIQUES_MAX)
    .forUpdate()
    .skipLocked()
    .execute()
  const preferences = await getPreferences(tx, personneId)
  const refuses = attendent.filter(({ genre }) => rythmeOf(preferences, genre) === 'jamais')
  const dus = attendent.filter(({ genre, cree_le }) => {
    const rythme = rythmeOf(preferences, genre)
    return rythme === 'jour' || (rythme === 'semaine' && cree_le < echeance.limiteSemaine)
  })
  const idsDe = (courriels: typeof attendent) => courriels.map(({ id }) => id)
  if (refuses.length > 0) {
    await db.updateTable('platform.courriel').set({ etat: 'ecarte', fini_le: now }).where('id', 'in', idsDe(refuses)).execute()
  }
  const [premier] = dus
  const dernier = dus.at(-1)
  if (premier === undefined || dernier === undefined) return false
  const id = createId()
  const objet =
    dus.length === 1 && premier.objet !== null
      ? premier.objet
      : `Votre récapitulatif du ${formatDate(echeance.jour)}\u00a0: ${accorde(dus.length, 'nouvelle')}`
  const corps: CorpsCourriel = {
    rubriques: dus.flatMap(({ objet: titre, corps }) => (corps?.rubriques ?? []).map((rubrique) => ({ ...rubrique, titre: titre ?? '' }))),
  }
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('platform.courriel')
    .values({
      id,
      genre: GENRE_RECUEIL,
      envoi: 'recueil',
      personne_id: personneId,
      // Addresses change: the last one known.
      destinataire: dernier.destinataire,
      objet,
      corps: JSON.stringify(corps),
      etat: 'en_attente',
      prochain_essai_le: now,
      recueil_le: echeance.jour,
      cree_le: now,
    })
    .onConflict((conflit) => conflit.columns(['personne_id', 'recueil_le']).where('recueil_le', 'is not', null).doNothing())
    .executeTakeFirstOrThrow()
  // Another process has written today's digest: these wait for tomorrow's.
  if (numInsertedOrUpdatedRows === 0n) return false
  await db.updateTable('platform.courriel').set({ etat: 'recueilli', recueil_id: id, fini_le: now }).where('id', 'in', idsDe(dus)).execute()
  await wakeCourriel(tx, id, now)
  return true
}
