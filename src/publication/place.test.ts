import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { buildPlace } from './place.tsx'

test('chaque fiche a son pavé, aucun n’en couvre un autre ni la place, et le dessin est symétrique autour d’elle', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), (nombre) => {
      const { paves, largeur, hauteur, milieu } = buildPlace(nombre)
      assert.equal(paves.length, nombre)
      assert.equal(milieu * 2, hauteur)
      assert.equal(new Set(paves.map(({ x, y }) => `${x} ${y}`)).size, nombre)
      for (const { x, y } of paves) {
        assert.ok(x >= 0 && x + 58 <= largeur && y >= 0 && y + 36 <= hauteur)
        assert.ok(x + 58 <= 138 || x >= 298 || y + 36 <= milieu - 84 || y >= milieu + 84, 'la place reste libre')
      }
    }),
    { numRuns: 120 },
  )
})
