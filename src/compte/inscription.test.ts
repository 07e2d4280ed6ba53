import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { setReglage } from '#platform/reglages.ts'
import { createBaseDeTest, createMembre, listLibelles, NOW } from './compte.build.tsx'
import { buildPorte, enterBy, lienRecu, listCourriels } from './porte.build.ts'
import { inscriptionOuverte } from './reglages-connexion.ts'

const base = await createBaseDeTest()
const porte = await buildPorte(base)
const PHRASE = 'la cour des lavandes bleues'
const qui = (courriel: string) => ({ prenom: 'Sonia', nom: 'Lemaire', courriel })
async function nombre(table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(`compte.${table}`)}`.execute(base.libre)
  return rows[0]?.n ?? 0
}

test('un porteur prouve son adresse, choisit son mot de passe et arrive dans un espace sans aucun droit', async () => {
  const sonia = porte.visiteur()
  assert.match(await (await sonia.get('/connexion')).text(), /href="\/inscription"/)
  const demande = await sonia.post('/inscription', qui('Sonia@exemple.fr'))
  assert.equal(demande.headers.get('location'), '/inscription/envoyee')
  assert.equal(await nombre('personne'), 0, 'no account before the proof')
  const lien = await lienRecu(base.libre, 'sonia@exemple.fr', 'inscription')
  for (let fois = 0; fois < 2; fois += 1) assert.match(await (await porte.visiteur().get(lien)).text(), /Bienvenue Sonia/)
  assert.equal(await nombre('personne'), 0, 'looking proves nothing')
  const faible = await sonia.post(lien, { motDePasse: 'soleil123456789', confirmation: 'soleil123456789' })
  assert.equal(faible.status, 422)
  assert.match(await faible.text(), /se devine trop vite/)
  const fait = await sonia.post(lien, { motDePasse: PHRASE, confirmation: PHRASE })
  assert.equal(fait.headers.get('location'), '/porteur')
  const espace = await (await sonia.get('/porteur')).text()
  assert.match(espace, /Sonia Lemaire/)
  assert.match(espace, /Aucune organisation pour l’instant/)
  assert.equal((await sonia.get('/administration/personnes')).status, 403)
  assert.equal((await sonia.get('/espace/essai/equipe')).status, 404)
  assert.equal((await porte.visiteur().get(lien)).status, 404, 'the link serves once')
  assert.equal((await porte.visiteur().post(lien, { motDePasse: PHRASE, confirmation: PHRASE })).status, 404)
  await enterBy(porte.visiteur(), 'sonia@exemple.fr', '/espace', PHRASE)
  assert.ok((await listLibelles(base.libre)).includes('Compte de porteur créé par Sonia Lemaire, adresse prouvée'))
})

test('sans mot de passe, on se connecte ensuite par un lien', async () => {
  const lea = porte.visiteur('198.51.100.20')
  await lea.post('/inscription', qui('lea@exemple.fr'))
  assert.equal(
    (await lea.post(await lienRecu(base.libre, 'lea@exemple.fr', 'inscription'), { motDePasse: '', confirmation: '' })).status,
    303,
  )
  assert.match(await (await lea.get('/compte/mot-de-passe')).text(), /n’a pas de mot de passe/)
  const ailleurs = porte.visiteur('198.51.100.21')
  assert.equal((await ailleurs.post('/connexion', { courriel: 'lea@exemple.fr', motDePasse: PHRASE })).status, 422)
  await ailleurs.post('/connexion/lien', { courriel: 'lea@exemple.fr' })
  assert.equal((await ailleurs.post(await lienRecu(base.libre, 'lea@exemple.fr', 'lien_connexion'))).headers.get('location'), '/espace')
})

test('la réponse ne dit pas si l’adresse a un compte ; seul son titulaire l’apprend', async () => {
  await createMembre(base.libre, { courriel: 'titulaire@exemple.fr' })
  const reponses = []
  for (const courriel of ['titulaire@exemple.fr', 'nouvelle@exemple.fr']) {
    const reponse = await porte.visiteur('198.51.100.22').post('/inscription', qui(courriel))
    reponses.push([reponse.status, reponse.headers.get('location'), await reponse.text(), [...reponse.headers.keys()].sort().join()])
  }
  assert.deepEqual(reponses[0], reponses[1])
  const [lettre] = await listCourriels(base.libre, 'titulaire@exemple.fr')
  assert.equal(lettre?.objet, 'Vous avez déjà un compte')
  assert.equal(lettre?.href, '/connexion')
})

test('deux preuves à la fois ne font qu’un compte, et un compte né entre-temps n’est pas doublé', async () => {
  for (let fois = 0; fois < 2; fois += 1) await porte.visiteur(`198.51.100.3${fois}`).post('/inscription', qui('double@exemple.fr'))
  const liens = (await listCourriels(base.libre, 'double@exemple.fr')).map(({ href }) => href)
  assert.equal(liens.length, 2)
  const reponses = await Promise.all(
    [liens[0], liens[0], liens[1]].map((lien) =>
      porte.visiteur('198.51.100.33').post(lien ?? '', { motDePasse: PHRASE, confirmation: PHRASE }),
    ),
  )
  assert.equal(reponses.filter(({ status }) => status === 303).length, 1, reponses.map(({ status }) => status).join())
  const { rows } = await sql`select from compte.utilisateur where courriel = 'double@exemple.fr'`.execute(base.libre)
  assert.equal(rows.length, 1)
})

test('une inscription sans preuve s’efface au bout d’un jour', async () => {
  await porte.visiteur('198.51.100.40').post('/inscription', qui('jamais@exemple.fr'))
  const lien = await lienRecu(base.libre, 'jamais@exemple.fr', 'inscription')
  const demain = new Date(NOW.getTime() + 25 * 3600_000)
  porte.horloge.now = demain
  assert.equal((await porte.visiteur().get(lien)).status, 404)
  await porte.visiteur('198.51.100.43').post('/inscription', qui('suivante@exemple.fr'))
  const { rows } = await sql<{ courriel: string }>`select courriel from compte.inscription`.execute(base.libre)
  assert.deepEqual(rows, [{ courriel: 'suivante@exemple.fr' }], 'the next one sweeps')
  porte.horloge.now = NOW
})

test('une saisie fausse dit quoi corriger et garde le reste', async () => {
  for (const [champs, phrase] of [
    [{ prenom: '' }, /Tapez votre prénom/],
    [{ nom: ' ' }, /Tapez votre nom/],
    [{ courriel: 'sonia@' }, /bonne forme/],
    [{ prenom: 'x'.repeat(200) }, /100 caractères au plus/],
  ] as const) {
    const reponse = await porte.visiteur('198.51.100.41').post('/inscription', { ...qui('saisie@exemple.fr'), ...champs })
    const html = await reponse.text()
    assert.equal(reponse.status, 422)
    assert.match(html, phrase)
  }
  assert.deepEqual(await listCourriels(base.libre, 'saisie@exemple.fr'), [])
})

test('les inscriptions se ferment par un réglage, liens en cours compris', async () => {
  await porte.visiteur('198.51.100.42').post('/inscription', qui('fermee@exemple.fr'))
  const lien = await lienRecu(base.libre, 'fermee@exemple.fr', 'inscription')
  await setReglage(base.libre, inscriptionOuverte, false, NOW)
  assert.equal((await porte.visiteur().get('/inscription')).status, 404)
  assert.ok([404, 422].includes((await porte.visiteur().post('/inscription', qui('autre@exemple.fr'))).status))
  assert.equal((await porte.visiteur().post(lien, { motDePasse: PHRASE, confirmation: PHRASE })).status, 422)
  await setReglage(base.libre, inscriptionOuverte, true, NOW)
})

test('l’espace porteur demande d’être connecté', async () => {
  assert.equal((await porte.visiteur().get('/porteur')).headers.get('location'), '/connexion?suite=%2Fporteur')
})
