import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compare, type Fraction, fraction, parseDecimal, sayDecimal, sayFraction } from './fraction.ts'
import { type Critere, computeScores, meanOf, palierOf, type Valeurs } from './score.ts'
import { computeSensibilite } from './sensibilite.ts'

const critere = (id: string, poids: number, plus: Partial<Critere> = {}): Critere => ({
  id,
  libelle: id,
  unite: null,
  sens: 'haut',
  poids,
  normalisation: 'min_max',
  seuil: null,
  source: null,
  millesime: null,
  ...plus,
})
const valeurs = (brutes: Record<string, Record<string, string>>): Valeurs =>
  new Map(Object.entries(brutes).map(([id, lieux]) => [id, new Map(Object.entries(lieux))]))
const PALIERS = [
  { id: 'p1', rang: 1, libelle: 'Priorité 1', seuilPm: 700 },
  { id: 'p2', rang: 2, libelle: 'Intervention sociale forte', seuilPm: 400 },
  { id: 'p3', rang: 3, libelle: 'Veille', seuilPm: 0 },
]
const ecrit = ({ n, d }: Fraction) => `${n}/${d}`

test('les nombres s’écrivent et se lisent à la française, sans flottant', () => {
  assert.deepEqual(parseDecimal('1\u202f234,50'), { n: 2469n, d: 2n })
  assert.deepEqual(parseDecimal('−3'), { n: -3n, d: 1n })
  assert.equal(parseDecimal('12.34567'), null)
  assert.equal(parseDecimal('douze'), null)
  assert.equal(parseDecimal(''), null)
  assert.equal(sayFraction(fraction(2, 3), 2), '0,67')
  assert.equal(sayFraction(fraction(-1, 2), 0), '−1')
  assert.equal(sayDecimal(fraction(25, 2)), '12,5')
  assert.equal(sayDecimal(fraction(40)), '40')
  assert.equal(sayDecimal(fraction(1200)), '1\u202f200')
})

test('min-max : 1 au besoin le plus fort, 0 au plus faible, selon le sens', () => {
  const v = valeurs({ chomage: { A: '10', B: '25', C: '40' }, revenu: { A: '9000', B: '12000', C: '9500' } })
  const scores = computeScores([critere('chomage', 1), critere('revenu', 1, { sens: 'bas' })], ['A', 'B', 'C'], v, PALIERS)
  const de = (lieu: string) => scores.find((s) => s.lieu === lieu)
  assert.deepEqual(
    de('B')?.notes.map(({ note }) => note && ecrit(note)),
    ['1/2', '0/1'],
  )
  assert.deepEqual(
    de('C')?.notes.map(({ note }) => note && ecrit(note)),
    ['1/1', '5/6'],
  )
  assert.equal(de('C')?.palierId, 'p1')
  assert.deepEqual(
    scores.map(({ lieu }) => lieu),
    ['C', 'A', 'B'],
  )
})

test('rang : les ex æquo partagent le rang moyen, un seul lieu vaut un demi', () => {
  const scores = computeScores(
    [critere('c', 1, { normalisation: 'rang' })],
    ['A', 'B', 'C', 'D'],
    valeurs({ c: { A: '5', B: '5', C: '9', D: '1' } }),
    [],
  )
  assert.deepEqual(Object.fromEntries(scores.map(({ lieu, total }) => [lieu, total && ecrit(total)])), {
    C: '1/1',
    A: '1/2',
    B: '1/2',
    D: '0/1',
  })
  assert.match(scores[1]?.notes[0]?.derivation ?? '', /2e sur 4 ex æquo avec 1/)
  const [seul] = computeScores([critere('c', 1, { normalisation: 'rang' })], ['A'], valeurs({ c: { A: '5' } }), [])
  assert.equal(seul?.total && ecrit(seul.total), '1/2')
})

test('seuil : la règle de l’Essonne, plus de 20 % de logements sociaux, se dit critère par critère', () => {
  const hlm = critere('hlm', 1, { normalisation: 'seuil', seuil: '20' })
  const scores = computeScores([hlm], ['A', 'B', 'C'], valeurs({ hlm: { A: '20', B: '19,9', C: '35' } }), [])
  assert.deepEqual(Object.fromEntries(scores.map(({ lieu, total }) => [lieu, total && ecrit(total)])), { A: '1/1', C: '1/1', B: '0/1' })
  assert.match(scores.find(({ lieu }) => lieu === 'B')?.notes[0]?.derivation ?? '', /au moins 20 : non, 0/)
})

test('un chiffre inconnu n’est pas zéro : il sort de la moyenne, et le score dit sur combien de points', () => {
  const v = valeurs({ a: { X: '10', Y: '0' }, b: { Y: '5', Z: '1' } })
  const scores = computeScores([critere('a', 60), critere('b', 40)], ['X', 'Y', 'Z', 'W'], v, PALIERS)
  const x = scores.find(({ lieu }) => lieu === 'X')
  assert.equal(x?.total && ecrit(x.total), '1/1')
  assert.equal(x?.poidsComptes, 60)
  assert.equal(x?.poidsTotal, 100)
  assert.equal(x?.notes[1]?.note, null)
  assert.match(x?.notes[1]?.derivation ?? '', /non connu/)
  assert.equal(scores.at(-1)?.lieu, 'W')
  assert.equal(scores.at(-1)?.total, null)
  assert.equal(scores.at(-1)?.palierId, null, 'sans chiffre, pas de palier')
})

test('un score exactement au seuil d’un palier y entre', () => {
  assert.equal(palierOf(fraction(7, 10), PALIERS)?.id, 'p1')
  assert.equal(palierOf(fraction(6999, 10000), PALIERS)?.id, 'p2')
  assert.equal(palierOf(null, PALIERS), null)
  assert.equal(palierOf(fraction(1, 10), [{ id: 'x', rang: 1, libelle: 'X', seuilPm: null }]), null)
})

test('sensibilité : ce qui basculerait si un poids bougeait de 10 %, et à quel poids', () => {
  // Score of X: (50 × 1 + 50 × 0.38) / 100 = 0.69, just under priority 1.
  const criteres = [critere('a', 50), critere('b', 50)]
  const v = valeurs({ a: { X: '100', bas: '0', haut: '100' }, b: { X: '38', bas: '0', haut: '100' } })
  const scores = computeScores(criteres, ['X', 'bas', 'haut'], v, PALIERS)
  const bascules = computeSensibilite(criteres, scores, PALIERS, 100)
  assert.deepEqual(
    bascules.map(({ critereId, lieu, sens, avant, apres }) => [critereId, lieu, sens, avant?.id, apres?.id]),
    [
      ['a', 'X', 'hausse', 'p2', 'p1'],
      ['b', 'X', 'baisse', 'p2', 'p1'],
    ],
  )
  // 0.7 (50 + w) = 19 + w, so w = 16 / 0.3.
  assert.equal(bascules[0] && ecrit(bascules[0].poidsBascule), '160/3')
  assert.equal(bascules[0]?.ecartPm, 67)
  assert.deepEqual(computeSensibilite(criteres, scores, PALIERS, 50), [])
})

test('sensibilité : au poids de bascule le palier change, et rien ne change avant', () => {
  const note = fc.integer({ min: 0, max: 100 })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(note, note, note), { minLength: 2, maxLength: 6 }),
      fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 })),
      fc.integer({ min: 1, max: 900 }),
      (lignes, poids, pm) => {
        const criteres = poids.map((p, i) => critere(`c${i}`, p))
        const lieux = lignes.map((_, i) => `L${i}`)
        const v = new Map(criteres.map(({ id }, i) => [id, new Map(lieux.map((lieu, l) => [lieu, String(lignes[l]?.[i] ?? 0)]))]))
        const scores = computeScores(criteres, lieux, v, PALIERS)
        const bascules = computeSensibilite(criteres, scores, PALIERS, pm)
        for (const [rang, { id, poids: p }] of criteres.entries()) {
          for (const score of scores) {
            for (const sens of ['hausse', 'baisse'] as const) {
              const dite = bascules.find((b) => b.critereId === id && b.lieu === score.lieu && b.sens === sens)
              // Brute force: twenty weights on the way.
              const change = Array.from({ length: 20 }, (_, k) =>
                fraction(p * (1000 * 20 + (sens === 'hausse' ? 1 : -1) * pm * (k + 1)), 20_000),
              ).some(
                (w) =>
                  palierOf(
                    meanOf(
                      score.notes,
                      criteres.map((c, i) => (i === rang ? w : fraction(c.poids))),
                    ),
                    PALIERS,
                  )?.id !== score.palierId,
              )
              assert.equal(dite !== undefined, change, `${id} ${score.lieu} ${sens}`)
              if (dite !== undefined) {
                const loin = compare(dite.poidsBascule, fraction(p))
                assert.ok(sens === 'hausse' ? loin >= 0 : loin <= 0)
                assert.ok(dite.ecartPm <= pm)
              }
            }
          }
        }
      },
    ),
    { numRuns: 60 },
  )
})
