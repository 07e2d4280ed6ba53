import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deCommune, findModele, MODELES, proposedJalons, proposedParties } from './modeles.ts'
import { avancementSignatures, fautesSignataires, signaturesManquantes } from './signataire.ts'

test('État, intercommunalité et chaque commune sont attendus à la signature (BR-08)', () => {
  const modele = findModele('trois-piliers-2015')
  assert.ok(modele)
  const parties = proposedParties(modele, { epci: 'Tours Métropole', communes: ['Tours', 'La Riche'], departement: 'Indre-et-Loire' })
  assert.deepEqual(
    parties.filter((partie) => partie.role !== 'facultatif').map((partie) => partie.organisation),
    ['État, préfecture (Indre-et-Loire)', 'Tours Métropole', 'Ville de Tours', 'Ville de La Riche'],
  )
  assert.equal(parties.find((partie) => partie.role === 'pilote')?.organisation, 'Tours Métropole')
})

test('les signatures manquantes sont celles des parties obligatoires et des pilotes', () => {
  const liste = [
    { role: 'pilote', signeLe: null },
    { role: 'obligatoire', signeLe: '2026-06-28' },
    { role: 'facultatif', signeLe: null },
  ] as const
  assert.deepEqual(signaturesManquantes(liste), [liste[0]])
  assert.deepEqual(avancementSignatures(liste), { signees: 1, attendues: 2 })
})

test('une organisation n’est signataire qu’une fois, et ne signe pas demain', () => {
  const ligne = (organisation: string, signeLe: string | null = null) => ({ organisation, signeLe })
  assert.deepEqual(
    fautesSignataires([ligne('Ville d’Auray'), ligne("VILLE D'AURAY")], '2026-03-09').map((f) => f.champ),
    ['signataires.1.organisation'],
  )
  assert.deepEqual(
    fautesSignataires([ligne('État', '2026-03-10')], '2026-03-09').map((f) => f.champ),
    ['signataires.0.signeLe'],
  )
  assert.deepEqual(
    fautesSignataires([ligne(''), ligne('')], '2026-03-09').map((f) => f.champ),
    ['signataires.0.organisation', 'signataires.1.organisation'],
  )
  assert.deepEqual(fautesSignataires([ligne('État', '2026-03-09')], '2026-03-09'), [])
})

test('les modèles sont des données complètes', () => {
  assert.equal(new Set(MODELES.map((modele) => modele.code)).size, MODELES.length)
  for (const modele of MODELES) {
    assert.ok(modele.niveaux.length >= 1 && modele.niveaux.length <= 6, modele.code)
    assert.equal(new Set(modele.champs.map((champ) => champ.champ)).size, modele.champs.length, modele.code)
    assert.ok(modele.parties.filter((partie) => partie.role === 'pilote').length <= 1, modele.code)
  }
  assert.equal(findModele('quatre-piliers-2015')?.noeuds.length, 4)
  assert.equal(findModele('cucs-cinq-themes')?.noeuds.length, 5)
})

test('les phases proposées suivent les dates du contrat', () => {
  const modele = findModele('priorites-2030')
  assert.ok(modele)
  const jalons = proposedJalons(modele, { debut: '2027-01-01', fin: '2032-12-31' })
  assert.deepEqual(
    jalons.find((j) => j.libelle === 'Élaboration et signature'),
    {
      libelle: 'Élaboration et signature',
      detail: null,
      debut: '2026-04',
      fin: '2026-12',
      precision: 'mois',
    },
  )
  assert.equal(jalons.find((j) => j.libelle === 'Programmation annuelle')?.fin, '2032')
  assert.equal(
    proposedJalons(modele, { debut: '2027-01-01', fin: '2028-12-31' }).some((j) => j.libelle === 'Évaluation finale'),
    false,
  )
  assert.deepEqual(proposedJalons(modele, { debut: null, fin: null }), [])
})

test('le nom d’une commune prend le bon article', () => {
  assert.deepEqual(['Tours', 'Auray', 'Le Mans', 'Les Mureaux', 'La Riche', 'Évry-Courcouronnes'].map(deCommune), [
    'de Tours',
    'd’Auray',
    'du Mans',
    'des Mureaux',
    'de La Riche',
    'd’Évry-Courcouronnes',
  ])
})
