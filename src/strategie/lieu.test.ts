import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { communesDesLieux, fautesLieux, type LieuFiche, sayLieu, shared } from './lieu.ts'

const lieu = (code: string, partPm: number | null): LieuFiche => ({
  type: 'quartier',
  code,
  nom: code,
  communes: ['37261'],
  partPm,
  origine: 'saisie',
})

test('le partage rend toujours le tout, et chacun à moins d’une unité près de son dû', () => {
  const poids = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 30 }).filter((liste) => liste.some((un) => un > 0))
  fc.assert(
    fc.property(fc.nat(100_000), poids, (tout, liste) => {
      const parts = shared(tout, liste)
      const somme = liste.reduce((a, b) => a + b, 0)
      assert.equal(
        parts.reduce((a, b) => a + b, 0),
        tout,
      )
      for (const [rang, un] of liste.entries()) assert.ok(Math.abs((parts[rang] ?? 0) - (tout * un) / somme) < 1)
    }),
  )
  assert.deepEqual(shared(1000, [1, 1, 1]), [334, 333, 333])
  assert.throws(() => shared(1000, [0, 0]), RangeError)
})

test('les parts font le tout, ou aucune n’est donnée', () => {
  assert.deepEqual(fautesLieux([]), [])
  assert.deepEqual(fautesLieux([lieu('QN03705M', null), lieu('QN03706M', null)]), [])
  assert.deepEqual(fautesLieux([lieu('QN03705M', 600), lieu('QN03706M', 400)]), [])
  assert.match(fautesLieux([lieu('QN03705M', 600), lieu('QN03706M', 300)])[0]?.message ?? '', /90 % : il manque 10 %/)
  assert.match(fautesLieux([lieu('QN03705M', 600), lieu('QN03706M', 405)])[0]?.message ?? '', /100,5 % : il y a en trop 0,5 %/)
  assert.match(fautesLieux([lieu('QN03705M', 600), lieu('QN03706M', null)])[0]?.message ?? '', /Donnez la part de « QN03706M »/)
})

test('un lieu ne se choisit qu’une fois', () => {
  assert.match(fautesLieux([lieu('QN03705M', null), lieu('QN03705M', null)])[0]?.message ?? '', /deux fois/)
})

test('un lieu se dit avec son code et sa part ; ses communes se réunissent', () => {
  assert.equal(sayLieu({ type: 'quartier', code: 'QN03705M', nom: 'Sanitas', partPm: 333 }), 'Sanitas (QN03705M), 33,3 %')
  assert.equal(sayLieu({ type: 'commune', code: '37261', nom: 'Tours', partPm: null }), 'Tours')
  assert.deepEqual(communesDesLieux([{ communes: ['37261', '37195'] }, { communes: ['37261'] }]), ['37195', '37261'])
})
