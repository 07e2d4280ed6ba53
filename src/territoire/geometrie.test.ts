import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  aireM2,
  boiteOf,
  decodeWkb,
  distanceM,
  encodeWkb,
  type MultiPolygone,
  perimetreM,
  pointInterieur,
  quantise,
  quantised,
} from './geometrie.ts'

const carre = (ouest: number, sud: number, cote: number): MultiPolygone => [
  [
    [
      [ouest, sud],
      [ouest + cote, sud],
      [ouest + cote, sud + cote],
      [ouest, sud + cote],
      [ouest, sud],
    ],
  ],
]

test('WKB gives back what it was given, and refuses bytes that are cut or left over', () => {
  const position = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }))
  const anneau = fc.array(position, { minLength: 4, maxLength: 9 })
  fc.assert(
    fc.property(fc.array(fc.array(anneau, { minLength: 1, maxLength: 3 }), { maxLength: 4 }), (m) => {
      const octets = encodeWkb(m)
      assert.deepEqual(decodeWkb(octets), m)
      assert.throws(() => decodeWkb(octets.subarray(0, octets.length - 1)), RangeError)
      assert.throws(() => decodeWkb(Buffer.concat([octets, Buffer.from([0])])), RangeError)
    }),
  )
})

test('areas and lengths are those of the sphere: a hundredth of a degree near Tours', () => {
  const m = carre(0.69, 47.38, 0.01)
  // 1111.95 m by 1111.95 m × cos(47.385°)
  const attendu = (0.01 * (Math.PI / 180) * 6_371_007.2) ** 2 * Math.cos((47.385 * Math.PI) / 180)
  assert.ok(Math.abs(aireM2(m) / attendu - 1) < 1e-6, `${aireM2(m)} m² instead of ${attendu}`)
  assert.ok(Math.abs(perimetreM(m) - 2 * (1111.95 + 752.8)) < 2, `${perimetreM(m)} m`)
  assert.equal(Math.round(distanceM([0.69, 47.38], [0.69, 47.39])), 1112)
})

test('a hole is taken off, whichever way it turns', () => {
  const [plein] = carre(2, 48, 0.02)
  const [trou] = carre(2.005, 48.005, 0.01)
  const anneau = trou?.[0] ?? []
  const coquille = plein?.[0] ?? []
  const attendu = aireM2(carre(2, 48, 0.02)) - aireM2(carre(2.005, 48.005, 0.01))
  assert.equal(aireM2([[coquille, anneau]]), attendu)
  assert.equal(aireM2([[coquille, anneau.toReversed()]]), attendu)
})

test('the inner point is inside a crescent, where the centre is not', () => {
  const croissant: MultiPolygone = [
    [
      [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
        [0, 9],
        [9, 9],
        [9, 1],
        [0, 1],
        [0, 0],
      ],
    ],
  ]
  const [lon, lat] = pointInterieur(croissant)
  assert.ok(lon > 9 || lat < 1 || lat > 9, `${lon} ${lat} is in the hollow`)
  assert.ok(lon > 0 && lon < 10 && lat > 0 && lat < 10)
})

test('coordinates stay on the grid once on it, and the box holds them', () => {
  fc.assert(fc.property(fc.double({ min: -180, max: 180, noNaN: true }), (x) => quantise(quantise(x)) === quantise(x)))
  assert.deepEqual(boiteOf(quantised(carre(1.00000004, 45, 1))), [1, 45, 2, 46])
})
