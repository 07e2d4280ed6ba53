import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { reglageAccessibilite, reglageContact, reglageDpo, reglageEditeur, reglageHebergeur } from '#compte/index.ts'
import '#contrat/index.ts'
import { parseConfiguration } from '#platform/configuration.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { listTraitements } from '#platform/donnees-personnelles/traitement.ts'
import { createApp } from '#platform/http/application.tsx'
import { setReglage } from '#platform/reglages.ts'
import '#strategie/index.ts'
import { setMentionAccessibilite } from '#ui/mention-accessibilite.ts'
import { listenPublications } from './annonce.store.ts'
import { createCachePublic } from './cache.ts'
import { createRoutesPublication } from './pages/index.ts'

const base = await createBaseDeTest()
const now = new Date('2026-03-02T10:00:00Z')
const cache = createCachePublic()
const { hono } = createApp({
  base,
  configuration: parseConfiguration({ DATABASE_URL: base.url }),
  findAgent: async () => null,
  routes: createRoutesPublication(cache),
  now: () => now,
})
const read = async (chemin: string) => {
  const reponse = await hono.request(`http://localhost${chemin}`)
  assert.equal(reponse.status, 200)
  assert.equal(reponse.headers.get('set-cookie'), null, 'reading sets no cookie')
  return await reponse.text()
}

test('ce que l’instance n’a pas dit est « à compléter », et n’est pas inventé', async () => {
  const mentions = await read('/mentions-legales')
  assert.equal(mentions.match(/à compléter/g)?.length, 4)
  assert.match(await read('/donnees-personnelles'), /Délégué à la protection des données\s: <em class="pv-a-completer">à compléter/)
  const accessibilite = await read('/accessibilite')
  assert.match(accessibilite, /non conforme/)
  assert.match(accessibilite, /Sans audit, un site se déclare non conforme/)
})

test('ce qu’elle a dit paraît, échappé, et ses contacts sont des liens', async () => {
  const save = async () => {
    await setReglage(base.libre, reglageEditeur, 'Métropole <d’essai>\n1 place', now)
    await setReglage(base.libre, reglageHebergeur, 'Régie informatique', now)
    await setReglage(base.libre, reglageContact, 'https://exemple.fr/contact', now)
    await setReglage(base.libre, reglageDpo, 'dpo@exemple.fr', now)
    await setReglage(base.libre, reglageAccessibilite, 'partiel', now)
  }
  await save()
  const mentions = await read('/mentions-legales')
  assert.match(mentions, /Métropole &lt;d’essai&gt;<br\/>1 place/)
  assert.match(mentions, /href="https:\/\/exemple\.fr\/contact"/)
  assert.equal(mentions.match(/à compléter/g)?.length, 1, 'the director of publication')
  assert.match(await read('/donnees-personnelles'), /href="mailto:dpo@exemple\.fr"/)
  assert.match(await read('/accessibilite'), /<h1>Accessibilité\s: partiellement conforme<\/h1>/)
})

test('le résumé public tient chaque traitement, les cookies et l’absence de consentement', async () => {
  const html = await read('/donnees-personnelles')
  for (const { nom } of listTraitements()) assert.ok(html.includes(nom), nom)
  assert.match(html, /n’a pas de bandeau/)
  assert.match(html, /Aucun de ces traitements ne repose sur votre consentement/)
  assert.doesNotMatch(html, /\{[a-z_]+\.[a-z_]+\}/, 'durations are filled in')
})

test('le pied de page dit l’état d’accessibilité, et un réglage changé s’annonce à tous les processus', async () => {
  const recus: string[] = []
  const annonces = await listenPublications(base.url, {
    surChangement: (adresse) => recus.push(adresse),
    surCoupure: () => {},
    surRetour: () => {},
  })
  after(() => annonces.close())
  await setReglage(base.libre, reglageAccessibilite, 'total', now)
  for (let essai = 0; essai < 100 && recus.length === 0; essai += 1) await sleep(20)
  assert.deepEqual(recus, ['*'])
  cache.set('tours', 'x', { html: 'x', etag: 'x' }, cache.marque('tours'))
  const avant = cache.marque('tours')
  cache.forgetAll()
  assert.equal(cache.get('tours', 'x'), null)
  cache.set('tours', 'x', { html: 'vieux', etag: 'x' }, avant)
  assert.equal(cache.get('tours', 'x'), null, 'a page read before is not kept')
  setMentionAccessibilite('totalement conforme')
  assert.match(await read('/mentions-legales'), /Accessibilité\s: totalement conforme/)
  setMentionAccessibilite('non conforme')
})
