import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { REFUS } from './commands/sign-in.ts'
import {
  AUTRE_CONTRAT,
  buildApp,
  CONTRAT,
  cookiesOf,
  createBaseDeTest,
  createMembre,
  get,
  listLibelles,
  MOT_DE_PASSE,
  NOW,
  post,
  signIn,
} from './compte.build.tsx'
import { createPersona } from './persona.store.ts'

const base = await createBaseDeTest()
const app = await buildApp(base)
const cheffe = await createMembre(base.libre, { courriel: 'cheffe@exemple.fr', role: 'chef_projet' })

test('une personne se connecte sans JavaScript, lit son compte et se déconnecte', async () => {
  const page = await get(app, '/connexion')
  assert.equal(page.status, 200)
  const html = await page.text()
  assert.match(html, /<form action="\/connexion" method="post"/)
  assert.ok(!html.includes('<script'), 'no script on the page')

  const reponse = await post(app, '/connexion', { courriel: 'Cheffe@Exemple.FR ', motDePasse: MOT_DE_PASSE, suite: '/compte' })
  assert.equal(reponse.status, 303)
  assert.equal(reponse.headers.get('location'), '/compte')
  const [cookie] = reponse.headers.getSetCookie()
  assert.match(cookie ?? '', /^parvis\.session_token=.*HttpOnly.*SameSite=Lax/)
  const cookies = cookiesOf(reponse)

  const compte = await (await get(app, '/compte', cookies)).text()
  assert.match(compte, /chef ou cheffe de projet/)
  assert.match(compte, /Contrat d’essai/)

  const sortie = await post(app, '/deconnexion', {}, cookies)
  assert.equal(sortie.status, 303)
  assert.equal((await get(app, '/compte', cookies)).status, 303, 'the session is closed on the server, not only in the browser')
  const libelles = await listLibelles(base.libre)
  assert.ok(
    libelles.includes('Connexion de Alix cheffe (mot de passe)') && libelles.includes('Déconnexion de Alix cheffe'),
    libelles.join(),
  )
})

test('un compte inconnu et un mauvais mot de passe reçoivent la même phrase', async () => {
  const faux = await post(app, '/connexion', { courriel: 'cheffe@exemple.fr', motDePasse: 'pas le bon du tout' })
  const inconnu = await post(app, '/connexion', { courriel: 'personne@exemple.fr', motDePasse: 'pas le bon du tout' })
  assert.equal(faux.status, 422)
  assert.equal(inconnu.status, 422)
  const [a, b] = [await faux.text(), await inconnu.text()]
  assert.ok(a.includes(REFUS) && b.includes(REFUS))
  assert.equal(a.replace('cheffe@exemple.fr', ''), b.replace('personne@exemple.fr', ''), 'the two pages differ by the address typed alone')
  assert.match(a, /value="cheffe@exemple.fr"/, 'what was typed is kept')
  assert.ok(!a.includes('pas le bon du tout'), 'but not the password')
})

test('une saisie vide ou fausse dit quoi corriger', async () => {
  assert.match(await (await post(app, '/connexion', { courriel: '', motDePasse: 'x' })).text(), /Tapez une adresse électronique/)
  assert.match(await (await post(app, '/connexion', { courriel: 'a@b', motDePasse: 'x' })).text(), /bonne forme/)
  assert.match(await (await post(app, '/connexion', { courriel: 'cheffe@exemple.fr', motDePasse: '' })).text(), /Tapez votre mot de passe/)
  assert.equal((await post(app, '/connexion', { courriel: 'cheffe@exemple.fr', motDePasse: 'x'.repeat(5000) })).status, 422)
})

test('après cinq échecs il faut attendre, même avec le bon mot de passe, puis cela revient', async () => {
  await createMembre(base.libre, { courriel: 'visee@exemple.fr' })
  let maintenant = NOW
  const horloge = await buildApp(base, {}, () => maintenant)
  // All at once: none of them slips between the count and the check.
  const essais = await Promise.all(
    Array.from({ length: 12 }, () => post(horloge, '/connexion', { courriel: 'visee@exemple.fr', motDePasse: 'pas le bon du tout' })),
  )
  const pages = await Promise.all(essais.map((essai) => essai.text()))
  assert.equal(pages.filter((page) => page.includes(REFUS)).length, 5)
  assert.equal(pages.filter((page) => page.includes('Trop d’essais de connexion')).length, 7)
  assert.equal((await post(horloge, '/connexion', { courriel: 'visee@exemple.fr', motDePasse: MOT_DE_PASSE })).status, 422)
  maintenant = new Date(NOW.getTime() + 15 * 60_000)
  assert.equal((await post(horloge, '/connexion', { courriel: 'visee@exemple.fr', motDePasse: MOT_DE_PASSE })).status, 303)
})

test('un cookie forgé, tronqué ou signé par une autre instance ne vaut rien', async () => {
  const cookies = await signIn(app, 'cheffe@exemple.fr')
  const autre = await buildApp(base)
  assert.equal((await get(autre, '/compte', cookies)).status, 200)
  const jeton = decodeURIComponent(cookies.slice(cookies.indexOf('=') + 1)).split('.')[0] ?? ''
  for (const faux of [jeton, `${jeton}.`, `${jeton}.${'A'.repeat(43)}=`, '', '.', `${jeton}.%%%`, 'a'.repeat(10_000)]) {
    assert.equal((await get(app, '/compte', `parvis.session_token=${encodeURIComponent(faux)}`)).status, 303, faux.slice(0, 50))
  }
  assert.equal((await get(app, '/compte', 'parvis.session_token=%E0%A4%A')).status, 303)
})

test('une session finit d’elle-même au bout d’une semaine', async () => {
  const cookies = await signIn(app, 'cheffe@exemple.fr')
  const plusTard = await buildApp(base, {}, () => new Date(NOW.getTime() + 8 * 24 * 3600_000))
  assert.equal((await get(plusTard, '/compte', cookies)).status, 303)
})

test('les mandats d’une session sont ceux du jour, lus en une requête', async () => {
  await createMembre(base.libre, { courriel: 'bornee@exemple.fr', role: 'evaluateur', debut: '2026-01-10', fin: '2026-01-20' })
  const cookies = await signIn(app, 'bornee@exemple.fr')
  const headers = new Headers({ cookie: cookies })
  const mandats = async (instant: string) => {
    const { rows } = await sql<{ id: string }>`update compte.session set expire_le = '2100-01-01' returning id`.execute(base.libre)
    assert.ok(rows.length > 0)
    return (await app.sessions.findAgent(headers, new Date(instant)))?.mandats.map(({ role }) => role)
  }
  assert.deepEqual(await mandats('2026-01-09T12:00:00Z'), [])
  assert.deepEqual(await mandats('2026-01-09T23:30:00Z'), ['evaluateur'], 'midnight is that of Paris')
  assert.deepEqual(await mandats('2026-01-20T12:00:00Z'), ['evaluateur'])
  assert.deepEqual(await mandats('2026-01-21T12:00:00Z'), [])
})

test('une autre origine ne peut pas connecter quelqu’un à son insu', async () => {
  const reponse = await app.hono.request('http://localhost:3000/connexion', {
    method: 'POST',
    headers: { origin: 'https://ailleurs.fr', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ courriel: 'cheffe@exemple.fr', motDePasse: MOT_DE_PASSE }),
  })
  assert.equal(reponse.status, 403)
  assert.equal(reponse.headers.get('set-cookie'), null)
})

test('le cookie ne voyage que sur TLS en production', async () => {
  const production = await buildApp(base, { production: true, courrielsMontres: false, adresse: 'https://contrat.exemple.fr' })
  const reponse = await production.hono.request('https://contrat.exemple.fr/connexion', {
    method: 'POST',
    headers: {
      origin: 'https://contrat.exemple.fr',
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': '203.0.113.9',
    },
    body: new URLSearchParams({ courriel: 'cheffe@exemple.fr', motDePasse: MOT_DE_PASSE }),
  })
  assert.equal(reponse.status, 303)
  assert.match(reponse.headers.getSetCookie()[0] ?? '', /^__Secure-parvis\.session_token=.*Secure/)
})

test('un personnage s’ouvre d’un clic dans la démonstration, et nulle part ailleurs', async () => {
  const persona = await createPersona(
    base.libre,
    {
      prenom: 'Nadia',
      nom: 'Benali',
      fonction: 'Cheffe de projet',
      courriel: 'nadia@demo.example',
      presentation: 'Pilote le contrat.',
      ordre: 1,
    },
    NOW,
  )
  const demo = await buildApp(base, { demo: true })
  const page = await (await get(demo, '/connexion')).text()
  assert.match(page, /Nadia Benali/)
  assert.ok(!(await (await get(app, '/connexion')).text()).includes('Nadia'))

  const reponse = await post(demo, `/connexion/persona/${persona.personneId}`, { suite: '/compte' })
  assert.equal(reponse.status, 303)
  assert.match(await (await get(demo, '/compte', cookiesOf(reponse))).text(), /Nadia/)

  assert.equal((await post(app, `/connexion/persona/${persona.personneId}`, {})).status, 404, 'the route does not exist outside the demo')
  const reel = await post(demo, `/connexion/persona/${cheffe.personneId}`, {})
  assert.equal(reel.status, 404, 'a real account is never opened so')
  assert.equal(reel.headers.get('set-cookie'), null)
  await assert.rejects(buildApp(base, { demo: true, production: true }), /refuse de démarrer/)
  assert.equal((await post(demo, '/connexion', { courriel: 'nadia@demo.example', motDePasse: MOT_DE_PASSE })).status, 422)
  assert.equal((await post(demo, '/connexion/persona/pas-un-id', {})).status, 404)
})

test('changer de mot de passe demande l’ancien et ferme les autres sessions', async () => {
  await createMembre(base.libre, { courriel: 'change@exemple.fr' })
  const ici = await signIn(app, 'change@exemple.fr')
  const ailleurs = await signIn(app, 'change@exemple.fr')
  const nouveau = 'les tilleuls de la place'
  const faux = await post(app, '/compte/mot-de-passe', { ancien: 'pas le bon du tout', motDePasse: nouveau, confirmation: nouveau }, ici)
  assert.equal(faux.status, 422)
  assert.match(await faux.text(), /mot de passe actuel ne correspond pas/)
  const different = await post(app, '/compte/mot-de-passe', { ancien: MOT_DE_PASSE, motDePasse: nouveau, confirmation: 'autre' }, ici)
  assert.match(await different.text(), /diffèrent/)
  const fait = await post(app, '/compte/mot-de-passe', { ancien: MOT_DE_PASSE, motDePasse: nouveau, confirmation: nouveau }, ici)
  assert.equal(fait.status, 303)
  assert.equal((await get(app, '/compte', cookiesOf(fait))).status, 200)
  assert.equal((await get(app, '/compte', ailleurs)).status, 303)
  await signIn(app, 'change@exemple.fr', nouveau)
  assert.equal((await post(app, '/compte/mot-de-passe', {})).status, 403, 'signed out')
})

test('sans connexion, chaque page privée renvoie à la connexion et y revient ensuite', async () => {
  for (const { methode, chemin, droit } of app.routes) {
    if (methode !== 'GET' || droit === 'public') continue
    const adresse = chemin.replace(':contrat', CONTRAT.adresse).replaceAll(/:\w+/g, AUTRE_CONTRAT.id)
    const reponse = await get(app, adresse)
    assert.equal(reponse.status, 303, chemin)
    assert.equal(reponse.headers.get('location'), `/connexion?suite=${encodeURIComponent(adresse)}`)
  }
})
