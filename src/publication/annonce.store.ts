import pg from 'pg'

/** Written by the triggers of db/migrations/0008-annonces.sql, with the address of the contract. */
const CANAL = 'parvis_publication'
const REPRISE_MS = 1000

export type Annonces = { surChangement: (adresse: string) => void; surCoupure: () => void; surRetour: () => void }

/**
 * Listens for what changes on the public side, on a connection of its own. While it is down nothing may be served from
 * memory: `surCoupure` is called at once, `surRetour` when it listens again.
 * @throws Error when the first connection fails
 */
export async function listenPublications(url: string, quand: Annonces): Promise<{ close: () => Promise<void> }> {
  let ferme = false
  let client: pg.Client | null = null
  let reprise: NodeJS.Timeout | null = null
  const lost = (perdu: pg.Client): void => {
    if (ferme || client !== perdu) return
    client = null
    quand.surCoupure()
    retry()
  }
  const retry = (): void => {
    reprise = setTimeout(() => void open().catch(retry), REPRISE_MS)
    reprise.unref()
  }
  const open = async (): Promise<void> => {
    const nouveau = new pg.Client({ connectionString: url, keepAlive: true })
    nouveau.on('error', () => lost(nouveau))
    nouveau.on('end', () => lost(nouveau))
    nouveau.on('notification', (message) => quand.surChangement(message.payload ?? ''))
    try {
      await nouveau.connect()
      await nouveau.query(`listen ${CANAL}`)
    } catch (erreur) {
      await nouveau.end().catch(() => {})
      throw erreur
    }
    if (ferme) return nouveau.end()
    client = nouveau
    quand.surRetour()
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
