import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimal,
  divideDecimals,
  formatDecimal,
  losesDigits,
  parseDecimal,
  roundDecimal,
  sameDecimal,
  shiftDecimal,
  subtractDecimals,
} from './decimal.ts'

const petit = fc.record({ entier: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), echelle: fc.integer({ min: 0, max: 6 }) })
const lu = (texte: string): Decimal => parseDecimal(texte) ?? assert.fail(texte)
const ecrit = (d: Decimal) => formatDecimal(d).replaceAll('\u202f', '').replace('\u2212', '-').replace(',', '.')

test('une différence est exacte : 48,1 − 16,9 = 31,2, et 0,3 − 0,1 = 0,2', () => {
  assert.deepEqual(subtractDecimals(lu('48.1'), lu('16.9')), decimal(312, 1))
  assert.deepEqual(subtractDecimals(lu('0.3'), lu('0.1')), decimal(2, 1))
  assert.deepEqual(subtractDecimals(lu('12'), lu('0.05')), decimal(1195, 2))
})

test('un arrondi va au plus proche, la moitié s’éloigne de zéro', () => {
  assert.equal(ecrit(roundDecimal(lu('2.45'), 1)), '2.5')
  assert.equal(ecrit(roundDecimal(lu('-2.45'), 1)), '-2.5')
  assert.equal(ecrit(roundDecimal(lu('2.449'), 1)), '2.4')
  assert.equal(ecrit(roundDecimal(lu('7'), 2)), '7.00')
})

test('un rapport se calcule en entiers ; par zéro il n’existe pas', () => {
  assert.deepEqual(divideDecimals(lu('48.1'), lu('16.9'), 2), decimal(285, 2))
  assert.deepEqual(divideDecimals(lu('1'), lu('3'), 4, 100), decimal(333333, 4))
  assert.equal(divideDecimals(lu('1'), lu('0.0'), 2), null)
})

test('un nombre s’écrit à la française', () => {
  assert.equal(formatDecimal(lu('1234567.50')), '1\u202f234\u202f567,50')
  assert.equal(formatDecimal(lu('-0.7')), '\u22120,7')
  assert.equal(formatDecimal(lu('31.2'), 'toujours'), '+31,2')
  assert.equal(formatDecimal(lu('0.0'), 'toujours'), '0,0')
})

test('ce qui n’est pas un nombre n’en devient pas un', () => {
  for (const texte of ['', ' ', '1e5', '0x10', '1,2', '12%', '--1', '1.', '.5', 'NaN', '9999999999999999'])
    assert.equal(parseDecimal(texte), null, texte)
})

test('au-delà de six décimales un nombre est arrondi, et cela se sait', () => {
  assert.deepEqual(lu('0.30000000000000004'), decimal(300000, 6))
  assert.equal(losesDigits('0.30000000000000004'), true)
  assert.equal(losesDigits('0.3000000000'), false)
})

test('propriétés : écrire et relire rend le même nombre, l’addition et la soustraction se défont, l’ordre est celui des fractions', () => {
  fc.assert(
    fc.property(petit, petit, (a, b) => {
      assert.ok(sameDecimal(parseDecimal(ecrit(a)), a))
      assert.ok(sameDecimal(subtractDecimals(addDecimals(a, b), b), a))
      assert.equal(compareDecimals(a, b), -compareDecimals(b, a) + 0 || 0)
      const gauche = BigInt(a.entier) * 10n ** BigInt(b.echelle)
      const droite = BigInt(b.entier) * 10n ** BigInt(a.echelle)
      assert.equal(compareDecimals(a, b), gauche < droite ? -1 : gauche > droite ? 1 : 0)
    }),
    { numRuns: 2000 },
  )
})

test('propriétés : un arrondi est à une demi-unité près, une part multipliée par cent garde ses chiffres', () => {
  fc.assert(
    fc.property(petit, fc.integer({ min: 0, max: 6 }), (a, echelle) => {
      const arrondi = roundDecimal(a, echelle)
      const ecart = subtractDecimals(arrondi, a)
      assert.ok(compareDecimals(decimal(Math.abs(ecart.entier) * 2, ecart.echelle), decimal(1, echelle)) <= 0)
      const cent = shiftDecimal(a, 2)
      assert.ok(cent !== null && sameDecimal(divideDecimals(cent, decimal(100), 6), roundDecimal(a, 6)))
    }),
    { numRuns: 2000 },
  )
})
