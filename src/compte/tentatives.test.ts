import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { listJournal } from '#platform/audit/audit.store.ts'
import { REFUS } from './commands/sign-in.ts'
import { createBaseDeTest, createMembre, listLibelles, MOT_DE_PASSE } from './compte.build.tsx'
import { buildPorte, enterBy, lienRecu } from './porte.build.ts'

const base = await createBaseDeTest()
const porte = await buildPorte(base)
const FAUX = 'pas le bon du tout'
const FERME = /Trop d’essais de connexion/

test('un étranger qui essaie d’ailleurs n’empêche pas la personne d’entrer de son poste habituel', async () => {
  const courriel = 'visee@exemple.fr'
  await createMembre(base.libre, { courriel })
  const chezElle = porte.visiteur('198.51.100.1')
  await enterBy(chezElle, courriel)
  chezElle.cookies.delete('parvis.session_token')

  // Thirty-five failures from seven addresses: the account is shut for unknown devices.
  for (let adresse = 0; adresse < 7; adresse += 1) {
    for (let essai = 0; essai < 5; essai += 1)
      await porte.visiteur(`203.0.113.${adresse}`).post('/connexion', { courriel, motDePasse: FAUX })
  }
  assert.match(await porte.visiteur('203.0.113.99').postThenText('/connexion', { courriel, motDePasse: MOT_DE_PASSE }), FERME)

  await enterBy(chezElle, courriel)
  // Even from the address of the attacker: a shared office.
  const auBureau = porte.visiteur('203.0.113.1')
  auBureau.cookies.set('parvis.appareil', chezElle.cookies.get('parvis.appareil') ?? '')
  await enterBy(auBureau, courriel)
})

test('d’un poste inconnu pendant l’attaque, un lien par courriel laisse entrer', async () => {
  const courriel = 'visee@exemple.fr'
  const nouveau = porte.visiteur('198.51.100.200')
  assert.match(await nouveau.postThenText('/connexion', { courriel, motDePasse: MOT_DE_PASSE }), FERME)
  await nouveau.post('/connexion/lien', { courriel })
  const reponse = await nouveau.post(await lienRecu(base.libre, courriel, 'lien_connexion'))
  assert.equal(reponse.headers.get('location'), '/espace')
  // This device is known from now on.
  nouveau.cookies.delete('parvis.session_token')
  await enterBy(nouveau, courriel, '/espace', MOT_DE_PASSE).then(
    () => assert.fail('the password set before the address was proven must not hold'),
    () => {},
  )
})

test('le cookie d’un poste connu ne vaut que pour son compte, et compte lui aussi les échecs', async () => {
  await createMembre(base.libre, { courriel: 'une@exemple.fr' })
  await createMembre(base.libre, { courriel: 'autre@exemple.fr' })
  const une = porte.visiteur('198.51.100.30')
  await enterBy(une, 'une@exemple.fr')
  une.cookies.delete('parvis.session_token')
  // For another account this device is unknown: five failures from its address.
  for (let essai = 0; essai < 5; essai += 1)
    assert.ok((await une.postThenText('/connexion', { courriel: 'autre@exemple.fr', motDePasse: FAUX })).includes(REFUS))
  assert.match(await une.postThenText('/connexion', { courriel: 'autre@exemple.fr', motDePasse: FAUX }), FERME)
  // For its own: ten.
  for (let essai = 0; essai < 10; essai += 1)
    assert.ok((await une.postThenText('/connexion', { courriel: 'une@exemple.fr', motDePasse: FAUX })).includes(REFUS))
  assert.match(await une.postThenText('/connexion', { courriel: 'une@exemple.fr', motDePasse: MOT_DE_PASSE }), FERME)
  // A stolen or forged mark opens no other counter.
  const voleur = porte.visiteur('198.51.100.31')
  for (const faux of ['x', `${'a'.repeat(16)}.${'0'.repeat(32)}`, '~~~', 'a.b~c.d']) {
    voleur.cookies.set('parvis.appareil', faux)
    assert.ok((await voleur.postThenText('/connexion', { courriel: 'autre@exemple.fr', motDePasse: FAUX })).includes(REFUS))
  }
})

test('une adresse de réseau qui essaie tous les comptes est arrêtée', async () => {
  const robot = porte.visiteur('192.0.2.66')
  for (let essai = 0; essai < 50; essai += 1) await robot.post('/connexion', { courriel: `compte${essai}@exemple.fr`, motDePasse: FAUX })
  assert.match(await robot.postThenText('/connexion', { courriel: 'encore@exemple.fr', motDePasse: FAUX }), FERME)
})

test('chaque échec laisse une ligne, sans l’adresse tapée quand aucun compte ne la porte', async () => {
  const secret = 'inconnue-de-tous@exemple.fr'
  await porte.visiteur('192.0.2.1').post('/connexion', { courriel: secret, motDePasse: FAUX })
  const [ligne] = await listJournal(base.libre, { contratId: null, limite: 1 })
  assert.equal(ligne?.commande, 'compte.echec_connexion')
  assert.equal(ligne?.acteurId, null)
  assert.equal(ligne?.objetType, 'adresse_inconnue')
  const { rows } = await sql<{ tout: string }>`select coalesce(string_agg(c::text || l::text, ' '), '') as tout
    from platform.audit_contenu c join platform.audit_ligne l on l.id = c.ligne_id`.execute(base.libre)
  const tout = rows[0]?.tout ?? ''
  assert.ok(tout.includes('Échec de connexion'))
  assert.ok(!tout.includes('inconnue-de-tous') && !tout.includes('192.0.2.1'), 'neither the address typed nor the network address')

  await createMembre(base.libre, { courriel: 'connue@exemple.fr' })
  for (let essai = 0; essai < 7; essai += 1)
    await porte.visiteur('192.0.2.2').post('/connexion', { courriel: 'connue@exemple.fr', motDePasse: FAUX })
  const siennes = (await listLibelles(base.libre)).filter((libelle) => libelle.includes('Alix connue'))
  assert.equal(siennes.filter((libelle) => libelle === 'Échec de connexion pour le compte de Alix connue').length, 5)
  assert.equal(siennes.filter((libelle) => libelle.includes('après trop d’échecs')).length, 1, 'the lock is said once')
})

test('la connexion change le jeton de session et ferme celle que le navigateur portait', async () => {
  const courriel = 'fixee@exemple.fr'
  await createMembre(base.libre, { courriel })
  const pirate = porte.visiteur()
  await enterBy(pirate, 'fixee@exemple.fr')
  const plante = pirate.cookies.get('parvis.session_token') ?? ''
  const victime = porte.visiteur()
  victime.cookies.set('parvis.session_token', plante)
  await enterBy(victime, courriel)
  assert.notEqual(victime.cookies.get('parvis.session_token'), plante)
  assert.equal((await pirate.get('/compte')).status, 303, 'the planted session is closed')
  assert.equal((await victime.get('/compte')).status, 200)
})

test('les cookies de la porte ne se lisent pas par un script et ne partent pas vers un autre site', async () => {
  const courriel = 'fixee@exemple.fr'
  const qui = porte.visiteur()
  const reponse = await qui.post('/connexion', { courriel, motDePasse: MOT_DE_PASSE })
  for (const ligne of reponse.headers.getSetCookie()) assert.match(ligne, /HttpOnly.*SameSite=Lax/, ligne)
  const tls = await buildPorte(base, { adresse: 'https://contrat.exemple.fr' })
  const sure = await tls.app.hono.request('https://contrat.exemple.fr/connexion', {
    method: 'POST',
    headers: {
      origin: 'https://contrat.exemple.fr',
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': '198.51.100.250',
    },
    body: new URLSearchParams({ courriel, motDePasse: MOT_DE_PASSE }),
  })
  assert.equal(sure.status, 303)
  for (const ligne of sure.headers.getSetCookie()) assert.match(ligne, /^__Secure-.*Secure/, ligne)
})
