import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdir, readFile, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { utils, write } from '@e965/xlsx'
import { serve } from '@hono/node-server'
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { openApplication } from '../droits-application-de-test.ts'
import { carre, createQuartierDeTest } from './quartier-de-test.ts'

const ADRESSE = 'http://localhost:3000'
const { application, scene, send, signIn } = await openApplication()
const chemin = `/espace/${scene.ici.adresse}/territoire/reperer`
const proprietaire: Tx = scene.proprietaire
await createQuartierDeTest(proprietaire, { code: 'QN03788N', nom: 'Les Marques', communes: ['37261'], geometrie: carre(1.69, 47.38, 0.01) })

const cles = [...scene.agents.keys()]
const cheffe = await signIn(cles.find((cle) => cle.startsWith('chef_projet')) ?? '')

async function post(fichier: File | null, champs: Record<string, string> = {}, cookie = cheffe): Promise<Response> {
  const forme = new FormData()
  for (const [nom, valeur] of Object.entries(champs)) forme.set(nom, valeur)
  if (fichier !== null) forme.set('fichier', fichier)
  // The body as a stream, as a browser sends it.
  const brut = new Request(`${ADRESSE}${chemin}`, { method: 'POST', body: forme })
  const corps = Buffer.from(await brut.arrayBuffer())
  return application.hono.request(`${ADRESSE}${chemin}`, {
    method: 'POST',
    headers: { origin: ADRESSE, cookie, 'content-type': brut.headers.get('content-type') ?? '', 'content-length': String(corps.length) },
    body: corps,
  })
}

/** Entries of an archive whose sizes follow the data: by its central directory. */
function entriesOf(zip: Buffer): Map<string, string> {
  const entrees = new Map<string, string>()
  const fin = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let ici = zip.readUInt32LE(fin + 16)
  for (let n = zip.readUInt16LE(fin + 10); n > 0; n -= 1) {
    const [taille, longueur, place] = [zip.readUInt32LE(ici + 20), zip.readUInt16LE(ici + 28), zip.readUInt32LE(ici + 42)]
    const nom = zip.subarray(ici + 46, ici + 46 + longueur).toString('utf8')
    const debut = place + 30 + zip.readUInt16LE(place + 26)
    entrees.set(nom, inflateRawSync(zip.subarray(debut, debut + taille)).toString('utf8'))
    ici += 46 + longueur
  }
  return entrees
}

const csv = (lignes: string[]) => new File([`${lignes.join('\r\n')}\r\n`], 'bénéficiaires 2026.csv', { type: 'text/csv' })
const LIGNES = ['nom;lon;lat;age', 'Une;1.6950;47.3850;30', 'Deux;1.6600;47.3850;70', 'Trois;1.6950;47.3851;12']

test('le fichier revient complété, avec ses comptes et ce sur quoi ils reposent', async () => {
  const reponse = await post(csv(LIGNES))
  assert.equal(reponse.status, 200, await reponse.clone().text())
  assert.equal(reponse.headers.get('content-type'), 'application/zip')
  assert.equal(reponse.headers.get('cache-control'), 'no-store')
  assert.ok(reponse.headers.get('content-disposition')?.includes(encodeURIComponent('bénéficiaires 2026-quartiers.zip')))
  const entrees = entriesOf(Buffer.from(await reponse.arrayBuffer()))
  assert.deepEqual([...entrees.keys()], ['bénéficiaires 2026-quartiers.csv', 'comptes.csv', 'lisez-moi.txt'])
  assert.match(entrees.get('bénéficiaires 2026-quartiers.csv') ?? '', /^Une;1\.6950;47\.3850;30;QN03788N;Les Marques;QPV2024;\d+;;oui\r$/m)
  // Three rows are fewer than five: nothing of them shows.
  assert.match(entrees.get('comptes.csv') ?? '', /Par quartier;Les Marques \(QN03788N\);masqué;masqué/)
  assert.match(entrees.get('lisez-moi.txt') ?? '', /moins de 5 personnes/)
})

test('les comptes seuls sont une page, avec leurs tableaux', async () => {
  const lignes = ['lon;lat;sexe', ...Array.from({ length: 30 }, (_, n) => `1.6950;47.38${String(n + 30)};${n % 3 === 0 ? 'F' : 'M'}`)]
  const reponse = await post(csv(lignes), { sortie: 'comptes', groupes: 'sexe' })
  const html = await reponse.text()
  assert.equal(reponse.status, 200, html)
  assert.match(html, /30.lignes lues/)
  assert.match(html, /Par sexe/)
  assert.ok(!html.includes('47.3835'), 'no row on the page')
})

test('un classeur se lit aussi', async () => {
  const feuille = utils.aoa_to_sheet([
    ['Nom', 'Longitude', 'Latitude'],
    ['Une', 1.69512345, 47.38512345],
    ['=2+2', 1.66, 47.385],
    ['Trois', -2.75123456, 47.385],
  ])
  const octets: unknown = write({ SheetNames: ['Liste'], Sheets: { Liste: feuille } }, { type: 'buffer', bookType: 'xlsx' })
  assert.ok(Buffer.isBuffer(octets))
  const reponse = await post(new File([Uint8Array.from(octets)], 'liste.xlsx'))
  assert.equal(reponse.status, 200, await reponse.clone().text())
  const entrees = entriesOf(Buffer.from(await reponse.arrayBuffer()))
  assert.match(entrees.get('liste-quartiers.csv') ?? '', /Une;1,69512345;47,38512345;QN03788N/)
  assert.match(entrees.get('liste-quartiers.csv') ?? '', /^'=2\+2;1,66;/m, 'a text of a workbook does not come alive')
  assert.match(entrees.get('liste-quartiers.csv') ?? '', /^Trois;-2,75123456;47,385;/m)
})

test('ce qui ne va pas est dit par une page, avec ce qui était tapé', async () => {
  for (const [fichier, champs, phrase] of [
    [csv(['nom;prenom', 'a;b']), { groupes: 'sexe' }, /Ni longitude et latitude, ni adresse/],
    [csv(LIGNES), { lon: 'nulle part' }, /aucune colonne ne s’appelle « nulle part »/],
    [csv(LIGNES), { bandes: 'vieux' }, /Tranches d’âge/],
    [csv(LIGNES), { jour: 'demain' }, /tapez une date/],
    [csv(LIGNES), { projection: '99' }, /Système de coordonnées/],
    [null, {}, /Choisissez un fichier/],
  ] as const) {
    const reponse = await post(fichier, champs)
    const html = (await reponse.text()).replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll('&#39;', '’')
    assert.equal(reponse.status, 422, html.slice(0, 500))
    assert.match(html, phrase)
    for (const [champ, valeur] of Object.entries(champs)) if (champ !== 'projection') assert.ok(html.includes(`value="${valeur}"`), champ)
  }
  const reponse = await send('POST', chemin, cheffe, { sortie: 'zip' })
  assert.equal(reponse.status, 422)
})

test('qui n’instruit ni ne pilote ne peut pas', async () => {
  for (const cle of cles.filter((une) => /^(conseil_citoyen|evaluateur|bailleur)/.test(une))) {
    const cookie = await signIn(cle)
    assert.equal((await post(csv(LIGNES), {}, cookie)).status, 403, cle)
    assert.equal((await send('GET', chemin, cookie)).status, 403, cle)
  }
  assert.equal((await post(csv(LIGNES), {}, '')).status, 403)
  assert.equal((await send('GET', chemin, cheffe)).status, 200)
})

const MARQUE = 'ZZMARQUEURDELIGNE'

test('rien n’est gardé : ni en base, ni sur le disque, ni dans un journal', async () => {
  const debut = Date.now() - 1000
  const dits: string[] = []
  const [sortie, erreurs] = [process.stdout.write, process.stderr.write]
  const heard = (ecrit: typeof sortie, flux: NodeJS.WriteStream) =>
    ((...args: Parameters<typeof sortie>) => {
      dits.push(String(args[0]))
      return Reflect.apply(ecrit, flux, args)
    }) as typeof sortie
  process.stdout.write = heard(sortie, process.stdout)
  process.stderr.write = heard(erreurs, process.stderr)
  try {
    const demandes: Record<string, string>[] = [{}, { sortie: 'comptes' }, { lon: 'absente' }]
    for (const champs of demandes) {
      const lignes = [`nom;${MARQUE}2;lon;lat`, ...Array.from({ length: 3000 }, (_, n) => `${MARQUE} ${n};x;1.6950;47.3850`)]
      await (await post(csv(lignes), champs)).arrayBuffer()
      await (await post(csv([...lignes, `"${MARQUE}`]), champs)).arrayBuffer()
    }
  } finally {
    process.stdout.write = sortie
    process.stderr.write = erreurs
  }
  assert.ok(!dits.join('').includes(MARQUE), 'a log holds a row')
  const { rows: tables } = await sql<{ nom: string }>`select format('%I.%I', schemaname, tablename) as nom from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`.execute(proprietaire)
  assert.ok(tables.length > 40)
  for (const { nom } of tables) {
    const { rows } = await sql<{ nombre: number }>`select count(*) as nombre from ${sql.raw(nom)} t
      where t::text like ${`%${MARQUE}%`} or t::text like ${`%${Buffer.from(MARQUE).toString('hex')}%`}`.execute(proprietaire)
    assert.equal(rows[0]?.nombre, 0, nom)
  }
  const trouves: string[] = []
  for (const dossier of new Set([tmpdir(), process.env.PARVIS_DONNEES ?? tmpdir()])) await scan(dossier, debut, trouves, 0)
  assert.deepEqual(trouves, [])
})

/** Files changed since that hold the mark. */
async function scan(dossier: string, depuis: number, trouves: string[], profondeur: number): Promise<void> {
  for (const entree of await readdir(dossier, { withFileTypes: true }).catch(() => [])) {
    const ici = path.join(dossier, entree.name)
    if (entree.isDirectory() && profondeur < 3) await scan(ici, depuis, trouves, profondeur + 1)
    if (!entree.isFile()) continue
    const etat = await stat(ici).catch(() => null)
    if (etat === null || etat.mtimeMs < depuis || etat.size > 50_000_000) continue
    // Sources and compiled sources of this very test name the mark.
    const texte = (await readFile(ici).catch(() => Buffer.alloc(0))).toString('latin1')
    if (texte.includes(`${MARQUE} 17`)) trouves.push(ici)
  }
}

test('qui s’en va arrête le travail : plus rien n’est lu, et la place est libre', async () => {
  const serveur = serve({ fetch: application.hono.fetch, port: 0 })
  after(() => serveur.close())
  await once(serveur, 'listening').catch(() => {})
  const lieu = serveur.address()
  const port = typeof lieu === 'object' && lieu !== null ? lieu.port : 0
  // More than a process takes at once: a place that was not given back would refuse the last ones.
  for (let n = 0; n < 5; n += 1) {
    const borne = 'xYz'
    const demande = request({
      port,
      path: chemin,
      method: 'POST',
      headers: {
        origin: `http://localhost:${port}`,
        host: `localhost:${port}`,
        cookie: cheffe,
        'content-type': `multipart/form-data; boundary=${borne}`,
        'content-length': '50000000',
      },
    })
    demande.on('error', () => {})
    demande.write(
      `--${borne}\r\nContent-Disposition: form-data; name="fichier"; filename="a.csv"\r\n\r\nlon;lat\r\n${'1.6950;47.3850\r\n'.repeat(20_000)}`,
    )
    await new Promise((resolve) => setTimeout(resolve, 150))
    demande.destroy()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.equal((await post(csv(LIGNES))).status, 200)
})
