import assert from 'node:assert/strict'
import test from 'node:test'
import { createCachePublic } from './cache.ts'

const page = (html: string) => ({ html, etag: html })

test('a page read before a publication changed is never kept', () => {
  const cache = createCachePublic()
  const marque = cache.marque('auray')
  cache.forget('auray')
  cache.set('auray', '/', page('old'), marque)
  assert.equal(cache.get('auray', '/'), null)
  cache.set('auray', '/', page('new'), cache.marque('auray'))
  assert.equal(cache.get('auray', '/')?.html, 'new')
})

test('one contract that changes drops its own pages only', () => {
  const cache = createCachePublic()
  cache.set('auray', '/', page('a'), cache.marque('auray'))
  cache.set('tours', '/', page('t'), cache.marque('tours'))
  cache.forget('auray')
  assert.equal(cache.get('auray', '/'), null)
  assert.equal(cache.get('tours', '/')?.html, 't')
})

test('while announcements cannot be heard, nothing comes from memory', () => {
  const cache = createCachePublic()
  cache.set('auray', '/', page('a'), cache.marque('auray'))
  const marque = cache.marque('auray')
  cache.suspend()
  assert.equal(cache.get('auray', '/'), null)
  cache.resume()
  cache.set('auray', '/', page('a'), marque)
  assert.equal(cache.get('auray', '/'), null, 'read before the cut')
})

test('memory is bounded', () => {
  const cache = createCachePublic(10)
  for (let n = 0; n < 30; n += 1) cache.set(`c${n}`, '/', page('x'), cache.marque(`c${n}`))
  assert.equal(cache.get('c0', '/'), null)
  assert.equal(cache.get('c29', '/')?.html, 'x')
})
