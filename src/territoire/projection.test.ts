import assert from 'node:assert/strict'
import { test } from 'node:test'
import { distanceM, type Position } from './geometrie.ts'
import { PRJ_LAMBERT93 } from './lecture/ecrire-de-test.ts'
import { epsgOfNom, epsgOfPrj, findProjection, fromWgs84, PROJECTIONS, toWgs84 } from './projection.ts'

function near(obtenu: readonly number[], attendu: readonly number[], ecart: number): void {
  for (const [rang, valeur] of obtenu.entries())
    assert.ok(Math.abs(valeur - (attendu[rang] ?? Number.NaN)) <= ecart, `${obtenu} au lieu de ${attendu}`)
}

test('le Lambert-93 suit au millimètre les constantes publiées par l’IGN (NT/G 71)', () => {
  // n, c, Xs, Ys and the first eccentricity of GRS80, as the note gives them.
  const [n, c, xs, ys, e] = [0.725607765, 11754255.426, 700_000, 12655612.05, 0.0818191910428]
  const rad = Math.PI / 180
  for (let lon = -4.5; lon <= 9.5; lon += 0.7) {
    for (let lat = 41.3; lat <= 51; lat += 0.7) {
      const sin = Math.sin(lat * rad)
      const isometrique = Math.log(Math.tan(Math.PI / 4 + (lat * rad) / 2) * ((1 - e * sin) / (1 + e * sin)) ** (e / 2))
      const rayon = c * Math.exp(-n * isometrique)
      const angle = n * (lon - 3) * rad
      near(fromWgs84(2154, lon, lat), [xs + rayon * Math.sin(angle), ys - rayon * Math.cos(angle)], 0.002)
    }
  }
})

test('les exemples publiés par l’EPSG (note 7-2) sont retrouvés', () => {
  near(fromWgs84(3035, 5, 50), [3962799.45, 2999718.85], 0.01)
  near(fromWgs84(3857, -(100 + 20 / 60), 24 + 22 / 60 + 54.433 / 3600), [-11169055.58, 2800000], 0.01)
})

test('l’origine de chaque projection est celle de sa définition', () => {
  near(fromWgs84(2154, 3, 46.5), [700_000, 6_600_000], 1e-4)
  for (let zone = 42; zone <= 50; zone += 1) near(fromWgs84(3900 + zone, 3, zone), [1_700_000, (zone - 41) * 1_000_000 + 200_000], 1e-4)
  near(fromWgs84(5490, -63, 0), [500_000, 0], 1e-4)
  near(fromWgs84(2972, -51, 0), [500_000, 0], 1e-4)
  near(fromWgs84(2975, 57, 0), [500_000, 10_000_000], 1e-4)
  near(fromWgs84(4471, 45, 0), [500_000, 10_000_000], 1e-4)
  near(fromWgs84(3163, 166, -21.5), [400_000, 300_000], 200)
})

test('le Lambert II étendu passe au RGF93 par les trois translations publiées par l’IGN (-168, -60, 320)', () => {
  // The origin of the projection, 52 grades north on the meridian of Paris, taken through geocentric coordinates by hand.
  const rad = Math.PI / 180
  const [phi, lambda, a, b] = [46.8 * rad, (2 + 20 / 60 + 14.025 / 3600) * rad, 6_378_249.2, 6_356_515]
  const grande = a / Math.sqrt(1 - (1 - (b * b) / (a * a)) * Math.sin(phi) ** 2)
  const x = grande * Math.cos(phi) * Math.cos(lambda) - 168
  const y = grande * Math.cos(phi) * Math.sin(lambda) - 60
  const z = grande * ((b * b) / (a * a)) * Math.sin(phi) + 320
  const [a2, e2] = [6_378_137, 0.00669438002290079]
  let lat = Math.atan2(z, Math.hypot(x, y) * (1 - e2))
  for (let tour = 0; tour < 6; tour += 1)
    lat = Math.atan2(z + (e2 * a2 * Math.sin(lat)) / Math.sqrt(1 - e2 * Math.sin(lat) ** 2), Math.hypot(x, y))
  assert.ok(distanceM(toWgs84(27572, 600_000, 2_200_000), [Math.atan2(y, x) / rad, lat / rad]) < 0.05)
})

test('l’aller et retour d’un point reste au centimètre dans toute la zone de chaque système', () => {
  for (const { epsg, boite } of PROJECTIONS) {
    const [ouest, sud, est, nord] = boite
    for (let i = 1; i < 12; i += 1) {
      for (let j = 1; j < 12; j += 1) {
        const point: Position = [ouest + ((est - ouest) * i) / 12, sud + ((nord - sud) * j) / 12]
        const retour = toWgs84(epsg, ...fromWgs84(epsg, ...point))
        assert.ok(distanceM(point, retour) < 0.01, `EPSG:${epsg} à ${point} revient à ${retour}`)
      }
    }
  }
})

test('chaque système a sa zone, son nom, et une valeur absurde n’y rend ni erreur ni nombre', () => {
  assert.equal(new Set(PROJECTIONS.map(({ epsg }) => epsg)).size, PROJECTIONS.length)
  for (const { epsg } of PROJECTIONS) {
    for (const [x, y] of [
      [Number.NaN, 1],
      [Infinity, 0],
      [1e308, -1e308],
      [-0, 0],
    ] as const) {
      const position = toWgs84(epsg, x, y)
      assert.equal(position.length, 2)
    }
  }
  assert.throws(() => toWgs84(1234, 0, 0), RangeError)
})

test('un .prj est reconnu à son code, à son nom ou à ses paramètres', () => {
  assert.equal(epsgOfPrj(PRJ_LAMBERT93), 2154)
  assert.equal(epsgOfPrj(PRJ_LAMBERT93.replace('RGF_1993_Lambert_93', 'sans_nom')), 2154)
  assert.equal(epsgOfPrj(PRJ_LAMBERT93.replace('RGF_1993_Lambert_93', 'sans_nom').replace('6600000.0', '6600001.0')), null)
  assert.equal(
    epsgOfPrj(
      'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
    ),
    4326,
  )
  assert.equal(epsgOfPrj('GEOGCS["RGF93",DATUM["Reseau_Geodesique_Francais_1993"],AUTHORITY["EPSG","4171"]]'), 4171)
  const noms: [string, number][] = [
    ['RGF93 / Lambert-93', 2154],
    ['RGF93 v2b / Lambert-93', 2154],
    ['RGF_1993_Lambert_93', 2154],
    ['RGF93 / CC46', 3946],
    ['RGF_1993_CC50', 3950],
    ['RGF93_v1_CC42', 3942],
    ['RGAF09 / UTM zone 20N', 5490],
    ['RGAF09_UTM_Zone_20N', 5490],
    ['WGS_1984_UTM_Zone_20N', 32620],
    ['RGFG95 / UTM zone 22N', 2972],
    ['RGFG_1995_UTM_22N', 2972],
    ['RGR92 / UTM zone 40S', 2975],
    ['RGR_1992_UTM_40S', 2975],
    ['RGM04 / UTM zone 38S', 4471],
    ['RGM_2004_UTM_Zone_38S', 4471],
    ['RGSPM06 / UTM zone 21N', 4467],
    ['RGNC91-93 / Lambert New Caledonia', 3163],
    ['RGPF / UTM zone 6S', 3297],
    ['NTF (Paris) / Lambert zone II', 27572],
    ['NTF_Lambert_II_étendu', 27572],
    ['ETRS89-extended / LAEA Europe', 3035],
    ['ETRS_1989_LAEA', 3035],
    ['WGS_1984_Web_Mercator_Auxiliary_Sphere', 3857],
    ['WGS 84 / Pseudo-Mercator', 3857],
  ]
  for (const [nom, epsg] of noms)
    assert.equal(epsgOfPrj(`PROJCS["${nom}",GEOGCS["x",AUTHORITY["EPSG","4171"]],UNIT["metre",1]]`), epsg, nom)
  // Second version of WKT, code at the end.
  assert.equal(
    epsgOfPrj(
      'PROJCRS["inconnu",BASEGEOGCRS["RGF93",ID["EPSG",4171]],CONVERSION["c",METHOD["Lambert Conic Conformal (2SP)"]],ID["EPSG",2154]]',
    ),
    2154,
  )
  for (const texte of [
    '',
    'n’importe quoi',
    'PROJCS["NTF (Paris) / Lambert zone III",UNIT["metre",1]]',
    'PROJCS["OSGB 1936 / British National Grid",AUTHORITY["EPSG","27700"]]',
  ])
    assert.equal(epsgOfPrj(texte), null, texte)
})

test('un nom de système est lu sous ses formes usuelles', () => {
  for (const [nom, epsg] of [
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 4326],
    ['urn:ogc:def:crs:EPSG::2154', 2154],
    ['urn:ogc:def:crs:EPSG:6.9:2975', 2975],
    ['EPSG:5490', 5490],
    ['http://www.opengis.net/def/crs/EPSG/0/3946', 3946],
    ['autre', null],
  ] as const)
    assert.equal(epsgOfNom(nom), epsg)
  assert.equal(findProjection(9794)?.epsg, 2154)
  assert.equal(findProjection(27700), null)
})
