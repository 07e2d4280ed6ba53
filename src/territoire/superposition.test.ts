import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { aireCommuneM2, prepareContour } from './aire-commune.ts'
import { aireM2, type MultiPolygone, PAS_PAR_DEGRE, type Position, quantised } from './geometrie.ts'
import { difference, intersection, partPm, partSurface, superpose, union, unionOf } from './superposition.ts'

const LON = 0.69
const LAT = 47.39

/** Rectangle in thousandths of a degree from a corner of Tours. */
function rectangle(x: number, y: number, largeur: number, hauteur: number): MultiPolygone {
  const [o, s, e, n] = [LON + x / 1000, LAT + y / 1000, LON + (x + largeur) / 1000, LAT + (y + hauteur) / 1000]
  return quantised([
    [
      [
        [o, s],
        [e, s],
        [e, n],
        [o, n],
        [o, s],
      ],
    ],
  ])
}

/** Star-shaped ring around a point: never crosses itself. */
const etoile = fc
  .record({
    x: fc.integer({ min: -8, max: 8 }),
    y: fc.integer({ min: -8, max: 8 }),
    rayons: fc.array(fc.integer({ min: 200, max: 1000 }), { minLength: 5, maxLength: 40 }),
    troue: fc.boolean(),
  })
  .map(({ x, y, rayons, troue }): MultiPolygone => {
    const anneau = (facteur: number): Position[] => {
      const points = rayons.map((rayon, rang): Position => {
        const angle = (2 * Math.PI * rang) / rayons.length
        const d = (facteur * rayon) / 1e5
        return [LON + x / 1000 + d * Math.cos(angle), LAT + y / 1000 + d * Math.sin(angle)]
      })
      return [...points, points[0] as Position]
    }
    return quantised([troue ? [anneau(1), anneau(0.4).reverse()] : [anneau(1)]])
  })

test('deux carrés qui se recouvrent : parts, union et différence sont exactes', () => {
  const a = rectangle(0, 0, 4, 4)
  const b = rectangle(2, 0, 4, 4)
  assert.equal(partSurface(a, b), 500)
  assert.equal(aireM2(union(a, b)).toFixed(2), aireM2(rectangle(0, 0, 6, 4)).toFixed(2))
  assert.equal(aireM2(difference(a, b)).toFixed(2), aireM2(rectangle(0, 0, 2, 4)).toFixed(2))
  assert.deepEqual(intersection(a, rectangle(10, 10, 1, 1)), [])
  assert.deepEqual(difference(a, a), [])
  assert.deepEqual(union([], a), a)
  assert.deepEqual(intersection(a, []), [])
  assert.deepEqual(difference(a, []), a)
})

test('un trou découpé est rendu comme trou, et la réunion le rebouche', () => {
  const a = rectangle(0, 0, 6, 6)
  const coeur = rectangle(2, 2, 2, 2)
  const troue = difference(a, coeur)
  assert.equal(troue[0]?.length, 2)
  assert.equal(union(troue, coeur)[0]?.length, 1)
  assert.equal(aireCommuneM2(prepareContour(troue), prepareContour(coeur)).toFixed(3), '0.000')
})

test('des voisins qui partagent un bord au centimètre près ne laissent ni fente ni recouvrement en trop', () => {
  const a = rectangle(0, 0, 4, 4)
  for (const decalage of [0, 1, 2, 5]) {
    const b = quantised(
      rectangle(4, 0, 4, 4).map((p) => p.map((r) => r.map(([x, y], i): Position => [x + (i === 0 ? decalage : 0) / PAS_PAR_DEGRE, y]))),
    )
    const ensemble = union(a, b)
    assert.ok(Math.abs(aireM2(ensemble) - aireM2(a) - aireM2(b)) < 20, `décalage de ${decalage} pas`)
  }
})

test('|A| + |B| = |A ∪ B| + |A ∩ B|, et A est la réunion de ce qui est commun et de ce qui ne l’est pas', () => {
  fc.assert(
    fc.property(etoile, etoile, (a, b) => {
      const [commun, ensemble, reste] = [intersection(a, b), union(a, b), difference(a, b)]
      const ecart = 40
      assert.ok(Math.abs(aireM2(a) + aireM2(b) - aireM2(ensemble) - aireM2(commun)) < ecart)
      assert.ok(Math.abs(aireM2(a) - aireM2(commun) - aireM2(reste)) < ecart)
      assert.ok(aireM2(intersection(commun, reste)) < ecart)
    }),
    { numRuns: 40 },
  )
})

test('l’aire commune calculée sans découpe est celle du découpage', () => {
  fc.assert(
    fc.property(etoile, etoile, (a, b) => {
      const [pa, pb] = [prepareContour(a), prepareContour(b)]
      const sans = aireCommuneM2(pa, pb)
      assert.ok(Math.abs(sans - aireM2(intersection(a, b))) < 20, `${sans} contre ${aireM2(intersection(a, b))}`)
      assert.ok(Math.abs(sans - aireCommuneM2(pb, pa)) < 1e-3)
      assert.ok(Math.abs(aireCommuneM2(pa, pa) - aireM2(a)) < 1e-3)
    }),
    { numRuns: 60 },
  )
})

test('le sens des anneaux ne change rien à l’aire commune', () => {
  const a = rectangle(0, 0, 4, 4)
  const envers = a.map((p) => p.map((r) => [...r].reverse()))
  const b = rectangle(1, 1, 6, 2)
  assert.equal(
    aireCommuneM2(prepareContour(envers), prepareContour(b)).toFixed(4),
    aireCommuneM2(prepareContour(a), prepareContour(b)).toFixed(4),
  )
})

test('tout ce qui sort est sur la grille de 1e-7 degré, fermé, sans sommet répété', () => {
  fc.assert(
    fc.property(etoile, etoile, (a, b) => {
      for (const anneau of [...union(a, b), ...difference(a, b)].flat()) {
        assert.deepEqual(anneau[0], anneau.at(-1))
        for (const [i, [x, y]] of anneau.entries()) {
          assert.equal(x, Math.round(x * PAS_PAR_DEGRE) / PAS_PAR_DEGRE)
          assert.equal(y, Math.round(y * PAS_PAR_DEGRE) / PAS_PAR_DEGRE)
          const avant = anneau[i - 1]
          assert.ok(avant === undefined || avant[0] !== x || avant[1] !== y)
        }
      }
    }),
    { numRuns: 30 },
  )
})

test('la réunion de plusieurs formes ne dépend pas de leur ordre', () => {
  const formes = [0, 3, 6, 9].map((x) => rectangle(x, 0, 4, 4))
  assert.equal(aireM2(unionOf(formes)).toFixed(1), aireM2(unionOf([...formes].reverse())).toFixed(1))
  assert.equal(unionOf(formes).length, 1)
  assert.deepEqual(unionOf([]), [])
})

test('les parts sont arrondies au millième et bornées', () => {
  assert.equal(partPm(1, 3), 333)
  assert.equal(partPm(5, 0), 0)
  assert.equal(partPm(1.0000001, 1), 1000)
  assert.equal(partPm(-1, 2), 0)
})

const QPV = new URL('../../../shared/data/qpv-2024-real/qpv2024_auray_tours_saint-etienne.geojson', import.meta.url)
const Fichier = z.object({
  features: z.array(
    z.object({
      properties: z.object({ code_qp: z.string() }),
      geometry: z.discriminatedUnion('type', [
        z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(z.tuple([z.number(), z.number()]))) }),
        z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(z.tuple([z.number(), z.number()])))) }),
      ]),
    }),
  ),
})

test('les vrais quartiers de Tours, d’Auray et de Saint-Étienne décalés de quelques centimètres gardent leur aire', {
  skip: existsSync(QPV) ? false : '../shared/data absent',
}, () => {
  const { features } = Fichier.parse(JSON.parse(readFileSync(QPV, 'utf8')))
  for (const { geometry, properties } of features) {
    const a = quantised(geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates)
    for (const pas of [1, 3, 50]) {
      const b = quantised(a.map((p) => p.map((r) => r.map(([x, y]): Position => [x + pas / PAS_PAR_DEGRE, y - pas / PAS_PAR_DEGRE]))))
      const { geometrie, ecartPas } = superpose('intersection', a, b)
      assert.ok(ecartPas <= 1, `${properties.code_qp} : ${ecartPas} pas`)
      assert.ok(aireM2(geometrie) / aireM2(a) > 0.99, properties.code_qp)
      assert.ok(Math.abs(aireM2(geometrie) - aireCommuneM2(prepareContour(a), prepareContour(b))) < 30, properties.code_qp)
    }
  }
})
