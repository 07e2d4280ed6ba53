import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { setReglage } from '#platform/reglages.ts'
import { createDebit } from './debit.ts'
import { openAdresse } from './mon-adresse-de-test.ts'
import { reglageApiParMinute, reglageApiPoints, reglageAttribution } from './reglages-adresse.ts'

const site = await openAdresse()
const ask = async (requete: string) => {
  const reponse = await site.get(`/api/v1/quartiers${requete}`, { origin: 'https://ailleurs.invalid' })
  return { reponse, corps: (await reponse.json()) as Record<string, unknown> & { erreur?: string } }
}

test('un point dans un quartier : code, nom, génération, distance, certitude, source', async () => {
  await setReglage(site.base.libre, reglageAttribution, 'Source d’essai', new Date())
  const { reponse, corps } = await ask('?lon=0.695&lat=47.385')
  assert.equal(reponse.status, 200)
  const { generations, quartiers, ...reste } = corps as {
    generations: { code: string; textes: { numero: string }[] }[]
    quartiers: { distance_bord_m: number }[]
  }
  assert.deepEqual(reste, {
    date: '2026-03-22',
    lon: 0.695,
    lat: 47.385,
    dans_un_quartier: true,
    certitude: 'sure',
    precision_m: 30,
    plus_proche: null,
    bande_m: null,
    quartiers_connus: 1,
    liste_complete: false,
    attribution: 'Source d’essai',
  })
  const [{ distance_bord_m: distance, ...quartier } = { distance_bord_m: 0 }] = quartiers
  assert.deepEqual(quartier, { code: 'QN03799N', nom: 'Les Essais', nature: 'quartier prioritaire', generation: 'QPV2024' })
  assert.ok(distance > 370 && distance < 380)
  assert.deepEqual(generations[0]?.textes.map(({ numero }) => numero).sort(), ['2023-1312', '2023-1314', '2024-806'])
})

test('lisible depuis tout site, sans cookie, gardé par personne', async () => {
  const { reponse } = await ask('?lon=0.695&lat=47.385')
  assert.equal(reponse.headers.get('access-control-allow-origin'), '*')
  assert.equal(reponse.headers.get('cache-control'), 'no-store')
  assert.equal(reponse.headers.get('set-cookie'), null)
  assert.equal((await ask('?lon=x&lat=1')).reponse.headers.get('access-control-allow-origin'), '*')
})

test('dehors, à la limite, un autre jour, une autre précision', async () => {
  const proche = (await ask('?lon=0.6873&lat=47.385')).corps
  assert.deepEqual([proche.dans_un_quartier, proche.certitude, proche.bande_m], [false, 'sure', 300])
  assert.equal((proche.plus_proche as { code: string }).code, 'QN03799N')
  const bord = (await ask('?lon=0.69&lat=47.385')).corps
  assert.deepEqual([bord.dans_un_quartier, bord.certitude], [null, 'limite'])
  const exact = (await ask('?lon=0.69&lat=47.385&precision=0')).corps
  assert.deepEqual([exact.dans_un_quartier, exact.certitude], [true, 'sure'], 'the border is inside')
  const juste = (await ask('?lon=0.6899999&lat=47.385&precision=0')).corps
  assert.equal(juste.dans_un_quartier, false, 'one step of 1e-7 degree outside')
  const avant = (await ask('?lon=0.72&lat=47.385&date=2023-06-30')).corps as { quartiers: { code: string }[] }
  assert.equal(avant.quartiers[0]?.code, 'QP037999')
  const ocean = (await ask('?lon=-30&lat=40')).corps
  assert.deepEqual([ocean.dans_un_quartier, ocean.certitude, ocean.plus_proche], [null, 'inconnue', null])
})

test('ce qui n’est pas une question : 400 et une phrase en français', async () => {
  for (const [requete, phrase] of [
    ['', /Il manque « lon »/],
    ['?lon=0.69', /Il manque « lat »/],
    ['?lon=NaN&lat=47', /« lon » n’est pas un nombre/],
    ['?lon=Infinity&lat=47', /« lon » n’est pas/],
    ['?lon=0,69&lat=47', /« lon » n’est pas/],
    ['?lon=1e2&lat=47', /« lon » n’est pas/],
    ['?lon=0x10&lat=47', /« lon » n’est pas/],
    ['?lon=181&lat=47', /« lon » n’est pas/],
    ['?lon=0&lat=90.1', /« lat » n’est pas/],
    ['?lon=0&lat=-91', /« lat » n’est pas/],
    [`?lon=${'9'.repeat(5000)}&lat=47`, /« lon » n’est pas/],
    ['?lon=0&lat=47&date=2024-13-01', /« date » n’est pas/],
    ['?lon=0&lat=47&date=2023-02-29', /« date » n’est pas/],
    ['?lon=0&lat=47&date=hier', /« date » n’est pas/],
    ['?lon=0&lat=47&precision=-1', /« precision » n’est pas/],
    ['?lon=0&lat=47&precision=beaucoup', /« precision » n’est pas/],
  ] as const) {
    const { reponse, corps } = await ask(requete)
    assert.equal(reponse.status, 400, requete.slice(0, 60))
    assert.match(corps.erreur ?? '', phrase)
  }
})

test('rien de ce qu’on peut écrire dans la question ne fait tomber le serveur', async () => {
  await setReglage(site.base.libre, reglageApiParMinute, 1_000_000, new Date())
  const texte = fc.oneof(
    fc.string(),
    fc.double().map(String),
    fc.integer().map(String),
    fc.constantFrom('0.69', '47.38', '%', '..', '\u0000', '1;drop'),
  )
  await fc.assert(
    fc.asyncProperty(texte, texte, texte, texte, async (lon, lat, date, precision) => {
      const reponse = await site.get(`/api/v1/quartiers?${new URLSearchParams({ lon, lat, date, precision })}`)
      assert.ok(reponse.status === 200 || reponse.status === 400, String(reponse.status))
      await reponse.json()
    }),
    { numRuns: 200 },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.array(fc.anything()).map((points) => `{"points":${JSON.stringify(points)}}`),
      ),
      async (corps) => {
        const reponse = await site.json('/api/v1/quartiers', corps)
        assert.ok(reponse.status === 200 || reponse.status === 400, String(reponse.status))
      },
    ),
    { numRuns: 200 },
  )
})

test('plusieurs points à la fois, chacun rendu avec son identifiant, dans l’ordre', async () => {
  const reponse = await site.json('/api/v1/quartiers', {
    points: [
      { id: 'a', lon: 0.695, lat: 47.385 },
      { lon: 0.72, lat: 47.385 },
      { id: 7, lon: 0.69, lat: 47.38 },
    ],
    precision: 0,
  })
  const { points } = (await reponse.json()) as { points: { id?: unknown; dans_un_quartier: boolean | null }[] }
  assert.deepEqual(
    points.map(({ id, dans_un_quartier }) => [id, dans_un_quartier]),
    [
      ['a', true],
      [undefined, false],
      [7, true],
    ],
  )
  for (const [corps, phrase] of [
    ['{', /pas du JSON/],
    ['[]', /Envoyez \{ "points"/],
    [{ points: [] }, /est vide/],
    [
      {
        points: [
          { lon: 0.69, lat: 47 },
          { lon: '0.69', lat: 47 },
        ],
      },
      /Le point n° 2/,
    ],
    [{ points: [{ lon: 0.69, lat: null }] }, /Le point n° 1/],
    [{ points: [{ lon: 0.69, lat: 47 }], date: 'x' }, /« date » n’est pas/],
    ['x'.repeat(2_100_000), /dépasse 2 Mo/],
  ] as const) {
    const refus = await site.json('/api/v1/quartiers', corps)
    assert.equal(refus.status, 400)
    assert.match(((await refus.json()) as { erreur: string }).erreur, phrase)
  }
  await setReglage(site.base.libre, reglageApiPoints, 2, new Date())
  const trop = await site.json('/api/v1/quartiers', { points: Array.from({ length: 3 }, () => ({ lon: 0.69, lat: 47 })) })
  assert.match(((await trop.json()) as { erreur: string }).erreur, /3 points : 2 au plus/)
})

test('un quartier par son code, et son contour en GeoJSON', async () => {
  const { reponse, corps } = await ask('/qn03799n')
  assert.equal(reponse.status, 200)
  assert.deepEqual([corps.code, corps.nom, corps.population], ['QN03799N', 'Les Essais', 2000])
  const geo = await ask('/QN03799N.geojson')
  assert.match(geo.reponse.headers.get('content-type') ?? '', /geo\+json/)
  const { type, geometry } = geo.corps as { type: string; geometry: { type: string; coordinates: number[][][][] } }
  assert.deepEqual([type, geometry.type, geometry.coordinates[0]?.[0]?.length], ['Feature', 'MultiPolygon', 5])
  for (const code of ['/QN99999N', '/..%2f..', '/%00', "/'or'1", `/${'A'.repeat(500)}`]) {
    const inconnu = await ask(code)
    assert.equal(inconnu.reponse.status, 404, code)
    assert.match(inconnu.corps.erreur ?? '', /Aucun quartier connu/)
  }
})

test('trop de points depuis un même réseau : 429, et quand revenir', async () => {
  const autre = await openAdresse()
  await setReglage(autre.base.libre, reglageApiParMinute, 6, new Date())
  const points = (n: number) => ({ points: Array.from({ length: n }, () => ({ lon: 0.69, lat: 47.38 })) })
  assert.equal((await autre.json('/api/v1/quartiers', points(5))).status, 200)
  assert.equal((await autre.get('/api/v1/quartiers?lon=0.69&lat=47.38')).status, 200)
  const trop = await autre.get('/api/v1/quartiers?lon=0.69&lat=47.38')
  assert.equal(trop.status, 429)
  assert.equal(trop.headers.get('retry-after'), '10')
})

test('the bucket fills with time, forgets nobody too soon, and lets a large demand pass when it is full', () => {
  const debit = createDebit()
  assert.equal(debit.take('a', 60, 60, 0), 0)
  assert.equal(debit.take('a', 1, 60, 0), 1000)
  assert.equal(debit.take('b', 1, 60, 0), 0)
  assert.equal(debit.take('a', 1, 60, 1000), 0)
  assert.equal(debit.take('a', 1, 60, 1000), 1000)
  assert.equal(debit.take('a', 5000, 60, 62_000), 0)
  assert.equal(debit.take('a', 1, 60, 62_000), 1000)
  assert.equal(debit.take('a', 1, 60, 1000), 1000, 'a clock that goes back gives nothing')
})

test('every route is declared public', () => {
  assert.deepEqual([...new Set(site.routes.map(({ droit }) => droit))], ['public'])
  assert.equal(site.routes.length, 7)
})
