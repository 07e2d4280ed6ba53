import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ecritMontant, ecritPourMille, MONTANT_MAX_CENTS, parseEntier, parseEuros, parsePourMille, totalCents } from './fiche-montants.ts'

test('un montant se tape à la française, avec ou sans espace, avec ou sans €', () => {
  for (const [texte, cents] of [
    ['12 000,50', 1_200_050],
    ['12\u202f000,50\u00a0€', 1_200_050],
    ['12000.5', 1_200_050],
    ['0', 0],
    ['7', 700],
    ['1 234 567 euros', 123_456_700],
    ['12’000', 1_200_000],
  ] as const)
    assert.equal(parseEuros(texte), cents, texte)
})

test('ce qui est douteux n’est pas deviné', () => {
  for (const texte of ['12.000', '12,000', '-5', '1 2', '12 00', 'environ 100', '5 k€', '1e3', '', '100 000 000 000,00', '0,001']) {
    assert.equal(parseEuros(texte), null, texte)
  }
})

test('an amount shown in its field is read back to the cent', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: MONTANT_MAX_CENTS }), (cents) => parseEuros(ecritMontant(cents)) === cents))
  fc.assert(fc.property(fc.integer({ min: 0, max: 1000 }), (part) => parsePourMille(ecritPourMille(part)) === part))
})

test('une part va de 0 à 100 %', () => {
  assert.equal(parsePourMille('60 %'), 600)
  assert.equal(parsePourMille('33,3'), 333)
  assert.equal(parsePourMille('100,1'), null)
  assert.equal(parsePourMille('0,6'), 6)
  assert.equal(parsePourMille('-1'), null)
})

test('un nombre entier se borne', () => {
  assert.equal(parseEntier('1\u202f200', 5000), 1200)
  assert.equal(parseEntier('131', 130), null)
  assert.equal(parseEntier('3,5', 130), null)
})

test('on n’additionne que ce qui est connu', () => {
  assert.equal(totalCents([100, 250]), 350)
  assert.equal(totalCents([100, null]), null)
  assert.equal(totalCents([]), null)
})
