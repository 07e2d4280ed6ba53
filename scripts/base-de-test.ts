/**
 * Starts one PostgreSQL for tests, or finds the one already started, and prints the address to put in PARVIS_TEST_PG.
 * It stays until the machine stops or `npx tsx scripts/base-de-test.ts --stop`. fsync is off: nothing in it is worth keeping.
 */
import { spawn } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startPostgres } from '#platform/serveur-postgres/demarrage.ts'

const dossier = path.join(tmpdir(), `parvis-base-de-test-${userInfo().uid}`)
const fichier = path.join(dossier, 'adresse.json')
const connue: { url: string; pid: number } | undefined = await readFile(fichier, 'utf8').then(JSON.parse, () => undefined)

if (process.argv.includes('--serveur')) await serve()
else if (process.argv.includes('--stop')) {
  if (connue) process.kill(connue.pid, 'SIGTERM')
} else console.log(connue && (await answers(connue.url)) ? connue.url : await startApart())

async function serve(): Promise<void> {
  const serveur = await startPostgres({ dossier, base: 'postgres', reglages: { fsync: 'off', max_connections: '300' } })
  await writeFile(fichier, JSON.stringify({ url: serveur.url, pid: process.pid }), { mode: 0o600 })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      await serveur.stop()
      await rm(fichier, { force: true })
    })
  }
}

async function startApart(): Promise<string> {
  await rm(fichier, { force: true })
  const enfant = spawn(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), '--serveur'], {
    detached: true,
    stdio: 'ignore',
  })
  enfant.unref()
  for (let essai = 0; essai < 600 && enfant.exitCode === null; essai += 1) {
    const ecrite: { url: string } | undefined = await readFile(fichier, 'utf8').then(JSON.parse, () => undefined)
    if (ecrite) return ecrite.url
    await sleep(50)
  }
  throw new Error('The test database did not start: run this script with --serveur to see why.')
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
