import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findCroisements } from './croisements.ts'
import { aireDoublePas, type FormePas, turn } from './forme-pas.ts'
import { closed, withoutDoubles, withoutPointes } from './nettoyage.ts'
import { findPincements, unpinched } from './pincements.ts'

const anneau = (...points: number[]) => Float64Array.from(points)

test('deux arêtes qui se croisent, se longent ou se touchent sont dites pour ce qu’elles sont', () => {
  const noeud: FormePas = [[anneau(0, 0, 10, 10, 10, 0, 0, 10, 0, 0)]]
  assert.deepEqual(
    findCroisements(noeud, 10).map(({ genre, lieu }) => [genre, ...lieu.map((d) => Math.round(d * 1e7))]),
    [['croise', 5, 5]],
  )
  // A ring that comes back to one of its vertices without passing through it.
  const pince: FormePas = [[anneau(0, 0, 10, 0, 5, 5, 10, 10, 0, 10, 5, 5, 0, 0)]]
  assert.deepEqual(new Set(findCroisements(pince, 10).map(({ genre }) => genre)), new Set(['touche']))
  // Through a vertex: the two lines change sides there.
  const traverse: FormePas = [[anneau(0, 0, 5, 5, 10, 10, 10, 0, 5, 5, 0, 10, 0, 0)]]
  assert.ok(findCroisements(traverse, 10).some(({ genre }) => genre === 'croise'))
  const voisines: FormePas = [[anneau(0, 0, 10, 0, 10, 10, 0, 10, 0, 0)], [anneau(10, 2, 20, 2, 20, 8, 10, 8, 10, 2)]]
  assert.deepEqual(
    findCroisements(voisines, 10)
      .map(({ genre }) => genre)
      .filter((genre) => genre !== 'touche'),
    ['longe'],
  )
  const carre: FormePas = [[anneau(0, 0, 10, 0, 10, 10, 0, 10, 0, 0), anneau(2, 2, 2, 4, 4, 4, 4, 2, 2, 2)]]
  assert.deepEqual(findCroisements(carre, 10), [])
})

/** Every pair of edges, in big integers, without grid of cells: do they share a point other than the vertex between neighbours? */
function bruteCount(forme: FormePas): number {
  const aretes = forme.flatMap((polygone, p) =>
    polygone.flatMap((un, r) =>
      Array.from({ length: un.length / 2 - 1 }, (_, i) => ({
        cle: `${p}/${r}`,
        i,
        n: un.length / 2 - 1,
        v: [...un.subarray(2 * i, 2 * i + 4)].map(BigInt),
      })),
    ),
  )
  const side = (a: bigint[], x: bigint, y: bigint) => {
    const [x1 = 0n, y1 = 0n, x2 = 0n, y2 = 0n] = a
    const d = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
    return d > 0n ? 1 : d < 0n ? -1 : 0
  }
  const inBox = (a: bigint[], x: bigint, y: bigint) => {
    const [x1 = 0n, y1 = 0n, x2 = 0n, y2 = 0n] = a
    return (x - x1) * (x - x2) <= 0n && (y - y1) * (y - y2) <= 0n
  }
  let total = 0
  for (const [rang, a] of aretes.entries()) {
    for (const b of aretes.slice(rang + 1)) {
      const ecart = Math.abs(a.i - b.i)
      if (a.cle === b.cle && (ecart === 1 || ecart === a.n - 1)) continue
      const [ax = 0n, ay = 0n, bx = 0n, by = 0n] = a.v
      const [cx = 0n, cy = 0n, dx = 0n, dy = 0n] = b.v
      const [c, d, e, f] = [side(a.v, cx, cy), side(a.v, dx, dy), side(b.v, ax, ay), side(b.v, bx, by)]
      const touche =
        (c === 0 && inBox(a.v, cx, cy)) ||
        (d === 0 && inBox(a.v, dx, dy)) ||
        (e === 0 && inBox(b.v, ax, ay)) ||
        (f === 0 && inBox(b.v, bx, by))
      if ((c * d < 0 && e * f < 0) || touche) total += 1
    }
  }
  return total
}

const point = (taille: number) => fc.tuple(fc.nat(taille), fc.nat(taille))
const forme = (taille: number, offset: number) =>
  fc.array(fc.array(point(taille), { minLength: 3, maxLength: 12 }), { minLength: 1, maxLength: 3 }).map((anneaux): FormePas => {
    const nets = anneaux.map(
      (points) => withoutPointes(withoutDoubles(closed(Float64Array.from(points.flat().map((v) => v + offset))).anneau).anneau).anneau,
    )
    return nets.filter((net) => net.length >= 8).map((net) => [net])
  })

test('autant de rencontres que la comparaison de toutes les arêtes deux à deux, en entiers exacts', () => {
  for (const [taille, offset] of [
    [6, 0],
    [40, -20],
    [1_000_000, 23_000_000],
    [1_700_000_000, -800_000_000],
  ] as const) {
    fc.assert(
      fc.property(forme(taille, offset), (une) => assert.equal(findCroisements(une, 1e9).length, bruteCount(une))),
      { numRuns: 1500, seed: 4 },
    )
  }
})

test('le sens d’un virage est exact là où un nombre à virgule se tromperait', () => {
  const g = 2 ** 30
  assert.equal(turn(0, 0, g, g + 1, 2 * g, 2 * g + 2), 0)
  assert.equal(turn(0, 0, g * 8, g * 8 + 1, g * 16 - 1, g * 16 + 1), 1)
  assert.equal(turn(-g, -g, g, g + 1, 3 * g, 3 * g + 2), 0)
  assert.equal(turn(0, 0, 1, 0, 1, 1), 1)
  assert.equal(turn(0, 0, 1, 0, 1, -1), -1)
})

test('un trou qui touche son contour deux fois le coupe en morceaux, une seule fois non', () => {
  const une: FormePas = [[anneau(0, 0, 20, 0, 20, 20, 0, 20, 0, 0), anneau(10, 0, 5, 5, 15, 5, 10, 0)]]
  assert.deepEqual(findPincements(findCroisements(une, 100)), [])
  assert.equal(unpinched(une), une)
  const deux: FormePas = [[anneau(0, 0, 20, 0, 20, 20, 0, 20, 0, 0), anneau(10, 0, 5, 10, 10, 20, 15, 10, 10, 0)]]
  assert.equal(findPincements(findCroisements(deux, 100)).length, 1)
  const morceaux = unpinched(deux)
  assert.deepEqual(
    morceaux.map((polygone) => polygone.map((un) => aireDoublePas(un))),
    [[300], [300]],
  )
  assert.deepEqual(
    findCroisements(morceaux, 100).filter(({ genre }) => genre !== 'touche'),
    [],
  )
})
