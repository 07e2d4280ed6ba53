import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { judgeAdresse } from './certitude.ts'
import type { DemandeAdresse, ReponseDeLot } from './geocodeur.ts'
import {
  type AdresseFausse,
  collectionOf,
  csvOf,
  fichierOf,
  ligneCsv,
  type Repond,
  sendCsv,
  sendJson,
  serveFaux,
} from './geocodeur-de-test.ts'
import { createGeoplateforme, type OptionsGeoplateforme } from './geoplateforme.adaptateur.ts'
import { readLot, retryAfterMs } from './geoplateforme.ts'

const fermetures: (() => Promise<void>)[] = []
after(async () => {
  for (const ferme of fermetures) await ferme()
})

const PORT: AdresseFausse = {
  label: '8 Boulevard du Port 37000 Ville-Exemple',
  type: 'housenumber',
  lon: 0.694,
  lat: 47.39,
  score: 0.95,
  housenumber: '8',
  postcode: '37000',
  city: 'Ville-Exemple',
  citycode: '37999',
}
const rue = (n: number): AdresseFausse => ({ ...PORT, label: `${n} Rue X`, housenumber: String(n), lon: 0.6 + n / 10_000 })

/** A geocoder on a service that answers as told; waits are noted and not waited. */
async function build(repond: Repond, options: Partial<OptionsGeoplateforme> = {}) {
  const service = await serveFaux(repond)
  fermetures.push(service.close)
  const attentes: number[] = []
  let maintenant = Date.parse('2026-03-22T10:00:00Z')
  const geocodeur = createGeoplateforme({
    adresse: service.adresse,
    delai: 2000,
    delaiLot: 2000,
    parSeconde: 1e9,
    horloge: () => maintenant,
    attend: async (ms) => {
      attentes.push(ms)
      maintenant += ms
    },
    ...options,
  })
  const avance = (ms: number) => {
    maintenant += ms
  }
  return { geocodeur, vues: service.vues, attentes, avance, service }
}
const echecOf = async (reponse: Promise<{ ok: boolean; echec?: string }>) => (await reponse).echec
const statut =
  (code: number, entetes: Record<string, string> = {}): Repond =>
  (_, reponse) =>
    void reponse.writeHead(code, entetes).end()
const html = (_: unknown, reponse: ServerResponse) =>
  void reponse.writeHead(200, { 'content-type': 'text/html' }).end('<html><h1>Portail</h1></html>')

test('one question: its parameters, its candidates best first, the score of the next', async () => {
  const { geocodeur, vues } = await build((_, r) => sendJson(r, collectionOf([{ ...PORT, score: 0.6, label: 'loin' }, PORT])))
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
  const { geocodeur, vues, avance } = await build((_, r) => sendJson(r, collectionOf([PORT])), { memoire: 1000, reponsesGardees: 2 })
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
  const { geocodeur, vues } = await build((_, r) => sendJson(r, collectionOf([PORT])))
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
    const { geocodeur } = await build(repond, { tailleMax: 100_000 })
    assert.equal(await echecOf(geocodeur.search({ adresse: '8 bd du port' })), attendu, nom)
  }
})

test('a housenumber without its number is a street', async () => {
  const { geocodeur } = await build((_, r) => sendJson(r, collectionOf([{ ...PORT, housenumber: '' }])))
  const reponse = await geocodeur.search({ adresse: 'bd du port' })
  assert.ok(reponse.ok)
  assert.deepEqual([reponse.candidats[0]?.type, reponse.candidats[0]?.numero], ['street', null])
})

test('slowness, in the headers or in the body, ends at the delay; a question can be stopped', async () => {
  const muet = await build(() => {}, { delai: 80 })
  assert.equal(await echecOf(muet.geocodeur.search({ adresse: '8 bd du port' })), 'lent')
  const goutte = await build((_, r) => void r.writeHead(200).write('{'), { delai: 80 })
  assert.equal(await echecOf(goutte.geocodeur.search({ adresse: '8 bd du port' })), 'lent')
  const arret = new AbortController()
  const question = muet.geocodeur.search({ adresse: 'autre rue' }, { signal: arret.signal })
  arret.abort()
  assert.equal(await echecOf(question), 'abandonne')
})

test('« too many requests »: a short rest is waited for once, a long one is obeyed and said', async () => {
  let attente = '1'
  const { geocodeur, vues, attentes, avance } = await build(({ rang }, r) =>
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
  const { geocodeur, vues, avance } = await build(statut(500), { repos: 1000 })
  for (const adresse of ['aaa', 'bbb', 'ccc']) assert.equal(await echecOf(geocodeur.search({ adresse })), 'injoignable')
  assert.equal(await echecOf(geocodeur.search({ adresse: 'ddd' })), 'coupe')
  assert.equal(vues.length, 3)
  avance(1001)
  assert.equal(await echecOf(geocodeur.search({ adresse: 'ddd' })), 'injoignable')
})

test('never more questions in a second than the service bears', async () => {
  const debuts: number[] = []
  const { geocodeur, attentes } = await build((_, r) => sendJson(r, collectionOf([PORT])), { parSeconde: 50 })
  for (let i = 0; i < 60; i += 1) {
    await geocodeur.search({ adresse: `rue ${i}` })
    debuts.push(attentes.reduce((a, b) => a + b, 0))
  }
  for (let i = 50; i < 60; i += 1) assert.ok((debuts[i] ?? 0) - (debuts[i - 50] ?? 0) >= 1000 - 1e-6)
})

async function collect(reponses: AsyncIterable<ReponseDeLot>): Promise<string[]> {
  const lues: string[] = []
  let rang = 0
  for await (const une of reponses) {
    assert.equal(une.rang, rang++)
    lues.push(une.reponse.ok ? (une.reponse.candidats[0]?.libelle ?? 'introuvable') : une.reponse.echec)
  }
  return lues
}
const questions = (n: number): DemandeAdresse[] => Array.from({ length: n }, (_, i) => ({ adresse: `${i} rue x`, codePostal: '37000' }))
const repondRues: Repond = ({ corps }, r) =>
  sendCsv(r, csvOf(fichierOf(corps).map((l) => [l, [rue(Number.parseInt(l.adresse ?? '', 10))]] as const)))
const attendues = (n: number) => Array.from({ length: n }, (_, i) => `${i} Rue X`)

test('a batch: slices in order, only the columns of the address leave, the same address once', async () => {
  const { geocodeur, vues } = await build(repondRues, { tranche: 4 })
  const demandes = [
    ...questions(9),
    { adresse: '5 rue x', codePostal: '37000' },
    { adresse: '?' },
    { adresse: '8 rue x', codePostal: '37000', nom: 'TEMOIN' },
  ]
  assert.deepEqual(await collect(geocodeur.searchMany(demandes)), [...attendues(9), '5 Rue X', 'trop_court', '8 Rue X'])
  assert.equal(vues.length, 3)
  const [premiere] = vues
  assert.equal(premiere?.methode, 'POST')
  assert.match(
    premiere?.corps ?? '',
    /name="columns"\r\n\r\nadresse\r\n[\s\S]*name="postcode"\r\n\r\ncode_postal[\s\S]*name="citycode"\r\n\r\ncode_commune/,
  )
  assert.deepEqual(Object.keys(fichierOf(premiere?.corps ?? '')[0] ?? {}), ['cle', 'adresse', 'code_postal', 'code_commune'])
  assert.ok(vues.every(({ corps }) => !corps.includes('TEMOIN')))
  assert.equal(fichierOf(vues[2]?.corps ?? '').length, 2, '« 8 rue x » twice in a slice is one question')
})

test('a reply that is cut: what was answered is kept, only the rest is asked again, half a line is nothing', async () => {
  const demandees: number[] = []
  const { geocodeur } = await build(({ corps, rang }, r) => {
    const lignes = fichierOf(corps)
    demandees.push(lignes.length)
    const texte = csvOf(lignes.map((l) => [l, [rue(Number.parseInt(l.adresse ?? '', 10))]] as const))
    if (rang >= 3) return sendCsv(r, texte)
    // Half way through a line, then the connection falls.
    r.writeHead(200, { 'content-type': 'text/csv', 'content-length': String(Buffer.byteLength(texte)) })
    r.write(texte.slice(0, texte.indexOf('"3 Rue X"') > 0 ? texte.indexOf('"3 Rue X"') + 4 : 400), () => setTimeout(() => r.destroy(), 5))
  })
  assert.deepEqual(await collect(geocodeur.searchMany(questions(6))), attendues(6))
  assert.equal(demandees[0], 6)
  assert.equal(demandees[1], 3)
  assert.ok(demandees.every((n, i) => i === 0 || n <= (demandees[i - 1] ?? 0)))
})

test('429 on a batch is obeyed, in seconds or by a date, then the same slice is asked again', async () => {
  const { geocodeur, attentes } = await build(({ rang, ...reste }, r) => {
    if (rang === 0) return statut(429, { 'retry-after': '7' })(undefined as never, r)
    if (rang === 1) return statut(429, { 'retry-after': 'Sun, 22 Mar 2026 10:00:20 GMT' })(undefined as never, r)
    return repondRues({ rang, ...reste }, r)
  })
  const dites: string[] = []
  const lues = await collect(geocodeur.searchMany(questions(3), { surAttente: ({ motif }) => dites.push(motif) }))
  assert.deepEqual(lues, attendues(3))
  assert.deepEqual(attentes, [7000, 13_000])
  assert.deepEqual(dites, ['occupe', 'occupe'])
})

test('too large a slice, or a line that the service cannot bear, is found by halves', async () => {
  const { geocodeur } = await build(({ corps, ...reste }, r) => {
    const lignes = fichierOf(corps)
    if (lignes.length > 3) return statut(413)(undefined as never, r)
    if (lignes.some((l) => l.adresse?.startsWith('5 '))) return statut(400)(undefined as never, r)
    return repondRues({ corps, ...reste }, r)
  })
  assert.deepEqual(await collect(geocodeur.searchMany(questions(8))), attendues(8).with(5, 'refuse'))
})

test('a batch that lies: lines swapped, doubled, of another file, out of France, in HTML, are not believed', async () => {
  const { geocodeur } = await build(({ corps }, r) => {
    const lignes = fichierOf(corps)
    const ok = (l: Record<string, string>) => ligneCsv(l, rue(Number.parseInt(l.adresse ?? '', 10)))
    const entete =
      csvOf([]).length === 0
        ? ''
        : `${Object.keys(lignes[0] ?? {}).join(',')},${csvOf([[{}, []]])
            .split('\r\n')[0]
            ?.slice(1)}`
    const par = new Map(lignes.map((l) => [l.adresse, l]))
    const rendues = lignes.flatMap((l) => {
      if (l.adresse === '0 rue x 37000') return [ok({ ...l, cle: par.get('1 rue x 37000')?.cle ?? l.cle ?? '' })]
      if (l.adresse === '1 rue x 37000') return [ok({ ...l, cle: '9999' })]
      if (l.adresse === '2 rue x 37000') return [ok(l), ligneCsv(l, rue(77))]
      if (l.adresse === '3 rue x 37000') return [ligneCsv(l, { ...rue(3), lon: 0, lat: 0 })]
      if (l.adresse === '4 rue x 37000') return [ligneCsv(l, undefined, 'error')]
      if (l.adresse === '5 rue x 37000') return [ligneCsv(l, undefined, 'not-found')]
      return [ok(l)]
    })
    sendCsv(r, [entete, ...rendues].join('\n'))
  })
  assert.deepEqual(await collect(geocodeur.searchMany(questions(7))), [
    'illisible',
    'illisible',
    'illisible',
    'illisible',
    'illisible',
    'introuvable',
    '6 Rue X',
  ])
  const portail = await build(html)
  assert.deepEqual(await collect(portail.geocodeur.searchMany(questions(2))), ['illisible', 'illisible'])
})

test('a service that is down: waits grow, then the rest is not asked any more', async () => {
  const { geocodeur, vues, attentes } = await build(statut(502), { tranche: 2, tranchesEnVol: 1, essaisMax: 3 })
  const lues = await collect(geocodeur.searchMany(questions(10)))
  assert.deepEqual(lues, [...Array(4).fill('injoignable'), ...Array(6).fill('coupe')])
  assert.equal(vues.length, 6)
  assert.deepEqual(attentes.slice(0, 2), [500, 1000])
})

test('questions are read as answers are taken; who stops taking them stops the questions', async () => {
  let lus = 0
  async function* source() {
    for (const demande of questions(1000)) {
      lus += 1
      yield demande
    }
  }
  const { geocodeur, vues } = await build(repondRues, { tranche: 10, tranchesEnVol: 2 })
  let pris = 0
  for await (const _ of geocodeur.searchMany(source())) if (++pris === 15) break
  assert.ok(lus <= 40, `${lus} questions read for 15 answers`)
  assert.ok(vues.length <= 4)
  const arret = new AbortController()
  arret.abort()
  assert.deepEqual(await collect(geocodeur.searchMany(questions(5), { signal: arret.signal })), [])
  assert.deepEqual(await collect(createGeoplateforme({ adresse: null }).searchMany(questions(2))), ['eteint', 'eteint'])
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
  const { geocodeur } = await build((_, r) => sendJson(r, JSON.parse(json)))
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
