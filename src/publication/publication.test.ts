import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { buildAgent, buildMandat } from '#compte/agent.build.ts'
import { findAgentByCourriel } from '#compte/index.ts'
import { findContratByAdresse, findVersionEnLigne, setFentesContrat } from '#contrat/index.ts'
import { act } from '#platform/acte.ts'
import { parseConfiguration } from '#platform/configuration.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { createApp } from '#platform/http/application.tsx'
import type { Tache } from '#platform/taches/tache.store.ts'
import { closeExports, fentesStrategie } from '#strategie/index.ts'
import { loadDecoupageIn } from '#territoire/index.ts'
import { loadDemo } from '../../db/demo/charger.ts'
import { listenPublications } from './annonce.store.ts'
import { createCachePublic } from './cache.ts'
import { COMPOSER_VERSION, publishContrat } from './commands/publish-contrat.ts'
import { withdrawContrat } from './commands/withdraw-contrat.ts'
import { countPages, travauxPublication } from './jobs.ts'
import { createRoutesPublication } from './pages/index.ts'
import { FORMATS_PUBLIES } from './tables.ts'
import { listTelechargements } from './telechargement.store.ts'

const now = new Date('2026-11-02T09:00:00Z')
const base = await createBaseDeTest({ role: null })
const donnees = await mkdtemp(join(tmpdir(), 'parvis-publication-'))
setFentesContrat(fentesStrategie)
await base.db.transaction().execute((tx) => loadDecoupageIn(tx, now))
await loadDemo(base.db, now)
const claire = await findAgentByCourriel(base.db, 'claire.morvan@demo.parvis.invalid', '2026-11-02')
const auray = await findContratByAdresse(base.db, 'auray-2030')
const igny = await findContratByAdresse(base.db, 'igny-cucs')
assert.ok(claire && auray && igny)
const contratId = auray.id
const appel = (agent = claire) => ({ db: base.db, agent: agent ?? claire, now, requeteId: 'test' })
const fermetures: (() => Promise<void>)[] = []
after(async () => {
  for (const ferme of fermetures) await ferme()
  await closeExports()
  await rm(donnees, { recursive: true, force: true })
})

/** A whole application with its own memory, as another process would be. */
async function openSite() {
  const cache = createCachePublic()
  const annonces = await listenPublications(base.url, { surChangement: cache.forget, surCoupure: cache.suspend, surRetour: cache.resume })
  fermetures.push(annonces.close)
  const configuration = parseConfiguration({ DATABASE_URL: base.url, PARVIS_DONNEES: donnees })
  const { hono } = createApp({ base, configuration, findAgent: async () => null, routes: createRoutesPublication(cache), now: () => now })
  return { cache, get: (chemin: string, init: RequestInit = {}) => hono.request(`http://localhost${chemin}`, init) }
}
const site = await openSite()
const autre = await openSite()

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let essai = 0; essai < 200; essai += 1) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  assert.fail('never happened')
}

test('le public lit les fiches validées, et elles seules', async () => {
  const html = await (await site.get('/contrats/auray-2030')).text()
  assert.match(html, /Rénover 148 logements/)
  assert.doesNotMatch(html, /Un fonds pour les projets d’habitants/, 'a draft is not shown')
  assert.equal((await site.get('/contrats/auray-2030/fiches/2.1')).status, 200)
  assert.equal((await site.get('/contrats/auray-2030/fiches/4.2')).status, 404, 'nor reached by its code')
  assert.equal((await site.get('/contrats/igny-cucs')).status, 404, 'a contract never published')
  const accueil = await (await site.get('/')).text()
  assert.match(accueil, /Contrat de ville d’Auray/)
  assert.doesNotMatch(accueil, /Igny/)
})

test('une page déjà lue se répond sans corps quand rien n’a changé', async () => {
  const premiere = await site.get('/contrats/auray-2030')
  const etag = premiere.headers.get('etag')
  assert.ok(etag)
  assert.equal((await site.get('/contrats/auray-2030', { headers: { 'if-none-match': etag } })).status, 304)
})

test('publier et retirer reviennent à la cheffe de projet, disent pourquoi, et demandent une fiche validée', async () => {
  const bailleur = buildAgent({ mandats: [buildMandat({ contratId, role: 'bailleur' })] })
  await assert.rejects(act(appel(bailleur), publishContrat, { contratId, motif: 'x' }), Interdit)
  await assert.rejects(act(appel(bailleur), withdrawContrat, { contratId, motif: 'x' }), Interdit)
  await assert.rejects(act(appel(), publishContrat, { contratId, motif: ' ' }), /Dites en une phrase/)
  await assert.rejects(act(appel(), withdrawContrat, { contratId: igny.id, motif: 'Erreur' }), /n’est pas en ligne/)
  await base.pool.query("update strategie.fiche set statut = 'brouillon' where contrat_id = $1", [igny.id])
  await assert.rejects(act(appel(), publishContrat, { contratId: igny.id, motif: 'Essai' }), (erreur: unknown) => {
    assert.ok(erreur instanceof RegleViolee)
    assert.match(erreur.message, /Aucune fiche n’est validée/)
    return true
  })
})

test('une publication remplace aussitôt la page gardée par chaque serveur, un retrait l’enlève', async () => {
  await site.get('/contrats/auray-2030')
  await autre.get('/contrats/auray-2030')
  assert.ok(autre.cache.get('auray-2030', '/contrats/auray-2030'))
  await base.pool.query("update contrat.contrat set accroche = 'Une nouvelle accroche' where id = $1", [contratId])
  await act(appel(), publishContrat, { contratId, motif: 'Nouvelle accroche' })
  await until(async () => (await (await autre.get('/contrats/auray-2030')).text()).includes('Une nouvelle accroche'))
  await act(appel(), withdrawContrat, { contratId, motif: 'Relecture' })
  await until(async () => (await autre.get('/contrats/auray-2030')).status === 404)
  assert.equal((await site.get('/contrats/auray-2030/telecharger/pdf')).status, 404)
})

test('les documents d’une version se composent une fois, avec leur taille et les pages du PDF, et se téléchargent', async () => {
  const publiee = await act(appel(), publishContrat, { contratId, motif: 'De nouveau en ligne' })
  const tache = { parametres: { contratId, numero: publiee.numero } } as Tache
  const travail = travauxPublication()[COMPOSER_VERSION]
  assert.ok(travail)
  await travail({ db: base.db, tache, now: () => now, avance: async () => true })
  await travail({ db: base.db, tache, now: () => now, avance: async () => true })
  const enLigne = await findVersionEnLigne(base.db, { id: contratId })
  const documents = await listTelechargements(base.db, enLigne?.id ?? '')
  assert.deepEqual(documents.map((document) => document.format).sort(), [...FORMATS_PUBLIES].sort())
  assert.ok((documents.find((document) => document.format === 'pdf')?.pages ?? 0) > 5)
  await until(async () => (await (await site.get('/contrats/auray-2030')).text()).includes('/telecharger/pdf'))
  const pdf = await site.get('/contrats/auray-2030/telecharger/pdf')
  assert.equal(pdf.status, 200)
  assert.match(pdf.headers.get('content-disposition') ?? '', /attachment/)
  assert.equal(
    Buffer.from(await pdf.arrayBuffer())
      .subarray(0, 5)
      .toString(),
    '%PDF-',
  )
  const json = await (await site.get('/contrats/auray-2030/telecharger/json')).text()
  assert.doesNotMatch(json, /Un fonds pour les projets d’habitants/)
})

test('le nombre de pages est lu dans l’arbre des pages', () => {
  assert.equal(countPages(Buffer.from('<< /Type /Pages /Count 12 /Kids [] >>')), 12)
  assert.equal(countPages(Buffer.from('rien')), null)
})
