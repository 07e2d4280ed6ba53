import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createBaseDeTest, createMembre, MOT_DE_PASSE, NOW } from './compte.build.tsx'
import { consumeJeton, findJeton } from './jeton.store.ts'
import { buildPorte, enterBy, lienRecu, listCourriels } from './porte.build.ts'

const base = await createBaseDeTest()
const porte = await buildPorte(base)
/** Most accounts of these tests have proven their address already. */
async function membre(courriel: string, prouve = true) {
  const personne = await createMembre(base.libre, { courriel, role: 'bailleur' })
  if (prouve) await sql`update compte.utilisateur set courriel_verifie = true where courriel = ${courriel}`.execute(base.libre)
  return personne
}
const minutes = (nombre: number) => new Date(NOW.getTime() + nombre * 60_000)

test('un lien reçu connecte une fois ; le regarder ne l’use pas', async () => {
  await membre('lien@exemple.fr')
  const qui = porte.visiteur()
  assert.match(await (await qui.get('/connexion')).text(), /Recevoir un lien de connexion/)
  const demande = await qui.post('/connexion/lien', { courriel: 'Lien@exemple.fr', suite: '/compte' })
  assert.equal(demande.headers.get('location'), '/connexion/lien/envoye')
  const lien = await lienRecu(base.libre, 'lien@exemple.fr', 'lien_connexion')
  // A scanner of mails opens it as often as it likes.
  for (let fois = 0; fois < 3; fois += 1) {
    const page = await porte.visiteur('192.0.2.9').get(lien)
    assert.equal(page.status, 200)
    assert.equal(page.headers.get('cache-control'), 'no-store')
    assert.equal(page.headers.get('set-cookie'), null)
    assert.match(await page.text(), /Me connecter/)
  }
  const entree = await qui.post(lien)
  assert.equal(entree.headers.get('location'), '/compte')
  assert.equal((await qui.get('/compte')).status, 200)
  const rejeu = await porte.visiteur().post(lien)
  assert.equal(rejeu.status, 422)
  assert.equal(rejeu.headers.get('set-cookie'), null)
  assert.equal((await porte.visiteur().get(lien)).status, 404)
})

test('deux boutons pressés à la fois n’ouvrent qu’une session', async () => {
  await porte.visiteur().post('/connexion/lien', { courriel: 'lien@exemple.fr' })
  const lien = await lienRecu(base.libre, 'lien@exemple.fr', 'lien_connexion')
  const reponses = await Promise.all(Array.from({ length: 6 }, () => porte.visiteur().post(lien)))
  assert.deepEqual(reponses.map(({ status }) => status).sort(), [303, 422, 422, 422, 422, 422])
})

test('de deux requêtes qui ont lu le même lien, une seule le consomme', async () => {
  const { coffre } = porte.app.sessions
  await porte.visiteur().post('/connexion/lien', { courriel: 'lien@exemple.fr' })
  const secret = (await lienRecu(base.libre, 'lien@exemple.fr', 'lien_connexion')).split('/').at(-1) ?? ''
  const lu = await findJeton(base.db, coffre, 'connexion', secret, NOW)
  assert.ok(lu)
  assert.deepEqual((await Promise.all([consumeJeton(base.db, lu.id, NOW), consumeJeton(base.db, lu.id, NOW)])).sort(), [false, true])
})

test('un lien finit au bout de vingt minutes, celui d’un autre genre ou altéré ne vaut rien', async () => {
  await porte.visiteur().post('/connexion/lien', { courriel: 'lien@exemple.fr' })
  const lien = await lienRecu(base.libre, 'lien@exemple.fr', 'lien_connexion')
  const jeton = lien.split('/').at(-1) ?? ''
  assert.equal((await porte.visiteur().get(`/mot-de-passe/${jeton}`)).status, 404)
  assert.equal((await porte.visiteur().get(`/connexion/lien/${jeton.slice(0, -1)}`)).status, 404)
  porte.horloge.now = minutes(21)
  assert.equal((await porte.visiteur().get(lien)).status, 404)
  assert.equal((await porte.visiteur().post(lien)).status, 422)
  porte.horloge.now = NOW
})

test('la réponse est la même pour une adresse inconnue, et rien ne lui est envoyé', async () => {
  await membre('connue@exemple.fr')
  for (const chemin of ['/connexion/lien', '/mot-de-passe']) {
    const reponses = []
    for (const courriel of ['connue@exemple.fr', 'inconnue@exemple.fr']) {
      const reponse = await porte.visiteur(`192.0.2.${chemin.length}`).post(chemin, { courriel })
      reponses.push([reponse.status, reponse.headers.get('location'), await reponse.text(), [...reponse.headers.keys()].sort().join()])
    }
    assert.deepEqual(reponses[0], reponses[1], chemin)
  }
  assert.deepEqual(await listCourriels(base.libre, 'inconnue@exemple.fr'), [])
  assert.equal((await listCourriels(base.libre, 'connue@exemple.fr')).length, 2)
})

test('les demandes sont freinées, connue ou non, et les liens déjà reçus ouvrent encore', async () => {
  await membre('harcelee@exemple.fr')
  const pages: Record<string, string[]> = { connu: [], inconnu: [] }
  for (const [cle, courriel] of [
    ['connu', 'harcelee@exemple.fr'],
    ['inconnu', 'personne@exemple.fr'],
  ] as const) {
    for (let fois = 0; fois < 6; fois += 1) {
      const reponse = await porte.visiteur(`203.0.113.${fois}`).post('/connexion/lien', { courriel })
      pages[cle]?.push(`${reponse.status} ${(await reponse.text()).replaceAll(courriel, '')}`)
    }
  }
  assert.deepEqual(pages.connu, pages.inconnu)
  assert.match(pages.connu?.[5] ?? '', /^422.*Trop d’essais/s)
  const recus = await listCourriels(base.libre, 'harcelee@exemple.fr')
  assert.equal(recus.length, 5)
  assert.equal((await porte.visiteur().post(recus.at(-1)?.href ?? '')).status, 303, 'the first one sent still opens')
})

test('une adresse mal tapée est dite, et rien n’est cherché', async () => {
  const reponse = await porte.visiteur().post('/connexion/lien', { courriel: 'pas une adresse' })
  assert.equal(reponse.status, 422)
  assert.match(await reponse.text(), /bonne forme/)
})

test('la suite d’un lien reste dans le site', async () => {
  await membre('suite@exemple.fr')
  await porte.visiteur().post('/connexion/lien', { courriel: 'suite@exemple.fr', suite: 'https://ailleurs.fr/x' })
  const reponse = await porte.visiteur().post(await lienRecu(base.libre, 'suite@exemple.fr', 'lien_connexion'))
  assert.equal(reponse.headers.get('location'), '/espace')
})

test('un mot de passe oublié se rechoisit par courriel ; les sessions se ferment, l’ancien ne vaut plus', async () => {
  await membre('oubli@exemple.fr')
  const ouverte = porte.visiteur()
  await enterBy(ouverte, 'oubli@exemple.fr')
  await porte.visiteur().post('/mot-de-passe', { courriel: 'oubli@exemple.fr' })
  await porte.visiteur().post('/connexion/lien', { courriel: 'oubli@exemple.fr' })
  const autreLien = await lienRecu(base.libre, 'oubli@exemple.fr', 'lien_connexion')
  const lien = await lienRecu(base.libre, 'oubli@exemple.fr', 'mot_de_passe')
  const qui = porte.visiteur()
  assert.match(await (await qui.get(lien)).text(), /Choisir votre mot de passe/)
  const faible = await qui.post(lien, { motDePasse: 'motdepasse2026', confirmation: 'motdepasse2026' })
  assert.equal(faible.status, 422)
  assert.match(await faible.text(), /se devine trop vite/)
  const different = await qui.post(lien, { motDePasse: 'la cour des lavandes bleues', confirmation: 'autre chose' })
  assert.match(await different.text(), /diffèrent/)
  const fait = await qui.post(lien, { motDePasse: 'la cour des lavandes bleues', confirmation: 'la cour des lavandes bleues' })
  assert.equal(fait.headers.get('location'), '/connexion?fait=mot-de-passe')
  assert.equal((await ouverte.get('/compte')).status, 303, 'open sessions are closed')
  assert.equal((await porte.visiteur().post(autreLien)).status, 422, 'other links of the account die')
  assert.equal((await qui.get(lien)).status, 404, 'the link has served')
  assert.equal((await qui.post('/connexion', { courriel: 'oubli@exemple.fr', motDePasse: MOT_DE_PASSE })).status, 422)
  await enterBy(porte.visiteur(), 'oubli@exemple.fr', '/espace', 'la cour des lavandes bleues')
  assert.ok(
    (await listCourriels(base.libre, 'oubli@exemple.fr')).some(({ genre }) => genre === 'securite'),
    'the holder is told',
  )
})

test('la première preuve d’une adresse chasse qui avait pris le compte avant', async () => {
  await membre('prise@exemple.fr', false)
  const intrus = porte.visiteur()
  await enterBy(intrus, 'prise@exemple.fr')
  const titulaire = porte.visiteur()
  await titulaire.post('/connexion/lien', { courriel: 'prise@exemple.fr' })
  const lien = await lienRecu(base.libre, 'prise@exemple.fr', 'lien_connexion')
  assert.match(await (await titulaire.get(lien)).text(), /première fois que vous prouvez cette adresse/)
  assert.equal((await titulaire.post(lien)).status, 303)
  assert.equal((await intrus.get('/compte')).status, 303, 'his session is closed')
  assert.equal(
    (await intrus.post('/connexion', { courriel: 'prise@exemple.fr', motDePasse: MOT_DE_PASSE })).status,
    422,
    'his password is gone',
  )
  assert.equal((await titulaire.get('/compte')).status, 200)
})

test('une personne archivée n’entre ni par mot de passe ni par lien', async () => {
  const { personneId } = await membre('partie@exemple.fr')
  const qui = porte.visiteur()
  await enterBy(qui, 'partie@exemple.fr')
  await porte.visiteur().post('/connexion/lien', { courriel: 'partie@exemple.fr' })
  const lien = await lienRecu(base.libre, 'partie@exemple.fr', 'lien_connexion')
  await sql`update compte.personne set archive_le = now() where id = ${personneId}`.execute(base.libre)
  assert.equal((await qui.get('/compte')).status, 303)
  assert.equal((await qui.post('/connexion', { courriel: 'partie@exemple.fr', motDePasse: MOT_DE_PASSE })).status, 422)
  assert.equal((await qui.post(lien)).status, 422)
})

test('sans serveur de courriels, les pages qui en demandent disent quoi faire', async () => {
  const sans = await buildPorte(base, { courrielsMontres: false })
  assert.doesNotMatch(await (await sans.visiteur().get('/connexion')).text(), /Recevoir un lien/)
  for (const chemin of ['/connexion/lien', '/mot-de-passe', '/inscription']) {
    const reponse = await sans.visiteur().get(chemin)
    assert.equal(reponse.status, 404)
    assert.match(await reponse.text(), /n’envoie pas de courriel/)
  }
  assert.equal((await sans.visiteur().post('/connexion/lien', { courriel: 'lien@exemple.fr' })).status, 404)
})
