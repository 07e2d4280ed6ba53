import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { acceptedCourriel, type Courriel, corpsOf } from './courriel.ts'
import type { TablesCourriel } from './tables.ts'

/**
 * Writes a mail in the transaction of the act: it leaves if, and only if, the act is kept. An immediate one wakes the sender
 * at the commit; one for the digest waits for the next. @returns its id
 * @throws RegleViolee when the address, the subject or the link is not acceptable
 */
export async function enqueueCourriel(tx: Tx, courriel: Courriel, now: Date): Promise<string> {
  const { genre, envoi, a, objet } = acceptedCourriel(courriel)
  const id = createId()
  await tx
    .withTables<TablesCourriel>()
    .insertInto('platform.courriel')
    .values({
      id,
      genre,
      envoi,
      personne_id: a.personneId,
      destinataire: a.courriel,
      objet,
      corps: JSON.stringify(corpsOf(courriel)),
      etat: envoi === 'immediat' ? 'en_attente' : 'a_recueillir',
      prochain_essai_le: envoi === 'immediat' ? now : null,
      cree_le: now,
    })
    .execute()
  if (envoi === 'immediat') await wakeCourriel(tx, id, now)
  return id
}

/** Asks the queue to send this mail, not before an instant. A mail has one job at most. */
export async function wakeCourriel(tx: Tx, id: string, quand: Date): Promise<void> {
  await sql`select platform.enfiler_courriel(${id}, ${quand})`.execute(tx)
}
