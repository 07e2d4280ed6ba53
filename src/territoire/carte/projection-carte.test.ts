import assert from 'node:assert/strict'
import test from 'node:test'
import proj4 from 'proj4'
import { contreeOf, LAMBERT_93, localeOf, projectionOf } from './projection-carte.ts'

const LAMBERT =
  '+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs'

function place(projection: typeof LAMBERT_93, lon: number, lat: number): [number, number] {
  const m = new Float64Array(2)
  projection.projete(lon, lat, m, 0)
  return [m[0] ?? Number.NaN, m[1] ?? Number.NaN]
}

test('le Lambert-93 des cartes est celui de l’IGN, au dixième de millimètre', () => {
  for (const [lon, lat] of [
    [3, 46.5],
    [0.6889, 47.3936],
    [7.7521, 48.5734],
    [-4.4861, 48.3904],
    [9.45, 42.7],
    [2.3522, 48.8566],
  ] as const) {
    const [x, y] = place(LAMBERT_93, lon, lat)
    const [attendu, vrai] = proj4('+proj=longlat +ellps=GRS80 +no_defs', LAMBERT, [lon, lat]) as [number, number]
    assert.ok(Math.hypot(x - attendu, y - vrai) < 1e-4, `${lon} ${lat} : ${x} ${y}, attendu ${attendu} ${vrai}`)
  }
  // The origin of the projection, by definition.
  assert.deepEqual(place(LAMBERT_93, 3, 46.5).map(Math.round), [700_000, 6_600_000])
})

test('outre-mer, une Mercator transverse sur le méridien du lieu', () => {
  const reunion = projectionOf([55.2, -21.4, 55.8, -20.9])
  assert.equal(reunion.nom, 'Mercator transverse, méridien 55,5° est')
  const tmerc = '+proj=tmerc +lat_0=0 +lon_0=55.5 +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m +no_defs'
  for (const [lon, lat] of [
    [55.5, -21.1],
    [55.22, -21.35],
    [57, -20],
  ] as const) {
    const [x, y] = place(reunion, lon, lat)
    const [attendu, vrai] = proj4('+proj=longlat +ellps=GRS80 +no_defs', tmerc, [lon, lat]) as [number, number]
    assert.ok(Math.hypot(x - attendu, y - vrai) < 1e-3, `${x} ${y}, attendu ${attendu} ${vrai}`)
  }
  assert.equal(projectionOf([-61.8, 15.9, -61.2, 16.5]).nom, 'Mercator transverse, méridien 61,5° ouest')
  assert.equal(projectionOf([0.5, 47, 1, 48]).nom, 'Lambert-93')
})

test('une carte est conforme : même grossissement vers le nord et vers l’est, à un cent-millième près', () => {
  for (const [projection, lon, lat] of [
    [LAMBERT_93, 0.69, 47.39],
    [LAMBERT_93, 8.9, 42.2],
    [projectionOf([55.2, -21.4, 55.8, -20.9]), 55.7, -21],
  ] as const) {
    const pas = 1e-4
    const [o, e] = [place(projection, lon - pas, lat), place(projection, lon + pas, lat)]
    const grande = 6_378_137 / Math.sqrt(1 - 0.00669438002290342 * Math.sin((lat * Math.PI) / 180) ** 2)
    const arc = (grande * Math.cos((lat * Math.PI) / 180) * 2 * pas * Math.PI) / 180
    const est = Math.hypot(e[0] - o[0], e[1] - o[1]) / arc
    assert.ok(Math.abs(est / localeOf(projection, [lon, lat]).echelle - 1) < 1e-5)
  }
})

test('le nord penche vers la droite à l’ouest du méridien central, vers la gauche à l’est', () => {
  assert.ok(Math.abs(localeOf(LAMBERT_93, [0.69, 47.39]).nord - 1.676) < 0.001)
  assert.ok(localeOf(LAMBERT_93, [7.75, 48.57]).nord < -3)
  assert.ok(Math.abs(localeOf(projectionOf([55.4, -21.2, 55.6, -21]), [55.5, -21.1]).nord) < 1e-6)
})

test('chaque partie du pays a sa carte', () => {
  assert.equal(contreeOf([2.35, 48.85]), 'métropole')
  assert.equal(contreeOf([9.45, 42.7]), 'métropole')
  assert.equal(contreeOf([55.5, -21.1]), 'La Réunion')
  assert.equal(contreeOf([-61.5, 16.2]), 'Antilles')
  assert.equal(contreeOf([45.2, -12.8]), 'Mayotte')
  assert.equal(contreeOf([-52.3, 4.9]), 'Guyane')
  assert.equal(contreeOf([-149.5, -17.6]), 'Polynésie française')
  assert.equal(contreeOf([-74, 40.7]), 'ailleurs')
})
