import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import test from 'node:test'
import { sql } from 'kysely'
import type { Acteur } from '#platform/acteur.ts'
import { parseConfiguration } from '#platform/configuration.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { createApp } from './application.tsx'
import { readHttp } from './env.ts'
import { connecte, createRoutes, publique } from './routes.ts'

const base = await createBaseDeTest()
const agent: Acteur = {
  personneId: randomUUID(),
  prenom: 'Ada',
  nom: 'Test',
  courriel: 'a@exemple.fr',
  fonction: null,
  mandats: [],
  autresMandats: [],
}
const routes = createRoutes()
const lance = (erreur: Error) => () => {
  throw erreur
}
routes.get('/regle', publique, lance(new RegleViolee('Indiquez un objectif.', [{ champ: 'objectifs', message: 'Indiquez un objectif.' }])))
routes.get('/interdit', publique, lance(new Interdit('Il faut un autre mandat.')))
routes.get('/introuvable', publique, lance(new Introuvable('Cette fiche n’existe pas.')))
routes.get('/bogue', publique, lance(new Error('secret detail of a bug')))
routes.get('/mal-nomme', publique, async (c) => c.json(await readHttp(c, (tx) => sql`select ${'2.1.5'}::uuid`.execute(tx))))
routes.get('/prive', connecte, (c) => c.text('ok'))
routes.post('/ecrire', publique, (c) => c.text('ok'))
const { hono, routes: declarees } = createApp({
  base,
  configuration: parseConfiguration({ PARVIS_DEMO: '0', DATABASE_URL: base.url }),
  findAgent: async (headers) => (headers.get('cookie') === 'moi' ? agent : null),
  routes: [routes],
  retrouve: async (_c, texte) =>
    texte === '2.2.3' ? [{ code: '2.1.7', intitule: 'Jardins', href: '/espace/x/fiches/1', note: 'portait le code 2.2.3' }] : [],
})
const get = (chemin: string, init: RequestInit = {}) => hono.request(`http://localhost${chemin}`, init)

test('each error has its status and its sentence; a bug says nothing of itself', async () => {
  for (const [chemin, statut, phrase] of [
    ['/regle', 422, 'Indiquez un objectif.'],
    ['/introuvable', 404, 'Cette fiche n’existe pas.'],
    ['/mal-nomme', 404, 'Cette page n’existe pas'],
    ['/nulle-part', 404, 'Cette page n’existe pas'],
    ['/bogue', 500, 'L’incident est noté'],
  ] as const) {
    const avant = console.error
    console.error = () => {}
    const reponse = await get(chemin)
    console.error = avant
    const html = await reponse.text()
    assert.equal(reponse.status, statut, chemin)
    assert.ok(html.includes(phrase), chemin)
    assert.ok(!html.includes('secret detail'), chemin)
  }
})

test('a visitor who may not is sent to sign in and comes back; someone signed in is told why', async () => {
  const visiteur = await get('/prive?x=1')
  assert.equal(visiteur.status, 303)
  assert.equal(visiteur.headers.get('location'), '/connexion?suite=%2Fprive%3Fx%3D1')
  const connu = await get('/interdit', { headers: { cookie: 'moi' } })
  assert.equal(connu.status, 403)
  assert.ok((await connu.text()).includes('Il faut un autre mandat.'))
})

test('the page of someone is kept by nobody else, and every page refuses scripts and frames of others', async () => {
  const reponse = await get('/prive', { headers: { cookie: 'moi' } })
  assert.equal(reponse.headers.get('cache-control'), 'private, no-store')
  const politique = reponse.headers.get('content-security-policy') ?? ''
  assert.match(politique, /script-src 'self';/)
  assert.doesNotMatch(politique, /unsafe/)
  assert.match(politique, /frame-ancestors 'none'/)
  assert.equal(reponse.headers.get('x-content-type-options'), 'nosniff')
})

test('a form posted from another site is refused', async () => {
  const init = (origin: string) => ({
    method: 'POST',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'a=1',
  })
  assert.equal((await get('/ecrire', init('https://ailleurs.exemple'))).status, 403)
  assert.equal((await get('/ecrire', init('http://localhost'))).status, 200)
})

test('the page that is not found offers what used to bear the code', async () => {
  const html = await (await get('/espace/tours/fiches/2.2.3', { headers: { cookie: 'moi' } })).text()
  assert.match(html, /portait le code 2\.2\.3/)
  assert.equal((await get('/espace/tours/%E0%A4%A', { headers: { cookie: 'moi' } })).status, 404)
})

test('every declared route bears a right', () => {
  assert.equal(declarees.length, 7)
  for (const route of declarees) assert.notEqual(route.droit, '')
})
