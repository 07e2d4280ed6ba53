import assert from 'node:assert/strict'
import test from 'node:test'
import { enLettres, enTete } from './nombres.ts'

test('jusqu’à vingt en lettres, accordé ; au-delà en chiffres', () => {
  assert.equal(enLettres(1, 'priorité', 'priorités', 'feminin'), 'une priorité')
  assert.equal(enLettres(4, 'axe', 'axes'), 'quatre axes')
  assert.equal(enLettres(20, 'commune', 'communes', 'feminin'), 'vingt communes')
  assert.equal(enLettres(1240, 'fiche', 'fiches', 'feminin'), '1\u202f240 fiches')
  assert.equal(enTete(enLettres(12, 'institution', 'institutions', 'feminin')), 'Douze institutions')
})
