import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { open, rename, rm, stat } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to } from 'pg-copy-streams'
import { copyTo, listTables } from './catalogue.ts'
import { type DebutDeTable, type Entete, FIN_DE_TABLE, type TableSauvee } from './format.ts'

export type Sauvee = { octets: number; lignes: number; tables: TableSauvee[] }

/**
 * Writes the whole database into one file, as it is at one instant, while people go on working. The file exists only once it
 * is whole; nobody but its owner may read it (mode 600).
 * @param url address of the owner of the database: row-level security would hide rows from anyone else
 */
export async function saveBase(
  url: string,
  fichier: string,
  { now, avance = () => {} }: { now: Date; avance?: (phrase: string) => void },
): Promise<Sauvee> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const provisoire = `${fichier}.partiel`
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    const tables = await listTables(client)
    const ecrit = await writeFichier(provisoire, async (ecrire) => {
      await ecrire(
        json({
          format: 'parvis-sauvegarde',
          version: 1,
          fait: now.toISOString(),
          migrations: await listMigrations(client),
        } satisfies Entete),
      )
      const sauvees: TableSauvee[] = []
      for (const [rang, table] of tables.entries()) {
        avance(`${rang + 1}/${tables.length} ${table.nom}`)
        await ecrire(json({ table: table.nom, colonnes: table.colonnes } satisfies DebutDeTable))
        const empreinte = createHash('sha256')
        const copie = client.query(to(copyTo(table)))
        for await (const morceau of copie as AsyncIterable<Buffer>) {
          empreinte.update(morceau)
          await ecrire(morceau)
        }
        await ecrire(`${FIN_DE_TABLE}\n`)
        sauvees.push({ table: table.nom, lignes: copie.rowCount, sha256: empreinte.digest('hex') })
      }
      return sauvees
    })
    await client.query('commit')
    await rename(provisoire, fichier)
    const { size } = await stat(fichier)
    return { octets: size, lignes: ecrit.reduce((somme, table) => somme + table.lignes, 0), tables: ecrit }
  } catch (erreur) {
    await rm(provisoire, { force: true })
    throw erreur
  } finally {
    await client.end()
  }
}

async function listMigrations(client: pg.Client): Promise<[string, string][]> {
  const { rows } = await client.query<{ nom: string; sha256: string }>('select nom, sha256 from public.parvis_migration order by nom')
  return rows.map(({ nom, sha256 }) => [nom, sha256])
}

type Ecrire = (morceau: Buffer | string) => Promise<void>

/** Gzip of what `remplir` writes, and the footer that proves it. */
async function writeFichier(chemin: string, remplir: (ecrire: Ecrire) => Promise<TableSauvee[]>): Promise<TableSauvee[]> {
  const sortie = (await open(chemin, 'w', 0o600)).createWriteStream()
  const gzip = createGzip({ level: 6 })
  gzip.pipe(sortie)
  sortie.on('error', (erreur) => gzip.destroy(erreur))
  const tout = createHash('sha256')
  const ecrire: Ecrire = async (morceau) => {
    tout.update(morceau)
    if (!gzip.write(morceau)) await once(gzip, 'drain')
  }
  try {
    const tables = await remplir(ecrire)
    gzip.end(json({ tables, sha256: tout.digest('hex') }))
    await finished(sortie)
    return tables
  } finally {
    gzip.destroy()
    sortie.destroy()
  }
}

const json = (valeur: unknown): string => `${JSON.stringify(valeur)}\n`
