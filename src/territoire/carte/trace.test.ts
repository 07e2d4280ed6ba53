import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { aireOf } from './formes.ts'
import { clipRing, type Points, rectangleOf, simplifyRing, writeRing } from './trace.ts'

const anneau = (...points: [number, number][]): Points => Float64Array.from(points.flat())
const roue = (rayon: number, pas: number): Points =>
  Float64Array.from(
    Array.from({ length: pas }, (_, i) => [
      100 + rayon * Math.cos((2 * Math.PI * i) / pas),
      100 + rayon * Math.sin((2 * Math.PI * i) / pas),
    ]).flat(),
  )

/** Distance of a point to a ring. */
function ecart(points: Points, x: number, y: number): number {
  let proche = Infinity
  for (let i = 0; i < points.length; i += 2) {
    const j = (i + 2) % points.length
    const [ax, ay, bx, by] = [points[i] ?? 0, points[i + 1] ?? 0, points[j] ?? 0, points[j + 1] ?? 0]
    const d = (bx - ax) ** 2 + (by - ay) ** 2
    const u = d === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / d))
    proche = Math.min(proche, Math.hypot(x - ax - u * (bx - ax), y - ay - u * (by - ay)))
  }
  return proche
}

test('alléger ne déplace rien de plus que la tolérance, d’où que parte l’anneau', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 6000 }), fc.integer({ min: 0, max: 6000 })), { minLength: 4, maxLength: 80 }),
      fc.nat(79),
      (positions, tour) => {
        const points = anneau(...positions.map(([x, y]): [number, number] => [x / 10, y / 10]))
        const leger = simplifyRing(points, 0.4)
        for (let i = 0; i < points.length; i += 2) assert.ok(ecart(leger, points[i] ?? 0, points[i + 1] ?? 0) <= 0.4 + 1e-9)
        const tourne = [...positions.slice(tour % positions.length), ...positions.slice(0, tour % positions.length)]
        const autre = simplifyRing(anneau(...tourne.map(([x, y]): [number, number] => [x / 10, y / 10])), 0.4)
        // Points borne twice may be told apart by where one starts; the outline is the same within the tolerance.
        for (let i = 0; i < points.length; i += 2) assert.ok(ecart(autre, points[i] ?? 0, points[i + 1] ?? 0) <= 0.4 + 1e-9)
      },
    ),
    { numRuns: 300, seed: 4 },
  )
})

test('un rond de mille points s’écrit en quelques dizaines', () => {
  const leger = simplifyRing(roue(40, 1000), 0.4)
  assert.ok(leger.length / 2 < 40, `${leger.length / 2} points`)
  assert.ok(Math.abs(Math.abs(aireOf(leger)) / (Math.PI * 1600) - 1) < 0.02)
})

test('ce qui est plus fin que la tolérance ne garde qu’un point : la carte en fera une marque', () => {
  assert.equal(simplifyRing(roue(0.1, 12), 0.4).length, 2)
})

test('le cadre coupe sans inventer de surface', () => {
  const cadre = { x: 0, y: 0, largeur: 100, hauteur: 100 }
  const coupe = clipRing(anneau([-50, 20], [150, 20], [150, 60], [-50, 60]), cadre)
  assert.equal(Math.abs(aireOf(coupe)), 4000)
  assert.deepEqual(rectangleOf(coupe), { x: 0, y: 20, largeur: 100, hauteur: 40 })
  const dedans = anneau([10, 10], [20, 10], [20, 20])
  assert.equal(clipRing(dedans, cadre), dedans, 'untouched, not copied')
  assert.equal(clipRing(anneau([200, 200], [220, 200], [210, 220]), cadre).length, 0)
})

test('un tracé s’écrit au dixième, en pas relatifs, le plus court possible', () => {
  assert.equal(writeRing(anneau([10, 20], [10.04, 20.01], [12.5, 20], [12.5, 19.7], [10, 18])), 'M10 20l2.5 0 0-.3-2.5-1.7z')
  assert.equal(writeRing(anneau([1, 1], [1.01, 1], [1, 1.02])), '', 'nothing differs at that size')
})
