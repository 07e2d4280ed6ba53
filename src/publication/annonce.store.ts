import { sql } from 'kysely'
import pg from 'pg'
import type { Tx } from '#platform/db/base.ts'

const CANAL = 'parvis_publication'

/** Tells every process, when the transaction commits, that what the public sees at this address has changed. */
export async function announcePublication(tx: Tx, adresse: string): Promise<void> {
  await sql`select pg_notify(${CANAL}, ${adresse})`.execute(tx)
}

/**
 * Listens for those announcements on a connection of its own. While it is down nothing may be served from memory:
 * `surCoupure` is called at once, `surRetour` when it listens again.
 */
export async function listenPublications(
  url: string,
  quand: { surChangement: (adresse: string) => void; surCoupure: () => void; surRetour: () => void },
): Promise<{ close: () => Promise<void> }> {
  let ferme = false
  let client: pg.Client | null = null
  let reprise: NodeJS.Timeout | null = null
  const open = async (): Promise<void> => {
    const nouveau = new pg.Client({ connectionString: url })
    nouveau.on('error', () => {})
    nouveau.on('end', () => {
      if (ferme) return
      quand.surCoupure()
      reprise = setTimeout(() => void open().catch(() => {}), 1000)
    })
    nouveau.on('notification', (message) => quand.surChangement(message.payload ?? ''))
    try {
      await nouveau.connect()
      await nouveau.query(`listen ${CANAL}`)
      client = nouveau
      quand.surRetour()
    } catch (erreur) {
      if (client === null) throw erreur
    }
  }
  await open()
  return {
    close: async () => {
      ferme = true
      if (reprise !== null) clearTimeout(reprise)
      await client?.end()
    },
  }
}
