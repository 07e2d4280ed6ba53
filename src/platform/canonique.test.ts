import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { canonicalJson, sha256 } from './canonique.ts'

test('equal values have one text, whatever the order of their keys', () => {
  assert.equal(canonicalJson({ b: [1, null, 'é'], a: { d: true, c: undefined } }), '{"a":{"d":true},"b":[1,null,"é"]}')
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (objet) => {
      const renverse = Object.fromEntries(Object.entries(objet).reverse())
      assert.equal(canonicalJson(objet), canonicalJson(renverse))
      assert.deepEqual(JSON.parse(canonicalJson(objet)), JSON.parse(JSON.stringify(objet)))
    }),
  )
})

test('what JSON cannot hold is refused, never turned into something else', () => {
  for (const valeur of [Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1]) assert.throws(() => canonicalJson({ valeur }), TypeError)
})

test('the digest is that of the UTF-8 text', () => {
  assert.equal(sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
