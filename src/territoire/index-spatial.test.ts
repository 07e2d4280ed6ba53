import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PAS_PAR_DEGRE, type Position, pasDe } from './geometrie.ts'
import { buildIndexSpatial, isIn, locate, locateSteps, type Zone } from './index-spatial.ts'
import { stepOf } from './index-spatial-forme.ts'
import { locateMany, zonesOf } from './index-spatial-lot.ts'
import { coversExactly, hardPoint, stepsOf } from './index-spatial-oracle-de-test.ts'
import { createHasard } from './quartiers-synthetiques-de-test.ts'

const degres = (pas: number) => pas / PAS_PAR_DEGRE
const zone = (id: string, ...polygones: (readonly (readonly [number, number])[])[][]): Zone => ({
  id,
  geometrie: polygones.map((polygone) => polygone.map((anneau) => anneau.map(([x, y]): Position => [degres(x), degres(y)]))),
})
const square = (x: number, y: number, cote: number) =>
  [
    [x, y],
    [x + cote, y],
    [x + cote, y + cote],
    [x, y + cote],
    [x, y],
  ] as const

/** Every answer of the index beside the slow and sure one. */
function assertExact(zones: readonly Zone[], points: readonly (readonly [number, number])[], options?: { pas?: number }): void {
  const index = buildIndexSpatial(zones, options)
  const enPas = zones.map(({ geometrie }) => stepsOf(geometrie))
  for (const [x, y] of points) {
    const attendues = enPas.flatMap((une, rang) => (coversExactly(une, x, y) ? [rang] : []))
    assert.deepEqual([...locateSteps(index, x, y)], attendues, `point ${x}, ${y}`)
  }
  const lot = locateMany(
    index,
    Float64Array.from(points, ([x]) => degres(x)),
    Float64Array.from(points, ([, y]) => degres(y)),
  )
  points.forEach(([x, y], i) => {
    assert.deepEqual([...zonesOf(lot, i)], [...locateSteps(index, x, y)], `batch, point ${x}, ${y}`)
  })
}

/** Every whole point of a box. */
function grid(ouest: number, sud: number, est: number, nord: number): [number, number][] {
  const points: [number, number][] = []
  for (let x = ouest; x <= est; x += 1) for (let y = sud; y <= nord; y += 1) points.push([x, y])
  return points
}

describe('index spatial : réponses', () => {
  test('la bordure compte dedans, celle d’un trou aussi, l’intérieur du trou non', () => {
    const zones = [zone('a', [square(0, 0, 12), square(4, 4, 4)])]
    const index = buildIndexSpatial(zones)
    assert.deepEqual(locate(index, degres(0), degres(7)), [0])
    assert.deepEqual(locate(index, degres(4), degres(6)), [0])
    assert.deepEqual(locate(index, degres(6), degres(6)), [])
    assert.deepEqual(locate(index, degres(13), degres(6)), [])
    assertExact(zones, grid(-2, -2, 14, 14))
  })

  test('deux quartiers voisins couvrent tous deux leur frontière, des quartiers superposés répondent tous', () => {
    const zones = [zone('a', [square(0, 0, 10)]), zone('b', [square(10, 0, 10)]), zone('c', [square(5, 5, 10)])]
    const index = buildIndexSpatial(zones)
    assert.deepEqual(locate(index, degres(10), degres(2)), [0, 1])
    assert.deepEqual(locate(index, degres(10), degres(7)), [0, 1, 2])
    assert.deepEqual(locate(index, degres(7), degres(7)), [0, 2])
    assert.equal(isIn(index, 2, degres(7), degres(7)), true)
    assert.equal(isIn(index, 1, degres(7), degres(7)), false)
    assertExact(zones, grid(-1, -1, 21, 16))
  })

  test('une position est ramenée au pas de 1e-7 degré, au plus proche', () => {
    const index = buildIndexSpatial([zone('a', [square(0, 0, 10)])])
    assert.deepEqual(locate(index, degres(10) + 0.49e-7, 0), [0])
    assert.deepEqual(locate(index, degres(10) + 0.51e-7, 0), [])
    assert.deepEqual(locate(index, -0.49e-7, 0), [0])
    fc.assert(fc.property(fc.double({ min: -180, max: 180, noNaN: true }), (x) => assert.equal(stepOf(x) + 0, pasDe(x) + 0)))
  })

  test('ni index vide, ni géométrie vide, ni position qui n’en est pas une : aucune réponse', () => {
    for (const zones of [[], [{ id: 'vide', geometrie: [] }], [{ id: 'vide', geometrie: [[[]]] }]]) {
      const index = buildIndexSpatial(zones)
      assert.deepEqual(locate(index, 0, 0), [])
      assert.deepEqual([...locateMany(index, Float64Array.of(0, 2), Float64Array.of(0, 47)).rangs], [-1, -1])
    }
    const index = buildIndexSpatial([zone('a', [square(0, 0, 10)])])
    for (const [lon, lat] of [
      [Number.NaN, 0],
      [0, Number.NaN],
      [Infinity, 0],
      [1e300, 0],
      [0, -1e300],
    ] as const) {
      assert.deepEqual(locate(index, lon, lat), [])
      assert.equal(locateMany(index, Float64Array.of(lon), Float64Array.of(lat)).rangs[0], -1)
    }
  })

  test('une coordonnée hors du globe est refusée à la construction, avec le nom de la zone', () => {
    assert.throws(
      () =>
        buildIndexSpatial([
          {
            id: 'QN1',
            geometrie: [
              [
                [
                  [181, 0],
                  [0, 0],
                  [1, 1],
                ],
              ],
            ],
          },
        ]),
      /zone QN1: 181, 0/,
    )
    assert.throws(
      () =>
        buildIndexSpatial([
          {
            id: 'QN1',
            geometrie: [
              [
                [
                  [Number.NaN, 0],
                  [0, 0],
                  [1, 1],
                ],
              ],
            ],
          },
        ]),
      RangeError,
    )
  })

  test('des anneaux ouverts, repliés, en pointe, à sommets répétés ou sans épaisseur', () => {
    const formes: (readonly (readonly [number, number])[])[] = [
      [
        [0, 0],
        [20, 0],
        [20, 20],
        [0, 20],
      ],
      [
        [0, 0],
        [20, 0],
        [20, 0],
        [20, 0],
        [20, 20],
        [10, 20],
        [10, 35],
        [10, 20],
        [0, 20],
        [0, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [20, 20],
        [20, 0],
        [0, 20],
        [0, 0],
      ],
      [
        [0, 0],
        [30, 0],
        [0, 0],
      ],
      [[5, 5]],
      [
        [5, 5],
        [5, 5],
      ],
      [
        [0, 0],
        [20, 0],
        [20, 10],
        [5, 10],
        [5, 15],
        [20, 15],
        [20, 25],
        [0, 25],
        [0, 0],
      ],
    ]
    for (const forme of formes) assertExact([zone('a', [forme])], grid(-3, -3, 37, 38), { pas: 3 })
  })

  test('un quartier plus petit qu’une cellule, un autre de plusieurs pages, et des lointains : outre-mer, antiméridien, pôles', () => {
    const zones = [
      zone('minuscule', [square(20_001, 20_003, 5)]),
      zone('immense', [square(-40_000_000, 410_000_000, 90_000_000)], [square(70_000_000, 480_000_000, 3)]),
      zone('Réunion', [square(554_480_000, -208_820_000, 90_001)]),
      zone('Guadeloupe', [square(-615_330_000, 162_410_000, 77_777)]),
      zone('bout', [square(1_799_900_000, 899_990_000, 10_000)]),
      zone('autre bout', [square(-1_800_000_000, -900_000_000, 10_000)]),
    ]
    const hasard = createHasard(4)
    const enPas = zones.map(({ geometrie }) => stepsOf(geometrie))
    assertExact(
      zones,
      Array.from({ length: 20_000 }, () => hardPoint(enPas[Math.floor(hasard() * enPas.length)] ?? [], hasard)),
    )
    assertExact([...zones].slice(1, 2), [
      ...grid(-40_000_002, 409_999_998, -39_999_990, 410_000_010),
      [0, 450_000_000],
      [50_000_001, 450_000_000],
    ])
  })

  test('plus de 32 767 zones et des milliers de superpositions différentes', () => {
    const zones = Array.from({ length: 33_500 }, (_, rang) =>
      zone(String(rang), [square((rang % 200) * 40, Math.floor(rang / 200) * 40, 61)]),
    )
    const hasard = createHasard(8)
    const index = buildIndexSpatial(zones, { pas: 3 })
    for (let n = 0; n < 3000; n += 1) {
      const [x, y] = [Math.floor(hasard() * 8100), Math.floor(hasard() * 6800)]
      const attendues: number[] = []
      for (let c = Math.floor((x - 61) / 40); c <= x / 40; c += 1) {
        for (let l = Math.floor((y - 61) / 40); l <= y / 40; l += 1) {
          const dedans = c >= 0 && c < 200 && l >= 0 && x >= c * 40 && x <= c * 40 + 61 && y >= l * 40 && y <= l * 40 + 61
          if (dedans && l * 200 + c < zones.length) attendues.push(l * 200 + c)
        }
      }
      assert.deepEqual(
        [...locateSteps(index, x, y)],
        attendues.sort((a, b) => a - b),
        `point ${x}, ${y}`,
      )
    }
  })
})

const petit = fc.integer({ min: -40, max: 40 })
const grand = fc.integer({ min: -1_800_000_000, max: 1_800_000_000 })
const anneauDe = (x: fc.Arbitrary<number>, y: fc.Arbitrary<number>) => fc.array(fc.tuple(x, y), { minLength: 1, maxLength: 12 })
const zonesDe = (x: fc.Arbitrary<number>, y: fc.Arbitrary<number>) =>
  fc
    .array(fc.array(fc.array(anneauDe(x, y), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }), {
      minLength: 1,
      maxLength: 4,
    })
    .map((toutes) => toutes.map((polygones, rang) => zone(String(rang), ...polygones)))

describe('index spatial : propriétés', () => {
  test('quelles que soient les formes, chaque point entier d’une petite grille a la réponse exacte', () => {
    fc.assert(
      fc.property(zonesDe(petit, petit), fc.integer({ min: 1, max: 6 }), (zones, pas) =>
        assertExact(zones, grid(-42, -42, 42, 42), { pas }),
      ),
      { numRuns: 60, seed: 11 },
    )
  })

  test('aux plus grandes coordonnées, où les produits dépassent les doubles, la réponse reste exacte', () => {
    fc.assert(
      fc.property(
        zonesDe(
          grand,
          grand.map((y) => y >> 1),
        ),
        fc.integer({ min: 21, max: 22 }),
        fc.nat(),
        (zones, pas, graine) => {
          const hasard = createHasard(graine)
          const enPas = zones.map(({ geometrie }) => stepsOf(geometrie))
          const points = Array.from({ length: 200 }, () => hardPoint(enPas[Math.floor(hasard() * enPas.length)] ?? [], hasard))
          assertExact(
            zones,
            points.filter(([x, y]) => Math.abs(x) <= 1_800_000_000 && Math.abs(y) <= 900_000_000),
            { pas },
          )
        },
      ),
      { numRuns: 60, seed: 12 },
    )
  })

  test('la taille des cellules, l’ordre des sommets et le sens des anneaux ne changent aucune réponse', () => {
    fc.assert(
      fc.property(zonesDe(petit, petit), (zones) => {
        const retournees = zones.map(({ id, geometrie }) => ({ id, geometrie: geometrie.map((p) => p.map((a) => a.toReversed())) }))
        const [un, deux] = [buildIndexSpatial(zones, { pas: 2 }), buildIndexSpatial(retournees, { pas: 7 })]
        for (const [x, y] of grid(-41, -41, 41, 41)) assert.deepEqual(locateSteps(un, x, y), locateSteps(deux, x, y))
      }),
      { numRuns: 40, seed: 13 },
    )
  })
})
