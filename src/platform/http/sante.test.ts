import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseConfiguration } from '#platform/configuration.ts'
import { type Base, openBase } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createApp } from './application.tsx'
import { routesSante } from './sante.ts'

const base = await createBaseDeTest()

function ask(autre: Base): Promise<Response> {
  const configuration = parseConfiguration({ PARVIS_DEMO: '0', DATABASE_URL: base.url })
  const { hono } = createApp({ base: autre, configuration, findAgent: async () => null, routes: [routesSante] })
  return Promise.resolve(hono.request('http://localhost/sante'))
}

test('/sante is well when the database answers, and tells nothing but that', async () => {
  const reponse = await ask(base)
  assert.equal(reponse.status, 200)
  assert.equal(await reponse.text(), 'bien\n')
  assert.equal(reponse.headers.get('cache-control'), 'no-store')
})

test('/sante is not well when the database is gone, and does not say where it was', async () => {
  const absente = openBase('postgres://personne:secret@127.0.0.1:1/absente')
  const reponse = await ask(absente)
  await absente.close()
  assert.equal(reponse.status, 503)
  assert.equal(await reponse.text(), 'base de données indisponible\n')
})
