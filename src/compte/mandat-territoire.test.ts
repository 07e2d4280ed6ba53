import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RegleViolee } from '#platform/errors.ts'
import { assertTerritoireAdmis } from './mandat.ts'
import {
  assertTerritoireConnu,
  coversCommune,
  coversQuartier,
  holdsWithin,
  sayTerritoire,
  type Territoire,
  TOUT_LE_CONTRAT,
  territoireOf,
} from './mandat-territoire.ts'

const TOURS: Territoire = { type: 'communes', codes: ['37261'] }
const SANITAS: Territoire = { type: 'quartiers', ids: ['q1'] }
const NOMS = {
  communes: [
    { code: '37261', nom: 'Tours' },
    { code: '37122', nom: 'Joué-lès-Tours' },
  ],
  quartiers: [{ id: 'q1', nom: 'Sanitas' }],
}
const surLeChamp = (champ: string) => (erreur: unknown) => erreur instanceof RegleViolee && erreur.champs[0]?.champ === champ

test('un mandat vaut pour tout le contrat, des communes, ou des quartiers', () => {
  assert.deepEqual(territoireOf({ communes: [], quartiers: [] }), TOUT_LE_CONTRAT)
  assert.deepEqual(territoireOf({ communes: ['37261', '37261'], quartiers: [] }), TOURS)
  assert.deepEqual(territoireOf({ communes: [], quartiers: ['q1'] }), SANITAS)
  assert.throws(() => territoireOf({ communes: ['37261'], quartiers: ['q1'] }), surLeChamp('quartiers'))
})

test('qui pilote ou préside vaut partout, qui représente une commune vaut pour elle', () => {
  for (const role of ['chef_projet', 'prefet', 'elu_epci'] as const) {
    assert.throws(() => assertTerritoireAdmis(role, TOURS), surLeChamp('communes'), role)
    assert.throws(() => assertTerritoireAdmis(role, SANITAS), surLeChamp('quartiers'), role)
    assert.doesNotThrow(() => assertTerritoireAdmis(role, TOUT_LE_CONTRAT), role)
  }
  assert.throws(() => assertTerritoireAdmis('elu_commune', TOUT_LE_CONTRAT), /Choisissez la commune/)
  assert.doesNotThrow(() => assertTerritoireAdmis('elu_commune', SANITAS))
  assert.throws(() => assertTerritoireAdmis('instructeur_etat', SANITAS), /ne se donne pas par quartier/)
  assert.throws(() => assertTerritoireAdmis('admin_plateforme', TOURS), /administration de la plateforme/)
})

test('une commune est couverte par elle-même et par tout le contrat, pas par un de ses quartiers', () => {
  assert.equal(coversCommune({ territoire: TOUT_LE_CONTRAT }, '37261'), true)
  assert.equal(coversCommune({ territoire: TOURS }, '37261'), true)
  assert.equal(coversCommune({ territoire: TOURS }, '37122'), false)
  assert.equal(coversCommune({ territoire: SANITAS }, '37261'), false)
})

test('un quartier est couvert par lui-même, par sa commune, par tout le contrat', () => {
  const sanitas = { id: 'q1', communeCode: '37261' }
  for (const territoire of [TOUT_LE_CONTRAT, TOURS, SANITAS]) assert.equal(coversQuartier({ territoire }, sanitas), true)
  assert.equal(coversQuartier({ territoire: SANITAS }, { id: 'q2', communeCode: '37261' }), false)
  assert.equal(coversQuartier({ territoire: TOURS }, { id: 'q3', communeCode: null }), false)
})

test('une suppléance ne va pas plus loin que la personne suppléée', () => {
  assert.equal(holdsWithin(TOURS, TOUT_LE_CONTRAT), true)
  assert.equal(holdsWithin(TOUT_LE_CONTRAT, TOURS), false)
  assert.equal(holdsWithin(TOURS, { type: 'communes', codes: ['37122', '37261'] }), true)
  assert.equal(holdsWithin(SANITAS, TOURS), false)
})

test('un territoire se lit, et ne nomme que des lieux du contrat', () => {
  assert.equal(sayTerritoire(TOUT_LE_CONTRAT, NOMS), 'tout le contrat')
  assert.equal(sayTerritoire({ type: 'communes', codes: ['37261', '37122'] }, NOMS), 'Tours et Joué-lès-Tours')
  assert.equal(sayTerritoire(SANITAS, NOMS), 'quartier Sanitas')
  assert.equal(sayTerritoire({ type: 'quartiers', ids: ['parti'] }, NOMS), 'quartier retiré du contrat')
  assert.throws(() => assertTerritoireConnu({ type: 'communes', codes: ['75056'] }, NOMS), surLeChamp('communes'))
  assert.throws(() => assertTerritoireConnu({ type: 'quartiers', ids: ['q9'] }, NOMS), surLeChamp('quartiers'))
  assert.doesNotThrow(() => assertTerritoireConnu(SANITAS, NOMS))
})
