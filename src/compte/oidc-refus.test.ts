import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { buildApp, createBaseDeTest, createMembre, get, post, signIn } from './compte.build.tsx'
import { CLIENT } from './fournisseur-de-test.ts'
import { jwt, type Mensonge, PERSONNE, startHostile, strangerKey } from './fournisseur-hostile-de-test.ts'
import { comeBack, keepCookies, lastRefus, leave } from './oidc.build.ts'
import { findPersonneByCourriel } from './personne.store.ts'

const base = await createBaseDeTest()
const fournisseur = await startHostile()
after(() => fournisseur.stop())
afterEach(() => fournisseur.ment({}))

/** A new instance each time: discovery and keys are remembered. */
const instance = (plus: Record<string, string> = {}) => buildApp(base, { oidc: fournisseur.environnement(plus) })

/** Signs in while the provider lies. */
async function tryWith(mensonge: Mensonge, options: { retour?: Record<string, string>; reglages?: Record<string, string> } = {}) {
  const app = await instance(options.reglages)
  fournisseur.ment(mensonge)
  const { adresse, cookies } = await leave(app)
  const reponse = await comeBack(app, fournisseur.returnFrom(adresse, options.retour), cookies)
  return { app, reponse, agent: await app.sessions.findAgent(new Headers({ cookie: keepCookies(cookies, reponse) }), new Date()) }
}

const texte = (corps: string, type = 'application/json') => ({ type, corps })
const signed = (change: (claims: Record<string, unknown>) => Record<string, unknown>): Mensonge => ({
  userinfo: (claims) => texte(fournisseur.signe(change(claims)), 'application/jwt'),
})
const PASSE = Math.floor(Date.now() / 1000) - 3600

/** Each lie, and what the audit must say of it: a refusal for another reason proves nothing. */
const MENSONGES: [string, Mensonge, string, (string | RegExp)?, Record<string, string>?][] = [
  ['nonce d’une autre connexion', { idToken: (c) => ({ ...c, nonce: 'autre' }) }, 'jeton_faux', 'nonce'],
  ['sans nonce', { idToken: ({ nonce: _, ...c }) => c }, 'jeton_faux', /./],
  ['jeton expiré', { idToken: (c) => ({ ...c, exp: PASSE }) }, 'jeton_faux', 'exp'],
  ['jeton sans terme', { idToken: ({ exp: _, ...c }) => c }, 'jeton_faux', /./],
  ['jeton pas encore valable', { idToken: (c) => ({ ...c, nbf: PASSE + 7200 }) }, 'jeton_faux', 'nbf'],
  ['jeton d’un autre émetteur', { idToken: (c) => ({ ...c, iss: 'https://autre.exemple.fr' }) }, 'jeton_faux', 'iss'],
  ['jeton pour un autre client', { idToken: (c) => ({ ...c, aud: 'autre-client' }) }, 'jeton_faux', 'aud'],
  ['jeton pour plusieurs clients', { idToken: (c) => ({ ...c, aud: [CLIENT.id, 'autre'] }) }, 'jeton_faux', 'aud'],
  ['jeton présenté par un autre client', { idToken: (c) => ({ ...c, aud: [CLIENT.id, 'autre'], azp: 'autre' }) }, 'jeton_faux', 'azp'],
  ['clé inconnue', { signe: (c) => jwt(strangerKey(), { alg: 'RS256', kid: 'inconnue' }, c) }, 'jeton_faux', 'cle'],
  ['signature d’une autre clé sous un nom connu', { signe: (c) => jwt(strangerKey(), { alg: 'RS256', kid: 'k1' }, c) }, 'jeton_faux', /./],
  ['sans signature (alg none)', { signe: (c) => jwt(null, { alg: 'none' }, c) }, 'jeton_faux', /./],
  ['signature par le secret partagé (HS256)', { signe: (c) => jwt(CLIENT.secret, { alg: 'HS256' }, c) }, 'jeton_faux', /./],
  [
    'HS256 annoncé par le fournisseur',
    {
      decouverte: (d) => ({ ...d, id_token_signing_alg_values_supported: ['HS256', 'none'] }),
      signe: (c) => jwt(CLIENT.secret, { alg: 'HS256' }, c),
    },
    'jeton_faux',
    /./,
  ],
  ['jeton d’un autre jeton d’accès (at_hash)', { idToken: (c) => ({ ...c, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }) }, 'jeton_faux', 'at_hash'],
  ['sans jeton d’identité', { jetons: ({ id_token: _, ...c }) => c }, 'jeton_faux', /./],
  ['jeton qui n’en est pas un', { jetons: (c) => ({ ...c, id_token: 'a.b' }) }, 'jeton_faux', /./],
  ['sub vide', { idToken: (c) => ({ ...c, sub: '' }) }, 'jeton_faux', /./],
  ['sub trop long', { idToken: (c) => ({ ...c, sub: 's'.repeat(300) }) }, 'jeton_faux', 'sub'],
  ['userinfo d’une autre personne', signed((c) => ({ ...c, sub: 'autre' })), 'jeton_faux', 'sub'],
  ['userinfo pour un autre client', signed((c) => ({ ...c, aud: 'autre' })), 'jeton_faux', 'aud'],
  ['userinfo sans destinataire', signed(({ aud: _, ...c }) => c), 'jeton_faux', 'userinfo aud'],
  ['userinfo d’un autre émetteur', signed((c) => ({ ...c, iss: 'https://autre.exemple.fr' })), 'jeton_faux', 'iss'],
  ['userinfo expiré', signed((c) => ({ ...c, exp: PASSE })), 'jeton_faux', 'exp'],
  [
    'userinfo en clair au lieu d’un JWT',
    { userinfo: (c) => texte(JSON.stringify({ ...c, iss: undefined })) },
    'jeton_faux',
    'userinfo signature',
  ],
  ['userinfo en clair qui se dit de l’émetteur', { userinfo: (c) => texte(JSON.stringify(c)) }, 'jeton_faux', 'userinfo signature'],
  [
    'userinfo signé d’une clé inconnue',
    { userinfo: (c) => texte(jwt(strangerKey(), { alg: 'RS256', kid: 'inconnue' }, c), 'application/jwt') },
    'jeton_faux',
    'cle',
  ],
  ['userinfo sans signature', { userinfo: (c) => texte(jwt(null, { alg: 'none' }, c), 'application/jwt') }, 'jeton_faux', /./],
  ['réponse d’un autre émetteur (mix-up)', {}, 'jeton_faux', /./, { iss: 'https://autre.exemple.fr' }],
  ['réponse sans émetteur', {}, 'jeton_faux', /./, { iss: '' }],
  ['réponse d’un autre départ', {}, 'depart_inconnu', 'state', { state: 'autre' }],
  ['accès refusé', {}, 'refus_personne', undefined, { error: 'access_denied' }],
  ['erreur du fournisseur', {}, 'reponse_erreur', 'login_required', { error: 'login_required', error_description: '<b>Zoé Martin</b>' }],
  ['code refusé', { reponse: { chemin: '/token', donne: { statut: 400, ...texte('{"error":"invalid_grant"}') } } }, 'code_refuse'],
  ['fournisseur en panne', { reponse: { chemin: '/token', donne: { statut: 503, ...texte('panne', 'text/html') } } }, 'injoignable', /./],
  ['réponse énorme', { reponse: { chemin: '/userinfo', donne: texte('x'.repeat(2_000_000)) } }, 'injoignable', 'réponse trop longue'],
  [
    'renvoi vers un autre serveur',
    { reponse: { chemin: '/token', donne: { statut: 307, ...texte(''), entetes: { location: 'http://169.254.169.254/' } } } },
    'injoignable',
    /./,
  ],
  ['SIRET absent', signed(({ siret: _, ...c }) => c), 'siret_absent'],
  ['SIRET faux (Luhn)', signed((c) => ({ ...c, siret: '21370261600012' })), 'siret_faux'],
  ['SIRET qui n’est pas un texte', signed((c) => ({ ...c, siret: { $ne: '' } })), 'siret_absent'],
  [
    'adresse qui n’en est pas une, pour un nouveau compte',
    { idToken: (c) => ({ ...c, sub: 'neuve' }), ...signed((c) => ({ ...c, sub: 'neuve', email: 'a@b@c, d' })) },
    'courriel_absent',
  ],
]

test('les mêmes réponses, sans mensonge, ouvrent un compte', async () => {
  const { reponse, agent } = await tryWith({
    userinfo: (c) => texte(fournisseur.signe({ ...c, email: 'juste@exemple.fr' }), 'application/jwt'),
  })
  assert.equal(reponse.status, 303)
  assert.equal(agent?.courriel, 'juste@exemple.fr')
})

for (const [quoi, mensonge, motif, precision, retour] of MENSONGES) {
  test(`refusé : ${quoi}`, async () => {
    // The account of this sub exists: what is refused would open it.
    const { reponse, agent } = await tryWith(mensonge, retour === undefined ? {} : { retour })
    assert.equal(reponse.status, motif === 'injoignable' ? 503 : 422)
    assert.equal(agent, null, 'nobody is signed in')
    const html = await reponse.text()
    assert.match(html, /La connexion par ProConnect n’a pas abouti/)
    assert.doesNotMatch(html, /Zoé Martin|OAUTH_|stack/, 'nothing of what was received')
    const refus = await lastRefus(base.libre)
    assert.equal(refus?.motif, motif, JSON.stringify(refus))
    if (precision instanceof RegExp) assert.match(refus?.precision ?? '', precision)
    else if (precision !== undefined) assert.equal(refus?.precision, precision)
    assert.doesNotMatch(JSON.stringify(refus), /Zoé|helene|@/, 'no personal data in the reason')
    assert.equal(await findPersonneByCourriel(base.libre, PERSONNE.email), null)
  })
}

test('un fournisseur dont la découverte ment n’est pas suivi', async () => {
  const cas: [Mensonge, string][] = [
    [{ decouverte: (d) => ({ ...d, issuer: 'https://autre.exemple.fr' }) }, 'issuer'],
    [{ decouverte: (d) => ({ ...d, token_endpoint: 'http://169.254.169.254/token' }) }, 'token_endpoint hors de l’émetteur'],
    [{ decouverte: (d) => ({ ...d, jwks_uri: 'http://localhost:1/jwks' }) }, 'jwks_uri hors de l’émetteur'],
    [{ decouverte: (d) => ({ ...d, userinfo_endpoint: 'file:///etc/passwd' }) }, 'userinfo_endpoint hors de l’émetteur'],
    [{ decouverte: (d) => ({ ...d, authorization_endpoint: 'javascript:alert(1)' }) }, 'authorization_endpoint hors de l’émetteur'],
    [{ reponse: { chemin: '/.well-known/openid-configuration', donne: texte('{') } }, 'OAUTH_PARSE_ERROR'],
  ]
  for (const [mensonge, precision] of cas) {
    const app = await instance()
    fournisseur.ment(mensonge)
    const reponse = await get(app, '/connexion/fournisseur/proconnect')
    assert.ok(reponse.status === 503 || reponse.status === 422, precision)
    assert.equal(reponse.headers.get('location'), null)
    assert.equal((await lastRefus(base.libre))?.precision, precision)
  }
})

test('un fournisseur muet ou arrêté ne bloque pas : une phrase, et la connexion par mot de passe reste ouverte', async () => {
  const app = await instance({ DELAI: '1' })
  fournisseur.ment({ muet: '/.well-known/openid-configuration' })
  const muet = await get(app, '/connexion/fournisseur/proconnect')
  assert.equal(muet.status, 503)
  assert.match(await muet.text(), /ne répond pas/)
  assert.deepEqual(await lastRefus(base.libre), { motif: 'injoignable', precision: 'délai' })
  fournisseur.ment({})
  const { adresse, cookies } = await leave(app)
  fournisseur.ment({ muet: '/token' })
  assert.equal((await comeBack(app, fournisseur.returnFrom(adresse), cookies)).status, 503, 'a failed discovery is not remembered')

  const arrete = await startHostile()
  const environnement = arrete.environnement()
  await arrete.stop()
  const orpheline = await buildApp(base, { oidc: environnement })
  assert.equal((await get(orpheline, '/connexion/fournisseur/proconnect')).status, 503)
  await createMembre(base.libre, { courriel: 'tenace@exemple.fr' })
  await signIn(orpheline, 'tenace@exemple.fr')
})

test('des clés changées sans préavis sont relues à l’essai suivant', async () => {
  const app = await instance()
  const enter = async () => {
    const { adresse, cookies } = await leave(app)
    return comeBack(app, fournisseur.returnFrom(adresse), cookies)
  }
  const avec = { userinfo: (c: Record<string, unknown>) => texte(fournisseur.signe({ ...c, sub: 'helene' }), 'application/jwt') }
  fournisseur.ment(avec)
  assert.equal((await enter()).status, 303)
  fournisseur.rotate()
  assert.equal((await enter()).status, 422)
  assert.deepEqual(await lastRefus(base.libre), { motif: 'jeton_faux', precision: 'cle' })
  assert.equal((await enter()).status, 303)
})

test('la découverte et les clés sont gardées d’une connexion à l’autre', async () => {
  const app = await instance()
  const avant = fournisseur.appels.length
  for (let fois = 0; fois < 3; fois += 1) {
    const { adresse, cookies } = await leave(app)
    assert.equal((await comeBack(app, fournisseur.returnFrom(adresse), cookies)).status, 303)
  }
  const appels = fournisseur.appels.slice(avant)
  assert.equal(appels.filter((chemin) => chemin === '/.well-known/openid-configuration').length, 1)
  assert.equal(appels.filter((chemin) => chemin === '/jwks').length, 1)
})

test('le niveau demandé est exigé quand l’instance le dit, et vaut second facteur s’il en est un', async () => {
  const exige = { ACR: 'eidas2 eidas3', ACR_EXIGE: '1' }
  const app = await instance(exige)
  const { adresse } = await leave(app)
  const demande: unknown = JSON.parse(new URL(adresse).searchParams.get('claims') ?? '')
  assert.deepEqual(demande, { id_token: { acr: { essential: true, values: ['eidas2', 'eidas3'] } } })
  const faible = await tryWith({ idToken: (c) => ({ ...c, acr: 'eidas1' }) }, { reglages: exige })
  assert.equal(faible.reponse.status, 422)
  assert.equal((await lastRefus(base.libre))?.motif, 'niveau_insuffisant')
  assert.equal((await tryWith({}, { reglages: exige })).reponse.status, 422, 'a token that says no level')
  const fort = await tryWith({ idToken: (c) => ({ ...c, acr: 'eidas2' }) }, { reglages: exige })
  assert.equal(fort.reponse.status, 303)
  const souhait = await leave(await instance({ ACR: 'eidas1' }))
  assert.equal(new URL(souhait.adresse).searchParams.get('acr_values'), 'eidas1')
})

test('l’adresse de retour ne se poste pas', async () => {
  assert.equal((await post(await instance(), '/api/auth/callback/proconnect', { code: 'x' })).status, 404)
})
