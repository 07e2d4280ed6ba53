import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { aireM2 } from '../geometrie.ts'
import { csvOf, dbfOf, geojsonOf, gpkgOf, kmlOf, kmzOf, projected, shapefileOf, shpOf, wktOf, zipOf } from './ecrire-de-test.ts'
import { ask, geometrieOf, quartiers, read, refuses } from './lire-de-test.ts'
import { readGeo } from './lire-geo.ts'

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
