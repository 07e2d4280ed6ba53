import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { setReglage } from '#platform/reglages.ts'
import { openCoffre } from './coffre.adaptateur.ts'
import { provesCode, USAGE_SECRET } from './commands/enter-code.ts'
import { rekeySecondsFacteurs } from './commands/rekey-seconds-facteurs.ts'
import { createBaseDeTest, createMembre, listLibelles, MOT_DE_PASSE, NOW } from './compte.build.tsx'
import { buildPorte, enterBy, lienRecu, listCourriels, nextPas } from './porte.build.ts'
import { exigenceSecondFacteur } from './reglages-connexion.ts'
import { useCodeRecuperation, usePas } from './second-facteur.store.ts'
import { codeDuPas, empreinteSecours, pasDe } from './totp.ts'

const base = await createBaseDeTest()
const porte = await buildPorte(base)
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The secret that the page shows as text. */
function secretOf(html: string): Buffer {
  const cle = /class="pv-cle">([A-Z2-7 ]+)</.exec(html)?.[1]?.replaceAll(' ', '') ?? ''
  const bits = [...cle].map((lettre) => BASE32.indexOf(lettre).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((octet) => Number.parseInt(octet, 2)))
}
const codeNow = (secret: Buffer, ecart = 0) => codeDuPas(secret, pasDe(porte.horloge.now) + ecart)

/** A person with a second factor, signed out; the clock is on a fresh step. */
async function avecFacteur(courriel: string, adresse = '198.51.100.7') {
  const membre = await createMembre(base.libre, { courriel, role: 'bailleur' })
  const qui = porte.visiteur(adresse)
  await enterBy(qui, courriel)
  assert.equal(
    (await qui.post('/compte/second-facteur/proposer', { motDePasse: MOT_DE_PASSE })).headers.get('location'),
    '/compte/second-facteur/activer',
  )
  const secret = secretOf(await (await qui.get('/compte/second-facteur/activer')).text())
  nextPas(porte.horloge)
  const page = await qui.postThenText('/compte/second-facteur/activer', { code: codeNow(secret) })
  const codes = [...page.matchAll(/<code>([a-z2-9]{5}-[a-z2-9]{5})<\/code>/g)].map(([, code]) => code ?? '')
  assert.equal(codes.length, 10, page.slice(0, 2000))
  await qui.post('/deconnexion')
  nextPas(porte.horloge)
  return { membre, qui, secret, codes }
}

test('une personne ajoute un second facteur sans JavaScript, et la connexion le demande ensuite', async () => {
  const courriel = 'facteur@exemple.fr'
  await createMembre(base.libre, { courriel, role: 'bailleur' })
  const qui = porte.visiteur()
  const ailleurs = porte.visiteur()
  await enterBy(qui, courriel)
  await enterBy(ailleurs, courriel)
  const refus = await qui.post('/compte/second-facteur/proposer', { motDePasse: 'pas le bon du tout' })
  assert.equal(refus.status, 422)
  await qui.post('/compte/second-facteur/proposer', { motDePasse: MOT_DE_PASSE })
  const page = await qui.get('/compte/second-facteur/activer')
  assert.equal(page.headers.get('cache-control'), 'no-store')
  const html = await page.text()
  assert.match(html, /<svg class="pv-qr"[^>]*role="img"[^>]*aria-label="Code QR de votre clé"/)
  assert.ok(!html.includes('<script') && !html.includes('style='))
  const secret = secretOf(html)
  assert.equal(secret.length, 20)
  assert.equal((await qui.post('/compte/second-facteur/activer', { code: '000000' })).status, 422)
  // Nothing is asked before a first code has proven the device.
  await enterBy(porte.visiteur(), courriel)
  const active = await qui.postThenText('/compte/second-facteur/activer', { code: codeNow(secret) })
  assert.match(active, /Gardez vos codes de récupération/)
  assert.equal((await ailleurs.get('/compte')).status, 303, 'other sessions are closed')
  assert.equal((await qui.get('/compte')).status, 200)
  assert.doesNotMatch(await (await qui.get('/compte/second-facteur')).text(), /[a-z2-9]{5}-[a-z2-9]{5}<\/code>/, 'codes are shown once')

  await qui.post('/deconnexion')
  await enterBy(qui, courriel, '/connexion/code')
  assert.equal((await qui.get('/compte')).status, 303, 'no session before the code')
  assert.equal(qui.cookies.get('parvis.session_token'), undefined)
  nextPas(porte.horloge)
  assert.equal((await qui.post('/connexion/code', { code: codeNow(secret) })).headers.get('location'), '/espace')
  assert.equal((await qui.get('/compte')).status, 200)
  assert.equal(qui.cookies.get('parvis.etape'), undefined, 'the step is over')
  const libelles = await listLibelles(base.libre)
  assert.ok(libelles.includes('Second facteur activé par Alix facteur'))
  assert.ok(libelles.includes('Connexion de Alix facteur (mot de passe, second facteur)'))
})

test('le secret est chiffré et les codes ne sont gardés qu’en empreintes', async () => {
  const { secret, codes } = await avecFacteur('chiffre@exemple.fr')
  const { rows } = await sql<{ tout: string }>`select (select string_agg(f::text, ' ') from compte.second_facteur f)
    || (select string_agg(r::text, ' ') from compte.code_recuperation r) as tout`.execute(base.libre)
  const tout = rows[0]?.tout ?? ''
  for (const clair of [secret.toString('base64url'), secret.toString('hex'), codes[0] ?? '?']) assert.ok(!tout.includes(clair))
})

test('un code ne sert qu’une fois, même envoyé deux fois à la fois', async () => {
  const { qui, secret } = await avecFacteur('rejeu@exemple.fr')
  const code = codeNow(secret)
  const [un, deux] = [qui, porte.visiteur()]
  await enterBy(un, 'rejeu@exemple.fr', '/connexion/code')
  await enterBy(deux, 'rejeu@exemple.fr', '/connexion/code')
  const reponses = await Promise.all([un.post('/connexion/code', { code }), deux.post('/connexion/code', { code })])
  assert.deepEqual(reponses.map(({ status }) => status).sort(), [303, 422])
  const trois = porte.visiteur()
  await enterBy(trois, 'rejeu@exemple.fr', '/connexion/code')
  assert.equal((await trois.post('/connexion/code', { code: codeNow(secret, -1) })).status, 422, 'nor an older one')
  nextPas(porte.horloge)
  assert.equal((await trois.post('/connexion/code', { code: codeNow(secret) })).status, 303)
})

test('de deux requêtes qui prouvent le même pas, une seule l’emporte', async () => {
  await avecFacteur('course@exemple.fr')
  const { rows } = await sql<{ id: string; pas: number }>`select u.id, f.dernier_pas as pas from compte.second_facteur f
    join compte.utilisateur u on u.id = f.utilisateur_id where u.courriel = 'course@exemple.fr'`.execute(base.libre)
  const [{ id, pas } = { id: '', pas: 0 }] = rows
  // Both have read the same last step before either writes.
  assert.deepEqual((await Promise.all([usePas(base.db, id, pas + 5), usePas(base.db, id, pas + 5)])).sort(), [false, true])
  assert.equal(await usePas(base.db, id, pas + 4), false, 'an older step')
})

test('un code de récupération sert une fois, et la personne en est prévenue', async () => {
  const { qui, codes } = await avecFacteur('secours@exemple.fr')
  const [code = ''] = codes
  await enterBy(qui, 'secours@exemple.fr', '/connexion/code')
  assert.equal(
    (await qui.post('/connexion/code', { code: code.toUpperCase() })).headers.get('location'),
    '/compte/second-facteur?fait=secours',
  )
  assert.match(await (await qui.get('/compte/second-facteur?fait=secours')).text(), /9\u00a0codes de récupération/)
  assert.match(
    (await listCourriels(base.libre, 'secours@exemple.fr'))[0]?.texte ?? '',
    /code de récupération a servi \(9\u00a0codes restent\)/,
  )
  const encore = porte.visiteur()
  await enterBy(encore, 'secours@exemple.fr', '/connexion/code')
  assert.equal((await encore.post('/connexion/code', { code })).status, 422)
  assert.ok((await listLibelles(base.libre)).includes('Connexion de Alix secours (mot de passe, code de récupération)'))
})

test('les codes d’une personne ne valent rien pour une autre', async () => {
  const une = await avecFacteur('une@exemple.fr')
  const autre = await avecFacteur('autre@exemple.fr')
  await enterBy(autre.qui, 'autre@exemple.fr', '/connexion/code')
  assert.equal((await autre.qui.post('/connexion/code', { code: codeNow(une.secret) })).status, 422)
  assert.equal((await autre.qui.post('/connexion/code', { code: une.codes[0] ?? '' })).status, 422)
})

test('refaire les codes tue les anciens, et demande un code du téléphone', async () => {
  const { qui, secret, codes } = await avecFacteur('refaits@exemple.fr')
  await enterBy(qui, 'refaits@exemple.fr', '/connexion/code')
  await qui.post('/connexion/code', { code: codeNow(secret) })
  assert.equal((await qui.post('/compte/second-facteur/codes', { code: '123456' })).status, 422)
  nextPas(porte.horloge)
  assert.match(
    await qui.postThenText('/compte/second-facteur/codes', { code: codeNow(secret) }),
    /anciens codes de récupération ne valent plus/,
  )
  const nouveau = porte.visiteur()
  await enterBy(nouveau, 'refaits@exemple.fr', '/connexion/code')
  assert.equal((await nouveau.post('/connexion/code', { code: codes[0] ?? '' })).status, 422)
})

test('retirer le second facteur demande le mot de passe et un code', async () => {
  const { qui, secret } = await avecFacteur('retrait@exemple.fr')
  await enterBy(qui, 'retrait@exemple.fr', '/connexion/code')
  await qui.post('/connexion/code', { code: codeNow(secret) })
  nextPas(porte.horloge)
  const retire = '/compte/second-facteur/retirer'
  assert.match(
    await qui.postThenText(retire, { motDePasse: 'pas le bon du tout', code: codeNow(secret) }),
    /mot de passe ne correspond pas/,
  )
  assert.match(await qui.postThenText(retire, { motDePasse: MOT_DE_PASSE, code: '000000' }), /code ne correspond pas/)
  assert.equal((await qui.post(retire, { motDePasse: MOT_DE_PASSE, code: codeNow(secret) })).status, 303)
  await enterBy(porte.visiteur(), 'retrait@exemple.fr')
  assert.ok((await listCourriels(base.libre, 'retrait@exemple.fr')).some(({ texte }) => texte.includes('second facteur a été retiré')))
})

test('cinq codes faux closent l’étape, et la personne apprend que son mot de passe est connu', async () => {
  const { secret } = await avecFacteur('volee@exemple.fr', '198.51.100.80')
  const voleur = porte.visiteur('203.0.113.80')
  await enterBy(voleur, 'volee@exemple.fr', '/connexion/code')
  for (let essai = 0; essai < 5; essai += 1) assert.equal((await voleur.post('/connexion/code', { code: '000000' })).status, 422)
  assert.equal((await voleur.post('/connexion/code', { code: codeNow(secret) })).headers.get('location'), '/connexion?fait=etape')
  assert.match((await listCourriels(base.libre, 'volee@exemple.fr'))[0]?.texte ?? '', /Plusieurs codes faux/)
  assert.ok((await listLibelles(base.libre)).includes('Code de second facteur refusé pour le compte de Alix volee'))
})

test('qui connaît le mot de passe ne ferme pas le second facteur à la personne sur son poste, ni ses codes de récupération', async () => {
  const { qui, secret, codes } = await avecFacteur('assiegee@exemple.fr', '198.51.100.81')
  for (let adresse = 0; adresse < 5; adresse += 1) {
    const voleur = porte.visiteur(`203.0.113.${100 + adresse}`)
    await enterBy(voleur, 'assiegee@exemple.fr', '/connexion/code')
    for (let essai = 0; essai < 5; essai += 1) await voleur.post('/connexion/code', { code: '000000' })
  }
  const ailleurs = porte.visiteur('198.51.100.82')
  await enterBy(ailleurs, 'assiegee@exemple.fr', '/connexion/code')
  assert.match(await ailleurs.postThenText('/connexion/code', { code: codeNow(secret) }), /Trop d’essais/)
  await enterBy(qui, 'assiegee@exemple.fr', '/connexion/code')
  // Steps begun after hers do not close hers.
  for (let fois = 0; fois < 12; fois += 1) await enterBy(porte.visiteur('203.0.113.140'), 'assiegee@exemple.fr', '/connexion/code')
  assert.equal((await qui.post('/connexion/code', { code: codeNow(secret) })).status, 303, 'her own device')
  assert.equal((await ailleurs.post('/connexion/code', { code: codes[0] ?? '' })).status, 303, 'a recovery code, anywhere')
})

test('un lien par courriel ne passe pas à côté du second facteur', async () => {
  const { secret } = await avecFacteur('lien2@exemple.fr')
  await sql`update compte.utilisateur set courriel_verifie = true where courriel = 'lien2@exemple.fr'`.execute(base.libre)
  const qui = porte.visiteur('198.51.100.83')
  await qui.post('/connexion/lien', { courriel: 'lien2@exemple.fr', suite: '/compte' })
  assert.equal(
    (await qui.post(await lienRecu(base.libre, 'lien2@exemple.fr', 'lien_connexion'))).headers.get('location'),
    '/connexion/code',
  )
  assert.equal((await qui.get('/compte')).status, 303)
  assert.equal((await qui.post('/connexion/code', { code: codeNow(secret) })).headers.get('location'), '/compte')
})

test('l’étape du code finit au bout de dix minutes et ne se forge pas', async () => {
  const { qui, secret } = await avecFacteur('etape@exemple.fr')
  await enterBy(qui, 'etape@exemple.fr', '/connexion/code')
  const avant = porte.horloge.now
  porte.horloge.now = new Date(avant.getTime() + 11 * 60_000)
  assert.equal((await qui.post('/connexion/code', { code: codeNow(secret) })).headers.get('location'), '/connexion?fait=etape')
  porte.horloge.now = avant
  const faux = porte.visiteur()
  for (const valeur of ['', 'x', 'a'.repeat(32)]) {
    faux.cookies.set('parvis.etape', valeur)
    assert.equal((await faux.get('/connexion/code')).headers.get('location'), '/connexion?fait=etape')
  }
})

test('quand l’instance l’exige d’un rôle, ses mandats n’ouvrent rien sans second facteur', async () => {
  const courriel = 'exigee@exemple.fr'
  await createMembre(base.libre, { courriel, role: 'chef_projet' })
  await setReglage(base.libre, exigenceSecondFacteur, 'pilotage', NOW)
  const qui = porte.visiteur('198.51.100.90')
  await enterBy(qui, courriel, '/compte/second-facteur')
  assert.match(await (await qui.get('/compte/second-facteur')).text(), /Votre rôle demande un second facteur/)
  assert.equal((await qui.get('/espace/essai/equipe')).status, 404, 'no mandate opens')
  await qui.post('/compte/second-facteur/proposer', { motDePasse: MOT_DE_PASSE })
  const secret = secretOf(await (await qui.get('/compte/second-facteur/activer')).text())
  await qui.post('/compte/second-facteur/activer', { code: codeNow(secret) })
  assert.equal((await qui.get('/espace/essai/equipe')).status, 200)
  // Other roles are left alone.
  await createMembre(base.libre, { courriel: 'libre@exemple.fr', role: 'bailleur' })
  const autre = porte.visiteur('198.51.100.91')
  await enterBy(autre, 'libre@exemple.fr')
  assert.equal((await autre.get('/espace/essai/equipe')).status, 200)
  await setReglage(base.libre, exigenceSecondFacteur, 'aucun', NOW)
})

test('un compte sans second facteur n’a ni code à refaire, ni rien à retirer ; sans connexion, rien', async () => {
  await createMembre(base.libre, { courriel: 'sans@exemple.fr' })
  const qui = porte.visiteur('198.51.100.92')
  await enterBy(qui, 'sans@exemple.fr')
  assert.equal((await qui.post('/compte/second-facteur/codes', { code: '123456' })).status, 422)
  assert.equal((await qui.post('/compte/second-facteur/retirer', { motDePasse: MOT_DE_PASSE, code: '123456' })).status, 422)
  assert.equal((await qui.get('/compte/second-facteur/activer')).status, 303)
  for (const chemin of ['proposer', 'activer', 'codes', 'retirer']) {
    assert.equal((await porte.visiteur().post(`/compte/second-facteur/${chemin}`, { code: '123456' })).status, 403, chemin)
  }
})

test('l’administration retire le second facteur de qui a tout perdu, avec un motif ; personne d’autre ne le peut', async () => {
  const { personneId } = (await avecFacteur('perdue@exemple.fr')).membre
  await createMembre(base.libre, { courriel: 'admin@exemple.fr', role: 'admin_plateforme', contratId: null })
  await createMembre(base.libre, { courriel: 'chef@exemple.fr', role: 'chef_projet' })
  const chemin = `/administration/personnes/${personneId}/second-facteur`
  const chef = porte.visiteur('198.51.100.93')
  await enterBy(chef, 'chef@exemple.fr')
  assert.equal((await chef.post(chemin, { motif: 'pour voir' })).status, 403)
  const admin = porte.visiteur('198.51.100.94')
  await enterBy(admin, 'admin@exemple.fr')
  assert.match(await (await admin.get(`/administration/personnes/${personneId}`)).text(), /Téléphone et codes perdus/)
  assert.match(await admin.postThenText(chemin, { motif: ' ' }), /Dites comment vous avez vérifié/)
  assert.equal((await admin.post(chemin, { motif: 'Vue en mairie avec sa carte' })).status, 303)
  await enterBy(porte.visiteur('198.51.100.95'), 'perdue@exemple.fr')
  assert.match(
    (await listCourriels(base.libre, 'perdue@exemple.fr'))[0]?.texte ?? '',
    /L’administration de la plateforme a retiré votre second facteur/,
  )
  assert.equal((await admin.post(chemin, { motif: 'Encore' })).status, 404, 'nothing left to take away')
})

test('quand le secret de l’instance change, téléphones et codes de récupération valent encore', async () => {
  const { secret, codes } = await avecFacteur('rotation@exemple.fr')
  const actuel = 'y'.repeat(40)
  await assert.rejects(rekeySecondsFacteurs(base.libre, { actuel, precedent: 'z'.repeat(40) }), /PARVIS_SECRET_PRECEDENT/)
  const nombre = await rekeySecondsFacteurs(base.db, { actuel, precedent: 'x'.repeat(40) })
  assert.ok(nombre > 0)
  assert.equal(await rekeySecondsFacteurs(base.db, { actuel, precedent: 'x'.repeat(40) }), 0, 'it may run again')
  const { rows } = await sql<{ id: string; chiffre: string }>`select u.id, f.secret_chiffre as chiffre from compte.second_facteur f
    join compte.utilisateur u on u.id = f.utilisateur_id where u.courriel = 'rotation@exemple.fr'`.execute(base.libre)
  const [facteur] = rows
  assert.ok(facteur)
  const coffre = openCoffre(actuel)
  assert.equal(coffre.dechiffre(USAGE_SECRET, facteur.chiffre), secret.toString('base64url'))
  await base.db.transaction().execute(async (tx) => {
    assert.equal(await provesCode(tx, coffre, facteur.id, codeNow(secret), porte.horloge.now), true)
    assert.equal(await useCodeRecuperation(tx, facteur.id, empreinteSecours(secret, codes[0] ?? ''), NOW), true)
  })
  await rekeySecondsFacteurs(base.db, { actuel: 'x'.repeat(40), precedent: actuel })
})
