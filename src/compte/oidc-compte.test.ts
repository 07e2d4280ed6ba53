import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { act } from '#platform/acte.ts'
import type { Acteur } from '#platform/acteur.ts'
import type { TablesCourriel } from '#platform/courriel/tables.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { liftSuspension } from './commands/lift-suspension.ts'
import { unlinkIdentite } from './commands/link-identite.ts'
import { AUTRE_CONTRAT, buildApp, CONTRAT, createBaseDeTest, createMembre, get, NOW, post, signIn } from './compte.build.tsx'
import { openNavigateur, startFournisseur } from './fournisseur-de-test.ts'
import { createMandatRow, listMandatsOfPersonne } from './mandat.store.ts'
import { TOUT_LE_CONTRAT } from './mandat-territoire.ts'
import { comeBack, keepCookies, lastRefus, leave, SIRETS, sentences } from './oidc.build.ts'
import { listSuspensions } from './oidc.store.ts'
import { createOrganisationRow } from './organisation.store.ts'
import type { TablesCompte } from './tables.ts'

const base = await createBaseDeTest()
const [proconnect, interne] = [await startFournisseur({ signe: true }), await startFournisseur({ signe: false, id: 'interne' })]
after(() => Promise.all([proconnect.stop(), interne.stop()]))
const oidc = {
  ...proconnect.environnement(),
  ...interne.environnement({ LIBELLE: 'Annuaire de l’agglomération' }),
  PARVIS_OIDC: 'proconnect, interne',
}
const app = await buildApp(base, { oidc })
const agentOf = (cookie: string) => app.sessions.findAgent(new Headers({ cookie }), new Date())

function person(login: string, plus: Record<string, unknown> = {}) {
  const claims = { email: `${login}@exemple.fr`, given_name: 'Zoé', usual_name: login, siret: SIRETS.ville, uid: login, idp_id: 'fi' }
  proconnect.personnes.set(login, { ...claims, ...plus })
}

async function signInBy(login: string, navigateur = openNavigateur(), id = 'proconnect') {
  const { adresse, cookies } = await leave(app, { id })
  const reponse = await comeBack(app, await navigateur.signIn(adresse, login), cookies)
  return { reponse, cookies: keepCookies(cookies, reponse) }
}

/** Links from « Mon compte »: to the provider and back. */
async function link(cookie: string, login: string, retourAvec = cookie) {
  const depart = await post(app, '/compte/fournisseurs/proconnect/relier', {}, cookie)
  const adresse = /url=(.*)/.exec(depart.headers.get('refresh') ?? '')?.[1] ?? ''
  const retour = await openNavigateur().signIn(adresse, login)
  return { depart, reponse: await comeBack(app, retour, keepCookies(retourAvec, depart)) }
}

test('plusieurs fournisseurs : le second, standard, donne ses champs en clair', async () => {
  interne.personnes.set('ines', { email: 'ines@exemple.fr', email_verified: true, given_name: 'Inès', family_name: 'Interne' })
  const page = await (await get(app, '/connexion')).text()
  assert.match(page, /S’identifier avec ProConnect.*S’identifier avec Annuaire de l’agglomération/s)
  const { reponse, cookies } = await signInBy('ines', openNavigateur(), 'interne')
  assert.equal(reponse.headers.get('location'), '/compte?fait=compte-cree')
  assert.equal((await agentOf(cookies))?.nom, 'Interne')
  interne.personnes.set('sans-preuve', { email: 'sans-preuve@exemple.fr', given_name: 'Inès', family_name: 'Interne' })
  assert.equal((await signInBy('sans-preuve', openNavigateur(), 'interne')).reponse.status, 422, 'an address without proof')
})

test('le retour d’un fournisseur ne vaut pas pour un autre', async () => {
  person('melee')
  const chez = await leave(app)
  const ailleurs = await leave(app, { id: 'interne' })
  const retour = (await openNavigateur().signIn(chez.adresse, 'melee')).replace('/callback/proconnect', '/callback/interne')
  assert.equal((await comeBack(app, retour, chez.cookies)).status, 422)
  assert.equal((await comeBack(app, retour, ailleurs.cookies)).status, 422)
})

test('se déconnecter ferme ici d’abord, puis chez le fournisseur, et revient', async () => {
  person('sortante')
  const navigateur = openNavigateur()
  const { cookies } = await signInBy('sortante', navigateur)
  const sortie = await post(app, '/deconnexion', {}, cookies)
  assert.equal(sortie.status, 200, 'a page of ours: the policy bars a redirect of a form to another site')
  assert.equal(await agentOf(cookies), null, 'closed on the server')
  const adresse = /^0; url=(.*)$/.exec(sortie.headers.get('refresh') ?? '')?.[1] ?? ''
  const { origin, searchParams } = new URL(adresse)
  assert.equal(origin, proconnect.emetteur)
  assert.ok(searchParams.get('id_token_hint') && searchParams.get('state') && searchParams.get('post_logout_redirect_uri'))
  assert.match(await sortie.text(), /Vous êtes déconnecté de Parvis.*Fermer ma session ProConnect/s)
  const retour = await navigateur.signOut(adresse)
  assert.ok(retour !== null, 'the provider sends back')
  const fin = await comeBack(app, retour, keepCookies(cookies, sortie))
  assert.equal(fin.headers.get('location'), '/connexion?fait=deconnexion')
  assert.equal((await get(app, '/deconnexion/retour?state=autre')).headers.get('location'), '/connexion')
})

test('la session d’ici se ferme même quand le fournisseur est arrêté', async () => {
  const ephemere = await startFournisseur({ signe: true })
  ephemere.personnes.set('orpheline', { email: 'orpheline@exemple.fr', given_name: 'O', usual_name: 'O', siret: SIRETS.ville })
  const avant = await buildApp(base, { oidc: ephemere.environnement() })
  const { adresse, cookies } = await leave(avant)
  const ouverte = keepCookies(cookies, await comeBack(avant, await openNavigateur().signIn(adresse, 'orpheline'), cookies))
  await ephemere.stop()
  // Another process: it has not met the provider yet.
  const relancee = await buildApp(base, { oidc: ephemere.environnement() })
  assert.ok(await relancee.sessions.findAgent(new Headers({ cookie: ouverte }), new Date()))
  const sortie = await post(relancee, '/deconnexion', {}, ouverte)
  assert.equal(sortie.headers.get('location'), '/connexion?fait=deconnexion')
  assert.equal(await relancee.sessions.findAgent(new Headers({ cookie: ouverte }), new Date()), null)
})

test('une session ouverte par mot de passe ne passe pas par le fournisseur pour se fermer', async () => {
  await createMembre(base.libre, { courriel: 'simple@exemple.fr' })
  const sortie = await post(app, '/deconnexion', {}, await signIn(app, 'simple@exemple.fr'))
  assert.equal(sortie.headers.get('location'), '/connexion?fait=deconnexion')
})

test('relier et délier depuis « Mon compte », la personne en étant prévenue', async () => {
  const membre = await createMembre(base.libre, { courriel: 'agente@exemple.fr', role: 'bailleur' })
  person('autre-adresse', { email: 'pro@exemple.fr' })
  const cookie = await signIn(app, 'agente@exemple.fr')
  const { depart, reponse } = await link(cookie, 'autre-adresse')
  assert.equal(depart.status, 200)
  assert.match(await depart.text(), /Continuer vers ProConnect/)
  assert.equal(reponse.headers.get('location'), '/compte?fait=relie')
  const compte = await (await get(app, '/compte?fait=relie', cookie)).text()
  assert.match(compte, /ProConnect<\/strong>.*relié le/s)
  assert.match(compte, new RegExp(formatDate(jourParis(NOW))))
  const courriels = await base.libre.withTables<TablesCourriel>().selectFrom('platform.courriel').selectAll().execute()
  assert.match(JSON.stringify(courriels), /Votre compte est relié à ProConnect/)
  assert.equal((await agentOf((await signInBy('autre-adresse')).cookies))?.personneId, membre.personneId)

  const delie = await post(app, '/compte/fournisseurs/proconnect/delier', {}, cookie)
  assert.equal(delie.headers.get('location'), '/compte?fait=delie')
  assert.notEqual((await agentOf((await signInBy('autre-adresse')).cookies))?.personneId, membre.personneId)
  const dit = await sentences(base.libre)
  assert.ok(dit.includes('Compte de Alix agente relié à ProConnect') && dit.includes('Compte de Alix agente délié de ProConnect'))
})

test('une liaison ne vaut que pour qui l’a commencée, avec une identité encore libre', async () => {
  await createMembre(base.libre, { courriel: 'premiere@exemple.fr' })
  await createMembre(base.libre, { courriel: 'seconde@exemple.fr' })
  person('convoitee', { email: 'convoitee@exemple.fr' })
  const [premiere, seconde] = [await signIn(app, 'premiere@exemple.fr'), await signIn(app, 'seconde@exemple.fr')]
  assert.equal((await link(premiere, 'convoitee', seconde)).reponse.status, 422)
  assert.equal((await lastRefus(base.libre))?.motif, 'autre_personne')
  assert.equal((await link(premiere, 'convoitee')).reponse.status, 303)
  assert.equal((await link(seconde, 'convoitee')).reponse.status, 422)
  assert.equal((await lastRefus(base.libre))?.motif, 'identite_prise')
  assert.equal((await post(app, '/compte/fournisseurs/proconnect/relier', {})).status, 403, 'signed out')
  assert.equal((await post(app, '/compte/fournisseurs/inconnu/relier', {}, premiere)).status, 404)
})

test('on ne délie pas son seul moyen de se connecter', async () => {
  person('seule')
  const { cookies } = await signInBy('seule')
  const refus = await post(app, '/compte/fournisseurs/proconnect/delier', {}, cookies)
  assert.equal(refus.status, 422)
  assert.match(await refus.text(), /seul moyen de vous connecter/)
  const agent = await agentOf(cookies)
  assert.ok(agent)
  await assert.rejects(
    act({ db: base.db, agent, now: NOW, requeteId: 'r' }, unlinkIdentite, { fournisseur: '../x', libelle: 'X' }),
    RegleViolee,
  )
})

/** A person linked to ProConnect, with a mandate of the city. */
async function createAgenteDeVille(login: string) {
  const organisation = { id: createId(), nom: `Ville ${login}`, sigle: null, type: 'commune' }
  const siren = SIRETS.ville.slice(0, 9)
  await createOrganisationRow(base.libre, { ...organisation, siren, siret: null }, NOW)
  person(login)
  const { cookies } = await signInBy(login)
  const personne = await agentOf(cookies)
  assert.ok(personne)
  const mandat = { id: createId(), personneId: personne.personneId, organisationId: organisation.id, role: 'referent_commune' as const }
  await createMandatRow(
    base.libre,
    {
      ...mandat,
      contratId: CONTRAT.id,
      territoire: TOUT_LE_CONTRAT,
      qualite: 'titulaire',

      suppleance: null,
      debut: '2020-01-01',
      fin: null,
    },
    { id: null, now: NOW },
  )
  assert.equal((await agentOf(cookies))?.mandats.length, 1)
  return { personneId: personne.personneId, cookies }
}

test('un autre établissement de la même organisation est noté, sans suspendre', async () => {
  const { cookies } = await createAgenteDeVille('demenage')
  person('demenage', { siret: SIRETS.villeAnnexe })
  const { reponse } = await signInBy('demenage')
  assert.equal(reponse.headers.get('location'), '/espace')
  assert.equal((await agentOf(cookies))?.mandats.length, 1)
  assert.ok((await sentences(base.libre)).includes('ProConnect donne un autre SIRET pour Zoé demenage'))
})

test('une autre organisation : les mandats de la précédente attendent une confirmation', async () => {
  const cheffe: Acteur = await createMembre(base.libre, { courriel: 'pilote@exemple.fr', role: 'chef_projet' })
  const { personneId, cookies } = await createAgenteDeVille('mutee')
  person('mutee', { siret: SIRETS.prefecture })
  const { reponse, cookies: apres } = await signInBy('mutee')
  assert.equal(reponse.headers.get('location'), '/compte?fait=organisation-changee')
  assert.deepEqual((await agentOf(apres))?.mandats, [], 'nothing is opened for the former organisation')
  assert.deepEqual((await agentOf(cookies))?.mandats ?? [], [], 'in her other sessions neither')
  assert.match(await (await get(app, '/compte', apres)).text(), /attend d’être confirmé par la personne qui pilote/)
  assert.ok((await sentences(base.libre, CONTRAT.id)).some((phrase) => /^Mandat .* de Zoé mutee pour Ville mutee suspendu/.test(phrase)))
  const recueil = await base.libre.withTables<TablesCourriel>().selectFrom('platform.courriel').selectAll().execute()
  assert.match(JSON.stringify(recueil), /Un mandat de Zoé mutee attend votre confirmation/)

  const [attente] = await listSuspensions(base.libre, { personneId })
  assert.ok(attente)
  const appel = { db: base.db, now: NOW, requeteId: 'r' }
  const elle = await agentOf(apres)
  assert.ok(elle)
  await assert.rejects(
    act({ ...appel, agent: { ...elle, mandats: cheffe.mandats } }, liftSuspension, { suspensionId: attente.id }),
    Interdit,
    'never by herself',
  )
  const ailleurs = await createMembre(base.libre, { courriel: 'ailleurs@exemple.fr', role: 'bailleur' })
  await assert.rejects(act({ ...appel, agent: ailleurs }, liftSuspension, { suspensionId: attente.id }), Interdit)
  await assert.rejects(act({ ...appel, agent: cheffe }, liftSuspension, { suspensionId: 'non' }), RegleViolee)

  const pilote = await signIn(app, 'pilote@exemple.fr')
  assert.match(await (await get(app, '/espace/essai/equipe', pilote)).text(), /en attente.*Confirmer/s)
  assert.match(await (await get(app, '/mandats-a-confirmer', pilote)).text(), /Zoé mutee/)
  assert.doesNotMatch(await (await get(app, '/mandats-a-confirmer', await signIn(app, 'ailleurs@exemple.fr'))).text(), /Zoé mutee/)
  assert.equal((await post(app, `/mandats-a-confirmer/${attente.id}`, {}, pilote)).status, 303)
  assert.equal((await agentOf(apres))?.mandats.length, 1, 'confirmed')
  assert.equal((await post(app, `/mandats-a-confirmer/${attente.id}`, {}, pilote)).status, 404, 'once')
  assert.equal((await signInBy('mutee')).reponse.headers.get('location'), '/espace', 'not again while nothing changes')
})

test('un mandat à venir ou d’un autre contrat attend aussi ; la dernière administration de la plateforme, non', async () => {
  const { personneId } = await createAgenteDeVille('partout')
  const [connu] = await listMandatsOfPersonne(base.libre, personneId)
  assert.ok(connu)
  const { succedeId: _, ...tel } = connu
  const autre = { ...tel, contratId: AUTRE_CONTRAT.id, debut: '2999-01-01' }
  await createMandatRow(base.libre, { ...autre, id: createId() }, { id: null, now: NOW })
  const admin = { role: 'admin_plateforme' as const, contratId: null }
  await createMandatRow(base.libre, { ...tel, ...admin, id: createId() }, { id: null, now: NOW })
  person('partout', { siret: SIRETS.bailleur })
  const { reponse, cookies } = await signInBy('partout')
  assert.equal(reponse.headers.get('location'), '/compte?fait=organisation-changee')
  const attentes = await listSuspensions(base.libre, { personneId })
  assert.deepEqual(attentes.map(({ contratId }) => contratId).sort(), [CONTRAT.id, AUTRE_CONTRAT.id].sort())
  assert.deepEqual(
    (await agentOf(cookies))?.mandats.map(({ role }) => role),
    ['admin_plateforme'],
  )
})

test('le second facteur de la personne reste demandé quand le fournisseur n’en atteste pas', async () => {
  person('prudente')
  const navigateur = openNavigateur()
  const { cookies } = await signInBy('prudente', navigateur)
  const agent = await agentOf(cookies)
  const compte = base.libre.withTables<TablesCompte>()
  const { id } = await compte
    .selectFrom('compte.utilisateur')
    .select('id')
    .where('personne_id', '=', agent?.personneId ?? '')
    .executeTakeFirstOrThrow()
  await compte
    .insertInto('compte.second_facteur')
    .values({ utilisateur_id: id, secret_chiffre: 'x', active_le: NOW, cree_le: NOW })
    .execute()
  const { reponse, cookies: etape } = await signInBy('prudente', navigateur)
  assert.equal(reponse.headers.get('location'), '/connexion/code')
  assert.equal(await agentOf(etape), null, 'no session before the code')
})
