import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decimal, formatDecimal } from './decimal.ts'
import { buildIndicateur, buildMesure } from './indicateurs.build.ts'
import { recomputeRatio, type Somme, sumMesures } from './somme.ts'

const EFFECTIF = buildIndicateur({ unite: 'nombre', sommable: true, decimales: 0 })
const part = (territoireCode: string, valeur: number | null, reste: Parameters<typeof buildMesure>[0] = {}) =>
  buildMesure({ territoireCode, valeur: valeur === null ? null : decimal(valeur), ...reste })
const raison = (somme: Somme) => (somme.possible ? formatDecimal(somme.total) : somme.raison)

test('BR-26 : un effectif se somme', () => {
  assert.equal(raison(sumMesures(EFFECTIF, [part('A', 4180), part('B', 4290)])), '8\u202f470')
})

test('BR-26 : un taux ne se somme jamais', () => {
  assert.equal(raison(sumMesures(buildIndicateur({}), [part('A', 40), part('B', 50)])), 'non_sommable')
})

test('BR-26 : une part sous secret interdit la somme, même si les autres sont connues : le total la révélerait', () => {
  const somme = sumMesures(EFFECTIF, [part('A', 4180), part('B', null, { absence: 'secret' })])
  assert.equal(raison(somme), 'secret')
  assert.match(somme.possible ? '' : somme.phrase, /déduire/)
})

test('une part sans valeur, une autre période, une autre source, un territoire compté deux fois, rien : pas de somme', () => {
  assert.equal(raison(sumMesures(EFFECTIF, [part('A', 1), part('B', null, { absence: 'non_significatif' })])), 'valeur_absente')
  assert.equal(raison(sumMesures(EFFECTIF, [part('A', 1), part('B', 2, { periode: '2020' })])), 'periodes')
  assert.equal(raison(sumMesures(EFFECTIF, [part('A', 1), part('B', 2, { sourceId: 'autre' })])), 'sources')
  assert.equal(raison(sumMesures(EFFECTIF, [part('A', 1), part('A', 1)])), 'double_compte')
  assert.equal(raison(sumMesures(EFFECTIF, [])), 'vide')
})

test('une part se recalcule de ses deux termes, jamais d’une moyenne de parts', () => {
  const taux = { facteur: 100, decimales: 1 }
  const haut = [part('A', 10), part('B', 90)]
  const bas = [part('A', 20), part('B', 980)]
  // Mean of 50 % and 9.2 % would be 29.6 %.
  assert.equal(raison(recomputeRatio(taux, haut, bas)), '10,0')
  assert.equal(raison(recomputeRatio(taux, haut, [bas[0] ?? assert.fail()])), 'valeur_absente')
  assert.equal(raison(recomputeRatio(taux, haut, [part('A', 20), part('B', null, { absence: 'secret' })])), 'secret')
  assert.equal(raison(recomputeRatio(taux, haut, [part('A', 0), part('B', 0)])), 'valeur_absente')
})
