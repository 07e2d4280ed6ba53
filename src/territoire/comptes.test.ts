import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comptesOf, departementOfCode, ecartsDeCompte } from './comptes.ts'

test('les quartiers sont comptés par lettre et département, l’outre-mer à part (BR-05)', () => {
  const comptes = comptesOf(['QN03701N', 'QN03702M', 'QN02A01I', 'QN97401N', 'QP971001', 'QN03701N', null, 'ZUS1'])
  assert.deepEqual(comptes, {
    total: 6,
    metropole: 4,
    outreMer: 2,
    parLettre: { N: 1, M: 1, I: 1 },
    parDepartement: { '37': 2, '2A': 1, '974': 1, '971': 1 },
  })
  assert.deepEqual(ecartsDeCompte(comptes, { metropole: 4, total: 7, N: 2, '37': 2, '42': 1 }), [
    { quoi: '42', annonce: 1, trouve: 0 },
    { quoi: 'total', annonce: 7, trouve: 6 },
    { quoi: 'N', annonce: 2, trouve: 1 },
  ])
})

test('les nombres de 2024 s’additionnent: 111 nouveaux, 960 modifiés, 291 inchangés font 1 362', () => {
  const codes = [...Array(111).fill('N'), ...Array(960).fill('M'), ...Array(291).fill('I')].map(
    (lettre, rang) => `QN${String(1 + Math.floor(rang / 100)).padStart(3, '0')}${String(rang % 100).padStart(2, '0')}${lettre}`,
  )
  assert.deepEqual(ecartsDeCompte(comptesOf(codes), { metropole: 1362, N: 111, M: 960, I: 291 }), [])
})

test('le département se lit dans le code', () => {
  for (const [code, departement] of [
    ['QN09104M', '91'],
    ['QP042001', '42'],
    ['QN02B03N', '2B'],
    ['QN97601N', '976'],
    ['QN00001N', null],
    ['ZUS', null],
  ] as const)
    assert.equal(departementOfCode(code), departement)
})
