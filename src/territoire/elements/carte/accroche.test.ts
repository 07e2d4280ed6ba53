import assert from 'node:assert/strict'
import test from 'node:test'
import type { Position } from '../../geometrie.ts'
import { type Ecran, lineOf, snap } from './accroche.ts'

/** A screen of ten thousand pixels a degree, north up. */
const ecran: Ecran = {
  project: ([lon, lat]) => ({ x: lon * 10_000, y: -lat * 10_000 }),
  unproject: ({ x, y }) => [x / 10_000, -y / 10_000],
}
const voisin = lineOf('Sanitas', [
  [0.69, 47.38],
  [0.7000001, 47.3800003],
  [0.7, 47.39],
  [0.69, 47.38],
])
const pres = ([lon, lat]: Position, dx: number, dy: number) => ({ x: lon * 10_000 + dx, y: -lat * 10_000 + dy })

test('près d’un sommet, on prend exactement ce sommet', () => {
  const trouve = snap(pres([0.7000001, 47.3800003], 6, -7), [voisin], ecran, 14)
  assert.deepEqual([trouve.sorte, trouve.nom, trouve.rang, trouve.position], ['sommet', 'Sanitas', 1, [0.7000001, 47.3800003]])
})

test('près d’un bord, on se pose dessus, au pas de la grille', () => {
  const trouve = snap(pres([0.695, 47.38], 0, 5), [voisin], ecran, 14)
  assert.equal(trouve.sorte, 'bord')
  assert.ok(Math.abs(trouve.position[0] - 0.695) < 1e-6 && Math.abs(trouve.position[1] - 47.38000015) < 2e-7, String(trouve.position))
  assert.equal(trouve.position[1], Math.round(trouve.position[1] * 1e7) / 1e7)
})

test('un sommet l’emporte sur un bord plus proche, le plus proche des sommets sur les autres', () => {
  assert.equal(snap(pres([0.69, 47.38], 8, 0), [voisin], ecran, 14).sorte, 'sommet')
  const autre = lineOf('Europe', [
    [0.6902, 47.38],
    [0.6902, 47.37],
  ])
  assert.equal(snap(pres([0.6902, 47.38], 1, 0), [voisin, autre], ecran, 14).nom, 'Europe')
})

test('loin de tout, le point est libre, sur la grille d’un centimètre', () => {
  const trouve = snap({ x: 7100.1234567, y: -473_900.9876543 }, [voisin], ecran, 14)
  assert.equal(trouve.sorte, 'libre')
  assert.equal(trouve.position[0], Math.round(0.71001234567 * 1e7) / 1e7)
})

test('la tolérance est un rayon : un pixel au-delà, rien', () => {
  const seul = [lineOf('Point', [[0.6, 47.3]])]
  assert.equal(snap(pres([0.6, 47.3], 14, 0), seul, ecran, 14).sorte, 'sommet')
  assert.equal(snap(pres([0.6, 47.3], 11, 11), seul, ecran, 14).sorte, 'libre')
})
