import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { buildAgent, buildMandat } from '#compte/agent.build.ts'
import { type Agent, findAgentByCourriel } from '#compte/index.ts'
import { findContratByAdresse, findVersionEnLigne, listVersions, setFentesContrat } from '#contrat/index.ts'
import { act } from '#platform/acte.ts'
import { parseConfiguration } from '#platform/configuration.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { createApp } from '#platform/http/application.tsx'
import type { Tache } from '#platform/taches/tache.store.ts'
import { closeExports, exportBranche, fentesStrategie } from '#strategie/index.ts'
import { countRequetes } from '#strategie/pages/arbre-de-test.ts'
import { loadDecoupageIn } from '#territoire/index.ts'
import { loadDemo } from '../../db/demo/charger.ts'
import { listenPublications } from './annonce.store.ts'
import { createCachePublic } from './cache.ts'
import { COMPOSER_VERSION, publishContrat } from './commands/publish-contrat.ts'
import { recomposeVersion } from './commands/recompose-version.ts'
import { withdrawContrat } from './commands/withdraw-contrat.ts'
import { travauxPublication } from './jobs.ts'
import { createRoutesPublication } from './pages/index.ts'
import { countPages } from './pages-pdf.ts'
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
  let qui: Agent | null = null
  const { hono } = createApp({ base, configuration, findAgent: async () => qui, routes: createRoutesPublication(cache), now: () => now })
  const headers = { cookie: 'session=essai', origin: 'http://localhost' }
  return {
    get: (chemin: string, init: RequestInit = {}) => hono.request(`http://localhost${chemin}`, init),
    as: (agent: Agent) => {
      qui = agent
      return {
        get: async (chemin: string) => hono.request(`http://localhost${chemin}`, { headers }),
        post: async (chemin: string, champs: Record<string, string>) =>
          hono.request(`http://localhost${chemin}`, { method: 'POST', body: new URLSearchParams(champs), headers }),
      }
    },
  }
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
  await assert.rejects(act(appel(bailleur), withdrawContrat, { contratId, raison: 'x' }), Interdit)
  await assert.rejects(act(appel(), publishContrat, { contratId, motif: ' ' }), /Dites en une phrase/)
  await assert.rejects(act(appel(), withdrawContrat, { contratId: igny.id, raison: 'Erreur' }), /n’est pas en ligne/)
  await base.pool.query("update strategie.fiche set statut = 'abandonnee' where contrat_id = $1", [igny.id])
  await assert.rejects(act(appel(), publishContrat, { contratId: igny.id, motif: 'Essai' }), (erreur: unknown) => {
    assert.ok(erreur instanceof RegleViolee)
    assert.match(erreur.message, /Aucune fiche n’est validée/)
    return true
  })
})

test('une publication remplace aussitôt la page gardée par chaque serveur, un retrait l’enlève', async () => {
  for (const chemin of ['/contrats/auray-2030', '/contrats/auray-2030/fiches/2.1', '/']) {
    await site.get(chemin)
    await autre.get(chemin)
    assert.equal(await countRequetes(async () => void (await autre.get(chemin))), 0, `${chemin} is served from memory`)
  }
  await base.pool.query("update contrat.contrat set accroche = 'Une nouvelle accroche' where id = $1", [contratId])
  await act(appel(), publishContrat, { contratId, motif: 'Nouvelle accroche' })
  await until(async () => (await (await autre.get('/contrats/auray-2030')).text()).includes('Une nouvelle accroche'))
  await act(appel(), withdrawContrat, { contratId, raison: 'Relecture' })
  await until(async () => (await autre.get('/contrats/auray-2030')).status === 404)
  assert.equal((await autre.get('/contrats/auray-2030/fiches/2.1')).status, 404)
  assert.doesNotMatch(await (await autre.get('/')).text(), /Auray/)
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

test('un document qui se refuse n’empêche pas les autres ; ce qui manque se recompose', async () => {
  const publiee = await act(appel(), publishContrat, { contratId, motif: 'Encore' })
  const tache = { parametres: { contratId, numero: publiee.numero } } as Tache
  const casse = travauxPublication(async (contrat, code, format, theme, options) => {
    if (format === 'odt') throw new RegleViolee('L’ODT ne peut pas contenir cela.')
    return exportBranche(contrat, code, format, theme, options)
  })[COMPOSER_VERSION]
  const travail = { db: base.db, tache, now: () => now, avance: async () => true }
  await assert.rejects(async () => casse?.(travail), /Version \d+ : ODT : L’ODT ne peut pas contenir cela/)
  const enLigne = await findVersionEnLigne(base.db, { id: contratId })
  assert.equal((await listTelechargements(base.db, enLigne?.id ?? '')).length, FORMATS_PUBLIES.length - 1)
  assert.match(await (await site.get('/contrats/auray-2030')).text(), /D’autres documents sont en cours de composition/)
  const bailleur = buildAgent({ mandats: [buildMandat({ contratId, role: 'bailleur' })] })
  await assert.rejects(act(appel(bailleur), recomposeVersion, { contratId }), Interdit)
  await assert.rejects(act(appel(), recomposeVersion, { contratId: igny.id }), /n’est pas en ligne/)
  await act(appel(), recomposeVersion, { contratId })
  await travauxPublication()[COMPOSER_VERSION]?.(travail)
  await assert.rejects(act(appel(), recomposeVersion, { contratId }), /Tous les documents de cette version sont composés/)
})

test('une version retirée entre-temps n’est pas composée', async () => {
  const [ancienne] = (await listVersions(base.db, contratId)).filter((version) => version.retireLe !== null)
  const tache = { parametres: { contratId, numero: ancienne?.numero } } as Tache
  const fin = await travauxPublication()[COMPOSER_VERSION]?.({ db: base.db, tache, now: () => now, avance: async () => true })
  assert.match(fin?.message ?? '', /n’est plus en ligne/)
})

test('une fiche que l’on récrit garde en ligne son dernier texte validé ; abandonnée, elle s’en va', async () => {
  const { rows } = await base.pool.query<{ id: string }>("select id from strategie.fiche where contrat_id = $1 and code = '2.1'", [
    contratId,
  ])
  const id = rows[0]?.id
  await base.pool.query("update strategie.fiche set statut = 'brouillon', intitule = 'Un titre pas encore validé' where id = $1", [id])
  await act(appel(), publishContrat, { contratId, motif: 'Pendant la réécriture' })
  await until(async () => (await site.get('/contrats/auray-2030/fiches/2.1')).status === 200)
  const html = await (await site.get('/contrats/auray-2030/fiches/2.1')).text()
  assert.match(html, /Rénover 148 logements/)
  assert.doesNotMatch(html, /Un titre pas encore validé/)
  await base.pool.query("update strategie.fiche set statut = 'abandonnee' where id = $1", [id])
  await act(appel(), publishContrat, { contratId, motif: 'Sans la fiche 2.1' })
  await until(async () => (await site.get('/contrats/auray-2030/fiches/2.1')).status === 404)
})

test('ni remarque, ni texte à classer, ni brouillon ne passe dans ce qui est publié', async () => {
  const { rows } = await base.pool.query<{ id: string; code: string }>(
    "select id, code from strategie.fiche where contrat_id = $1 and statut = 'validee' order by code limit 1",
    [contratId],
  )
  const fiche = rows[0]
  await base.pool.query(
    "insert into strategie.fiche_ligne (id, fiche_id, champ, ordre, texte) values (gen_random_uuid(), $1, 'aClasser', 0, 'Reste d’un import')",
    [fiche?.id],
  )
  await base.pool.query(
    "insert into strategie.commentaire (id, fiche_id, texte, auteur_id, organisation, ecrit_le) values (gen_random_uuid(), $1, 'Entre nous seulement', gen_random_uuid(), 'Ville', now())",
    [fiche?.id],
  )
  await act(appel(), publishContrat, { contratId, motif: 'Vérification' })
  const version = await findVersionEnLigne(base.db, { id: contratId })
  assert.doesNotMatch(version?.contenu ?? '', /Reste d’un import|Entre nous seulement/)
  assert.match(version?.contenu ?? '', new RegExp(`"code":"${fiche?.code}"`))
})

test('la page de publication : cinq requêtes, un aperçu sans trace, publier et retirer, à qui de droit', async () => {
  const espace = site.as(claire)
  for (const chemin of ['', '/apercu', '/apercu/fiches/2.2']) {
    let reponse = new Response()
    const nombre = await countRequetes(async () => {
      reponse = await espace.get(`/espace/auray-2030/publication${chemin}`)
    })
    assert.equal(reponse.status, 200, chemin)
    assert.ok(nombre <= 5, `${chemin} : ${nombre}`)
    assert.doesNotMatch(await reponse.text(), / style=| on[a-z]+="|<script(?! type="module")/)
  }
  assert.match(await (await espace.get('/espace/auray-2030/publication/apercu')).text(), /cette page n’est pas publiée/)
  const vide = await espace.post('/espace/auray-2030/publication', { motif: ' ' })
  assert.equal(vide.status, 422)
  assert.match(await vide.text(), /href="#c-motif">Dites en une phrase/)
  const retrait = await espace.post('/espace/auray-2030/publication/retirer', { raison: '' })
  assert.match(await retrait.text(), /<details class="ds-details" open[\s\S]*Dites pourquoi/)
  assert.equal((await espace.post('/espace/auray-2030/publication/retirer', { raison: 'Une erreur de date' })).status, 303)
  assert.equal((await site.get('/contrats/auray-2030')).status, 404)
  assert.match(await (await espace.get('/espace/auray-2030/publication')).text(), /Ce contrat n’est pas publié/)
  assert.equal((await espace.post('/espace/auray-2030/publication', { motif: 'Corrigé' })).status, 303)
  assert.equal((await site.get('/contrats/auray-2030')).status, 200)
  const citoyenne = site.as(buildAgent({ mandats: [buildMandat({ contratId, role: 'conseil_citoyen' })] }))
  assert.equal((await citoyenne.get('/espace/auray-2030/publication')).status, 200)
  assert.equal((await citoyenne.post('/espace/auray-2030/publication', { motif: 'x' })).status, 403)
  assert.equal((await citoyenne.post('/espace/auray-2030/publication/retirer', { raison: 'x' })).status, 403)
})

test('un contrat archivé quitte le public à l’instant, sur chaque serveur, et ne se publie plus', async () => {
  assert.equal((await autre.get('/contrats/auray-2030')).status, 200)
  const archive = "update contrat.contrat set archive_le = now(), statut_avant_archive = statut, statut = 'archive' where id = $1"
  await base.pool.query(archive, [contratId])
  await until(async () => (await autre.get('/contrats/auray-2030')).status === 404)
  await until(async () => !(await (await autre.get('/')).text()).includes('Auray'))
  assert.equal((await autre.get('/contrats/auray-2030/telecharger/pdf')).status, 404)
  await assert.rejects(act(appel(), publishContrat, { contratId, motif: 'Trop tard' }), /archivé/)
  await assert.rejects(act(appel(), recomposeVersion, { contratId }), /archivé/)
  await assert.rejects(act(appel(), withdrawContrat, { contratId, raison: 'Trop tard' }), /n’est pas en ligne/)
})

test('coupé des annonces, un serveur ne répond plus de mémoire, puis s’y remet', async () => {
  const cache = createCachePublic()
  const annonces = await listenPublications(base.url, { surChangement: cache.forget, surCoupure: cache.suspend, surRetour: cache.resume })
  fermetures.push(annonces.close)
  cache.set('tours', 'x', { html: 'x', etag: 'x' }, cache.marque('tours'))
  assert.ok(cache.get('tours', 'x'))
  await base.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen parvis_publication' and datname = current_database()",
  )
  await until(async () => cache.get('tours', 'x') === null)
  await until(async () => {
    cache.set('tours', 'x', { html: 'y', etag: 'y' }, cache.marque('tours'))
    return cache.get('tours', 'x') !== null
  })
})

test('les pages légales et l’aide se lisent sans compte', async () => {
  for (const chemin of ['/accessibilite', '/mentions-legales', '/donnees-personnelles', '/logiciel-libre', '/aide']) {
    const reponse = await site.get(chemin)
    assert.equal(reponse.status, 200, chemin)
    assert.equal((await reponse.text()).match(/<h1/g)?.length, 1, chemin)
  }
})

test('le nombre de pages est lu dans l’arbre des pages', () => {
  assert.equal(countPages(Buffer.from('<< /Type /Pages /Count 12 /Kids [] >>')), 12)
  assert.equal(countPages(Buffer.from('rien')), null)
})
