import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RegleViolee } from '#platform/errors.ts'
import { followsLuhn, formatSiret, isSiren, isSiret, parseSirenOuSiret } from './siret.ts'

/** Adds the last digit that makes the number follow Luhn. */
function withCle(debut: string): string {
  for (let cle = 0; cle < 10; cle += 1) if (followsLuhn(`${debut}${cle}`)) return `${debut}${cle}`
  throw new Error('unreachable')
}

test('un SIREN suit la clé de Luhn', () => {
  assert.equal(isSiren('732829320'), true)
  assert.equal(isSiren('732829321'), false)
  assert.equal(isSiren('000000000'), false)
  assert.equal(isSiren('73282932'), false)
})

test('un SIRET suit la clé de Luhn, et son SIREN aussi', () => {
  const siret = withCle('7328293200007')
  assert.equal(isSiret(siret), true)
  assert.equal(isSiret(withCle('7328293210007')), false, 'SIREN faux')
})

test('les établissements de La Poste suivent leur propre règle : somme des chiffres multiple de cinq', () => {
  assert.equal(isSiret('35600000000048'), true, 'le siège suit Luhn')
  const etablissement = '35600000049837'
  assert.equal(followsLuhn(etablissement), false)
  assert.equal([...etablissement].reduce((s, c) => s + Number(c), 0) % 5, 0)
  assert.equal(isSiret(etablissement), true)
  assert.equal(isSiret('35600000049838'), followsLuhn('35600000049838'))
})

test('la règle de La Poste ne vaut que pour La Poste', () => {
  const faux = ['73282932000050', '73282932000055', '73282932000003'].find(
    (s) => !followsLuhn(s) && [...s].reduce((t, c) => t + Number(c), 0) % 5 === 0,
  )
  if (faux !== undefined) assert.equal(isSiret(faux), false)
})

test('deux chiffres voisins inversés se voient, sauf 0 et 9', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10_000_000, max: 99_999_999 }), fc.integer({ min: 0, max: 7 }), (graine, rang) => {
      const siren = withCle(String(graine))
      const [a = '', b = ''] = siren.slice(rang, rang + 2)
      fc.pre(a !== b && !(a + b === '09' || a + b === '90'))
      const inverse = siren.slice(0, rang) + b + a + siren.slice(rang + 2)
      assert.equal(isSiren(inverse), false)
    }),
  )
})

test('le numéro se tape avec des espaces, en 9 ou en 14 chiffres, ou pas du tout', () => {
  assert.deepEqual(parseSirenOuSiret(' 732 829 320 '), { siren: '732829320', siret: null })
  const siret = withCle('7328293200007')
  assert.deepEqual(parseSirenOuSiret(`732 829 320 ${siret.slice(9)}`), { siren: '732829320', siret })
  assert.deepEqual(parseSirenOuSiret('   '), { siren: null, siret: null })
})

test('un numéro faux est refusé par une phrase qui dit pourquoi, sur son champ', () => {
  for (const [texte, phrase] of [
    ['1234', /14 chiffres.*vous en avez tapé 4/],
    ['ABC', /ne compte que des chiffres/],
    ['732829321', /SIREN n’existe pas/],
    ['73282932000000', /SIRET n’existe pas/],
  ] as const) {
    assert.throws(
      () => parseSirenOuSiret(texte),
      (erreur) => erreur instanceof RegleViolee && phrase.test(erreur.message) && erreur.champs[0]?.champ === 'siret',
      texte,
    )
  }
})

test('un SIRET s’écrit par groupes', () => {
  assert.equal(formatSiret('73282932000074'), '732\u00a0829\u00a0320\u00a000074')
  assert.equal(formatSiret('732829320'), '732\u00a0829\u00a0320')
})
