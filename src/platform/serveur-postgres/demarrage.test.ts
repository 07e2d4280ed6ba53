import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import pg from 'pg'
import { startPostgres } from './demarrage.ts'
import { chooseEmplacement } from './emplacement.ts'
import { ErreurDemarrage } from './erreur-demarrage.ts'
import { findPostmaster, isAlive } from './postmaster.ts'
import { canReach } from './utilisateur-systeme.ts'

const root = process.getuid?.() === 0

async function withDossier(faire: (dossier: string) => Promise<void>): Promise<void> {
  const dossier = await mkdtemp(path.join(tmpdir(), 'parvis-serveur-'))
  await chmod(dossier, 0o755)
  try {
    await faire(dossier)
  } finally {
    await rm(dossier, { recursive: true, force: true })
  }
}

async function queryOne(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

/** Starts the server in a process of its own, and waits until it answers. */
async function startElsewhere(dossier: string, adresse: string): Promise<{ enfant: ChildProcess; url: string }> {
  const programme = `
    import { startPostgres } from ${JSON.stringify(new URL('demarrage.ts', import.meta.url).href)}
    const serveur = await startPostgres({ dossier: ${JSON.stringify(dossier)}, adresse: ${JSON.stringify(adresse)} })
    process.on('SIGTERM', () => serveur.stop())
    console.log(serveur.url)`
  const enfant = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', programme], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: enfant.stdout }).once('line', resolve)
    enfant.once('exit', (code) => reject(new Error(`exit code ${code}`)))
  })
  return { enfant, url: String(url) }
}

function sentence(fragment: RegExp) {
  return (error: unknown) => error instanceof ErreurDemarrage && fragment.test(error.message) && !error.message.includes('\n')
}

test('makes, stops and finds again a French UTF-8 database that survives a power cut', async () => {
  await withDossier(async (dossier) => {
    const serveur = await startPostgres({ dossier })
    assert.equal(serveur.nouveau, true)
    assert.equal(
      await queryOne(serveur.url, "select string_agg(m, ' ' order by m) from unnest(array['zèbre','école','eau']) m"),
      'eau école zèbre',
    )
    assert.equal(await queryOne(serveur.url, "select current_setting('fsync') || current_setting('server_encoding')"), 'onUTF8')
    await queryOne(serveur.url, 'create table gardee as select 42 as valeur')
    await serveur.stop()
    assert.equal(await findPostmaster(path.join(dossier, 'postgres')), undefined)

    const encore = await startPostgres({ dossier })
    assert.equal(encore.nouveau, false)
    assert.equal(await queryOne(encore.url, 'select valeur from gardee'), 42)
    await encore.stop()
  })
})

test('listens on the machine only, behind a password kept from other accounts', async () => {
  await withDossier(async (dossier) => {
    const serveur = await startPostgres({ dossier })
    try {
      assert.equal(await queryOne(serveur.url, "select current_setting('listen_addresses')"), '127.0.0.1')
      const secret = await stat(path.join(dossier, 'postgres', 'parvis.motdepasse'))
      assert.equal(secret.mode & 0o777, 0o600)
      const wrong = new URL(serveur.url)
      wrong.password = 'autre'
      await assert.rejects(queryOne(wrong.toString(), 'select 1'), /password authentication failed/)
    } finally {
      await serveur.stop()
    }
  })
})

test('a second start says where the first one is, and leaves it alone', async () => {
  await withDossier(async (dossier) => {
    const { enfant, url } = await startElsewhere(dossier, 'http://localhost:3999')
    await assert.rejects(startPostgres({ dossier }), sentence(new RegExp(`déjà : http://localhost:3999 \\(processus ${enfant.pid}\\)`)))
    assert.equal(await queryOne(url, 'select 1'), 1)
    enfant.kill('SIGTERM')
    await once(enfant, 'exit')
    assert.equal(await findPostmaster(path.join(dossier, 'postgres')), undefined, 'SIGTERM stops the server too')
  })
})

test('two starts at the same instant: one runs, the other says so', async () => {
  await withDossier(async (dossier) => {
    const essais = await Promise.allSettled([
      startElsewhere(dossier, 'http://localhost:3998'),
      startElsewhere(dossier, 'http://localhost:3998'),
    ])
    const lances = essais.filter((essai) => essai.status === 'fulfilled')
    assert.equal(lances.length, 1, JSON.stringify(essais))
    for (const { value } of lances) {
      assert.equal(await queryOne(value.url, 'select 1'), 1)
      value.enfant.kill('SIGTERM')
      await once(value.enfant, 'exit')
    }
  })
})

test('a server orphaned by kill -9 is taken over, with all its rows', async () => {
  await withDossier(async (dossier) => {
    const { enfant, url } = await startElsewhere(dossier, 'http://localhost:3999')
    await queryOne(url, 'create table avant as select 7 as valeur')
    const orphelin = await findPostmaster(path.join(dossier, 'postgres'))
    enfant.kill('SIGKILL')
    await once(enfant, 'exit')
    assert.ok(orphelin && (await isAlive(orphelin.pid)))
    const phrases: string[] = []
    const serveur = await startPostgres({ dossier, say: (phrase) => phrases.push(phrase) })
    try {
      assert.match(phrases.join(), /reprise/)
      assert.equal(await isAlive(orphelin.pid), false)
      assert.equal(await queryOne(serveur.url, 'select valeur from avant'), 7)
    } finally {
      await serveur.stop()
    }
  })
})

test('a server that dies is launched again at the same address', async () => {
  await withDossier(async (dossier) => {
    const serveur = await startPostgres({ dossier })
    try {
      const tue = await findPostmaster(path.join(dossier, 'postgres'))
      assert.ok(tue)
      process.kill(tue.pid, 'SIGKILL')
      let relance = tue
      while (relance.pid === tue.pid || !relance.pret) relance = (await findPostmaster(path.join(dossier, 'postgres'))) ?? tue
      assert.equal(await queryOne(serveur.url, 'select 1'), 1)
    } finally {
      await serveur.stop()
    }
    assert.equal(await findPostmaster(path.join(dossier, 'postgres')), undefined)
  })
})

test('a pid file left by a crash, whose number another program bears, does not stop the start', async () => {
  await withDossier(async (dossier) => {
    await (await startPostgres({ dossier })).stop()
    const donnees = path.join(dossier, 'postgres')
    await writeFile(path.join(donnees, 'postmaster.pid'), `${process.pid}\n${donnees}\n0\n5432\n\n127.0.0.1\n0 0\nready   \n`)
    await (await startPostgres({ dossier })).stop()
  })
})

test('a port taken, a folder that is no database, a file in the way: one sentence each', async () => {
  await withDossier(async (dossier) => {
    const occupe = createServer().listen(0, '127.0.0.1')
    await once(occupe, 'listening')
    const adresse = occupe.address()
    assert.ok(adresse && typeof adresse === 'object')
    await assert.rejects(startPostgres({ dossier: path.join(dossier, 'a'), port: adresse.port }), sentence(/port \d+ .* déjà pris/))
    occupe.close()

    await mkdir(path.join(dossier, 'b', 'postgres'), { recursive: true })
    await writeFile(path.join(dossier, 'b', 'postgres', 'photos.zip'), 'x')
    await assert.rejects(startPostgres({ dossier: path.join(dossier, 'b') }), sentence(/n’est pas une base de Parvis/))
    assert.equal(await readFile(path.join(dossier, 'b', 'postgres', 'photos.zip'), 'utf8'), 'x')

    await writeFile(path.join(dossier, 'fichier'), 'x')
    await assert.rejects(startPostgres({ dossier: path.join(dossier, 'fichier') }), sentence(/n’est pas un dossier/))
    await assert.rejects(startPostgres({ dossier: path.join(dossier, 'fichier', 'data') }), sentence(/n’est pas un dossier/))
  })
})

test('a database of another PostgreSQL version is named, and not touched', async () => {
  await withDossier(async (dossier) => {
    await (await startPostgres({ dossier })).stop()
    await writeFile(path.join(dossier, 'postgres', 'PG_VERSION'), '14\n')
    await assert.rejects(startPostgres({ dossier }), sentence(/format PostgreSQL 14/))
  })
})

test('another account’s folder: one sentence', { skip: !root && 'needs root' }, async (t) => {
  const nobody = { nom: 'nobody', uid: 65534, gid: 65534 }
  if (!canReach(nobody, path.dirname(process.execPath))) return t.skip('this checkout is closed to other accounts')
  await withDossier(async (dossier) => {
    await (await startPostgres({ dossier })).stop()
    await chmod(dossier, 0o777)
    const programme = `import { startPostgres } from ${JSON.stringify(new URL('demarrage.ts', import.meta.url).href)}
      await startPostgres({ dossier: ${JSON.stringify(dossier)} }).then(() => process.exit(0), (error) => { console.log(error.name + '|' + error.message); process.exit(1) })`
    const essai = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', programme], {
      uid: 65534,
      gid: 65534,
      encoding: 'utf8',
    })
    assert.match(essai.stdout, /^ErreurDemarrage\|Le dossier « .* » n’est pas accessible/)
  })
})

test('a full disk: one sentence, and nothing half-made is taken for a database', { skip: !root && 'needs root' }, async (t) => {
  await withDossier(async (dossier) => {
    const monte = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m,mode=755', 'tmpfs', dossier])
    if (monte.status !== 0) return t.skip('cannot mount a small disk here')
    try {
      await assert.rejects(startPostgres({ dossier }), sentence(/disque est plein/))
      await assert.rejects(stat(path.join(dossier, 'postgres')), /ENOENT/)
    } finally {
      spawnSync('umount', [dossier])
    }
  })
})

test('a folder that root alone may enter: the database goes where its account can', { skip: !root && 'needs root' }, async () => {
  await withDossier(async (dossier) => {
    const ferme = path.join(dossier, 'root', 'projet', 'data')
    await mkdir(ferme, { recursive: true })
    await chown(path.join(dossier, 'root'), 0, 0)
    await chmod(path.join(dossier, 'root'), 0o700)
    const phrases: string[] = []
    const serveur = await startPostgres({ dossier: ferme, say: (phrase) => phrases.push(phrase) })
    const { lieu } = await chooseEmplacement(ferme)
    try {
      assert.match(lieu, /^\/var\/lib\/parvis\/[0-9a-f]{12}$/)
      assert.match(phrases.join(), /la base est dans « \/var\/lib\/parvis/)
      assert.equal(await queryOne(serveur.url, 'select 1'), 1)
    } finally {
      await serveur.stop()
      await rm(lieu, { recursive: true, force: true })
    }
  })
})
