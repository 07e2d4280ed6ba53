import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { listJournal } from '#platform/audit/audit.store.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { AUTRE_CONTRAT, CONTRAT, createBaseDeTest, createMembre, listLibelles, NOW } from './compte.build.tsx'
import { listMandatsOfContrat } from './mandat.store.ts'
import { buildPorte, enterBy, lienRecu, listCourriels, type Visiteur } from './porte.build.ts'

const base = await createBaseDeTest()
const porte = await buildPorte(base)
const cheffe = await createMembre(base.libre, { courriel: 'cheffe@exemple.fr', role: 'chef_projet' })
await createMembre(base.libre, { courriel: 'bailleur@exemple.fr', role: 'bailleur' })
await createMembre(base.libre, { courriel: 'voisine@exemple.fr', role: 'chef_projet', contratId: AUTRE_CONTRAT.id })
const elle = porte.visiteur()
await enterBy(elle, 'cheffe@exemple.fr')
const PHRASE = 'la cour des lavandes bleues'
const jours = (nombre: number) => new Date(NOW.getTime() + nombre * 24 * 3600_000)

const saisie = (partiel: Record<string, string> = {}) => ({
  courriel: 'invitee@exemple.fr',
  prenom: 'Inès',
  nom: 'Caron',
  fonction: 'Référente habitat',
  organisationId: '',
  organisationNom: 'Ville d’essai',
  organisationType: 'commune',
  role: 'referent_commune',
  'communes[]': '37261',
  qualite: 'titulaire',
  debut: jourParis(NOW),
  fin: '',
  ...partiel,
})
const invite = (partiel: Record<string, string> = {}, qui: Visiteur = elle) => qui.post('/espace/essai/equipe/ajouter', saisie(partiel))
async function mandatsDe(courriel: string) {
  return (await listMandatsOfContrat(base.libre, CONTRAT.id)).filter((mandat) => mandat.courriel === courriel)
}
async function nombre(table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(`compte.${table}`)}`.execute(base.libre)
  return rows[0]?.n ?? 0
}
const idInvitation = async (courriel: string) => {
  const { rows } = await sql<{ id: string }>`select id from compte.invitation where courriel = ${courriel}`.execute(base.libre)
  return rows[0]?.id ?? ''
}

test('une personne invitée lit qui l’invite et à quoi, crée son compte, et le mandat n’existe qu’alors', async () => {
  const avant = [await nombre('personne'), await nombre('mandat')]
  const reponse = await invite()
  assert.equal(reponse.headers.get('location'), '/espace/essai/equipe?fait=invitation')
  assert.deepEqual([await nombre('personne'), await nombre('mandat')], avant, 'neither account nor mandate yet')
  const equipe = await (await elle.get('/espace/essai/equipe')).text()
  assert.match(equipe, /Invitations sans réponse/)
  assert.match(equipe, /Inès Caron/)
  const [lettre] = await listCourriels(base.libre, 'invitee@exemple.fr')
  assert.match(lettre?.texte ?? '', /Alix cheffe vous invite à agir sur «\u00a0Contrat d’essai\u00a0»/)
  assert.match(lettre?.pourquoi ?? '', /aucun compte n’est créé/)

  const lien = await lienRecu(base.libre, 'invitee@exemple.fr', 'invitation')
  const invitee = porte.visiteur()
  const page = await invitee.get(lien)
  assert.equal(page.headers.get('cache-control'), 'no-store')
  const html = await page.text()
  assert.match(html, /Alix cheffe vous invite/)
  assert.match(html, /value="Inès"/)
  const faible = await invitee.post(`${lien}/compte`, { prenom: 'Inès', nom: 'Caron', motDePasse: 'court', confirmation: 'court' })
  assert.equal(faible.status, 422)
  assert.match(await faible.text(), /il en manque/)
  assert.deepEqual([await nombre('personne'), await nombre('mandat')], avant, 'nothing half-written')
  const fait = await invitee.post(`${lien}/compte`, { prenom: 'Inès', nom: 'Caron', motDePasse: PHRASE, confirmation: PHRASE })
  assert.equal(fait.headers.get('location'), '/espace')
  const [mandat] = await mandatsDe('invitee@exemple.fr')
  assert.equal(mandat?.role, 'referent_commune')
  assert.equal(mandat?.organisation, 'Ville d’essai')
  assert.deepEqual(mandat?.territoire, { type: 'communes', codes: ['37261'] })
  assert.equal((await invitee.get('/espace/essai/equipe')).status, 200)
  assert.doesNotMatch(await (await elle.get('/espace/essai/equipe')).text(), /Invitations sans réponse/)
  assert.match(await (await porte.visiteur().get(lien)).text(), /déjà été acceptée/)
  assert.equal(
    (await porte.visiteur().post(`${lien}/compte`, { prenom: 'X', nom: 'Y', motDePasse: PHRASE, confirmation: PHRASE })).status,
    404,
  )
  await enterBy(porte.visiteur(), 'invitee@exemple.fr', '/espace', PHRASE)
  const [ligne] = await listJournal(base.libre, { contratId: CONTRAT.id, limite: 1 })
  assert.match(ligne?.libelle ?? '', /Invitation acceptée par Inès Caron : mandat « référente ou référent communal »/)
})

test('qui a déjà un compte se connecte avec lui pour accepter, et avec lui seul', async () => {
  await createMembre(base.libre, { courriel: 'connue@exemple.fr' })
  await invite({ courriel: 'Connue@exemple.fr', role: 'financeur', 'communes[]': '' })
  const lien = await lienRecu(base.libre, 'connue@exemple.fr', 'invitation')
  const connue = porte.visiteur()
  const page = await (await connue.get(lien)).text()
  assert.match(page, /Me connecter pour accepter/)
  assert.doesNotMatch(page, /Créer mon compte/)
  const double = await connue.post(`${lien}/compte`, { prenom: 'A', nom: 'B', motDePasse: PHRASE, confirmation: PHRASE })
  assert.equal(double.status, 422)
  assert.match(await double.text(), /déjà un compte/)
  assert.equal((await connue.post(`${lien}/accepter`)).status, 403, 'signed out')

  const autre = porte.visiteur()
  await enterBy(autre, 'bailleur@exemple.fr')
  assert.match(await (await autre.get(lien)).text(), /Vous êtes connecté avec bailleur@exemple\.fr/)
  assert.equal((await autre.post(`${lien}/accepter`)).status, 403)
  assert.equal((await autre.post(`${lien}/compte`, { prenom: 'A', nom: 'B', motDePasse: PHRASE, confirmation: PHRASE })).status, 403)
  assert.deepEqual(await mandatsDe('connue@exemple.fr'), [])

  const reponse = await connue.post('/connexion', { courriel: 'connue@exemple.fr', motDePasse: 'un pavé de grès clair', suite: lien })
  assert.equal(reponse.headers.get('location'), lien)
  assert.match(await (await connue.get(lien)).text(), /Accepter l’invitation/)
  const doubles = await Promise.all([connue.post(`${lien}/accepter`), connue.post(`${lien}/accepter`)])
  assert.deepEqual(doubles.map(({ status }) => status).sort(), [303, 404])
  assert.equal((await mandatsDe('connue@exemple.fr')).length, 1)
})

test('une invitation expire ; renvoyée, seul le nouveau courriel ouvre', async () => {
  await invite({ courriel: 'tardive@exemple.fr', role: 'evaluateur', 'communes[]': '' })
  const ancien = await lienRecu(base.libre, 'tardive@exemple.fr', 'invitation')
  porte.horloge.now = jours(15)
  const page = await porte.visiteur().get(ancien)
  assert.equal(page.status, 404)
  assert.match(await page.text(), new RegExp(`expiré le ${formatDate(jourParis(jours(14)))}`))
  await enterBy(elle, 'cheffe@exemple.fr')
  assert.match(await (await elle.get('/espace/essai/equipe')).text(), /Expirée/)
  const chemin = `/espace/essai/equipe/invitations/${await idInvitation('tardive@exemple.fr')}`
  assert.equal((await elle.post(`${chemin}/renvoyer`)).headers.get('location'), '/espace/essai/equipe?fait=renvoi')
  const nouveau = await lienRecu(base.libre, 'tardive@exemple.fr', 'invitation')
  assert.notEqual(nouveau, ancien)
  assert.equal((await porte.visiteur().get(ancien)).status, 404)
  assert.equal((await porte.visiteur().get(nouveau)).status, 200)
  assert.match(await (await elle.get('/espace/essai/equipe')).text(), /envoyée 2\u00a0fois/)
  porte.horloge.now = NOW
  await enterBy(elle, 'cheffe@exemple.fr')
})

test('une invitation retirée ne s’accepte plus, ni ne se renvoie', async () => {
  await invite({ courriel: 'retiree@exemple.fr', role: 'evaluateur', 'communes[]': '' })
  const lien = await lienRecu(base.libre, 'retiree@exemple.fr', 'invitation')
  const chemin = `/espace/essai/equipe/invitations/${await idInvitation('retiree@exemple.fr')}`
  assert.equal((await elle.post(`${chemin}/retirer`)).status, 303)
  assert.match(await (await porte.visiteur().get(lien)).text(), /a été retirée/)
  assert.equal(
    (await porte.visiteur().post(`${lien}/compte`, { prenom: 'A', nom: 'B', motDePasse: PHRASE, confirmation: PHRASE })).status,
    404,
  )
  for (const acte of ['renvoyer', 'retirer']) assert.equal((await elle.post(`${chemin}/${acte}`)).status, 422, acte)
  // The same person may be invited anew.
  assert.equal((await invite({ courriel: 'retiree@exemple.fr', role: 'evaluateur', 'communes[]': '' })).status, 303)
  const doublon = await invite({ courriel: 'retiree@exemple.fr', role: 'evaluateur', 'communes[]': '' })
  assert.equal(doublon.status, 422)
  assert.match(await doublon.text(), /déjà une invitation sans réponse/)
})

test('seule la cheffe de projet du contrat invite, renvoie et retire', async () => {
  await invite({ courriel: 'gardee@exemple.fr', role: 'evaluateur', 'communes[]': '' })
  const id = await idInvitation('gardee@exemple.fr')
  const bailleur = porte.visiteur()
  await enterBy(bailleur, 'bailleur@exemple.fr')
  const voisine = porte.visiteur()
  await enterBy(voisine, 'voisine@exemple.fr')
  assert.doesNotMatch(await (await bailleur.get('/espace/essai/equipe')).text(), /gardee@exemple\.fr|Invitations sans réponse/)
  for (const qui of [bailleur, voisine]) {
    assert.equal((await invite({ courriel: 'x@exemple.fr' }, qui)).status, 404)
    for (const acte of ['renvoyer', 'retirer']) assert.equal((await qui.post(`/espace/essai/equipe/invitations/${id}/${acte}`)).status, 404)
  }
  // From the workspace of another contract: not there.
  for (const acte of ['renvoyer', 'retirer']) {
    const reponse = await voisine.post(`/espace/autre/equipe/invitations/${id}/${acte}`)
    assert.ok(reponse.status === 404 || reponse.status === 403, `${acte} ${reponse.status}`)
  }
  assert.equal((await elle.post(`/espace/essai/equipe/invitations/${createId()}/retirer`)).status, 404)
  assert.deepEqual((await listCourriels(base.libre, 'gardee@exemple.fr')).length, 1)
})

test('une invitation ne vaut plus si qui l’a faite a perdu le droit de la faire', async () => {
  const seconde = await createMembre(base.libre, { courriel: 'seconde@exemple.fr', role: 'chef_projet' })
  const qui = porte.visiteur()
  await enterBy(qui, 'seconde@exemple.fr')
  await invite({ courriel: 'orpheline@exemple.fr', role: 'evaluateur', 'communes[]': '' }, qui)
  const lien = await lienRecu(base.libre, 'orpheline@exemple.fr', 'invitation')
  await sql`update compte.mandat set retire_le = now() where personne_id = ${seconde.personneId}`.execute(base.libre)
  const refus = await porte.visiteur().post(`${lien}/compte`, { prenom: 'Léa', nom: 'Petit', motDePasse: PHRASE, confirmation: PHRASE })
  assert.equal(refus.status, 422)
  assert.match(await refus.text(), /ne pilote plus ce contrat/)
  assert.deepEqual(await mandatsDe('orpheline@exemple.fr'), [])
  assert.ok(cheffe)
})

test('une saisie fausse garde ce qui était tapé, n’écrit rien et n’envoie rien', async () => {
  const avant = [await nombre('invitation'), await nombre('organisation')]
  for (const [champs, phrase] of [
    [{ courriel: 'pas une adresse' }, /bonne forme/],
    [{ role: '' }, /Choisissez un rôle/],
    [{ 'communes[]': '' }, /Choisissez la commune/],
    [{ 'communes[]': '75056' }, /commune du contrat/],
    [{ debut: '2026-02-30' }, /n’existe pas/],
    [{ debut: '2026-03-02', fin: '2026-03-01' }, /précède son début/],
    [{ organisationNom: '' }, /Choisissez l’organisation/],
  ] as const) {
    const reponse = await invite({ courriel: 'fausse@exemple.fr', ...champs })
    const html = await reponse.text()
    assert.equal(reponse.status, 422, JSON.stringify(champs))
    assert.match(html, phrase)
    assert.match(html, /Référente habitat/)
  }
  assert.ok([403, 422].includes((await invite({ role: 'admin_plateforme', 'communes[]': '' })).status))
  assert.deepEqual([await nombre('invitation'), await nombre('organisation')], avant)
  assert.deepEqual(await listCourriels(base.libre, 'fausse@exemple.fr'), [])
})

test('un lien d’invitation inventé ne mène à rien', async () => {
  for (const jeton of ['x', 'a'.repeat(32), '%00', '../../etc']) {
    assert.equal((await porte.visiteur().get(`/invitation/${encodeURIComponent(jeton)}`)).status, 404, jeton)
  }
  assert.ok((await listLibelles(base.libre)).some((libelle) => libelle.startsWith('Invitation de retiree@exemple.fr retirée')))
})
