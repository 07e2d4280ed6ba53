import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ajouteJours, ajouteMois, bornesDe, ecritDate, isJour, joursEntre, parseDatePrecise, precisionDe } from './dates.ts'

test('une date se lit comme on l’écrit', () => {
  const cas: [string, string | null][] = [
    ['15/04/2027', '2027-04-15'],
    ['1er avril 2027', '2027-04-01'],
    ['15 avril 2027', '2027-04-15'],
    ['Avril 2027', '2027-04'],
    ['août 2026', '2026-08'],
    ['déc. 2026', '2026-12'],
    ['04/2027', '2027-04'],
    ['T2 2027', '2027-T2'],
    ['2e trimestre 2027', '2027-T2'],
    ['1er trimestre 2027', '2027-T1'],
    ['2027', '2027'],
    ['2027-04-15', '2027-04-15'],
    ['2027-T3', '2027-T3'],
    ['  15\u00a0avril  2027 ', '2027-04-15'],
    ['31/04/2027', null],
    ['29/02/2027', null],
    ['29/02/2028', '2028-02-29'],
    ['15/13/2027', null],
    ['T5 2027', null],
    ['bientôt', null],
    ['ma 2027', null],
    ['12 2027', null],
    ['1776', null],
    ['', null],
  ]
  for (const [texte, attendu] of cas) assert.equal(parseDatePrecise(texte), attendu, texte)
})

test('une date écrite dans un champ se relit la même', () => {
  const date = fc.oneof(
    fc.integer({ min: 1900, max: 2200 }).map(String),
    fc.tuple(fc.integer({ min: 1900, max: 2200 }), fc.integer({ min: 1, max: 4 })).map(([a, t]) => `${a}-T${t}`),
    fc.tuple(fc.integer({ min: 1900, max: 2200 }), fc.integer({ min: 1, max: 12 })).map(([a, m]) => `${a}-${String(m).padStart(2, '0')}`),
    fc.date({ min: new Date('1900-01-01'), max: new Date('2200-12-31'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10)),
  )
  fc.assert(
    fc.property(date, (d) => {
      assert.equal(parseDatePrecise(ecritDate(d)), d)
      const { premier, dernier } = bornesDe(d)
      assert.ok(isJour(premier) && isJour(dernier) && premier <= dernier)
      assert.ok(premier.startsWith(d.slice(0, 4)))
    }),
  )
})

test('la précision et les bornes suivent l’écriture', () => {
  assert.deepEqual(['2027', '2027-T2', '2027-04', '2027-04-15'].map(precisionDe), ['annee', 'trimestre', 'mois', 'jour'])
  assert.deepEqual(bornesDe('2028-02'), { premier: '2028-02-01', dernier: '2028-02-29' })
  assert.deepEqual(bornesDe('2027-T4'), { premier: '2027-10-01', dernier: '2027-12-31' })
  assert.throws(() => bornesDe('2027-02-30'), /n’est pas une date/)
})

test('les mois et les jours s’ajoutent sans changer de mois par surprise', () => {
  assert.equal(ajouteMois('2027-01-31', 1), '2027-02-28')
  assert.equal(ajouteMois('2027-01-01', -9), '2026-04-01')
  assert.equal(ajouteMois('2027-12-15', 13), '2029-01-15')
  assert.equal(ajouteJours('2027-03-28', 1), '2027-03-29')
  assert.equal(ajouteJours('2027-01-01', -1), '2026-12-31')
  assert.equal(joursEntre('2026-03-09', '2026-03-12'), 3)
  assert.equal(joursEntre('2026-10-30', '2026-10-20'), -10)
})
