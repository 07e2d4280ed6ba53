import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createId } from '#platform/identifiants.ts'
import { setReglage } from '#platform/reglages.ts'
import { createBaseDeTest, createMembre, listLibelles, MOT_DE_PASSE, NOW } from './compte.build.tsx'
import { buildPorte, enterBy } from './porte.build.ts'
import { dureeSession, inactivite } from './reglages-connexion.ts'

const base = await createBaseDeTest()
const porte = await buildPorte(base)
const heures = (nombre: number) => new Date(NOW.getTime() + nombre * 3600_000)

test('chacun voit ses sessions, en ferme une ou toutes les autres ; la fermeture vaut à la requête suivante', async () => {
  await createMembre(base.libre, { courriel: 'moi@exemple.fr' })
  const [ici, la, encore] = [porte.visiteur(), porte.visiteur(), porte.visiteur()]
  for (const qui of [ici, la, encore]) await enterBy(qui, 'moi@exemple.fr')
  const page = await (await ici.get('/compte/sessions')).text()
  assert.equal(page.match(/Firefox sur Linux<\/strong>/g)?.length, 3)
  assert.equal(page.match(/cette session/g)?.length, 1)
  assert.ok(!page.includes('<script'))
  const fermer = /\/compte\/sessions\/[0-9a-f-]{36}\/fermer/.exec(page)?.[0] ?? ''
  assert.equal((await ici.post(fermer)).status, 303)
  const ouvertes = [await la.get('/compte'), await encore.get('/compte')].map(({ status }) => status).sort()
  assert.deepEqual(ouvertes, [200, 303], 'one of the two is closed')
  assert.equal((await ici.post('/compte/sessions/fermer-les-autres')).status, 303)
  for (const qui of [la, encore]) assert.equal((await qui.get('/compte')).status, 303)
  assert.equal((await ici.get('/compte')).status, 200)
  const rien = await ici.post('/compte/sessions/fermer-les-autres')
  assert.equal(rien.status, 422)
  assert.match(await rien.text(), /pas d’autre session/)
  const libelles = await listLibelles(base.libre)
  assert.ok(libelles.includes('Session fermée (Firefox sur Linux) par Alix moi'))
  assert.ok(libelles.includes('Toutes les autres sessions fermées (1) par Alix moi'))
})

test('la session d’une autre personne ne se ferme pas', async () => {
  await createMembre(base.libre, { courriel: 'autrui@exemple.fr' })
  const autrui = porte.visiteur()
  await enterBy(autrui, 'autrui@exemple.fr')
  const { rows } = await sql<{ id: string }>`select s.id from compte.session s join compte.utilisateur u on u.id = s.utilisateur_id
    where u.courriel = 'autrui@exemple.fr'`.execute(base.libre)
  const moi = porte.visiteur()
  await enterBy(moi, 'moi@exemple.fr')
  assert.equal((await moi.post(`/compte/sessions/${rows[0]?.id}/fermer`)).status, 403)
  assert.equal((await autrui.get('/compte')).status, 200)
  assert.equal((await moi.post(`/compte/sessions/${createId()}/fermer`)).status, 403)
  assert.equal((await moi.post('/compte/sessions/pas-un-id/fermer')).status, 422)
  assert.equal((await porte.visiteur().post(`/compte/sessions/${rows[0]?.id}/fermer`)).status, 403)
  assert.equal((await porte.visiteur().post('/compte/sessions/fermer-les-autres')).status, 403)
})

test('une session qui ne sert plus se ferme, une qui sert dure, jusqu’à son terme', async () => {
  await createMembre(base.libre, { courriel: 'duree@exemple.fr' })
  const [oubliee, active] = [porte.visiteur(), porte.visiteur()]
  await enterBy(oubliee, 'duree@exemple.fr')
  await enterBy(active, 'duree@exemple.fr')
  for (let heure = 24; heure <= 167; heure += 24) {
    porte.horloge.now = heures(heure)
    assert.equal((await active.get('/compte')).status, 200, `${heure} h`)
  }
  assert.equal((await oubliee.get('/compte')).status, 303, 'idle for more than 72 hours')
  porte.horloge.now = heures(169)
  assert.equal((await active.get('/compte')).status, 303, 'a week is over')
  porte.horloge.now = NOW
})

test('la durée et l’inactivité choisies par l’instance valent aussitôt, aussi pour les sessions ouvertes', async () => {
  const qui = porte.visiteur()
  await enterBy(qui, 'duree@exemple.fr')
  await setReglage(base.libre, inactivite, 2, NOW)
  porte.horloge.now = heures(1)
  assert.equal((await qui.get('/compte')).status, 200)
  assert.match(await (await qui.get('/compte/sessions')).text(), /2\u00a0heures après avoir servi/)
  porte.horloge.now = heures(3.5)
  assert.equal((await qui.get('/compte')).status, 303)
  porte.horloge.now = NOW
  const autre = porte.visiteur()
  await setReglage(base.libre, inactivite, 72, NOW)
  await setReglage(base.libre, dureeSession, 3, NOW)
  const reponse = await autre.post('/connexion', { courriel: 'duree@exemple.fr', motDePasse: MOT_DE_PASSE })
  assert.match(reponse.headers.getSetCookie().join('\n'), /session_token=[^;]*; Max-Age=10800;/)
  porte.horloge.now = heures(3.1)
  assert.equal((await autre.get('/compte')).status, 303)
  porte.horloge.now = NOW
  await setReglage(base.libre, dureeSession, 168, NOW)
})

test('changer de mot de passe change le jeton de la session gardée', async () => {
  await createMembre(base.libre, { courriel: 'jeton@exemple.fr' })
  const qui = porte.visiteur()
  await enterBy(qui, 'jeton@exemple.fr')
  const copie = porte.visiteur()
  copie.cookies.set('parvis.session_token', qui.cookies.get('parvis.session_token') ?? '')
  assert.equal((await copie.get('/compte')).status, 200)
  const nouveau = 'la cour des lavandes bleues'
  assert.equal((await qui.post('/compte/mot-de-passe', { ancien: MOT_DE_PASSE, motDePasse: nouveau, confirmation: nouveau })).status, 303)
  assert.equal((await qui.get('/compte')).status, 200)
  assert.equal((await copie.get('/compte')).status, 303, 'a stolen copy of the cookie dies')
})

test('qui tient la session et le mandat se lit en une requête', async () => {
  const qui = porte.visiteur()
  await enterBy(qui, 'moi@exemple.fr')
  const headers = new Headers({ cookie: `parvis.session_token=${qui.cookies.get('parvis.session_token')}` })
  let requetes = 0
  base.pool.on('acquire', () => {
    requetes += 1
  })
  assert.ok(await porte.app.sessions.findAgent(headers, NOW))
  assert.equal(requetes, 1)
})
