import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RegleViolee } from '#platform/errors.ts'
import { departementOf, isRna, parseRna } from './rna.ts'

test('un RNA compte W et neuf chiffres, une lettre au troisième rang outre-mer et en Corse', () => {
  for (const rna of ['W372001234', 'W751000001', 'W9R1011072', 'W2A1000123']) assert.equal(isRna(rna), true, rna)
  for (const rna of ['W37200123', 'W3720012345', 'X372001234', 'WA72001234', 'W37200123A', 'w372001234'])
    assert.equal(isRna(rna), false, rna)
})

test('le RNA se tape avec des espaces ou en minuscules, ou pas du tout', () => {
  assert.equal(parseRna(' w 372 001 234 '), 'W372001234')
  assert.equal(parseRna('  '), null)
})

test('un RNA faux est refusé par une phrase qui dit pourquoi, sur son champ', () => {
  for (const [texte, phrase] of [
    ['732829320', /SIREN ou un SIRET/],
    ['372001234A', /commence par la lettre W/],
    ['W37200', /10 signes.*vous en avez tapé 6/],
    ['WABCDEFGHI', /pas la bonne forme/],
  ] as const) {
    assert.throws(
      () => parseRna(texte),
      (erreur) => erreur instanceof RegleViolee && phrase.test(erreur.message) && erreur.champs[0]?.champ === 'rna',
      texte,
    )
  }
})

test('le code postal donne le département, Corse et outre-mer compris', () => {
  assert.deepEqual(['37000', '20000', '20200', '97400', '67000', 'x', null].map(departementOf), ['37', '2A', '2B', '974', '67', null, null])
})
