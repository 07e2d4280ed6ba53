import assert from 'node:assert/strict'
import test, { beforeEach } from 'node:test'
import { sql } from 'kysely'
import { act } from '#platform/acte.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import { declareGenreCourriel } from '#platform/courriel/genres.ts'
import { getPreferences } from '#platform/courriel/preferences.store.ts'
import { Interdit } from '#platform/errors.ts'
import { chooseCourriels } from './commands/choose-courriels.ts'
import { resendCourriel } from './commands/resend-courriel.ts'
import { buildApp, createBaseDeTest, createMembre, get, JETONS, listLibelles, NOW, post, signIn } from './compte.build.tsx'
import { assertCourrielsCaches } from './pages/courriels-dev.tsx'

declareGenreCourriel({ genre: 'mandats', libelle: 'Mandats donnés ou terminés' })

const base = await createBaseDeTest()
const app = await buildApp(base)
const membre = await createMembre(base.libre, { courriel: 'membre@exemple.fr', role: 'referent_commune' })
const autre = await createMembre(base.libre, { courriel: 'autre@exemple.fr' })
const admin = await createMembre(base.libre, { courriel: 'admin@exemple.fr', role: 'admin_plateforme', contratId: null })
const appel = (agent: typeof membre) => ({ db: base.db, agent, now: NOW, requeteId: 'essai' })
const preferencesOf = (personneId: string) => getPreferences(base.libre, personneId)
beforeEach(async () => {
  await sql`delete from platform.courriel_preference`.execute(base.libre)
})

const write = (etat: 'abandonne' | 'incertain' | 'en_attente') =>
  base.libre.transaction().execute(async (tx) => {
    const id = await enqueueCourriel(
      tx,
      {
        genre: 'invitation',
        a: { courriel: 'secret@exemple.fr', personneId: null },
        objet: 'Objet réservé',
        corps: ['Texte réservé'],
        action: { libelle: 'Lire l’invitation', href: '/invitation/jeton-reserve' },
        pourquoi: 'Parce que.',
        envoi: 'immediat',
      },
      NOW,
    )
    if (etat !== 'en_attente')
      await sql`update platform.courriel set etat = ${etat}, fini_le = ${NOW}, erreur = 'EENVELOPE 550' where id = ${id}`.execute(tx)
    return id
  })

test('chaque personne choisit le rythme de ses courriels depuis son compte', async () => {
  const cookie = await signIn(app, 'membre@exemple.fr')
  assert.match(await (await get(app, '/compte', cookie)).text(), /href="\/compte\/courriels"/)
  const page = await (await get(app, '/compte/courriels', cookie)).text()
  assert.match(page, /value="jour" checked/)
  assert.match(page, /Mandats donnés ou terminés/)
  const reponse = await post(app, '/compte/courriels', { tous: 'semaine', 'genres.mandats': 'jour' }, cookie)
  assert.deepEqual([reponse.status, reponse.headers.get('location')], [303, '/compte/courriels?fait=choix'])
  assert.deepEqual(await preferencesOf(membre.personneId), { '*': 'semaine', mandats: 'jour' })
  await post(app, '/compte/courriels', { tous: 'jamais', 'genres.mandats': '' }, cookie)
  assert.deepEqual(await preferencesOf(membre.personneId), { '*': 'jamais' })
  assert.ok((await listLibelles(base.libre)).includes('Récapitulatif par courriel\u00a0: jamais'))
})

test('un rythme inconnu est refusé avec une phrase, rien n’est enregistré', async () => {
  const cookie = await signIn(app, 'membre@exemple.fr')
  const mauvais: Record<string, string>[] = [
    { tous: 'toujours' },
    {},
    { tous: 'jour', 'genres.mandats': 'souvent' },
    { tous: 'jour', genres: 'x' },
  ]
  for (const champs of mauvais) {
    const reponse = await post(app, '/compte/courriels', champs, cookie)
    assert.equal(reponse.status, 422)
    assert.match(await reponse.text(), /Choisissez un rythme dans la liste\./)
  }
  assert.deepEqual(await preferencesOf(membre.personneId), {})
})

test('personne ne choisit pour une autre, même l’administration', async () => {
  for (const agent of [membre, admin])
    await assert.rejects(act(appel(agent), chooseCourriels, { personneId: autre.personneId, tous: 'jamais' }), Interdit)
  assert.equal((await get(app, '/compte/courriels')).status, 303)
  assert.deepEqual(await preferencesOf(autre.personneId), {})
})

test('le lien d’un récapitulatif règle les courriels sans se connecter ; l’ouvrir ne change rien', async () => {
  const lien = `/courriels/preferences/${JETONS.sign(membre.personneId)}`
  const page = await get(app, lien)
  assert.equal(page.status, 200)
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer')
  assert.match(await page.text(), /Mes courriels/)
  assert.deepEqual(await preferencesOf(membre.personneId), {})
  const reponse = await post(app, lien, { tous: 'semaine' })
  assert.deepEqual([reponse.status, reponse.headers.get('location')], [303, `${lien}?fait=choix`])
  assert.deepEqual(await preferencesOf(membre.personneId), { '*': 'semaine' })
})

test('le bouton « se désabonner » d’une messagerie arrête les récapitulatifs en un geste (RFC 8058)', async () => {
  const lien = `/courriels/preferences/${JETONS.sign(membre.personneId)}`
  const reponse = await app.hono.request(`http://localhost:3000${lien}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  })
  assert.equal(reponse.status, 200)
  assert.deepEqual(await preferencesOf(membre.personneId), { '*': 'jamais' })
})

test('un lien forgé, ou d’une autre personne, ne règle rien', async () => {
  const jeton = JETONS.sign(membre.personneId)
  const cookie = await signIn(app, 'autre@exemple.fr')
  for (const faux of [`${jeton.slice(0, -2)}xx`, autre.personneId.replaceAll('-', '') + jeton.slice(32), 'x', '%00', '..%2f..']) {
    for (const sous of [undefined, cookie]) {
      assert.equal((await get(app, `/courriels/preferences/${faux}`, sous)).status, 404, faux)
      assert.equal((await post(app, `/courriels/preferences/${faux}`, { tous: 'jamais' }, sous)).status, 404, faux)
    }
  }
  // Whoever is signed in, the link acts for the person it was signed for, and for her alone.
  await post(app, `/courriels/preferences/${jeton}`, { tous: 'semaine', personneId: autre.personneId }, cookie)
  assert.deepEqual(await preferencesOf(autre.personneId), {})
  assert.deepEqual(await preferencesOf(membre.personneId), { '*': 'semaine' })
})

test('l’administration suit la file sans lire ni adresse ni contenu, et remet un courriel en route', async () => {
  const [perdu, doute] = [await write('abandonne'), await write('incertain')]
  const cookie = await signIn(app, 'admin@exemple.fr')
  const page = await (await get(app, '/administration/courriels', cookie)).text()
  assert.match(page, /2.courriels sans succès/)
  assert.match(page, /PARVIS_SMTP_URL/)
  assert.doesNotMatch(page, /secret@exemple|réservé|jeton-reserve/)
  assert.equal((await post(app, `/administration/courriels/${perdu}/renvoyer`, {}, cookie)).status, 303)
  await act(appel(admin), resendCourriel, { courrielId: doute })
  const { rows } = await sql<{
    etat: string
    essais: number
  }>`select etat, essais from platform.courriel where id in (${perdu}, ${doute})`.execute(base.libre)
  assert.deepEqual(rows, [
    { etat: 'en_attente', essais: 0 },
    { etat: 'en_attente', essais: 0 },
  ])
  assert.ok((await listLibelles(base.libre)).includes('Courriel «\u00a0invitation\u00a0» remis dans la file'))
  assert.equal((await post(app, `/administration/courriels/${perdu}/renvoyer`, {}, cookie)).status, 422)
  assert.equal((await post(app, '/administration/courriels/x/renvoyer', {}, cookie)).status, 422)
})

test('la file n’est ouverte à personne d’autre', async () => {
  const perdu = await write('abandonne')
  const cookie = await signIn(app, 'membre@exemple.fr')
  assert.equal((await get(app, '/administration/courriels', cookie)).status, 403)
  assert.equal((await post(app, `/administration/courriels/${perdu}/renvoyer`, {}, cookie)).status, 403)
  await assert.rejects(act(appel(membre), resendCourriel, { courrielId: perdu }), Interdit)
})

test('un courriel effacé ne repart pas', async () => {
  const perdu = await write('abandonne')
  await sql`update platform.courriel set destinataire = null, objet = null, corps = null, efface_le = now() where id = ${perdu}`.execute(
    base.libre,
  )
  await assert.rejects(act(appel(admin), resendCourriel, { courrielId: perdu }), /effacé/)
})

test('dev: the mails of a trial are shown with their text, their link and their page, which runs nothing', async () => {
  const id = await write('en_attente')
  assert.match(await (await get(app, '/dev/courriels')).text(), /Objet réservé/)
  const page = await (await get(app, `/dev/courriels/${id}`)).text()
  assert.match(page, /Texte réservé/)
  assert.match(page, /href="\/invitation\/jeton-reserve"/)
  const lettre = await get(app, `/dev/courriels/${id}/page`)
  assert.match(lettre.headers.get('content-security-policy') ?? '', /default-src 'none'.*sandbox/)
  assert.match(await lettre.text(), /<h1[^>]*>Objet réservé/)
  assert.equal((await get(app, '/dev/courriels/x')).status, 404)
})

test('dev: these pages do not exist where people really work, and production refuses to start with them', async () => {
  const reelle = await buildApp(base, { courrielsMontres: false })
  for (const chemin of ['/dev/courriels', '/dev/courriels/x', '/dev/courriels/x/page'])
    assert.equal((await get(reelle, chemin)).status, 404)
  assert.throws(() => assertCourrielsCaches({ production: true, courrielsMontres: true }), /refuse de démarrer/)
  assert.equal(assertCourrielsCaches({ production: true, courrielsMontres: false }), false)
})
