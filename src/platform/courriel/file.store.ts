/**
 * The queue of mail: who holds a message, and what became of it. Every step is one statement that names the hold (`prise`)
 * it was made under, so that of two senders, or of a sender and the round that took it for dead, one alone goes on.
 */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { wakeCourriel } from './courriel.store.ts'
import { BAIL_MS, PATIENCE_MS, RETARD_MS } from './echeances.ts'
import type { CourrielAEnvoyer } from './message.ts'
import type { TablesCourriel } from './tables.ts'

export type CourrielPris = CourrielAEnvoyer & { id: string; prise: string; essais: number }

/** Takes a waiting mail; null when it is taken, gone, or given up. @param domaine right part of its Message-ID, fixed here once */
export async function claimCourriel(db: Tx, id: string, { now, domaine }: { now: Date; domaine: string }): Promise<CourrielPris | null> {
  const prise = createId()
  const pris = await db
    .withTables<TablesCourriel>()
    .updateTable('platform.courriel')
    .set((eb) => ({
      etat: 'en_cours',
      essais: eb('essais', '+', 1),
      prise,
      pris_le: now,
      message_id: eb.fn.coalesce('message_id', eb.val(`<${id}@${domaine}>`)),
    }))
    .where('id', '=', (eb) =>
      eb.selectFrom('platform.courriel').select('id').where('id', '=', id).where('etat', '=', 'en_attente').forUpdate().skipLocked(),
    )
    .returning(['id', 'essais', 'personne_id', 'destinataire', 'objet', 'corps', 'envoi', 'message_id', 'cree_le'])
    .executeTakeFirst()
  if (pris === undefined) return null
  const { personne_id: personneId, destinataire, objet, corps, envoi, message_id: messageId, cree_le: creeLe, essais } = pris
  if (destinataire === null || objet === null || corps === null || messageId === null) throw new Error(`mail ${id} has lost its content`)
  return { id, prise, essais, personneId, destinataire, objet, corps, envoi, messageId, creeLe }
}

/** Says that the last byte is about to leave. False: somebody else holds the mail now, and that byte must not leave. */
export async function claimFin(db: Tx, { id, prise }: Pick<CourrielPris, 'id' | 'prise'>): Promise<boolean> {
  const { numUpdatedRows } = await db
    .withTables<TablesCourriel>()
    .updateTable('platform.courriel')
    .set({ etat: 'remise' })
    .where('id', '=', id)
    .where('prise', '=', prise)
    .where('etat', '=', 'en_cours')
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** What is written once the server has spoken, or has not. */
export type Suite =
  | { etat: 'envoye'; now: Date; gardeLiens: boolean }
  | { etat: 'abandonne' | 'incertain'; now: Date; erreur: string }
  | { etat: 'en_attente'; prochainEssaiLe: Date; erreur: string }

/** Ends a hold. Does nothing when it was lost meanwhile. A mail taken for uncertain whose answer comes late follows the answer. */
export async function settleCourriel(db: Tx, { id, prise }: Pick<CourrielPris, 'id' | 'prise'>, suite: Suite): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .withTables<TablesCourriel>()
      .updateTable('platform.courriel')
      .set(valuesOf(suite))
      .where('id', '=', id)
      .where('prise', '=', prise)
      .where('etat', 'in', ['en_cours', 'remise', 'incertain'])
      .executeTakeFirstOrThrow()
    if (suite.etat === 'en_attente' && numUpdatedRows === 1n) await wakeCourriel(tx, id, suite.prochainEssaiLe)
  })
}

function valuesOf(suite: Suite) {
  if (suite.etat === 'en_attente') {
    return { etat: suite.etat, prochain_essai_le: suite.prochainEssaiLe, erreur: suite.erreur, prise: null, pris_le: null, fini_le: null }
  }
  if (suite.etat !== 'envoye') return { etat: suite.etat, fini_le: suite.now, prochain_essai_le: null, erreur: suite.erreur }
  return {
    etat: suite.etat,
    fini_le: suite.now,
    prochain_essai_le: null,
    erreur: null,
    // The link of an invitation opens an account: once sent, it is nowhere but in the mailbox.
    ...(suite.gardeLiens ? {} : { corps: sansLiens }),
  }
}

const sansLiens = sql<string | null>`case when envoi = 'immediat'
  then jsonb_set(corps, '{rubriques}', (select jsonb_agg(r - 'action') from jsonb_array_elements(corps -> 'rubriques') r)) else corps end`

export type Ronde = { repris: number; incertains: number; abandonnes: number; reveilles: number }

/**
 * Puts right what a process that died has left, at any hour: a hold without news is given back when nothing was handed over,
 * else declared uncertain; a waiting mail without a job gets one; what waited for days without a server is given up.
 */
export async function sweepCourriels(db: Tx, now: Date): Promise<Ronde> {
  const [mort, retard, trop] = [BAIL_MS, RETARD_MS, PATIENCE_MS].map((duree) => new Date(now.getTime() - duree))
  return db.transaction().execute(async (tx) => {
    const { rows: repris } = await sql<{ id: string }>`
      update platform.courriel set etat = 'en_attente', prise = null, pris_le = null, prochain_essai_le = ${now}
      where etat = 'en_cours' and pris_le < ${mort} returning id`.execute(tx)
    const incertains = await sql`
      update platform.courriel set etat = 'incertain', fini_le = ${now}, prochain_essai_le = null, erreur = 'sans nouvelles après la remise'
      where etat = 'remise' and pris_le < ${mort}`.execute(tx)
    const abandonnes = await sql`
      update platform.courriel set etat = 'abandonne', fini_le = ${now}, prochain_essai_le = null, erreur = 'resté trop longtemps sans serveur d’envoi'
      where etat = 'en_attente' and prochain_essai_le < ${trop}`.execute(tx)
    const { rows: enRetard } = await sql<{ id: string }>`
      select id from platform.courriel where etat = 'en_attente' and prochain_essai_le < ${retard}
      order by prochain_essai_le limit 1000`.execute(tx)
    for (const { id } of [...repris, ...enRetard]) await wakeCourriel(tx, id, now)
    return {
      repris: repris.length,
      incertains: Number(incertains.numAffectedRows ?? 0n),
      abandonnes: Number(abandonnes.numAffectedRows ?? 0n),
      reveilles: enRetard.length,
    }
  })
}

/** Puts a mail that was given up, or whose sending is uncertain, back in the queue under its own Message-ID. False: it is in no such state. */
export async function requeueCourriel(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update platform.courriel set etat = 'en_attente', essais = 0, prochain_essai_le = ${now}, prise = null, pris_le = null, fini_le = null
    where id = ${id} and etat in ('abandonne', 'incertain') and efface_le is null returning id`.execute(tx)
  if (rows.length === 0) return false
  await wakeCourriel(tx, id, now)
  return true
}

/** Erases who and what from mails that ended before an instant; lines stay for the counts. @returns how many */
export async function eraseCourriels(db: Tx, avant: Date, now: Date): Promise<number> {
  const fait = await sql`
    update platform.courriel set personne_id = null, destinataire = null, objet = null, corps = null, erreur = null, efface_le = ${now}
    where efface_le is null and fini_le < ${avant}`.execute(db)
  return Number(fait.numAffectedRows ?? 0n)
}
