import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { checkDatabaseUrl } from '#platform/serveur-postgres/adresse.ts'
import { startPostgres } from '#platform/serveur-postgres/demarrage.ts'
import { findPostmaster, isAlive, stopPostmaster } from '#platform/serveur-postgres/postmaster.ts'

/** A server where tests make their databases. */
export type ServeurDeTest = { url: string; stop: () => Promise<void> }

const PREFIXE = 'parvis-tests-'

/**
 * The PostgreSQL of a test run: the one of PARVIS_TEST_PG or DATABASE_URL, where only parvis_test_* databases are made and
 * dropped, else one of its own in a temporary folder, without fsync since nothing in it outlives the run.
 */
export async function startServeurDeTest(say: (phrase: string) => void): Promise<ServeurDeTest> {
  const url = process.env.PARVIS_TEST_PG ?? process.env.DATABASE_URL
  if (url) return await borrow(url, say)
  await sweepRuns()
  const dossier = await mkdtemp(path.join(tmpdir(), `${PREFIXE}${process.pid}-`))
  const reglages = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }
  const serveur = await startPostgres({ dossier, base: 'postgres', reglages, say })
  say('PostgreSQL 18 des tests : temporaire, fsync=off pour ce seul serveur.')
  return {
    url: serveur.url,
    stop: async () => {
      await serveur.stop()
      for (const lieu of [dossier, serveur.lieu]) await rm(lieu, { recursive: true, force: true })
    },
  }
}

async function borrow(url: string, say: (phrase: string) => void): Promise<ServeurDeTest> {
  await checkDatabaseUrl(url)
  const client = new pg.Client({ connectionString: url, application_name: 'parvis-tests' })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version")
  say(`Tests sur PostgreSQL ${rows[0]?.version}, dans des bases parvis_test_*.`)
  await dropTestDatabases(client)
  return {
    url,
    stop: async () => {
      await dropTestDatabases(client)
      await client.end()
    },
  }
}

/** Drops the databases that tests have left, unless another run is using the server. */
async function dropTestDatabases(client: pg.Client): Promise<void> {
  const { rows: autres } = await client.query(
    "select 1 from pg_stat_activity where application_name = 'parvis-tests' and pid <> pg_backend_pid() limit 1",
  )
  if (autres.length > 0) return
  const { rows } = await client.query<{ nom: string }>(
    `select datname as nom from pg_database d
     where datname like 'parvis\\_test\\_%' and datname <> current_database()
       and not exists (select 1 from pg_stat_activity a where a.datid = d.oid)`,
  )
  for (const { nom } of rows) await client.query(`drop database if exists ${pg.escapeIdentifier(nom)}`)
}

/** Ends what a run killed before its end has left in the temporary folder. */
async function sweepRuns(): Promise<void> {
  for (const nom of await readdir(tmpdir())) {
    const pid = nom.startsWith(PREFIXE) ? Number(nom.slice(PREFIXE.length).split('-')[0]) : Number.NaN
    if (!Number.isInteger(pid) || (await isAlive(pid))) continue
    const dossier = path.join(tmpdir(), nom)
    const postmaster = await findPostmaster(path.join(dossier, 'postgres'))
    if (postmaster) await stopPostmaster(postmaster.pid)
    await rm(dossier, { recursive: true, force: true }).catch(() => {})
  }
}
