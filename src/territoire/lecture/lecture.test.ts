import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { aireM2, type MultiPolygone } from '../geometrie.ts'
import { toWgs84 } from '../projection.ts'
import { generateQuartiers } from '../quartiers-synthetiques-de-test.ts'
import {
  csvOf,
  dbfOf,
  type EntiteDeTest,
  geojsonOf,
  gpkgOf,
  kmlOf,
  kmzOf,
  PRJ_LAMBERT93,
  projected,
  shapefileOf,
  shpOf,
  wktOf,
  zipOf,
} from './ecrire-de-test.ts'
import type { LectureGeo, OptionsLecture, QuestionGeo } from './lecture.ts'
import { readGeo } from './lire-geo.ts'

const quartiers: EntiteDeTest[] = generateQuartiers(7, { nombre: 40, sommets: 2400 }).map(({ code, nom, geometrie }) => ({
  geometrie,
  proprietes: { code_qp: code, lib_qp: `${nom} «\u00a0é\u00a0»`, insee_com: '37261, 37195' },
}))

async function read(nom: string, octets: Uint8Array, options?: OptionsLecture): Promise<LectureGeo> {
  const reponse = await readGeo(nom, octets, options)
  if (reponse.etat !== 'lu') return assert.fail(reponse.phrase)
  return reponse
}
async function ask(nom: string, octets: Uint8Array, options?: OptionsLecture): Promise<QuestionGeo> {
  const reponse = await readGeo(nom, octets, options)
  if (reponse.etat !== 'question') return assert.fail('lu sans poser de question')
  return reponse
}
const geometrieOf = (lecture: LectureGeo, rang: number): MultiPolygone =>
  (lecture.entites[rang]?.polygones ?? []).map((polygone) =>
    polygone.map((anneau) =>
      Array.from({ length: anneau.length / 2 }, (_, i) => toWgs84(lecture.projection.epsg, anneau[2 * i] ?? 0, anneau[2 * i + 1] ?? 0)),
    ),
  )
const refuses = (nom: string, octets: Uint8Array | string, phrase: RegExp, options?: OptionsLecture) =>
  assert.rejects(readGeo(nom, Buffer.from(octets), options), (erreur: unknown) => {
    assert.ok(erreur instanceof Error && erreur.name === 'RegleViolee', String(erreur))
    assert.match(erreur.message, phrase)
    assert.match(erreur.message, new RegExp(nom.replaceAll('.', '\\.')))
    return true
  })

const formats: [string, () => Buffer, string, number][] = [
  ['q.geojson', () => geojsonOf(quartiers), 'geojson', 4326],
  ['q.zip', () => shapefileOf(quartiers), 'shapefile', 2154],
  ['q.gpkg', () => gpkgOf({ quartiers: { epsg: 2154, entites: quartiers } }), 'geopackage', 2154],
  ['q.csv', () => csvOf(quartiers, 4326), 'csv', 4326],
  ['q.kml', () => kmlOf(quartiers), 'kml', 4326],
  ['q.kmz', () => kmzOf(quartiers), 'kml', 4326],
]

describe('le même jeu de quartiers est lu de chaque format', () => {
  for (const [nom, octets, format, epsg] of formats) {
    test(nom, async () => {
      const lecture = await read(nom, octets())
      assert.equal(lecture.format, format)
      assert.equal(lecture.projection.epsg, epsg)
      assert.equal(lecture.entites.length, quartiers.length)
      for (const [rang, { geometrie, proprietes }] of quartiers.entries()) {
        const lue = lecture.entites[rang]
        assert.equal(lue?.numero, rang + 1)
        for (const [cle, valeur] of Object.entries(proprietes)) assert.equal(lue?.proprietes[cle], valeur)
        const sienne = geometrieOf(lecture, rang)
        assert.equal(sienne.length, geometrie.length)
        assert.deepEqual(
          sienne.map((polygone) => polygone.length),
          geometrie.map((polygone) => polygone.length),
        )
        assert.ok(Math.abs(aireM2(sienne) - aireM2(geometrie)) < 0.1)
      }
    })
  }
})

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

test('Shapefile: la pièce qui manque est nommée, une projection inconnue est demandée', async () => {
  const shp = shpOf(quartiers.map(({ geometrie }) => projected(geometrie, 2154)))
  const dbf = dbfOf(quartiers.map(({ proprietes }) => proprietes))
  await refuses('a.zip', zipOf({ 'q.dbf': dbf, 'q.prj': PRJ_LAMBERT93 }), /\.shp/)
  await assert.rejects(readGeo('a.zip', zipOf({ 'q.shp': shp, 'q.prj': PRJ_LAMBERT93 })), /q\.shp.*\.dbf/)
  await refuses('q.shp', shp, /\.zip/)
  const question = await ask('a.zip', zipOf({ 'Dossier/Q.SHP': shp, 'Dossier/Q.DBF': dbf }))
  assert.equal(question.sur, 'epsg')
  assert.equal(question.choix[0]?.valeur, '2154')
  assert.equal(
    (await read('a.zip', zipOf({ 'Dossier/Q.SHP': shp, 'Dossier/Q.DBF': dbf }), { epsg: 2154 })).entites.length,
    quartiers.length,
  )
  const inconnue = await ask('a.zip', zipOf({ 'q.shp': shp, 'q.dbf': dbf, 'q.prj': 'PROJCS["Grille de Mars",UNIT["metre",1]]' }))
  assert.match(inconnue.phrase, /Grille de Mars/)
  await assert.rejects(
    readGeo('a.zip', zipOf({ 'q.shp': shp, 'q.dbf': dbfOf(quartiers.slice(1).map(({ proprietes }) => proprietes)) })),
    /40\u00a0contours.*39\u00a0lignes/,
  )
  const plusieurs = await ask(
    'a.zip',
    zipOf({ 'un.shp': shp, 'un.dbf': dbf, 'un.prj': PRJ_LAMBERT93, 'deux.shp': shp, 'deux.dbf': dbf, 'deux.prj': PRJ_LAMBERT93 }),
  )
  assert.deepEqual(
    plusieurs.choix.map(({ valeur }) => valeur),
    ['un.shp', 'deux.shp'],
  )
  assert.equal(
    (await read('a.zip', zipOf({ 'un.shp': shp, 'un.dbf': dbf, 'un.prj': PRJ_LAMBERT93, 'deux.shp': shp }), { couche: 'un.shp' })).fichier,
    'un.shp',
  )
})

test('Shapefile: les accents du .dbf se lisent avec et sans .cpg', async () => {
  const [un] = quartiers
  if (un === undefined) return assert.fail()
  const shp = shpOf([projected(un.geometrie, 2154)])
  const dbf = (encodage: 'utf8' | 'latin1') => dbfOf([{ nom: 'Rabière, cité de l’Été'.replace('’', "'") }], encodage)
  const nameOf = async (pieces: Record<string, Uint8Array | string>) =>
    (await read('a.zip', zipOf({ 'q.shp': shp, 'q.prj': PRJ_LAMBERT93, ...pieces }))).entites[0]?.proprietes.nom
  const attendu = "Rabière, cité de l'Été"
  assert.equal(await nameOf({ 'q.dbf': dbf('utf8'), 'q.cpg': 'UTF-8' }), attendu)
  assert.equal(await nameOf({ 'q.dbf': dbf('latin1'), 'q.cpg': 'ISO-8859-1' }), attendu)
  assert.equal(await nameOf({ 'q.dbf': dbf('latin1') }), attendu)
  assert.equal(await nameOf({ 'q.dbf': dbf('utf8') }), attendu)
})

test('Shapefile: chaque trou va au contour qui le tient, un îlot dans un trou reste un contour', async () => {
  const carre = (x: number, y: number, cote: number) =>
    [
      [x, y],
      [x + cote, y],
      [x + cote, y + cote],
      [x, y + cote],
      [x, y],
    ] as [number, number][]
  const m: MultiPolygone = [
    [carre(700_000, 6_600_000, 100), carre(700_010, 6_600_010, 80)],
    [carre(700_020, 6_600_020, 60), carre(700_030, 6_600_030, 40)],
    [carre(700_200, 6_600_000, 100), carre(700_210, 6_600_010, 10), carre(700_230, 6_600_010, 10)],
  ]
  const lecture = await read('a.zip', zipOf({ 'q.shp': shpOf([m]), 'q.dbf': dbfOf([{ a: 'x' }]), 'q.prj': PRJ_LAMBERT93 }))
  assert.deepEqual(
    lecture.entites[0]?.polygones.map((polygone) => polygone.map((anneau) => Math.min(...anneau.filter((_, i) => i % 2 === 0)))),
    [
      [700_000, 700_010],
      [700_020, 700_030],
      [700_200, 700_210, 700_230],
    ],
  )
})

test('GeoPackage: plusieurs couches font une question, une base en mode WAL se lit', async () => {
  const gpkg = gpkgOf({ quartiers: { epsg: 4326, entites: quartiers }, 'autre"couche': { epsg: 2975, entites: quartiers.slice(0, 2) } })
  const question = await ask('a.gpkg', gpkg)
  assert.deepEqual(
    question.choix.map(({ valeur }) => valeur),
    ['autre"couche', 'quartiers'],
  )
  const lecture = await read('a.gpkg', gpkg, { couche: 'autre"couche' })
  assert.deepEqual([lecture.projection.epsg, lecture.entites.length, lecture.annonce], [2975, 2, 2])
  const wal = Buffer.from(gpkgOf({ quartiers: { epsg: 4326, entites: quartiers } }))
  wal[18] = 2
  wal[19] = 2
  assert.equal((await read('a.gpkg', wal)).entites.length, quartiers.length)
  const zip = await ask('a.zip', zipOf({ 'd/a.gpkg': gpkg, 'd/b.csv': 'a' }), { couche: 'd/a.gpkg' })
  assert.equal(
    (await read('a.zip', zipOf({ 'd/a.gpkg': gpkg, 'd/b.csv': 'a' }), { couche: zip.choix[1]?.valeur ?? '' })).couche,
    'quartiers',
  )
})

test('GeoPackage: une base sans couche est refusée d’une phrase', async () => {
  const base = new DatabaseSync(':memory:')
  base.exec('create table t (a)')
  const vide = Buffer.from(base.serialize())
  base.close()
  await refuses('a.gpkg', vide, /abîmé/)
  await refuses('a.gpkg', gpkgOf({}), /aucune couche/)
})

test('CSV: EWKT, WKT en Lambert-93 à demander, EWKB en hexadécimal, GeoJSON dans une cellule', async () => {
  const lambert = quartiers.slice(0, 5).map(({ geometrie, proprietes }) => ({ geometrie: projected(geometrie, 2154), proprietes }))
  assert.equal((await read('a.csv', csvOf(lambert, 2154))).projection.epsg, 2154)
  assert.equal((await ask('a.csv', csvOf(lambert, null))).choix[0]?.valeur, '2154')
  assert.equal((await ask('a.csv', csvOf(quartiers, null))).choix[0]?.valeur, '4326')
  const cellule = JSON.stringify({
    type: 'Polygon',
    coordinates: [
      [
        [2, 48],
        [2.1, 48],
        [2.1, 48.1],
        [2, 48],
      ],
    ],
  })
  const portail = await read('a.csv', Buffer.from(`Geo Point;Geo Shape;code\n"48.0, 2.0";"${cellule.replaceAll('"', '""')}";QN07501N\n`), {
    epsg: 4326,
  })
  assert.deepEqual([portail.colonnes, portail.entites[0]?.polygones.length], [['Geo Point', 'code'], 1])
  const hexa =
    '0103000020E6100000010000000400000000000000000000400000000000004840CDCCCCCCCCCC00400000000000004840CDCCCCCCCCCC0040CDCCCCCCCC0C484000000000000000400000000000004840'
  const postgis = await read('a.csv', Buffer.from(`code,geom\nA,${hexa}\n`))
  assert.deepEqual([postgis.projection.epsg, [...(postgis.entites[0]?.polygones[0]?.[0] ?? [])].slice(0, 4)], [4326, [2, 48, 2.1, 48]])
  const z = await read(
    'a.csv',
    Buffer.from('code\twkt\nA\tPOLYGON Z ((2 48 1, 2.1 48 1, 2.1 48.1 1, 2 48 1))\nB\tMULTIPOLYGON EMPTY\n\nC\t\n'),
    { epsg: 4326 },
  )
  assert.deepEqual(
    z.entites.map(({ dimension, nature, ligne }) => [dimension, nature, ligne]),
    [
      [3, 'Polygon', 2],
      [2, 'MultiPolygon', 3],
      [2, null, 5],
    ],
  )
})

test('CSV: sans contour, avec un contour tronqué ou plusieurs systèmes, il est refusé d’une phrase', async () => {
  await refuses('a.csv', 'code;nom\nA;B\n', /colonne de contours/)
  await refuses('a.csv', 'code;wkt\nA;POLYGON((2 48, 2.1 48))\nB;POLYGON((2 48, 2.1 48, 2.1\n', /entité n°\u00a02 \(ligne 3\)/, {
    epsg: 4326,
  })
  await refuses(
    'a.csv',
    'code;wkt\nA;"SRID=4326;POLYGON((2 48, 2.1 48, 2 49, 2 48))"\nB;"SRID=2154;POLYGON((2 48, 2.1 48, 2 49, 2 48))"',
    /plusieurs systèmes/,
  )
  await refuses('a.csv', `code;wkt\nA;"${wktOf([])}`, /guillemet/)
})

test('KML: Data, sous-dossiers, trous, points à côté ; liens et DTD laissés', async () => {
  const ring = (x: number, c: number) =>
    `<LinearRing><coordinates>\n ${x},48,0 ${x + c},48,0\t${x + c},48.1,0 ${x},48,0 </coordinates></LinearRing>`
  const kml = (tete: string, corps: string) =>
    Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?>${tete}<kml:kml xmlns:kml="http://www.opengis.net/kml/2.2"><Document><NetworkLink/>${corps}</Document></kml:kml>`,
    )
  const repere = `<Placemark><name>A &amp; <![CDATA[B]]></name><ExtendedData><Data name="code_qp"><displayName>x</displayName><value> QN07501N </value></Data></ExtendedData><MultiGeometry><Point><coordinates>2,48</coordinates></Point><Polygon><innerBoundaryIs>${ring(2.02, 0.01)}</innerBoundaryIs><outerBoundaryIs>${ring(2, 0.1)}</outerBoundaryIs></Polygon><Polygon><outerBoundaryIs>${ring(3, 0.1)}</outerBoundaryIs></Polygon></MultiGeometry></Placemark>`
  const lecture = await read(
    'a.kml',
    kml('', `<Folder>${repere}</Folder><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark>`),
  )
  const [un, deux] = lecture.entites
  assert.deepEqual(un?.proprietes, { name: 'A & B', code_qp: 'QN07501N' })
  assert.deepEqual(
    un?.polygones.map((polygone) => polygone.map((anneau) => anneau[0])),
    [[2, 2.02], [3]],
  )
  assert.equal(deux?.nature, 'Point')
  assert.match(lecture.avertissements[0] ?? '', /autres fichiers/)
  await refuses('a.kml', kml('<!DOCTYPE x [<!ENTITY a "b">]>', repere), /DTD/)
  await refuses('a.kml', kml('', repere.replace('2,48,0', '2;48,0')), /entité n°\u00a01|coordonnées/)
  await refuses('a.kml', kml('', repere).subarray(0, 400), /XML/)
})

test('l’archive officielle: son GeoJSON est choisi, le reste est dit', async () => {
  const zip = zipOf({
    'GEOJSON/QP2024_France_Hexagonale_Outre_Mer_WGS84.geojson': geojsonOf(quartiers),
    'SHP/QP2024.shp': shpOf([]),
    'SHP/QP2024.dbf': dbfOf([]),
    'LISEZMOI.txt': 'x',
    '__MACOSX/._x.geojson': 'x',
  })
  const lecture = await read('QP2024.zip', zip)
  assert.equal(lecture.fichier, 'GEOJSON/QP2024_France_Hexagonale_Outre_Mer_WGS84.geojson')
  assert.match(lecture.avertissements[0] ?? '', /SHP\/QP2024\.shp/)
  await refuses('a.zip', zipOf({ 'a.txt': 'x' }), /aucun fichier géographique/)
  const bombe = zipOf({ 'a.geojson': Buffer.alloc(30 * 1024 * 1024, 32) })
  await assert.rejects(readGeo('a.zip', bombe), /a\.geojson.*(trop gros|volume anormal)/)
})

test('ce qui n’est pas géographique est refusé d’une phrase', async () => {
  for (const octets of [
    Buffer.from('%PDF-1.7\n\x00\x01\x02\x03\x04\x05\x06\x07\x08'),
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]),
    Buffer.from('<html><body/></html>'),
  ])
    await refuses('a.bin', octets, /n’est pas un fichier géographique/)
})
