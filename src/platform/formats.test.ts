import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  accorde,
  FINE,
  formatDate,
  formatEuros,
  formatInstant,
  formatNombre,
  formatTaille,
  INSECABLE,
  jourParis,
  typographie,
} from './formats.ts'

test('money is written as in France, from integer cents only', () => {
  assert.equal(formatEuros(102650550), `1${FINE}026${FINE}505,50${INSECABLE}€`)
  assert.equal(formatEuros(-5), `\u22120,05${INSECABLE}€`)
  assert.equal(formatEuros(0), `0,00${INSECABLE}€`)
  assert.throws(() => formatEuros(1.5), RangeError)
})

test('every amount can be read back to the cent', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (cents) => {
      const relu = Number(
        formatEuros(cents)
          .replace(/[\u202f\u00a0€,]/g, '')
          .replace('\u2212', '-'),
      )
      assert.equal(relu, cents === 0 ? 0 : cents)
    }),
  )
})

test('numbers, sizes and plurals', () => {
  assert.equal(formatNombre(4180), `4${FINE}180`)
  assert.equal(formatNombre(0.5), '0,5')
  assert.equal(formatTaille(420_000), `420${INSECABLE}ko`)
  assert.equal(formatTaille(1_800_000), `1,8${INSECABLE}Mo`)
  assert.deepEqual(
    [0, 1, 2].map((n) => accorde(n, 'fiche')),
    [`0${INSECABLE}fiche`, `1${INSECABLE}fiche`, `2${INSECABLE}fiches`],
  )
})

test('dates keep the precision that they were given', () => {
  assert.deepEqual(['2027', '2027-T2', '2027-04', '2027-04-15', '2027-05-01'].map(formatDate), [
    '2027',
    '2e trimestre 2027',
    'avril 2027',
    `15${INSECABLE}avril 2027`,
    `1er${INSECABLE}mai 2027`,
  ])
})

test('an instant is told in the time of Paris, winter and summer', () => {
  assert.match(formatInstant(new Date('2026-03-09T17:42:00Z')), /9.mars 2026 à 18.h.42/)
  assert.match(formatInstant(new Date('2026-07-09T17:42:00Z')), /19.h.42/)
  assert.equal(jourParis(new Date('2026-12-31T23:30:00Z')), '2027-01-01')
})

test('French spaces change no other character', () => {
  assert.equal(typographie('Qui ? « Nous » : 50 %'), `Qui${FINE}? «${INSECABLE}Nous${INSECABLE}»${INSECABLE}: 50${INSECABLE}%`)
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (texte) => {
      const nu = (t: string) => t.replace(/[\u202f\u00a0 ]/g, '').replace(/[’']/g, '')
      assert.equal(nu(typographie(texte)), nu(texte))
    }),
  )
})
