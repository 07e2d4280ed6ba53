import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import pg from 'pg'
import { startPostgres } from './demarrage.ts'
import { findPostmaster } from './postmaster.ts'

const COUPURES = 3
const ECRIVAINS = 4

/** Writes rows from several connections, and prints each number once the database has acknowledged it. */
const programme = `
  import pg from 'pg'
  import { startPostgres } from ${JSON.stringify(new URL('demarrage.ts', import.meta.url).href)}
  const [dossier, premier, ecrivains] = process.argv.slice(1)
  const { url } = await startPostgres({ dossier })
  let suivant = Number(premier)
  const pool = new pg.Pool({ connectionString: url, max: Number(ecrivains) })
  await pool.query('create table if not exists ecrit (numero int primary key, texte text not null)')
  const write = async () => {
    for (;;) {
      const numero = suivant++
      await pool.query('insert into ecrit values ($1, $2)', [numero, 'x'.repeat(500)])
      process.stdout.write(numero + '\\n')
    }
  }
  await Promise.all(Array.from({ length: Number(ecrivains) }, write))`

async function writeUntilCut(dossier: string, premier: number, quota: number): Promise<number[]> {
  const args = ['--import', 'tsx', '--input-type=module', '-e', programme, dossier, String(premier), String(ECRIVAINS)]
  const enfant = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const acquittes: number[] = []
  const lignes = createInterface({ input: enfant.stdout })
  const enough = new Promise<void>((resolve, reject) => {
    lignes.on('line', (ligne) => {
      if (acquittes.push(Number(ligne)) === quota) resolve()
    })
    enfant.once('exit', () => reject(new Error('the writer stopped by itself')))
  })
  await enough
  const postmaster = await findPostmaster(path.join(dossier, 'postgres'))
  assert.ok(postmaster)
  const processus = spawnSync('ps', ['-o', 'pid=', '--ppid', String(postmaster.pid)], { encoding: 'utf8' }).stdout
  const fini = once(lignes, 'close')
  enfant.kill('SIGKILL')
  for (const pid of [postmaster.pid, ...processus.trim().split(/\s+/).filter(Boolean).map(Number)]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // gone with its parent
    }
  }
  await fini
  return acquittes
}

test('kill -9 of node and of PostgreSQL under writes loses no acknowledged row', async (t) => {
  const dossier = await mkdtemp(path.join(tmpdir(), 'parvis-coupure-'))
  await chmod(dossier, 0o755)
  try {
    const acquittes: number[] = []
    for (let coupure = 1; coupure <= COUPURES; coupure += 1) {
      acquittes.push(...(await writeUntilCut(dossier, coupure * 1_000_000, 200 * coupure)))
    }
    const serveur = await startPostgres({ dossier })
    const client = new pg.Client({ connectionString: serveur.url })
    await client.connect()
    const { rows } = await client.query<{ numero: number; longueur: number }>('select numero, length(texte) as longueur from ecrit')
    await client.end()
    await serveur.stop()
    const gardes = new Map(rows.map(({ numero, longueur }) => [numero, longueur]))
    const perdus = acquittes.filter((numero) => gardes.get(numero) !== 500)
    t.diagnostic(`${acquittes.length} rows acknowledged over ${COUPURES} cuts, ${perdus.length} lost`)
    assert.ok(acquittes.length >= 1200)
    assert.deepEqual(perdus, [])
  } finally {
    await rm(dossier, { recursive: true, force: true })
  }
})
