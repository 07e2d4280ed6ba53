import assert from 'node:assert/strict'
import test from 'node:test'
import type { Niveau } from '#contrat/index.ts'
import { buildArbre } from './arbre.ts'
import { attached, numeroDe, placePrevue } from './rattachement.ts'

const niveaux: Niveau[] = [
  { rang: 1, singulier: 'Pilier', pluriel: 'Piliers', feminin: false, numerotation: 'arabe' },
  { rang: 2, singulier: 'Axe', pluriel: 'Axes', feminin: false, numerotation: 'arabe' },
]
const arbre = buildArbre(niveaux, [
  { type: 'noeud', id: 'p2', parentId: null, numero: 2, rang: 1, code: '2', intitule: 'Cadre de vie' },
  { type: 'noeud', id: 'a1', parentId: 'p2', numero: 1, rang: 2, code: '2.1', intitule: 'Gestion de proximité' },
])

test('un rattachement par numéro est retrouvé dans l’arbre, et le numéro de la fiche vient de son code', () => {
  const attache = attached(
    arbre,
    niveaux,
    [
      { niveau: 'Pilier', code: '2', intitule: null },
      { niveau: 'Axe', code: '1', intitule: null },
    ],
    '2.1.5',
  )
  assert.deepEqual(attache, { noeudId: 'a1', aCreer: [], numero: 5, doute: null })
})

test('ce qui manque à l’arbre est proposé à la création, avec les mots du document', () => {
  const attache = attached(
    arbre,
    niveaux,
    [
      { niveau: 'Pilier', code: '3', intitule: 'Emploi' },
      { niveau: 'Axe', code: '2', intitule: null },
    ],
    '3.2.1',
  )
  assert.equal(attache.noeudId, null)
  assert.deepEqual(attache.aCreer, [
    { rang: 1, numero: 3, intitule: 'Emploi' },
    { rang: 2, numero: 2, intitule: 'Axe 2' },
  ])
})

test('sans rattachement, le code suffit ; un titre identique aussi, aux accents près', () => {
  assert.equal(attached(arbre, niveaux, [], '2.1.7').noeudId, 'a1')
  assert.equal(attached(arbre, niveaux, [{ niveau: 'Pilier', code: null, intitule: 'CADRE DE VIE' }], null).noeudId, 'p2')
})

test('un niveau que le contrat n’a pas est un doute, pas une invention', () => {
  const attache = attached(
    arbre,
    niveaux,
    [
      { niveau: 'Pilier', code: '2', intitule: null },
      { niveau: 'Axe', code: '1', intitule: null },
      { niveau: 'Objectif opérationnel', code: '4', intitule: null },
    ],
    null,
  )
  assert.equal(attache.noeudId, 'a1')
  assert.match(attache.doute ?? '', /Objectif opérationnel/)
})

test('les numéros romains et les lettres comptent', () => {
  assert.deepEqual(['2', 'IV', 'B', '3.', 'x', null, '0'].map(numeroDe), [2, 4, 2, 3, null, null, null])
})

test('un axe nommé sans son pilier est retrouvé par son code entier ou par son titre, jamais confondu avec un pilier', () => {
  assert.equal(attached(arbre, niveaux, [{ niveau: 'Axe', code: '2.1', intitule: null }], null).noeudId, 'a1')
  assert.equal(attached(arbre, niveaux, [{ niveau: 'Axe', code: null, intitule: 'Gestion de proximite' }], null).noeudId, 'a1')
  const perdu = attached(arbre, niveaux, [{ niveau: 'Axe', code: '2', intitule: null }], null)
  assert.deepEqual([perdu.noeudId, perdu.aCreer], [null, []])
  assert.match(perdu.doute ?? '', /Axe 2/)
})

test('un titre qui contredit l’arbre est un doute, le numéro l’emporte', () => {
  const attache = attached(arbre, niveaux, [{ niveau: 'Pilier', code: '2', intitule: 'Habitat' }], null)
  assert.equal(attache.noeudId, 'p2')
  assert.match(attache.doute ?? '', /« Cadre de vie » ; le document dit « Habitat »/)
})

test('un numéro déjà pris est vu avant de créer, avec le prochain libre', () => {
  const pris = buildArbre(niveaux, [
    { type: 'noeud', id: 'p2', parentId: null, numero: 2, rang: 1, code: '2', intitule: 'Cadre de vie' },
    { type: 'fiche', id: 'f5', parentId: 'p2', numero: 5, rang: null, code: '2.5', intitule: 'Jardins' },
  ])
  assert.equal(placePrevue(pris, 'p2', 5).prisPar?.id, 'f5')
  assert.deepEqual(placePrevue(pris, 'p2', 4), { prisPar: null, codeLibre: '2.6' })
})
