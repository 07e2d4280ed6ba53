import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { judgeAdresse } from './certitude.ts'
import { buildGeocodeur, collectionOf, html, PORT, type Repond, sendJson, statut } from './geocodeur-de-test.ts'
import { createGeoplateforme } from './geoplateforme.adaptateur.ts'
import { readLot, retryAfterMs } from './geoplateforme.ts'

const echecOf = async (reponse: Promise<{ ok: boolean; echec?: string }>) => (await reponse).echec

test('one question: its parameters, its candidates best first, the score of the next', async () => {
  const { geocodeur, vues } = await buildGeocodeur((_, r) => sendJson(r, collectionOf([{ ...PORT, score: 0.6, label: 'loin' }, PORT])))
  const reponse = await geocodeur.search({ adresse: '8 boulevard du port', codePostal: '37000' }, { pres: [0.7, 47.4] })
  assert.ok(reponse.ok)
  assert.deepEqual([reponse.candidats[0]?.libelle, reponse.candidats[0]?.position, reponse.scoreSuivant], [PORT.label, [0.694, 47.39], 0.6])
  const url = new URL(vues[0]?.url ?? '', 'http://x')
  assert.equal(url.pathname, '/geocodage/search')
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    q: '8 boulevard du port 37000',
    limit: '5',
    autocomplete: '0',
    postcode: '37000',
    lon: '0.7',
    lat: '47.4',
  })
})

test('the same question is asked once while it is remembered, and never for one candidate alone', async () => {
  const { geocodeur, vues, avance } = await buildGeocodeur((_, r) => sendJson(r, collectionOf([PORT])), {
    memoire: 1000,
    reponsesGardees: 2,
  })
  await Promise.all([
    geocodeur.search({ adresse: '8 bd du port' }, { limite: 1 }),
    geocodeur.search({ adresse: '8 bd du port' }, { limite: 1 }),
  ])
  assert.equal(vues.length, 1)
  assert.match(vues[0]?.url ?? '', /limit=2/)
  await geocodeur.search({ adresse: 'aaa' })
  await geocodeur.search({ adresse: '8 bd du port' }, { limite: 1 })
  await geocodeur.search({ adresse: 'bbb' })
  assert.equal(vues.length, 3)
  await geocodeur.search({ adresse: 'aaa' })
  assert.equal(vues.length, 4, 'the one unused for longest was let go')
  avance(1001)
  await geocodeur.search({ adresse: 'aaa' })
  assert.equal(vues.length, 5)
})

test('switched off, too short, outside France: nothing leaves', async () => {
  const { geocodeur, vues } = await buildGeocodeur((_, r) => sendJson(r, collectionOf([PORT])))
  const eteint = createGeoplateforme({ adresse: null })
  assert.equal(await echecOf(eteint.search({ adresse: '8 bd du port' })), 'eteint')
  assert.equal(await echecOf(eteint.reverse([0.7, 47.4])), 'eteint')
  assert.equal(await echecOf(geocodeur.search({ adresse: ' 8 ' })), 'trop_court')
  assert.deepEqual(await geocodeur.reverse([-122, 37]), { ok: true, candidats: [], scoreSuivant: null })
  assert.equal(vues.length, 0)
  assert.ok((await geocodeur.reverse([0.7, 47.4])).ok)
  assert.match(vues[0]?.url ?? '', /\/reverse\?lon=0.7&lat=47.4/)
})

test('lies are not believed: HTML, half a JSON, another shape, places out of France, a bomb, a redirection', async () => {
  const feature = (partiel: object) => ({
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [0.69, 47.39] },
        properties: { label: 'x', score: 0.9, type: 'housenumber' },
        ...partiel,
      },
    ],
  })
  const table: [string, Repond, string][] = [
    ['html', html, 'illisible'],
    ['truncated', (_, r) => void r.writeHead(200).end('{"type":"FeatureCollection","features":['), 'illisible'],
    [
      'cut',
      (_, r) => {
        r.writeHead(200, { 'content-length': '999' }).write('{"type"')
        setTimeout(() => r.destroy(), 10)
      },
      'injoignable',
    ],
    ['no coordinates', (_, r) => sendJson(r, feature({ geometry: null })), 'illisible'],
    ['null island', (_, r) => sendJson(r, collectionOf([{ ...PORT, lon: 0, lat: 0 }])), 'illisible'],
    ['swapped', (_, r) => sendJson(r, collectionOf([{ ...PORT, lon: 47.39, lat: 0.69 }])), 'illisible'],
    ['score 42', (_, r) => sendJson(r, collectionOf([{ ...PORT, score: 42 }])), 'illisible'],
    ['score text', (_, r) => sendJson(r, feature({ properties: { label: 'x', score: '0.9', type: 'housenumber' } })), 'illisible'],
    ['bomb', (_, r) => void r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(2_000_000))), 'illisible'],
    ['redirection', statut(302, { location: 'http://127.0.0.1:1/' }), 'refuse'],
    ['500', statut(500), 'injoignable'],
  ]
  for (const [nom, repond, attendu] of table) {
    const { geocodeur } = await buildGeocodeur(repond, { tailleMax: 100_000 })
    assert.equal(await echecOf(geocodeur.search({ adresse: '8 bd du port' })), attendu, nom)
  }
})

test('a housenumber without its number is a street', async () => {
  const { geocodeur } = await buildGeocodeur((_, r) => sendJson(r, collectionOf([{ ...PORT, housenumber: '' }])))
  const reponse = await geocodeur.search({ adresse: 'bd du port' })
  assert.ok(reponse.ok)
  assert.deepEqual([reponse.candidats[0]?.type, reponse.candidats[0]?.numero], ['street', null])
})

test('slowness, in the headers or in the body, ends at the delay; a question can be stopped', async () => {
  const muet = await buildGeocodeur(() => {}, { delai: 80 })
  assert.equal(await echecOf(muet.geocodeur.search({ adresse: '8 bd du port' })), 'lent')
  const goutte = await buildGeocodeur((_, r) => void r.writeHead(200).write('{'), { delai: 80 })
  assert.equal(await echecOf(goutte.geocodeur.search({ adresse: '8 bd du port' })), 'lent')
  const arret = new AbortController()
  const question = muet.geocodeur.search({ adresse: 'autre rue' }, { signal: arret.signal })
  arret.abort()
  assert.equal(await echecOf(question), 'abandonne')
})

test('« too many requests »: a short rest is waited for once, a long one is obeyed and said', async () => {
  let attente = '1'
  const { geocodeur, vues, attentes, avance } = await buildGeocodeur(({ rang }, r) =>
    rang === 0
      ? statut(429, { 'retry-after': attente })(undefined as never, r)
      : attente === '1'
        ? sendJson(r, collectionOf([PORT]))
        : statut(429, { 'retry-after': attente })(undefined as never, r),
  )
  assert.ok((await geocodeur.search({ adresse: 'aaa' })).ok)
  assert.deepEqual(attentes, [1000])
  attente = 'Sun, 22 Mar 2026 10:01:00 GMT'
  assert.equal(await echecOf(geocodeur.search({ adresse: 'bbb' })), 'occupe')
  assert.equal(vues.length, 3)
  assert.equal(await echecOf(geocodeur.search({ adresse: 'ccc' })), 'occupe')
  assert.equal(vues.length, 3, 'nothing is asked during the rest')
  assert.ok((await geocodeur.search({ adresse: 'aaa' })).ok, 'what is remembered is still given')
  avance(60_000)
  attente = '1'
  assert.ok((await geocodeur.search({ adresse: 'ddd' })).ok)
})

test('three failures in a row leave the service alone for its rest', async () => {
  const { geocodeur, vues, avance } = await buildGeocodeur(statut(500), { repos: 1000 })
  for (const adresse of ['aaa', 'bbb', 'ccc']) assert.equal(await echecOf(geocodeur.search({ adresse })), 'injoignable')
  assert.equal(await echecOf(geocodeur.search({ adresse: 'ddd' })), 'coupe')
  assert.equal(vues.length, 3)
  avance(1001)
  assert.equal(await echecOf(geocodeur.search({ adresse: 'ddd' })), 'injoignable')
})

test('never more questions in a second than the service bears', async () => {
  const debuts: number[] = []
  const { geocodeur, attentes } = await buildGeocodeur((_, r) => sendJson(r, collectionOf([PORT])), { parSeconde: 50 })
  for (let i = 0; i < 60; i += 1) {
    await geocodeur.search({ adresse: `rue ${i}` })
    debuts.push(attentes.reduce((a, b) => a + b, 0))
  }
  for (let i = 50; i < 60; i += 1) assert.ok((debuts[i] ?? 0) - (debuts[i - 50] ?? 0) >= 1000 - 1e-6)
})

test('retry-after: seconds, a date, or nothing', () => {
  const now = Date.parse('2026-03-22T10:00:00Z')
  assert.equal(retryAfterMs('12', now), 12_000)
  assert.equal(retryAfterMs('Sun, 22 Mar 2026 10:00:30 GMT', now), 30_000)
  assert.equal(retryAfterMs('Sun, 22 Mar 2020 10:00:30 GMT', now), 0)
  for (const faux of [null, '', 'bientôt', '-3', '1e9', '2026-03-22']) assert.equal(retryAfterMs(faux, now), null)
})

const FIXTURES = new URL('../../../shared/data/fixtures-api/', import.meta.url)
test('réponses enregistrées du service public : un numéro décide, une rue et une commune non', async (t) => {
  if (!existsSync(FIXTURES)) return t.skip('../shared/data/fixtures-api is not here')
  const json = await readFile(new URL('geopf_search_housenumber.json', FIXTURES), 'utf8')
  const { geocodeur } = await buildGeocodeur((_, r) => sendJson(r, JSON.parse(json)))
  const demande = { adresse: '8 boulevard du port' }
  const reponse = await geocodeur.search(demande)
  assert.ok(reponse.ok)
  assert.deepEqual(judgeAdresse(demande, reponse, { scoreMin: 0.7, ecartMin: 0.1 }).decide, true)
  // Recorded with columns of their own: here with ours.
  const csv = (await readFile(new URL('geopf_search_csv_response_2026-09-25.csv', FIXTURES), 'utf8')).replace(/^\uFEFF?id,/, 'cle,')
  const envoyees = ['Place de l Hotel de Ville', 'rue inexistante zzz', ''].map((adresse, i) => ({
    cle: i + 1,
    adresse,
    codePostal: '',
    codeCommune: '',
  }))
  const lues = readLot(csv, envoyees, true)
  const jugees = envoyees.map(({ cle, adresse }) => {
    const lue = lues?.get(cle)
    assert.ok(lue?.ok)
    const jugee = judgeAdresse({ adresse }, lue, { scoreMin: 0.7, ecartMin: 0.1 })
    return jugee.decide ? 'décidé' : jugee.doute
  })
  assert.deepEqual(jugees, ['rue', 'inconnue', 'commune'])
})
