import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sayVerdict } from './adresse-phrases.ts'
import { frameOf } from './carte/formes.ts'
import { distanceM, type Position } from './geometrie.ts'
import type { SituationDatee } from './situation.ts'
import { boxAround, demandeDuCadre, LARGEUR_TAPE, parseCadre, placeTape } from './tape.ts'

const LIEUX: readonly Position[] = [
  [0.69, 47.39],
  [8.7, 41.95],
  [55.45, -20.9],
  [-61.5, 16.2],
  [-52.3, 4.9],
]

test('ce qu’on touche sur la carte dessinée est le lieu qui y est dessiné, partout en France et à toute échelle', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...LIEUX),
      fc.integer({ min: 200, max: 8000 }),
      fc.double({ min: -0.9, max: 0.9, noNaN: true }),
      fc.double({ min: -0.9, max: 0.9, noNaN: true }),
      fc.integer({ min: 200, max: 900 }),
      (milieu, rayon, dx, dy, largeur) => {
        const cadre = boxAround(milieu, rayon)
        const vrai: Position = [milieu[0] + (dx * (cadre[2] - cadre[0])) / 2, milieu[1] + (dy * (cadre[3] - cadre[1])) / 2]
        const cadrage = frameOf(demandeDuCadre(cadre), [])
        assert.ok(cadrage !== null)
        const m = new Float64Array(2)
        cadrage.projection.projete(vrai[0], vrai[1], m, 0)
        const [x, y] = [((m[0] ?? 0) - cadrage.ouestM) * cadrage.echelle, (cadrage.nordM - (m[1] ?? 0)) * cadrage.echelle]
        const rapport = largeur / LARGEUR_TAPE
        const tape = placeTape(cadre, x * rapport, y * rapport, largeur)
        assert.ok(tape !== null)
        assert.ok(distanceM(tape.position, vrai) < 0.05, `${distanceM(tape.position, vrai)} m`)
        assert.ok(tape.precisionM >= 1 && tape.precisionM < rayon / 2)
        // The next map holds the point, nearer.
        assert.ok(tape.cadre[0] < tape.position[0] && tape.position[0] < tape.cadre[2])
        assert.ok(tape.cadre[2] - tape.cadre[0] <= Math.max((cadre[2] - cadre[0]) / 2, 0.01))
        assert.deepEqual(parseCadre(tape.cadre.join(',')), tape.cadre)
      },
    ),
  )
})

test('hors de l’image, on n’a rien touché', () => {
  const cadre = boxAround([0.69, 47.39], 1000)
  for (const [x, y, largeur] of [
    [-1, 10, 288],
    [289, 10, 288],
    [10, 5000, 288],
    [10, 10, 0],
    [Number.NaN, 10, 288],
    [10, 10, Number.NaN],
  ] as const)
    assert.equal(placeTape(cadre, x, y, largeur), null)
})

test('la phrase s’accorde : un quartier, une zone, deux à la fois, une date passée', () => {
  const un = (nom: string, nature = 'quartier prioritaire') => ({ id: nom, code: nom, nom, nature, generation: 'G', distanceM: 50 })
  const vue = (dedans: ReturnType<typeof un>[], proche = dedans[0] ?? null): SituationDatee => ({
    jour: '2014-05-01',
    generations: [],
    connus: 2,
    complet: true,
    dedans,
    proche,
  })
  const dit = (...arguments_: Parameters<typeof sayVerdict>) => sayVerdict(...arguments_).replace(/[\u00a0\u202f]/g, ' ')
  const zone = un('Beaulieu', 'zone urbaine sensible')
  assert.equal(
    dit('oui', vue([zone]), 'adresse', false),
    'Oui, cette adresse était dans la zone urbaine sensible Beaulieu, au 1er mai 2014.',
  )
  assert.equal(dit('non', vue([], zone), 'point', false), 'Non, ce point n’était pas dans une zone urbaine sensible, au 1er mai 2014.')
  assert.equal(dit('limite', vue([zone]), 'point', true), 'Ce point est à la limite de la zone urbaine sensible Beaulieu : à vérifier.')
  assert.equal(
    dit('oui', vue([un('A'), un('B')]), 'position', true),
    'Oui, l’endroit où vous êtes est dans le quartier prioritaire A et le quartier prioritaire B.',
  )
  assert.equal(dit('inconnu', vue([]), 'adresse', true), 'Nous ne savons pas répondre pour cette adresse.')
})
