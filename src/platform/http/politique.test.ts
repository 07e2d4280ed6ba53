import assert from 'node:assert/strict'
import test from 'node:test'
import { writePolitiqueAvec } from './politique.ts'

test('another origin gives pictures and data, never scripts', () => {
  const politique = writePolitiqueAvec('https://tuiles.exemple.fr:8443/plan/{z}/{x}/{y}.png')
  assert.match(politique, /img-src 'self' data: https:\/\/tuiles\.exemple\.fr:8443;/)
  assert.match(politique, /connect-src 'self' https:\/\/tuiles\.exemple\.fr:8443;/)
  assert.match(politique, /script-src 'self';/)
  assert.match(politique, /default-src 'none';/)
})

test('an address cannot add a directive, nor come without https', () => {
  const politique = writePolitiqueAvec("https://exemple.fr/;script-src *;?a='unsafe-inline'")
  assert.doesNotMatch(politique, /script-src \*|unsafe-inline/)
  assert.throws(() => writePolitiqueAvec('http://exemple.fr'), TypeError)
  assert.throws(() => writePolitiqueAvec('https://a b; script-src *'), TypeError)
})
