import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { formatDecimal } from '../decimal.ts'
import type { Absence } from '../observation.ts'
import { comparePeriodes, formatPeriode, parsePeriode, sameGrain } from '../periode.ts'
import { codeOf } from './choix.ts'
import { readCode } from './codes-territoires.ts'
import { guessConvention, readCase } from './nombres.ts'
import { motifToKeep, periodeOfTitre } from './variables.ts'

const MARQUEURS = new Map<string, Absence>([
  ['s', 'secret'],
  ['nd', 'manquant'],
  ['-', 'manquant'],
])

describe('les nombres et les noms', () => {
  test('un nombre écrit de bien des façons', () => {
    const lu = (texte: string, convention: 'virgule' | 'point' = 'virgule') => {
      const lue = readCase(texte, convention, MARQUEURS)
      return lue.sorte === 'valeur' ? formatDecimal(lue.valeur).replaceAll('\u202f', '') : lue.sorte === 'absence' ? lue.absence : lue.sorte
    }
    assert.deepEqual(
      ['1 234,5', '1\u202f234,5', '1.234,5', '12,3 %', '\u22123,2', '– 3,2', '12 740 €', ',5', '+4'].map((texte) => lu(texte)),
      ['1234,5', '1234,5', '1234,5', '12,3', '\u22123,2', '\u22123,2', '12740', '0,5', '4'],
    )
    assert.deepEqual(
      ['1,234.5', '1234.50', '0.3'].map((texte) => lu(texte, 'point')),
      ['1234,5', '1234,50', '0,3'],
    )
    assert.deepEqual(
      [' S ', 'ND', '-', '', 'abc', '1e3', '12,34,5', '1.23,4'].map((texte) => lu(texte)),
      ['secret', 'manquant', 'manquant', 'vide', 'incompris', 'incompris', 'incompris', 'incompris'],
    )
  })
  test('propriété : ce qui est lu comme nombre garde ses chiffres, rien d’autre ne le devient', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (texte) => {
        const lue = readCase(texte, 'virgule', new Map())
        if (lue.sorte !== 'valeur') return
        const chiffres = texte.replaceAll(/\D/g, '').replace(/^0+/, '').replace(/0+$/, '')
        assert.equal(String(Math.abs(lue.valeur.entier)).replace(/0+$/, '').replace(/^0$/, ''), chiffres, texte)
      }),
      { numRuns: 5000 },
    )
  })
  test('la convention d’une colonne vient de ce qu’un seul signe peut dire', () => {
    assert.deepEqual(guessConvention(['1,5', '2,75']), { convention: 'virgule', doute: null })
    assert.deepEqual(guessConvention(['1.5', '1,234']), { convention: 'point', doute: null })
    assert.deepEqual(guessConvention(['1.5', '1,5']), { convention: 'virgule', doute: 'melange' })
    assert.deepEqual(guessConvention(['12', 's']), { convention: 'virgule', doute: null })
  })
  test('l’année se retire du nom d’une variable pour la reconnaître l’an prochain', () => {
    assert.deepEqual(
      [motifToKeep('P21_POP', '2021'), motifToKeep('TP6021', '2021'), motifToKeep('MED21', '2021'), motifToKeep('TX', '2021')],
      ['P##_POP', 'TP60##', 'MED##', 'TX'],
    )
  })
  test('un titre ne donne sa période que s’il n’en dit qu’une', () => {
    assert.equal(periodeOfTitre('Taux de pauvreté en 2021'), '2021')
    assert.equal(periodeOfTitre('Recensement 2019-2021'), '2019-2021')
    assert.equal(periodeOfTitre('4e trimestre 2021'), '2021-T4')
    assert.equal(periodeOfTitre('De 2018 à 2021, géographie 2024'), null)
  })
  test('un code se tire d’un libellé', () => {
    assert.equal(codeOf('Taux d’activité (2021)'), 'taux_d_activite')
    assert.equal(codeOf('2021'), 'indicateur')
  })
})

test('une période s’écrit de bien des façons, et reste ce qu’elle est', () => {
  assert.deepEqual(
    ['2021', '2021.0', ' 2019-2021 ', 'T4 2021', '2021-T4', '2021 q4', '09/2021', '2021-9', 'septembre 2021', '31/12/2021'].map(
      parsePeriode,
    ),
    ['2021', '2021', '2019-2021', '2021-T4', '2021-T4', '2021-T4', '2021-09', '2021-09', '2021-09', '2021-12'],
  )
  for (const texte of ['', '21', '2021-2019', 'T5 2021', '13/2021', 'bientôt', '3021']) assert.equal(parsePeriode(texte), null, texte)
  assert.deepEqual(['2021', '2019-2021', '2021-T1', '2021-09'].map(formatPeriode), [
    '2021',
    '2019 à 2021',
    '1er trimestre 2021',
    'septembre 2021',
  ])
})

test('les périodes s’ordonnent par leur fin, et ne se comparent qu’à pareille durée', () => {
  assert.deepEqual(['2021', '2019-2021', '2020-T4', '2021-03', '2020'].sort(comparePeriodes), [
    '2020-T4',
    '2020',
    '2021-03',
    '2019-2021',
    '2021',
  ])
  assert.equal(sameGrain('2018', '2021'), true)
  assert.equal(sameGrain('2018-T4', '2021-T4'), true)
  assert.equal(sameGrain('2018-T4', '2021-T1'), false)
  assert.equal(sameGrain('2016-2018', '2019-2021'), true)
  assert.equal(sameGrain('2021', '2019-2021'), false)
})

test('un code abîmé par un tableur se répare et se dit ; un nombre ne devient pas un code', () => {
  assert.deepEqual(readCode('1004', 'commune'), { code: '01004', repare: true })
  assert.deepEqual(readCode("'37261", 'commune'), { code: '37261', repare: false })
  assert.deepEqual(readCode('851', 'unite_urbaine'), { code: '00851', repare: true })
  assert.deepEqual(readCode('qn03701i', 'quartier'), { code: 'QN03701I', repare: false })
  assert.deepEqual(readCode('France entière', 'france'), { code: 'FR', repare: false })
  for (const [texte, type] of [
    ['12,5', 'commune'],
    ['Tours', 'commune'],
    ['', 'epci'],
    ['Total', 'quartier'],
  ] as const)
    assert.equal(readCode(texte, type), null, texte)
})
