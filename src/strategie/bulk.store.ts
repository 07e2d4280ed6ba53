/** Savepoints: a part of an act that may fail, or that is only tried, without losing the rest of the transaction. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'

/** Runs `faire`; when it throws, what it wrote is undone, what came before stays, and the error goes on. */
export async function attempt<T>(tx: Tx, faire: () => Promise<T>): Promise<T> {
  await sql`savepoint tentative`.execute(tx)
  try {
    const rendu = await faire()
    await sql`release savepoint tentative`.execute(tx)
    return rendu
  } catch (erreur) {
    await sql`rollback to savepoint tentative`.execute(tx)
    await sql`release savepoint tentative`.execute(tx)
    throw erreur
  }
}

/** Runs `faire` and undoes all that it wrote: what it gives back is what would have happened. */
export async function rehearse<T>(tx: Tx, faire: () => Promise<T>): Promise<T> {
  await sql`savepoint repetition`.execute(tx)
  const rendu = await faire()
  await sql`rollback to savepoint repetition`.execute(tx)
  return rendu
}
