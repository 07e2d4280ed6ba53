/** What every answer of the product carries, on every route that it declares: policy of content, cache, cookies, redirections. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { type Assemble, assemble } from '#app.ts'
import { createMotDePasse } from '#compte/utilisateur.store.ts'
import { parseConfiguration } from '#platform/configuration.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import type { RouteDeclaree } from '#platform/http/routes.ts'
import { addActes } from './droits-actes-de-test.ts'
import { pathOf } from './droits-chemins-de-test.ts'
import { createScene } from './droits-scene-de-test.ts'

const base = await createBaseDeTest()
const scene = await addActes(await createScene(base))
const donnees = await mkdtemp(join(tmpdir(), 'parvis-securite-'))
const reglages = { PORT: '0', DATABASE_URL: base.url, PARVIS_DONNEES: donnees }
const essai = await open({ ...reglages, PARVIS_DEMO: '1' })
const PUBLIQUE = 'https://contrat.exemple.fr'
const production = await open({ ...reglages, NODE_ENV: 'production', PARVIS_SECRET: 'p'.repeat(40), PARVIS_URL: PUBLIQUE })
after(async () => {
  await essai.close()
  await production.close()
  await scene.close()
  await rm(donnees, { recursive: true, force: true })
})

function open(env: Record<string, string>): Promise<Assemble> {
  return assemble({ base, configuration: parseConfiguration(env), databaseUrl: base.url })
}

type Envoi = { cookie?: string; corps?: Record<string, string>; headers?: Record<string, string> }

async function send(site: Assemble, origine: string, chemin: string, { cookie, corps, headers = {} }: Envoi = {}): Promise<Response> {
  const tetes = { origin: origine, ...(cookie === undefined ? {} : { cookie }), ...headers }
  const post = corps === undefined ? {} : { method: 'POST', body: new URLSearchParams(corps) }
  return site.hono.request(origine + chemin, { headers: tetes, ...post })
}

const ORIGINE = 'http://localhost:3000'
const cookieOf = (reponse: Response) =>
  reponse.headers
    .getSetCookie()
    .map((ligne) => ligne.split(';')[0])
    .join('; ')

async function signIn(cle: string): Promise<string> {
  const reponse = await send(essai, ORIGINE, `/connexion/persona/${scene.agents.get(cle)?.personneId}`, { corps: {} })
  assert.equal(reponse.status, 303)
  return cookieOf(reponse)
}

/** The routes, each with an address that leads somewhere. */
const routes = essai.routes.map((route) => ({ ...route, adresse: pathOf(route.chemin, scene.ici) }))
const lues = routes.filter(({ methode }) => methode === 'GET')
/** A mail as a mailbox shows it, for developers: its styles are its own. Its policy is a sandbox, and production does not have it. */
const COURRIEL_MONTRE = 'GET /dev/courriels/:courriel/page'
const nomDe = ({ methode, chemin }: RouteDeclaree) => `${methode} ${chemin}`

/** What is missing in the headers of an answer. */
function findManques({ headers }: Response): string[] {
  const politique = headers.get('content-security-policy') ?? ''
  const attendus: Record<string, boolean> = {
    'default-src none': /(^|; )default-src 'none'/.test(politique),
    'a policy without unsafe- or *': !/unsafe|\*|https?:/.test(politique),
    'scripts of this site': /sandbox/.test(politique) || /(^|; )script-src 'self'(;|$)/.test(politique),
    'styles of this site': /sandbox/.test(politique) || /(^|; )style-src 'self'(;|$)/.test(politique),
    'no frame': /sandbox|frame-ancestors 'none'/.test(politique),
    'forms to this site': /sandbox|form-action 'self'/.test(politique),
    nosniff: headers.get('x-content-type-options') === 'nosniff',
    referrer: headers.get('referrer-policy') === 'same-origin',
    'opener apart': headers.get('cross-origin-opener-policy') === 'same-origin',
    'resource apart': headers.get('cross-origin-resource-policy') === 'same-origin',
    'no word on what runs': headers.get('server') === null && headers.get('x-powered-by') === null,
  }
  return Object.entries(attendus).flatMap(([nom, tenu]) => (tenu ? [] : [nom]))
}

test('every page, for who is signed in or not, bears a strict policy, and runs no script of its own text', async () => {
  const fautes: string[] = []
  let ouvertes = 0
  for (const cle of ['public', 'chef_projet', 'admin_plateforme']) {
    const cookie = cle === 'public' ? undefined : await signIn(cle)
    for (const route of lues) {
      const reponse = await send(essai, ORIGINE, route.adresse, cookie === undefined ? {} : { cookie })
      if (nomDe(route) === COURRIEL_MONTRE) {
        if (reponse.status === 200) assert.match(reponse.headers.get('content-security-policy') ?? '', /^sandbox|; sandbox/)
        continue
      }
      const manques = findManques(reponse)
      if (manques.length > 0) fautes.push(`${nomDe(route)}, ${cle}: ${manques.join(', ')}`)
      if (reponse.status === 200) ouvertes += 1
      const html = reponse.headers.get('content-type')?.startsWith('text/html') === true ? await reponse.text() : ''
      if (html !== '' && !/attachment/.test(reponse.headers.get('content-disposition') ?? '')) {
        // Data for an element is not run.
        const dedans =
          /<style|<script(?![^>]* (?:src="\/|type="application\/json"))|<[^>]+ (?:style|on[a-z]+)="|(?:href|src|action)="javascript:/i.exec(
            html,
          )
        if (dedans !== null) fautes.push(`${nomDe(route)}, ${cle}: ${html.slice(dedans.index, dedans.index + 80)}`)
      }
      if (reponse.status >= 500) fautes.push(`${nomDe(route)}, ${cle}: ${reponse.status}`)
    }
  }
  assert.deepEqual(fautes, [])
  assert.ok(!production.routes.some((route) => nomDe(route) === COURRIEL_MONTRE))
  assert.ok(ouvertes > lues.length, `${ouvertes} pages were really open`)
})

test('what a signed-in person reads is kept by no cache but hers; what any cache may keep is the same for everyone', async () => {
  const fautes: string[] = []
  const cookie = await signIn('chef_projet')
  for (const route of lues) {
    const reponse = await send(essai, ORIGINE, route.adresse, { cookie })
    const cache = reponse.headers.get('cache-control') ?? ''
    if (/\bprivate\b|\bno-store\b/.test(cache)) continue
    const anonyme = await send(essai, ORIGINE, route.adresse)
    const same = (await reponse.text()) === (await anonyme.text()) && reponse.status === anonyme.status
    if (!same || !/^public\b/.test(cache)) fautes.push(`${nomDe(route)}: « ${cache} »`)
  }
  assert.deepEqual(fautes, [])
})

test('in production, every answer asks for HTTPS for a year, and every cookie is bound to it, unread by scripts, unsent by other sites', async () => {
  const personneId = scene.agents.get('evaluateur')?.personneId ?? ''
  const { rows } = await sql<{
    id: string
    courriel: string
  }>`select id, courriel from compte.utilisateur where personne_id = ${personneId}`.execute(base.libre)
  const [compte] = rows
  assert.ok(compte)
  await createMotDePasse(base.libre, compte.id, 'le parvis des lavandes', new Date())
  const entree = await send(production, PUBLIQUE, '/connexion', {
    corps: { courriel: compte.courriel, motDePasse: 'le parvis des lavandes' },
  })
  assert.equal(entree.status, 303, await entree.clone().text())
  const reponses = [entree]
  for (const route of lues) {
    reponses.push(await send(production, PUBLIQUE, route.adresse))
    reponses.push(await send(production, PUBLIQUE, route.adresse, { cookie: cookieOf(entree) }))
  }
  reponses.push(await send(production, PUBLIQUE, '/nulle-part'))
  const sans = reponses.filter(({ headers }) => !/max-age=31536000; includeSubDomains/.test(headers.get('strict-transport-security') ?? ''))
  assert.equal(sans.length, 0)
  const poses = [...reponses, await send(production, PUBLIQUE, '/deconnexion', { cookie: cookieOf(entree), corps: {} })].flatMap(
    ({ headers }) => headers.getSetCookie(),
  )
  assert.ok(poses.length >= 3, poses.join('\n'))
  assert.match(poses.find((ligne) => ligne.startsWith('__Secure-parvis.session_token=')) ?? '', /=[A-Za-z0-9]{32}\./, 'about 190 bits')
  for (const ligne of poses) {
    assert.match(ligne, /^__(Secure|Host)-parvis\./, ligne)
    assert.match(ligne, /; HttpOnly/i, ligne)
    assert.match(ligne, /; Secure/i, ligne)
    assert.match(ligne, /; SameSite=(Lax|Strict)/i, ligne)
    assert.doesNotMatch(ligne, /; Domain=/i, ligne)
  }
})

/** Ways to write another site so that a careless check takes it for a path of this one. */
const AILLEURS = [
  '//mechant.example',
  'https://mechant.example/',
  '/\\mechant.example',
  '\\\\mechant.example',
  '/\t/mechant.example',
  '/./\\mechant.example',
  '/..//mechant.example',
  '/%2e%2e//mechant.example',
  'https:mechant.example',
  'javascript:alert(1)',
  ' //mechant.example',
]
const CHAMPS = ['suite', 'retour', 'vers', 'page', 'url', 'next', 'redirect', 'returnTo', 'href', 'depuis']
const champsVers = (valeur: string) => Object.fromEntries(CHAMPS.map((champ) => [champ, valeur]))

/** True when the answer leads the browser to another site. */
function leaves(reponse: Response, origine: string): boolean {
  const vers = reponse.headers.get('location')
  return vers !== null && (!vers.startsWith('/') || new URL(vers, origine).origin !== origine)
}

test('no route leads to another site, whatever its query says', async () => {
  const cookie = await signIn('chef_projet')
  const fautes: string[] = []
  let parties = 0
  for (const route of lues) {
    for (const valeur of AILLEURS) {
      for (const envoi of [{}, { cookie }]) {
        const reponse = await send(essai, ORIGINE, `${route.adresse}?${new URLSearchParams(champsVers(valeur))}`, envoi)
        if (reponse.headers.has('location')) parties += 1
        if (leaves(reponse, ORIGINE)) fautes.push(`${nomDe(route)} ${valeur}: ${reponse.headers.get('location')}`)
        await reponse.body?.cancel()
      }
      // Most pages look at no field of the query: one value tells as much as ten.
      if (!/connexion|compte/.test(route.chemin)) break
    }
  }
  assert.deepEqual(fautes, [])
  assert.ok(parties > 0, 'some answers did redirect')
})

test('no form leads to another site, whatever its fields say', async () => {
  const fautes: string[] = []
  let parties = 0
  for (const route of routes.filter(({ methode }) => methode === 'POST')) {
    const portes = /connexion/.test(route.chemin) ? AILLEURS : AILLEURS.slice(0, 1)
    for (const valeur of portes) {
      const cookie = await signIn('chef_projet')
      const reponse = await send(essai, ORIGINE, route.adresse, { cookie, corps: champsVers(valeur) })
      if (reponse.headers.has('location')) parties += 1
      if (leaves(reponse, ORIGINE)) fautes.push(`${nomDe(route)} ${valeur}: ${reponse.headers.get('location')}`)
      await reponse.body?.cancel()
    }
  }
  assert.deepEqual(fautes, [])
  assert.ok(parties > 10, `${parties} answers did redirect`)
})

test('a forged Host changes no address that the site gives, and a form posted through it is refused', async () => {
  const forge = { 'x-forwarded-host': 'mechant.example', 'x-forwarded-proto': 'https', forwarded: 'host=mechant.example' }
  for (const route of lues) {
    const reponse = await send(production, 'https://mechant.example', route.adresse, { headers: { ...forge, host: 'mechant.example' } })
    assert.doesNotMatch(reponse.headers.get('location') ?? '', /mechant/, nomDe(route))
    if (reponse.headers.get('content-type')?.startsWith('text/html') === true)
      assert.doesNotMatch(await reponse.text(), /mechant/, nomDe(route))
  }
  const reponse = await send(production, 'https://mechant.example', '/connexion', { corps: { courriel: 'a@exemple.fr', motDePasse: 'x' } })
  assert.equal(reponse.status, 403)
})

test('a form posted by another site, or by none that says its name, is refused on every route that writes', async () => {
  const cookie = await signIn('chef_projet')
  for (const route of routes.filter(({ methode, chemin }) => methode === 'POST' && !chemin.startsWith('/courriels/preferences/'))) {
    for (const origin of ['https://mechant.example', 'null']) {
      const reponse = await send(essai, ORIGINE, route.adresse, { cookie, corps: {}, headers: { origin } })
      assert.equal(reponse.status, 403, `${nomDe(route)} from ${origin}`)
      assert.deepEqual(findManques(reponse), [], nomDe(route))
    }
  }
  assert.equal((await send(essai, ORIGINE, '/compte', { cookie })).status, 200, 'she is still signed in')
})
