import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseConfiguration } from '#platform/configuration.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createApp } from '#platform/http/application.tsx'
import { createRoutes, publique } from '#platform/http/routes.ts'
import { sendFichier } from './envoi.ts'
import { saveFichier } from './fichier.store.ts'
import { typeServi } from './type-servi.ts'
import { typeDe } from './types.ts'

const base = await createBaseDeTest()
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const PAGE = Buffer.from('<!doctype html><script>alert(1)</script>')
const DESSIN = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')

/** What the site answers for this content under this name. */
async function send(nom: string, contenu: Buffer, presentation?: 'image'): Promise<Response> {
  const type = typeDe(nom)
  const { id } = await saveFichier(base.libre, { contenu, type, now: new Date() })
  const { taille, sha256 } = { taille: contenu.byteLength, sha256: id.replaceAll('-', '') }
  const routes = createRoutes()
  routes.get('/fichier', publique, (c) => sendFichier(c, { id, taille, sha256, nom, type, ...(presentation ? { presentation } : {}) }))
  const { hono } = createApp({
    base,
    configuration: parseConfiguration({ PARVIS_DEMO: '0', DATABASE_URL: base.url }),
    findAgent: async () => null,
    routes: [routes],
  })
  return hono.request('http://localhost/fichier')
}

test('a file that people sent is saved and not opened; opened all the same, it runs nothing and is of no origin', async () => {
  for (const [nom, contenu] of [
    ['page.html', PAGE],
    ['dessin.svg', DESSIN],
    ['photo.png', PNG],
    ['vide.pdf', Buffer.alloc(0)],
  ] as const) {
    const { headers, status } = await send(nom, contenu)
    assert.equal(status, 200, nom)
    assert.match(headers.get('content-disposition') ?? '', /^attachment; /, nom)
    assert.equal(headers.get('content-security-policy'), "sandbox; default-src 'none'", nom)
    assert.equal(headers.get('x-content-type-options'), 'nosniff', nom)
  }
})

test('only a true image is shown in a page: neither a drawing that is a program, nor a page that bears the name of an image', async () => {
  assert.equal((await send('photo.png', PNG, 'image')).headers.get('content-disposition'), 'inline')
  for (const [nom, contenu] of [
    ['dessin.svg', DESSIN],
    ['photo.png', DESSIN],
    ['photo.jpg', PAGE],
    ['photo.png', Buffer.alloc(0)],
  ] as const) {
    const { headers } = await send(nom, contenu, 'image')
    assert.match(headers.get('content-disposition') ?? '', /^attachment; /, nom)
    assert.equal(headers.get('content-type'), 'application/octet-stream', nom)
  }
})

test('the bytes come back whole, in their order, after the first ones were read for their type', async () => {
  const contenu = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from(Array.from({ length: 900_001 }, (_, rang) => rang % 251))])
  const reponse = await send('grand.pdf', contenu)
  assert.equal(reponse.headers.get('content-type'), 'application/pdf')
  assert.ok(Buffer.from(await reponse.arrayBuffer()).equals(contenu))
})

test('the type that leaves is that of the content', () => {
  const zip = Buffer.from('PK\u0003\u0004rest')
  assert.equal(typeServi('application/pdf', Buffer.from('%PDF-1.4')), 'application/pdf')
  assert.equal(typeServi('application/pdf', Buffer.from('MZ\u0090')), 'application/octet-stream')
  assert.equal(typeServi(typeDe('x.docx'), zip), typeDe('x.docx'))
  assert.equal(typeServi(typeDe('x.ods'), PAGE), 'application/octet-stream')
  assert.equal(typeServi(typeDe('x.doc'), Buffer.from('d0cf11e0a1b11ae1', 'hex')), 'application/msword')
  assert.equal(typeServi(typeDe('x.csv'), Buffer.from('a;b\r\n')), 'text/csv; charset=utf-8')
  assert.equal(typeServi(typeDe('x.csv'), Buffer.from('a\u0000b')), 'application/octet-stream')
  assert.equal(typeServi('image/svg+xml', DESSIN), 'application/octet-stream')
  assert.equal(typeServi('application/x-msdownload', Buffer.from('MZ')), 'application/octet-stream')
})
