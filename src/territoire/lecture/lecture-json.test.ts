import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeGeoJson } from '../ecriture-geojson.ts'
import { geojsonOf, projected } from './ecrire-de-test.ts'
import { ask, geometrieOf, quartiers, read, refuses } from './lire-de-test.ts'

test('GeoJSON: une entité seule, une géométrie seule, une altitude, une ligne dite pour chaque entité', async () => {
  const geometry = {
    type: 'Polygon',
    coordinates: [
      [
        [2, 48, 30],
        [2.1, 48, 30],
        [2.1, 48.1, 30],
        [2, 48, 30],
      ],
    ],
  }
  const seule = await read(
    'a.geojson',
    Buffer.from(JSON.stringify({ type: 'Feature', properties: { a: [1, 'x'], b: { c: 1 }, d: null }, geometry })),
  )
  assert.deepEqual(seule.entites[0]?.proprietes, { a: '1, x', b: '{"c":1}', d: null })
  assert.equal(seule.entites[0]?.dimension, 3)
  assert.equal((await read('a.json', Buffer.from(JSON.stringify(geometry)))).entites.length, 1)
  const mixte = {
    ...geometry,
    coordinates: [
      [
        [2, 48],
        [2.1, 48, 3],
        [2.1, 48.1],
        [2, 48],
      ],
    ],
  }
  assert.equal((await read('a.json', Buffer.from(JSON.stringify(mixte)))).entites[0]?.dimension, 'mixte')
  const lignes = await read(
    'a.geojson',
    Buffer.from(
      `\ufeff{"type":"FeatureCollection",\n"numberMatched": 3,\n"features":[\n{"type":"Feature","properties":{"n":"{[\\"]}"},"geometry":null}\n,\n{"type":"Feature","properties":{},"geometry":${JSON.stringify(geometry)}}]}`,
    ),
  )
  assert.deepEqual(
    lignes.entites.map(({ ligne }) => ligne),
    [4, 6],
  )
  assert.equal(lignes.entites[0]?.nature, null)
  assert.equal(lignes.annonce, 3)
})

test('GeoJSON: l’ancien membre « crs » est suivi, un système inconnu est demandé', async () => {
  const entites = quartiers.slice(0, 3).map(({ geometrie, proprietes }) => ({ geometrie: projected(geometrie, 2154), proprietes }))
  const crs = (name: string) => ({ crs: { type: 'name', properties: { name } } })
  const lecture = await read('a.geojson', geojsonOf(entites, crs('urn:ogc:def:crs:EPSG::2154')))
  assert.deepEqual(lecture.projection, { epsg: 2154, origine: 'fichier' })
  const question = await ask('a.geojson', geojsonOf(entites, crs('urn:ogc:def:crs:EPSG::27700')))
  assert.equal(question.sur, 'epsg')
  assert.equal(question.choix[0]?.valeur, '2154')
  assert.match(question.phrase, /27700.*Lambert-93/)
  assert.deepEqual((await read('a.geojson', geojsonOf(entites, crs('EPSG:27700')), { epsg: 2154 })).projection, {
    epsg: 2154,
    origine: 'choix',
  })
  await refuses('a.geojson', geojsonOf(entites), /.*/, { epsg: 1 }).catch((erreur: unknown) => assert.match(String(erreur), /1/))
})

test('GeoJSON: ce qui n’en est pas est refusé d’une phrase qui dit où', async () => {
  await refuses('a.geojson', '{"type":"GeometryCollection","geometries":[]}', /GeometryCollection/)
  await refuses('a.geojson', '{"type":"FeatureCollection"}', /features/)
  await refuses('a.geojson', '{"type":"FeatureCollection","features":[]}', /aucune entité/)
  await refuses('a.geojson', '{"a":1}', /GeoJSON/)
  await refuses('a.json', '[1,2]', /GeoJSON/)
  await refuses(
    'a.geojson',
    '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{}},\n{"type":"Feature","geometry":{nan},"properties":{}}]}',
    /entité n°\u00a02 \(ligne 2\).*JSON/,
  )
  await refuses(
    'a.geojson',
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[1,2]]}}]}',
    /forme d’un Polygon/,
  )
  await refuses('a.geojson', geojsonOf(quartiers).subarray(0, 5000), /abîmé ou incomplet/)
  await refuses('a.geojson', `{"type":"FeatureCollection","features":${'['.repeat(100_000)}`, /imbrique/)
  await refuses('a.geojson', '', /vide/)
})

test('TopoJSON: les arcs sont assemblés, une seule couche est lue', async () => {
  const topologie = {
    type: 'Topology',
    transform: { scale: [0.001, 0.001], translate: [2, 48] },
    objects: {
      zones: {
        type: 'GeometryCollection',
        geometries: [
          { type: 'Polygon', arcs: [[0, 1]], properties: { code: 'A' } },
          { type: 'Polygon', arcs: [[-1, 2]], properties: { code: 'B' } },
        ],
      },
    },
    arcs: [
      [
        [0, 0],
        [0, 10],
      ],
      [
        [0, 10],
        [-10, 0],
        [0, -10],
        [10, 0],
      ],
      [
        [0, 0],
        [10, 0],
        [0, 10],
        [-10, 0],
      ],
    ],
  }
  const lecture = await read('a.topojson', Buffer.from(JSON.stringify(topologie)))
  assert.deepEqual(
    lecture.entites.map(({ proprietes }) => proprietes.code),
    ['A', 'B'],
  )
  assert.deepEqual(
    [...(lecture.entites[1]?.polygones[0]?.[0] ?? [])].map((v) => Math.round(v * 1000)),
    [2000, 48010, 2000, 48000, 2010, 48000, 2010, 48010, 2000, 48010],
  )
  const deux = { ...topologie, objects: { ...topologie.objects, autres: topologie.objects.zones } }
  assert.deepEqual(
    (await ask('a.topojson', Buffer.from(JSON.stringify(deux)))).choix.map(({ valeur }) => valeur),
    ['zones', 'autres'],
  )
  assert.equal((await read('a.topojson', Buffer.from(JSON.stringify(deux)), { couche: 'autres' })).couche, 'autres')
})

test('GeoJSON: ce qui est écrit se relit à l’identique, et dit d’où il vient', async () => {
  const entites = quartiers.map(({ geometrie, proprietes }) => ({ id: String(proprietes.code_qp), geometrie, proprietes }))
  const texte = writeGeoJson(entites, { nom: 'Quartiers', attribution: 'ANCT, Licence Ouverte 2.0', date: '2026-11-22' })
  const lecture = await read('a.geojson', Buffer.from(texte))
  assert.equal(lecture.couche, 'Quartiers')
  assert.deepEqual(
    lecture.entites.map((_, rang) => geometrieOf(lecture, rang)),
    quartiers.map(({ geometrie }) => geometrie),
  )
  const { attribution, date, features } = JSON.parse(texte)
  assert.deepEqual([attribution, date, features[0].id], ['ANCT, Licence Ouverte 2.0', '2026-11-22', quartiers[0]?.proprietes.code_qp])
  assert.equal(
    JSON.parse(writeGeoJson([{ id: 'x', geometrie: null, proprietes: {} }], { nom: 'n', attribution: 'a', date: 'd' })).features[0]
      .geometry,
    null,
  )
})
