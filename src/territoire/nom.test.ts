import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cleEpci, cleRecherche, normaliseNom, parseCodeCommune, parseSiren } from './nom.ts'

test('un nom de commune se cherche sans accents, traits d’union, apostrophes ni articles', () => {
  assert.equal(normaliseNom('L’Haÿ-les-Roses'), 'l hay les roses')
  assert.equal(cleRecherche("L'Haÿ-les-Roses"), 'hay roses')
  assert.equal(cleRecherche('hay les roses'), 'hay roses')
  assert.equal(cleRecherche('SAINT PIERRE DES CORPS'), cleRecherche('Saint-Pierre-des-Corps'))
  assert.equal(cleRecherche('Œuilly'), 'oeuilly')
})

test('les abréviations courantes valent le mot entier', () => {
  assert.equal(cleRecherche('St Pierre des Corps'), 'saint pierre corps')
  assert.equal(cleRecherche('Ste-Foy'), 'sainte foy')
  assert.equal(cleRecherche('Rosny s/s Bois'), 'rosny sous bois')
})

test('un nom fait d’articles seuls les garde', () => {
  assert.equal(cleRecherche('Les'), 'les')
  assert.equal(cleRecherche('Y'), 'y')
})

test('la nature d’une intercommunalité ne fait pas partie de son nom', () => {
  assert.equal(cleEpci('CC Faucigny - Glières'), 'faucigny glieres')
  assert.equal(cleEpci('Communauté de communes Faucigny Glières'), 'faucigny glieres')
  assert.equal(cleEpci('communauté d’agglomération Paris-Saclay'), 'paris saclay')
  assert.equal(cleEpci('Tours Métropole Val de Loire'), 'tours metropole val loire')
  assert.equal(cleEpci('CC'), 'cc')
})

test('quel que soit le texte, la clé ne tient que des lettres, des chiffres et des espaces simples', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (texte) => {
      assert.match(cleRecherche(texte), /^([a-z0-9]+( [a-z0-9]+)*)?$/)
      assert.equal(cleRecherche(cleRecherche(texte)), cleRecherche(texte))
    }),
  )
})

test('un SIREN s’écrit avec ou sans espaces', () => {
  assert.equal(parseSiren('243 700 754'), '243700754')
  assert.equal(parseSiren('243\u202f700\u202f754'), '243700754')
  assert.equal(parseSiren('24370075'), null)
  assert.equal(parseSiren('Tours'), null)
})

test('un code INSEE de Corse se tape en minuscules', () => {
  assert.equal(parseCodeCommune(' 2a004 '), '2A004')
  assert.equal(parseCodeCommune('37261'), '37261')
  assert.equal(parseCodeCommune('3726'), null)
})
