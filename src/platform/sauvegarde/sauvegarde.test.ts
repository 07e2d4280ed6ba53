import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { setFentesContrat } from '#contrat/index.ts'
import { verifyAudit } from '#platform/audit/verification.store.ts'
import { openBase } from '#platform/db/base.ts'
import { adresseServeurDeTest, createClone, dropClone, withDatabase } from '#platform/db/base-de-test.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { createId } from '#platform/identifiants.ts'
import { fentesStrategie } from '#strategie/index.ts'
import { loadDecoupageIn } from '#territoire/index.ts'
import { loadDemo } from '../../../db/demo/charger.ts'
import { runSauvegarde } from './cli-sauvegarde.ts'
import { digestTables, restoreBase, verifySauvegarde } from './restaurer.ts'
import { saveBase } from './sauver.ts'

const NOW = new Date('2026-11-02T09:00:00Z')
const dossier = await mkdtemp(join(tmpdir(), 'parvis-sauvegarde-'))
const fichier = join(dossier, 'parvis.sauvegarde')
const source = await createClone()
const vides: string[] = []
after(async () => {
  await dropClone(source.nom)
  for (const nom of vides) await dropClone(nom)
  await rm(dossier, { recursive: true, force: true })
})
await fill(source.url)
const faite = await saveBase(source.url, fichier, { now: NOW })

/** The demo, a file of two pieces, and a task that waits. */
async function fill(url: string): Promise<void> {
  setFentesContrat(fentesStrategie)
  const base = openBase(url, { role: null, max: 1 })
  await base.db.transaction().execute((tx) => loadDecoupageIn(tx, NOW))
  await loadDemo(base.db, NOW)
  await base.db
    .insertInto('platform.tache')
    .values({ id: createId(), genre: 'essai', contrat_id: null, demandeur_id: null, parametres: '{}' })
    .execute()
  await saveFichier(base.db, { contenu: Buffer.alloc(300_000, 'é'), type: 'text/plain', now: NOW })
  await base.close()
}

async function createVide(): Promise<string> {
  const nom = `parvis_test_${createId().slice(-12)}`
  const client = new pg.Client({ connectionString: adresseServeurDeTest() })
  await client.connect()
  await client.query(`create database ${nom} template template0 encoding 'UTF8' locale_provider icu icu_locale 'fr-FR' locale 'C'`)
  await client.end()
  vides.push(nom)
  return withDatabase(adresseServeurDeTest(), nom)
}

async function withClient<T>(url: string, faire: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await faire(client)
  } finally {
    await client.end()
  }
}

test('a backup restored into an empty database is equal to it, table by table, row by row', async () => {
  const url = await createVide()
  const restauree = await restoreBase(url, fichier)
  assert.ok(restauree.lignes > 38_000 && faite.tables.length > 40, `${restauree.lignes} rows, ${faite.tables.length} tables`)
  const [avant, apres] = await Promise.all([withClient(source.url, digestTables), withClient(url, digestTables)])
  assert.deepEqual([...apres], [...avant])
  for (const table of ['strategie.fiche', 'platform.audit_ligne', 'platform.fichier_morceau', 'compte.mandat']) {
    assert.ok((apres.get(table)?.lignes ?? 0) > 0, table)
  }
})

test('what is restored works: the chain verifies, constraints and triggers are back, what waited is queued again', async () => {
  const url = await createVide()
  await restoreBase(url, fichier)
  const base = openBase(url, { role: null, max: 1 })
  const constat = await verifyAudit(base.db)
  assert.deepEqual(constat.defauts, [])
  await base.close()
  await withClient(url, async (client) => {
    await assert.rejects(client.query('update platform.audit_ligne set commande = commande'), /ne se modifie pas/)
    const inertes = await client.query("select tgname from pg_trigger where tgenabled <> 'O' and not tgisinternal")
    assert.deepEqual(inertes.rows, [])
    const { rows } = await client.query<{
      files: number
      attente: number
    }>(`select (select count(*)::int from graphile_worker.jobs) as files,
      (select count(*)::int from platform.tache where etat = 'en_file') + (select count(*)::int from platform.courriel where etat = 'en_attente') as attente`)
    assert.ok((rows[0]?.files ?? 0) > 0)
    assert.equal(rows[0]?.files, rows[0]?.attente)
  })
})

test('it is written while people work, for its owner alone, and exists only once it is whole', async () => {
  assert.equal((await stat(fichier)).mode & 0o777, 0o600)
  await assert.rejects(stat(`${fichier}.partiel`))
  const ailleurs = join(dossier, 'absent', 'x')
  await assert.rejects(saveBase(source.url, ailleurs, { now: NOW }), /ENOENT/)
})

test('a backup that is cut, altered or something else is refused with a sentence, and nothing is written', async () => {
  const entier = await readFile(fichier)
  const clair = gunzipSync(entier)
  const rangee = clair.indexOf('Claire')
  assert.ok(rangee > 0)
  const alteree = Buffer.from(clair)
  alteree.write('Elaine', rangee)
  const cas: [string, Buffer, RegExp][] = [
    ['coupee', entier.subarray(0, entier.length - 1000), /est coupée/],
    ['sans-fin', gzipSync(clair.subarray(0, clair.lastIndexOf('\n', clair.length - 2) + 1)), /sa fin manque/],
    ['alteree', gzipSync(alteree), /a été altérée/],
    ['autre', Buffer.from('PK\u0003\u0004 un document'), /n’est pas une sauvegarde de Parvis/],
    ['vide', Buffer.alloc(0), /coupée|n’est pas une sauvegarde/],
    ['gzip', gzipSync('{"format":"autre"}\n'), /n’est pas une sauvegarde de Parvis/],
  ]
  for (const [nom, contenu, phrase] of cas) {
    const chemin = join(dossier, nom)
    await writeFile(chemin, contenu)
    await assert.rejects(verifySauvegarde(chemin), phrase, nom)
  }
  const url = await createVide()
  await assert.rejects(restoreBase(url, join(dossier, 'alteree')), /a été altérée/)
  const { rows } = await withClient(url, (client) => client.query("select nspname from pg_namespace where nspname = 'compte'"))
  assert.deepEqual(rows, [])
})

test('a database that is not empty, and a backup of a later version, are refused', async () => {
  await assert.rejects(restoreBase(source.url, fichier), /n’est pas vide/)
  const lignes = gunzipSync(await readFile(fichier))
    .toString('latin1')
    .split('\n')
  const entete = JSON.parse(lignes[0] ?? '')
  const { createHash } = await import('node:crypto')
  const suite = [JSON.stringify({ ...entete, migrations: [...entete.migrations, ['9999-demain.sql', 'f'.repeat(64)]] }), ...lignes.slice(1)]
  const corps = Buffer.from(`${suite.slice(0, -2).join('\n')}\n`, 'latin1')
  const pied = { ...JSON.parse(lignes.at(-2) ?? ''), sha256: createHash('sha256').update(corps).digest('hex') }
  const chemin = join(dossier, 'demain')
  await writeFile(chemin, gzipSync(Buffer.concat([corps, Buffer.from(`${JSON.stringify(pied)}\n`)])))
  await assert.rejects(restoreBase(await createVide(), chemin), /version plus récente de Parvis/)
})

test('the command line says what it does, in one sentence when it refuses', async () => {
  const sorties: string[] = []
  const erreurs: string[] = []
  const io = {
    print: (texte: string) => void sorties.push(texte),
    printError: (texte: string) => void erreurs.push(texte),
    now: () => NOW,
    withUrl: <T>(_: 'oui' | 'non', faire: (url: string) => Promise<T>) => faire(source.url),
  }
  assert.equal(await runSauvegarde('backup', [], io), 2)
  assert.match(erreurs.join(''), /Usage : parvis backup/)
  assert.equal(await runSauvegarde('backup', ['--verify', fichier], io), 0)
  assert.match(sorties.join(''), /Sauvegarde entière, du 2026-11-02/)
  assert.equal(await runSauvegarde('restore', [fichier], io), 2)
  assert.match(erreurs.at(-1) ?? '', /La base n’est pas vide/)
  assert.equal(await runSauvegarde('backup', ['--verify', join(dossier, 'nulle-part')], io), 2)
  assert.match(erreurs.at(-1) ?? '', /n’existe pas/)
})
