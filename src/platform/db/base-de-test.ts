import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { after } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { migrateFile } from '#platform/taches/ouvrier.ts'
import { type Base, openBase, type RoleBase, type Tx } from './base.ts'
import { findDossierMigrations, migrate } from './migrations.ts'

/**
 * Databases for tests, on the server of PARVIS_TEST_PG (or DATABASE_URL): a migrated model, named after the digest of the
 * migrations, is made once and cloned for each test file as parvis_test_<id>, which is dropped at the end. The database
 * named in the address is never touched.
 */
export function adresseServeurDeTest(): string {
  const adresse = process.env.PARVIS_TEST_PG ?? process.env.DATABASE_URL
  if (adresse === undefined) {
    throw new Error('PARVIS_TEST_PG is not set: run `npm test`, or `npm run base-de-test` and export what it prints')
  }
  return adresse
}

/** The same server, another database. */
export function withDatabase(adresse: string, nom: string): string {
  const url = new URL(adresse)
  url.pathname = `/${nom}`
  return url.toString()
}

async function withAdmin<T>(faire: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adresseServeurDeTest() })
  await client.connect()
  try {
    return await faire(client)
  } finally {
    await client.end()
  }
}

async function nomModele(): Promise<string> {
  const dossier = await findDossierMigrations()
  const empreinte = createHash('sha256')
  for (const nom of (await readdir(dossier)).sort()) empreinte.update(nom).update(await readFile(`${dossier}/${nom}`))
  return `parvis_test_modele_${empreinte.digest('hex').slice(0, 12)}`
}

async function ensureModele(): Promise<string> {
  const modele = await nomModele()
  await withAdmin(async (client) => {
    await client.query('select pg_advisory_lock(7270002)')
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [modele])
    if (rowCount === 0) {
      await client.query(`do $$ begin
        if not exists (select 1 from pg_roles where rolname = 'parvis_essai') then create role parvis_essai nologin bypassrls; end if;
      end $$`)
      const enCours = `${modele}_x`
      await client.query(`drop database if exists ${enCours} with (force)`)
      await client.query(`create database ${enCours} template template0 encoding 'UTF8' locale_provider icu icu_locale 'fr-FR' locale 'C'`)
      await migrate(withDatabase(adresseServeurDeTest(), enCours))
      await migrateFile(withDatabase(adresseServeurDeTest(), enCours))
      await client.query('grant parvis_app to parvis_essai')
      await client.query(`alter database ${enCours} rename to ${modele}`)
    }
  })
  return modele
}

/** `libre`: the same database without row-level security, for what a test prepares and looks at. */
export type BaseDeTest = Base & { url: string; libre: Tx }

/** A fresh migrated database of its own name; the caller drops it. */
export async function createClone(): Promise<{ nom: string; url: string }> {
  const modele = await ensureModele()
  const nom = `parvis_test_${randomBytes(6).toString('hex')}`
  await withAdmin(async (client) => {
    // A model being cloned refuses other clones for an instant: take turns.
    await client.query('select pg_advisory_lock(7270003)')
    await client.query(`create database ${nom} template ${modele}`)
  })
  return { nom, url: withDatabase(adresseServeurDeTest(), nom) }
}

export async function dropClone(nom: string): Promise<void> {
  await withAdmin((client) => client.query(`drop database if exists ${nom} with (force)`))
}

/** A fresh migrated database for this test file, dropped after it. The pool acts under the application's role. Call it at top level. */
export async function createBaseDeTest(options: { role?: RoleBase | null } = {}): Promise<BaseDeTest> {
  const { nom, url } = await createClone()
  const base = openBase(url, { max: 4, ...options })
  const libre = openBase(url, { max: 2, role: 'parvis_essai' })
  after(async () => {
    await base.close()
    await libre.close()
    await dropClone(nom)
  })
  return { ...base, url, libre: libre.db }
}

class Annulation extends Error {}

/**
 * Runs a test in a transaction that is always rolled back. It has the rights of the application on tables, and sees the rows
 * of every contract: row-level security has tests of its own.
 */
export async function annule(db: Tx, faire: (tx: Tx) => Promise<void>): Promise<void> {
  await db
    .transaction()
    .execute(async (tx) => {
      await sql`select set_config('role', 'parvis_essai', true) where current_user = 'parvis_app'`.execute(tx)
      await faire(tx)
      throw new Annulation()
    })
    .catch((erreur: unknown) => {
      if (!(erreur instanceof Annulation)) throw erreur
    })
}
