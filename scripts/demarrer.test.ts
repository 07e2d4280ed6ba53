import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { findPostmaster } from '#platform/serveur-postgres/postmaster.ts'

/** What `npm start` runs, with its own settings and nothing of those of this run. */
function start(reglages: Record<string, string>): ChildProcess & { sortie: () => string; erreurs: () => string } {
  const { DATABASE_URL, PARVIS_SECRET, PARVIS_URL, PARVIS_DEMO, NODE_ENV, ...env } = process.env
  const enfant = spawn(process.execPath, ['scripts/demarrer.ts'], { env: { ...env, ...reglages }, stdio: ['ignore', 'pipe', 'pipe'] })
  let sortie = ''
  let erreurs = ''
  enfant.stdout.on('data', (morceau) => {
    sortie += morceau
  })
  enfant.stderr.on('data', (morceau) => {
    erreurs += morceau
  })
  return Object.assign(enfant, { sortie: () => sortie, erreurs: () => erreurs })
}

async function waitAdresse(enfant: ReturnType<typeof start>): Promise<string> {
  for (;;) {
    const adresse = /prêt : (\S+)/.exec(enfant.sortie())?.[1]
    if (adresse) return adresse
    if (enfant.exitCode !== null) throw new Error(`exit code ${enfant.exitCode}: ${enfant.erreurs()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function refused(reglages: Record<string, string>): Promise<string> {
  const enfant = start(reglages)
  const [code] = await once(enfant, 'close')
  assert.equal(code, 1)
  const lignes = enfant.erreurs().trimEnd().split('\n')
  assert.equal(lignes.length, 1, enfant.erreurs())
  return lignes[0] ?? ''
}

test('npm start: serves the demo from the bundle, refuses a second start, and SIGTERM stops everything', async () => {
  const donnees = await mkdtemp(path.join(tmpdir(), 'parvis-demarrer-'))
  await chmod(donnees, 0o755)
  const enfant = start({ PARVIS_DONNEES: donnees, PORT: '0' })
  try {
    const adresse = await waitAdresse(enfant)
    assert.match(enfant.sortie(), /Démonstration chargée : 3 contrats/)
    assert.match(enfant.sortie(), /Démonstration, connexion en un clic/)
    const page = await fetch(adresse)
    assert.equal(page.status, 200)
    const html = await page.text()
    const feuille = /href="(\/actifs\/parvis\.[^"]+\.css)"/.exec(html)?.[1]
    assert.ok(feuille, 'the page names the built style sheet')
    assert.equal((await fetch(new URL(feuille, adresse))).status, 200)
    assert.equal((await fetch(new URL('/connexion', adresse))).status, 200)

    const second = await refused({ PARVIS_DONNEES: donnees, PORT: '0' })
    assert.equal(second, `Parvis tourne déjà : ${adresse} (processus ${enfant.pid}).`)

    enfant.kill('SIGTERM')
    const [code] = await once(enfant, 'exit')
    assert.equal(code, 0)
    assert.equal(await findPostmaster(path.join(donnees, 'postgres')), undefined)

    const encore = start({ PARVIS_DONNEES: donnees, PORT: '0' })
    await waitAdresse(encore)
    assert.doesNotMatch(encore.sortie(), /Démonstration chargée/, 'the demo is loaded once')
    encore.kill('SIGINT')
    assert.deepEqual(await once(encore, 'exit'), [0, null])
  } finally {
    enfant.kill('SIGKILL')
    await rm(donnees, { recursive: true, force: true })
  }
})

test('npm start: a port taken, a wrong setting, a wrong DATABASE_URL are one sentence and exit code 1', async () => {
  const occupe = createServer().listen(0)
  await once(occupe, 'listening')
  const adresse = occupe.address()
  assert.ok(adresse && typeof adresse === 'object')
  const donnees = path.join(tmpdir(), `parvis-absent-${process.pid}`)
  try {
    assert.match(
      await refused({ PORT: String(adresse.port), PARVIS_DONNEES: donnees }),
      /^Le port \d+ est déjà pris par un autre programme/,
    )
    assert.match(await refused({ PORT: 'trois mille' }), /^Réglage PORT : /)
    assert.match(await refused({ PORT: '0', DATABASE_URL: 'postgres://u:p@127.0.0.1:1/b' }), /^Aucun PostgreSQL ne répond/)
  } finally {
    occupe.close()
    await rm(donnees, { recursive: true, force: true })
  }
})
