import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import pg from 'pg'
import { from, to } from 'pg-copy-streams'
import { migrate } from '#platform/db/migrations.ts'
import { migrateFile } from '#platform/taches/ouvrier.ts'
import { copyFrom, copyTo, listTables, quote, quoteTable } from './catalogue.ts'
import { DebutDeTable, Entete, FIN_DE_TABLE, Pied, parseLigne, readLignes, SauvegardeIllisible, type TableSauvee } from './format.ts'

export type Verifiee = { fait: string; migrations: [string, string][]; tables: TableSauvee[]; lignes: number }

/**
 * Reads a backup to its end: nothing is missing, nothing was altered.
 * @throws SauvegardeIllisible with the sentence to show
 */
export async function verifySauvegarde(fichier: string): Promise<Verifiee> {
  const tout = createHash('sha256')
  let entete: Entete | undefined
  let table: { nom: string; lignes: number; empreinte: ReturnType<typeof createHash> } | undefined
  const tables: TableSauvee[] = []
  for await (const ligne of readLignes(fichier)) {
    if (entete === undefined) entete = parseLigne(Entete, ligne, fichier)
    else if (table !== undefined && isFinDeTable(ligne)) {
      tables.push({ table: table.nom, lignes: table.lignes, sha256: table.empreinte.digest('hex') })
      table = undefined
    } else if (table !== undefined) {
      table.lignes += 1
      table.empreinte.update(ligne)
    } else if (ligne.subarray(0, 9).toString() === '{"table":') {
      table = { nom: parseLigne(DebutDeTable, ligne, fichier).table, lignes: 0, empreinte: createHash('sha256') }
    } else {
      const pied = parseLigne(Pied, ligne, fichier)
      if (pied.sha256 !== tout.digest('hex') || JSON.stringify(pied.tables) !== JSON.stringify(tables)) {
        throw new SauvegardeIllisible(`La sauvegarde « ${fichier} » a été altérée : son empreinte ne correspond pas à son contenu.`)
      }
      return { fait: entete.fait, migrations: entete.migrations, tables, lignes: tables.reduce((somme, t) => somme + t.lignes, 0) }
    }
    tout.update(ligne)
  }
  throw new SauvegardeIllisible(`La sauvegarde « ${fichier} » est coupée : sa fin manque. Recopiez-la, ou prenez-en une autre.`)
}

/**
 * Restores a backup into an empty database: verified first, then loaded in one transaction, compared table by table with what
 * was saved, and brought to the version of this program. What waited in the queue is queued again.
 * @param url address of the owner of the database
 * @throws SauvegardeIllisible, or Error with a French sentence when the database is not empty or the program is older than the backup
 */
export async function restoreBase(
  url: string,
  fichier: string,
  { avance = () => {} }: { avance?: (phrase: string) => void } = {},
): Promise<Verifiee> {
  avance('vérification de la sauvegarde')
  const verifiee = await verifySauvegarde(fichier)
  await assertVide(url)
  const attendues = new Map(verifiee.migrations)
  await migrate(url, { seulement: attendues })
  await migrateFile(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin')
    const tables = await listTables(client)
    for (const table of tables) await client.query(`alter table ${quoteTable(table.nom)} disable trigger user`)
    // What the migrations themselves wrote (kinds, generations) comes back from the backup too.
    for (const table of tables.toReversed()) await client.query(`delete from ${quoteTable(table.nom)}`)
    await loadTables(client, fichier, avance)
    await restartSequences(client)
    await client.query('set constraints all immediate')
    for (const table of tables) await client.query(`alter table ${quoteTable(table.nom)} enable trigger user`)
    avance('comparaison avec la sauvegarde')
    const relues = await digestTables(client)
    for (const sauvee of verifiee.tables) {
      const relue = relues.get(sauvee.table)
      if (relue?.sha256 !== sauvee.sha256) {
        throw new Error(`La table ${sauvee.table} n’est pas revenue comme elle était : rien n’a été gardé.`)
      }
    }
    await queueAgain(client)
    await client.query('commit')
  } catch (erreur) {
    await client.query('rollback').catch(() => {})
    throw erreur
  } finally {
    await client.end()
  }
  await migrate(url)
  return verifiee
}

const isFinDeTable = (ligne: Buffer): boolean => ligne.length === 3 && ligne.toString('latin1') === `${FIN_DE_TABLE}\n`

async function assertVide(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ n: number }>(
      "select count(*)::int as n from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname in ('platform', 'compte', 'contrat')",
    )
    if ((rows[0]?.n ?? 0) > 0) {
      throw new Error(
        'La base n’est pas vide : une sauvegarde se restaure dans une base neuve. Créez-en une, et donnez son adresse par DATABASE_URL.',
      )
    }
  } finally {
    await client.end()
  }
}

async function loadTables(client: pg.Client, fichier: string, avance: (phrase: string) => void): Promise<void> {
  let copie: ReturnType<typeof from> | undefined
  for await (const ligne of readLignes(fichier)) {
    if (copie !== undefined && isFinDeTable(ligne)) {
      copie.end()
      await finished(copie)
      copie = undefined
    } else if (copie !== undefined) {
      if (!copie.write(ligne)) await once(copie, 'drain')
    } else if (ligne.subarray(0, 9).toString() === '{"table":') {
      const { table, colonnes } = parseLigne(DebutDeTable, ligne, fichier)
      avance(table)
      copie = client.query(from(copyFrom(table, colonnes)))
    }
  }
}

/** Digest of the rows of each table, as a backup made now would write them. */
export async function digestTables(client: pg.ClientBase): Promise<Map<string, TableSauvee>> {
  const relues = new Map<string, TableSauvee>()
  for (const table of await listTables(client)) {
    const empreinte = createHash('sha256')
    const copie = client.query(to(copyTo(table)))
    for await (const morceau of copie as AsyncIterable<Buffer>) empreinte.update(morceau)
    relues.set(table.nom, { table: table.nom, lignes: copie.rowCount, sha256: empreinte.digest('hex') })
  }
  return relues
}

/** Numbers given by the database go on after the last one restored. */
async function restartSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ nom: string; colonne: string }>(`
    select n.nspname || '.' || c.relname as nom, a.attname::text as colonne
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where a.attidentity <> '' and not a.attisdropped and c.relkind = 'r' and n.nspname not in ('public', 'graphile_worker')`)
  for (const { nom, colonne } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), (select coalesce(max(${quote(colonne)}), 0) + 1 from ${quoteTable(nom)}), false)`,
      [nom, colonne],
    )
  }
}

/**
 * Tasks that waited, or were under way, wait again. A mail that waited may have gone since the backup: it is not sent again by
 * itself, an administrator sees it as uncertain and decides.
 */
async function queueAgain(client: pg.Client): Promise<void> {
  await client.query("update platform.tache set etat = 'en_file' where etat = 'en_cours'")
  await client.query("select platform.enfiler(id) from platform.tache where etat = 'en_file'")
  await client.query(
    "update platform.courriel set etat = 'incertain', prise = null, pris_le = null where etat in ('en_attente', 'en_cours', 'remise')",
  )
}
