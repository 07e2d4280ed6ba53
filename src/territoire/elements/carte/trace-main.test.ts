import assert from 'node:assert/strict'
import test from 'node:test'
import type { Position } from '../../geometrie.ts'
import { ditLongueur, ditMesure, ditSurface, longueurM } from './mesure.ts'
import {
  cancelled,
  closed,
  inserted,
  moved,
  readTrace,
  removed,
  TRACE_VIDE,
  toMultiPolygone,
  withoutLast,
  withPosition,
  writeTrace,
} from './trace-main.ts'

const COINS: readonly Position[] = [
  [0.69, 47.38],
  [0.69, 47.39],
  [0.7, 47.39],
  [0.7, 47.38],
]
const carre = closed(COINS.reduce(withPosition, TRACE_VIDE))

test('revenir sur le premier point ferme le contour ; deux fois le même point n’en fait qu’un', () => {
  const trois = COINS.slice(0, 3).reduce(withPosition, TRACE_VIDE)
  assert.equal(withPosition(trois, COINS[2] as Position), trois)
  const ferme = withPosition(trois, COINS[0] as Position)
  assert.equal(ferme.polygones.length, 1)
  assert.deepEqual(ferme.encours, [])
  const deux = COINS.slice(0, 2).reduce(withPosition, TRACE_VIDE)
  assert.equal(closed(deux), deux, 'two points are no outline')
})

test('le contour écrit tourne dans le sens direct, est fermé, et se relit', () => {
  const ecrit = JSON.parse(writeTrace(carre)) as { coordinates: number[][][][] }
  // Drawn clockwise, written counter-clockwise.
  assert.deepEqual(ecrit.coordinates[0]?.[0], [
    [0.7, 47.38],
    [0.7, 47.39],
    [0.69, 47.39],
    [0.69, 47.38],
    [0.7, 47.38],
  ])
  assert.deepEqual(toMultiPolygone(readTrace(writeTrace(carre)) ?? TRACE_VIDE), toMultiPolygone(carre))
  assert.equal(writeTrace(TRACE_VIDE), '')
})

test('un contour reçu avec un trou le garde, le trou en sens inverse', () => {
  const lu = readTrace(
    JSON.stringify({
      type: 'Feature',
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [4, 0],
            [4, 4],
            [0, 4],
            [0, 0],
          ],
          [
            [1, 1],
            [2, 1],
            [2, 2],
            [1, 2],
            [1, 1],
          ],
        ],
      },
    }),
  )
  assert.ok(lu !== null)
  const [coque, trou] = toMultiPolygone(lu)[0] ?? []
  assert.deepEqual(coque?.[1], [4, 0])
  assert.deepEqual(trou?.[1], [2, 2])
})

test('un sommet se déplace, s’ajoute, se retire ; un triangle sans sommet n’est plus rien', () => {
  const sommet = { polygone: 0, anneau: 0, rang: 1 }
  assert.deepEqual(moved(carre, sommet, [0.68, 47.4]).polygones[0]?.[0]?.[1], [0.68, 47.4])
  const ajoute = inserted(carre, sommet, [0.695, 47.395])
  assert.deepEqual(ajoute.choisi, { polygone: 0, anneau: 0, rang: 2 })
  assert.equal(ajoute.polygones[0]?.[0]?.length, 5)
  const triangle = removed(carre, sommet)
  assert.equal(triangle.polygones[0]?.[0]?.length, 3)
  assert.deepEqual(removed(triangle, sommet).polygones, [])
  assert.equal(carre.polygones[0]?.[0]?.length, 4, 'the former value is untouched')
})

test('retirer le dernier point, abandonner le contour', () => {
  const trois = COINS.slice(0, 3).reduce(withPosition, TRACE_VIDE)
  assert.equal(withoutLast(trois).encours.length, 2)
  assert.deepEqual(cancelled(trois).encours, [])
})

test('ce qui n’est pas un contour n’est pas pris', () => {
  for (const texte of [
    'bonjour',
    '{}',
    '[]',
    '{"type":"Point","coordinates":[1,2]}',
    '{"type":"Polygon","coordinates":[[["a",2]]]}',
    '{"type":"MultiPolygon","coordinates":[1]}',
    'null',
  ])
    assert.equal(readTrace(texte), null, texte)
  assert.equal(readTrace('  '), TRACE_VIDE)
})

test('les mesures se disent en mots', () => {
  // One minute of latitude is a nautical mile of 1 853 m on this sphere.
  assert.ok(
    Math.abs(
      longueurM([
        [0.7, 47],
        [0.7, 47 + 1 / 60],
      ]) - 1853.2,
    ) < 0.1,
  )
  assert.equal(ditLongueur(340.4), '340\u00a0m')
  assert.equal(ditLongueur(1240), '1,24\u00a0km')
  assert.equal(ditSurface(850), '850\u00a0m²')
  assert.equal(ditSurface(124_000), '12,4\u00a0hectares')
  assert.match(ditMesure(COINS), /^Distance\u00a0: 2,\d+\u00a0km\. Refermée, la surface ferait 8\d,\d\u00a0hectares\.$/)
})
