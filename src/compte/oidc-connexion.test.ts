import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { buildApp, createBaseDeTest, createMembre, get, post, signIn } from './compte.build.tsx'
import { openNavigateur, SITE, startFournisseur } from './fournisseur-de-test.ts'
import { comeBack, keepCookies, lastRefus, leave, SIRETS, sentences } from './oidc.build.ts'
import { createOrganisationRow } from './organisation.store.ts'
import { findPersonneByCourriel } from './personne.store.ts'

const base = await createBaseDeTest()
const proconnect = await startFournisseur({ signe: true })
after(() => proconnect.stop())
const app = await buildApp(base, { oidc: proconnect.environnement() })

/** Someone at the provider. */
function person(login: string, plus: Record<string, unknown> = {}) {
  const claims = {
    email: `${login}@exemple.fr`,
    given_name: 'Zoé',
    usual_name: `Nom de ${login}`,
    siret: SIRETS.ville,
    uid: login,
    idp_id: 'fi',
  }
  proconnect.personnes.set(login, { ...claims, ...plus })
}

/** The whole way, from our page to our page. */
async function signInBy(login: string, options: { suite?: string; navigateur?: ReturnType<typeof openNavigateur> } = {}) {
  const { adresse, cookies } = await leave(app, options.suite === undefined ? {} : { suite: options.suite })
  const retour = await (options.navigateur ?? openNavigateur()).signIn(adresse, login)
  const reponse = await comeBack(app, retour, cookies)
  return { reponse, retour, cookies: keepCookies(cookies, reponse) }
}

test('la page de connexion propose le fournisseur, et rien quand il n’y en a pas', async () => {
  const html = await (await get(app, '/connexion?suite=/espace/essai')).text()
  assert.match(html, /S’identifier avec ProConnect/)
  assert.match(html, /href="\/connexion\/fournisseur\/proconnect\?suite=%2Fespace%2Fessai"/)
  assert.match(html, /Qu’est-ce que ProConnect/)
  const sans = await buildApp(base)
  assert.doesNotMatch(await (await get(sans, '/connexion')).text(), /ProConnect/)
  assert.equal((await get(sans, '/connexion/fournisseur/proconnect')).status, 404)
  assert.equal((await get(app, '/connexion/fournisseur/inconnu')).status, 404)
})

test('le départ porte PKCE, state, nonce et les portées de ProConnect, dans un cookie scellé', async () => {
  const reponse = await get(app, '/connexion/fournisseur/proconnect')
  const adresse = new URL(reponse.headers.get('location') ?? '')
  assert.equal(adresse.origin, proconnect.emetteur)
  const { searchParams } = adresse
  assert.equal(searchParams.get('response_type'), 'code')
  assert.equal(searchParams.get('code_challenge_method'), 'S256')
  assert.equal(searchParams.get('scope'), 'openid email given_name usual_name uid siret idp_id')
  assert.equal(searchParams.get('redirect_uri'), `${SITE}/api/auth/callback/proconnect`)
  const secrets = [searchParams.get('state') ?? '', searchParams.get('nonce') ?? '']
  assert.ok(secrets.every((secret) => secret.length >= 43))
  const [cookie = ''] = reponse.headers.getSetCookie()
  assert.match(cookie, /^parvis\.oidc_depart=.*Max-Age=600.*HttpOnly.*SameSite=Lax/)
  assert.ok(
    secrets.every((secret) => !cookie.includes(secret)),
    'the cookie tells nothing',
  )
})

test('une première connexion crée un compte sans aucun droit, reconnu ensuite par son sub', async () => {
  person('premiere')
  const { reponse, cookies } = await signInBy('premiere')
  assert.equal(reponse.status, 303)
  assert.equal(reponse.headers.get('location'), '/compte?fait=compte-cree')
  const agent = await app.sessions.findAgent(new Headers({ cookie: cookies }), new Date())
  assert.equal(agent?.nom, 'Nom de premiere')
  assert.deepEqual([agent?.mandats, agent?.autresMandats], [[], []])
  const dit = await sentences(base.libre)
  assert.ok(dit.includes('Compte de Zoé Nom de premiere créé par ProConnect, sans aucun droit'), dit.join('\n'))
  assert.ok(dit.includes('Connexion de Zoé Nom de premiere (fournisseur d’identité proconnect)'), dit.join('\n'))

  const seconde = await signInBy('premiere', { suite: '/compte' })
  assert.equal(seconde.reponse.headers.get('location'), '/compte')
  const meme = await app.sessions.findAgent(new Headers({ cookie: seconde.cookies }), new Date())
  assert.equal(meme?.personneId, agent?.personneId, 'the same account')
})

test('une suite vers un autre site est ignorée', async () => {
  person('ailleurs')
  await signInBy('ailleurs')
  const { reponse } = await signInBy('ailleurs', { suite: 'https://autre.fr/' })
  assert.equal(reponse.headers.get('location'), '/espace')
})

test('le SIRET désigne l’organisation connue, jamais le domaine de l’adresse', async () => {
  await createOrganisationRow(
    base.libre,
    {
      id: crypto.randomUUID(),
      nom: 'Bailleur du Val',
      sigle: null,
      type: 'bailleur',
      siren: SIRETS.bailleur.slice(0, 9),
      siret: SIRETS.bailleur,
    },
    new Date(),
  )
  person('locatif', { siret: SIRETS.bailleur, email: 'locatif@tours.exemple' })
  const { cookies } = await signInBy('locatif')
  const compte = await (await get(app, '/compte', cookies)).text()
  assert.match(compte, /Organisation annoncée.*Bailleur du Val/s)
  assert.match(compte, /Aucun mandat/)
  person('inconnue', { siret: SIRETS.prefecture, email: 'inconnue@tours.exemple' })
  const autre = await (await get(app, '/compte', (await signInBy('inconnue')).cookies)).text()
  assert.match(autre, /n’est pas encore connue ici/)
})

test('un compte de la même adresse n’est relié qu’après une connexion par sa méthode habituelle', async () => {
  const membre = await createMembre(base.libre, { courriel: 'deja@exemple.fr', role: 'bailleur' })
  person('deja', { email: 'DEJA@exemple.fr', email_verified: true })
  const { reponse, cookies } = await signInBy('deja')
  assert.equal(reponse.headers.get('location'), '/connexion/fournisseur/proconnect/relier')
  assert.equal(await app.sessions.findAgent(new Headers({ cookie: cookies }), new Date()), null, 'nobody is signed in')
  const page = await (await get(app, '/connexion/fournisseur/proconnect/relier', cookies)).text()
  assert.match(page, /Un compte existe déjà/)
  assert.match(page, /href="\/connexion\?suite=%2Fcompte%2Ffournisseurs%2Fproconnect%2Frelier"/)

  await createMembre(base.libre, { courriel: 'autre@exemple.fr' })
  const autre = `${cookies}; ${await signIn(app, 'autre@exemple.fr')}`
  assert.equal((await post(app, '/compte/fournisseurs/proconnect/confirmer', {}, autre)).status, 422, 'not to the account of someone else')

  const siens = `${cookies}; ${await signIn(app, 'deja@exemple.fr')}`
  assert.match(await (await get(app, '/compte/fournisseurs/proconnect/relier', siens)).text(), /Relier ProConnect à mon compte/)
  const confirme = await post(app, '/compte/fournisseurs/proconnect/confirmer', {}, siens)
  assert.equal(confirme.status, 303)
  assert.ok((await sentences(base.libre)).includes('Compte de Alix deja relié à ProConnect'))
  const ensuite = await signInBy('deja')
  const agent = await app.sessions.findAgent(new Headers({ cookie: ensuite.cookies }), new Date())
  assert.equal(agent?.personneId, membre.personneId)
  assert.equal(agent?.mandats.length, 1, 'her rights are those of her mandates')
})

test('la liaison immédiate demande une adresse prouvée des deux côtés et l’accord de l’instance', async () => {
  const liante = await buildApp(base, { oidc: proconnect.environnement({ LIAISON: 'courriel' }) })
  const enter = async (login: string) => {
    const { adresse, cookies } = await leave(liante)
    return comeBack(liante, await openNavigateur().signIn(adresse, login), cookies)
  }
  await createMembre(base.libre, { courriel: 'prouvee@exemple.fr' })
  person('prouvee', { email_verified: true })
  assert.match((await enter('prouvee')).headers.get('location') ?? '', /relier$/, 'the account has never proven its address')
  const personne = await findPersonneByCourriel(base.libre, 'prouvee@exemple.fr')
  const { markCourrielVerifie } = await import('./oidc.store.ts')
  await markCourrielVerifie(base.libre, personne?.utilisateurId ?? '', new Date())
  person('prouvee')
  assert.match((await enter('prouvee')).headers.get('location') ?? '', /relier$/, 'the provider has not proven it')
  person('prouvee', { email_verified: true })
  assert.equal((await enter('prouvee')).headers.get('location'), '/espace')
})

test('une adresse qui change chez le fournisseur : le compte reste celui du sub et garde la sienne', async () => {
  person('mariee')
  await signInBy('mariee')
  const victime = await createMembre(base.libre, { courriel: 'victime@exemple.fr', role: 'chef_projet' })
  person('mariee', { email: 'victime@exemple.fr' })
  const { reponse, cookies } = await signInBy('mariee')
  assert.equal(reponse.headers.get('location'), '/compte?fait=adresse-fournisseur')
  const agent = await app.sessions.findAgent(new Headers({ cookie: cookies }), new Date())
  assert.equal(agent?.courriel, 'mariee@exemple.fr')
  assert.notEqual(agent?.personneId, victime.personneId)
  assert.match(await (await get(app, '/compte?fait=adresse-fournisseur', cookies)).text(), /annonce une autre adresse/)
  const change = 'ProConnect donne une autre adresse pour Zoé Nom de mariee\u00a0: le compte garde la sienne'
  assert.equal((await sentences(base.libre)).filter((phrase) => phrase === change).length, 1)
  assert.equal((await signInBy('mariee')).reponse.headers.get('location'), '/espace', 'said once')
})

test('une autre identité ne prend pas l’adresse d’un compte déjà relié', async () => {
  person('titulaire')
  await signInBy('titulaire')
  person('usurpatrice', { email: 'titulaire@exemple.fr', email_verified: true })
  const { reponse } = await signInBy('usurpatrice')
  assert.equal(reponse.status, 422)
  assert.equal((await lastRefus(base.libre))?.motif, 'adresse_reprise')
})

test('SIRET absent ou faux : refusé d’une phrase, sans compte', async () => {
  for (const [login, siret, motif, phrase] of [
    ['sans-siret', undefined, 'siret_absent', /n’a pas transmis le SIRET/],
    ['siret-faux', '12345678901234', 'siret_faux', /Le SIRET transmis par ProConnect n’existe pas/],
    ['siret-court', '21370261', 'siret_faux', /n’existe pas/],
  ] as const) {
    person(login, { siret })
    const { reponse, cookies } = await signInBy(login)
    assert.equal(reponse.status, 422)
    assert.match(await reponse.text(), phrase)
    assert.equal((await lastRefus(base.libre))?.motif, motif)
    assert.equal(await findPersonneByCourriel(base.libre, `${login}@exemple.fr`), null)
    assert.equal(await app.sessions.findAgent(new Headers({ cookie: cookies }), new Date()), null)
  }
  person('perd-siret')
  await signInBy('perd-siret')
  person('perd-siret', { siret: undefined })
  assert.equal((await signInBy('perd-siret')).reponse.status, 422, 'a known account neither')
})

test('une adresse ou un nom qui manque, une adresse non prouvée : refusés', async () => {
  person('sans-adresse', { email: undefined })
  await signInBy('sans-adresse')
  assert.equal((await lastRefus(base.libre))?.motif, 'courriel_absent')
  person('non-prouvee', { email_verified: false })
  await signInBy('non-prouvee')
  assert.equal((await lastRefus(base.libre))?.motif, 'courriel_sans_preuve')
  person('sans-nom', { usual_name: undefined, family_name: 'Dupont' })
  await signInBy('sans-nom')
  assert.equal((await lastRefus(base.libre))?.motif, 'nom_absent', 'ProConnect gives usual_name')
})

test('abandonner chez le fournisseur ramène à une phrase, et rien n’est ouvert', async () => {
  const { adresse, cookies } = await leave(app, { suite: '/compte' })
  const reponse = await comeBack(app, await openNavigateur().abandon(adresse), cookies)
  assert.equal(reponse.status, 422)
  const html = await reponse.text()
  assert.match(html, /a été abandonnée/)
  assert.match(html, /href="\/connexion\?suite=%2Fcompte"/, 'what was asked for is kept')
  assert.deepEqual(await lastRefus(base.libre), { motif: 'refus_personne', precision: null })
})

test('un retour sans départ, rejoué ou venu d’un autre navigateur n’ouvre rien', async () => {
  person('rejouee')
  const { retour, cookies } = await signInBy('rejouee')
  const depart = (await leave(app)).cookies
  const lignes = async () => (await sentences(base.libre)).length
  const avant = await lignes()
  assert.equal((await comeBack(app, retour, '')).status, 422, 'no departure')
  assert.equal((await comeBack(app, retour, cookies)).status, 422, 'the departure has served')
  assert.equal(await lignes(), avant, 'anyone may call this address: no line')
  assert.equal((await comeBack(app, retour, depart)).status, 422, 'the departure of someone else')
  assert.deepEqual(await lastRefus(base.libre), { motif: 'depart_inconnu', precision: 'state' })
})

test('un code rejoué est refusé par le fournisseur', async () => {
  person('code')
  const { adresse, cookies } = await leave(app)
  const retour = await openNavigateur().signIn(adresse, 'code')
  assert.equal((await comeBack(app, retour, cookies)).status, 303)
  const seconde = await comeBack(app, retour, cookies)
  assert.equal(seconde.status, 422, 'even by who kept the cookie of the departure')
  assert.equal((await lastRefus(base.libre))?.motif, 'code_refuse')
})

test('un cookie de départ altéré, ou scellé pour un autre usage, ne vaut rien', async () => {
  const { adresse, cookies } = await leave(app)
  const retour = await openNavigateur().signIn(adresse, 'code')
  const altere = cookies.replace(/=(.{20})(.)/, (_, debut: string, lettre: string) => `=${debut}${lettre === 'A' ? 'B' : 'A'}`)
  assert.equal((await comeBack(app, retour, altere)).status, 422)
  assert.equal((await comeBack(app, retour, cookies.replace('oidc_depart', 'oidc_attente'))).status, 422)
})
