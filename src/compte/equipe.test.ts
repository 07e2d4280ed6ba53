import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import {
  AUTRE_CONTRAT,
  buildApp,
  CONTRAT,
  createBaseDeTest,
  createMembre,
  get,
  listLibelles,
  MOT_DE_PASSE,
  NOW,
  post,
  signIn,
} from './compte.build.tsx'
import { listMandatsOfContrat } from './mandat.store.ts'

const base = await createBaseDeTest()
const app = await buildApp(base, { courrielsMontres: false })
await createMembre(base.libre, { courriel: 'cheffe@exemple.fr', role: 'chef_projet' })
await createMembre(base.libre, { courriel: 'bailleur@exemple.fr', role: 'bailleur' })
const ailleurs = await createMembre(base.libre, { courriel: 'ailleurs@exemple.fr', role: 'bailleur', contratId: AUTRE_CONTRAT.id })
const cheffe = await signIn(app, 'cheffe@exemple.fr')
const bailleur = await signIn(app, 'bailleur@exemple.fr')
const JOUR = jourParis(NOW)

const membre = (partiel: Record<string, string> = {}) => ({
  courriel: 'nouvelle@exemple.fr',
  prenom: 'Inès',
  nom: 'Caron',
  fonction: 'Référente habitat',
  organisationId: '',
  organisationNom: 'Ville d’essai',
  organisationType: 'commune',
  role: 'referent_commune',
  communes: '37261',
  qualite: 'titulaire',
  debut: JOUR,
  fin: '',
  ...partiel,
})
const ajoute = (champs: Record<string, string>, cookie = cheffe) => post(app, '/espace/essai/equipe/ajouter', champs, cookie)
const lienDe = (html: string) => /http:\/\/localhost:3000(\/mot-de-passe\/[\w-]+)/.exec(html)?.[1] ?? ''
async function compte(table: 'personne' | 'mandat' | 'organisation'): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(`compte.${table}`)}`.execute(base.libre)
  return rows[0]?.n ?? 0
}

test('la cheffe de projet accueille une personne, qui choisit son mot de passe par le lien et ouvre son mandat', async () => {
  const reponse = await ajoute(membre())
  assert.equal(reponse.status, 200)
  assert.equal(reponse.headers.get('cache-control'), 'no-store')
  const html = await reponse.text()
  const lien = lienDe(html)
  assert.match(html, /Transmettez ce lien à Inès Caron/)

  const page = await get(app, lien)
  assert.equal(page.headers.get('referrer-policy'), 'same-origin')
  assert.equal(page.headers.get('cache-control'), 'no-store')
  assert.match(await page.text(), /Inès Caron/)
  const court = await post(app, lien, { motDePasse: 'court', confirmation: 'court' })
  assert.equal(court.status, 422)
  assert.match(await court.text(), /il en manque 7/)
  const phrase = 'la place aux tilleuls'
  assert.equal(
    (await post(app, lien, { motDePasse: phrase, confirmation: phrase })).headers.get('location'),
    '/connexion?fait=mot-de-passe',
  )
  const resservi = await get(app, lien)
  assert.equal(resservi.status, 404, 'the link serves once')
  assert.match(await resservi.text(), /Ce lien ne sert plus/)

  const cookies = await signIn(app, 'nouvelle@exemple.fr', phrase)
  assert.match(await (await get(app, '/espace/essai/equipe', cookies)).text(), /Inès Caron/)
  assert.ok(
    (await listLibelles(base.libre)).some((libelle) => libelle.startsWith('Mandat « référente ou référent communal » donné à Inès Caron')),
  )
})

test('une adresse déjà connue reçoit le mandat sans nouveau compte ni lien', async () => {
  const avant = await compte('personne')
  const reponse = await ajoute(membre({ courriel: 'AILLEURS@exemple.fr', role: 'financeur', communes: '', prenom: '', nom: '' }))
  assert.equal(reponse.status, 303)
  assert.equal(await compte('personne'), avant)
  assert.match(await (await get(app, reponse.headers.get('location') ?? '', cheffe)).text(), /avait déjà un compte/)
})

test('une saisie fausse garde ce qui était tapé et n’écrit rien', async () => {
  const avant = [await compte('personne'), await compte('mandat'), await compte('organisation')]
  for (const [champs, phrase] of [
    [{ courriel: 'pas une adresse' }, /bonne forme/],
    [{ courriel: 'autre@exemple.fr', prenom: '' }, /Tapez le prénom/],
    [{ courriel: 'autre@exemple.fr', role: '' }, /Choisissez un rôle/],
    [{ courriel: 'autre@exemple.fr', communes: '' }, /Choisissez la commune/],
    [{ courriel: 'autre@exemple.fr', communes: '75056' }, /commune du contrat/],
    [{ courriel: 'autre@exemple.fr', debut: '2026-02-30' }, /n’existe pas/],
    [{ courriel: 'autre@exemple.fr', debut: '2026-03-02', fin: '2026-03-01' }, /précède son début/],
    [{ courriel: 'autre@exemple.fr', organisationNom: '' }, /Choisissez l’organisation/],
    [{ courriel: 'autre@exemple.fr', organisationNom: 'Office neuf', organisationType: '' }, /nature/],
    [{ courriel: 'autre@exemple.fr', organisationNom: 'Office neuf', organisationType: 'inconnue' }, /nature/],
    [{ courriel: 'autre@exemple.fr', role: 'admin_plateforme', communes: '' }, /Seule la personne cheffe de projet|ne se donne pas/],
    [{ courriel: `${'a'.repeat(300)}@exemple.fr` }, /trop longue/],
  ] as const) {
    const reponse = await ajoute(membre(champs))
    const html = await reponse.text()
    assert.ok(reponse.status === 422 || reponse.status === 403, `${reponse.status} ${JSON.stringify(champs)}`)
    assert.match(html, phrase, JSON.stringify(champs))
    if (reponse.status === 422) assert.match(html, /Référente habitat/, 'what was typed is kept')
  }
  assert.deepEqual([await compte('personne'), await compte('mandat'), await compte('organisation')], avant)
})

test('le même mandat ne se donne pas deux fois à la fois', async () => {
  await ajoute(membre({ courriel: 'double@exemple.fr', role: 'evaluateur', communes: '' }))
  const encore = await ajoute(membre({ courriel: 'double@exemple.fr', role: 'evaluateur', communes: '' }))
  assert.equal(encore.status, 422)
  assert.match(await encore.text(), /a déjà ce mandat/)
})

test('qui n’est pas chef de projet lit l’équipe sans rien pouvoir y changer, ni y voir d’adresse', async () => {
  const page = await (await get(app, '/espace/essai/equipe', bailleur)).text()
  assert.match(page, /Alix cheffe/)
  assert.ok(!page.includes('cheffe@exemple.fr') && !page.includes('Ajouter une personne') && !page.includes('Mettre fin'))
  const [mandat] = await listMandatsOfContrat(base.libre, CONTRAT.id)
  assert.ok(mandat)
  assert.equal((await ajoute(membre({ courriel: 'x@exemple.fr' }), bailleur)).status, 404)
  assert.equal((await post(app, `/espace/essai/equipe/mandats/${mandat.id}/fin`, {}, bailleur)).status, 404)
  assert.equal((await get(app, '/espace/autre/equipe', cheffe)).status, 404, 'another contract')
})

test('un mandat d’un autre contrat ne se termine pas depuis celui-ci', async () => {
  const mandat = ailleurs.mandats[0]
  assert.ok(mandat)
  assert.equal((await get(app, `/espace/essai/equipe/mandats/${mandat.id}/fin`, cheffe)).status, 404)
  assert.equal((await post(app, `/espace/essai/equipe/mandats/${mandat.id}/fin`, { dernierJour: '' }, cheffe)).status, 404)
})

test('mettre fin à un mandat le ferme aussitôt ; le dernier chef de projet reste', async () => {
  const mandats = await listMandatsOfContrat(base.libre, CONTRAT.id)
  const delui = mandats.find(({ courriel }) => courriel === 'bailleur@exemple.fr')
  const delle = mandats.find(({ courriel }) => courriel === 'cheffe@exemple.fr')
  assert.ok(delui && delle)
  const demande = await get(app, `/espace/essai/equipe/mandats/${delui.id}/fin`, cheffe)
  assert.match(await demande.text(), /ne pourra plus agir/)
  const passe = await post(app, `/espace/essai/equipe/mandats/${delui.id}/fin`, { dernierJour: '2020-02-01' }, cheffe)
  assert.equal(passe.status, 422)
  assert.equal((await post(app, `/espace/essai/equipe/mandats/${delui.id}/fin`, { dernierJour: '' }, cheffe)).status, 303)
  assert.equal((await get(app, '/espace/essai/equipe', bailleur)).status, 404, 'the open session has lost the mandate at once')
  assert.match(await (await get(app, '/espace/essai/equipe', cheffe)).text(), /1\u00a0mandat terminé/)
  const dernier = await post(app, `/espace/essai/equipe/mandats/${delle.id}/fin`, { dernierJour: '' }, cheffe)
  assert.equal(dernier.status, 422)
  assert.match(await dernier.text(), /dernier mandat/)
})

test('un lien se refait tant que la personne n’a pas de mot de passe ; l’ancien ne sert plus', async () => {
  const premier = lienDe(await (await ajoute(membre({ courriel: 'lien@exemple.fr', role: 'prefet', communes: '' }))).text())
  const [mandat] = (await listMandatsOfContrat(base.libre, CONTRAT.id)).filter(({ courriel }) => courriel === 'lien@exemple.fr')
  assert.ok(mandat)
  const second = await post(app, `/espace/essai/equipe/personnes/${mandat.personneId}/lien`, {}, cheffe)
  assert.equal(second.status, 200)
  assert.equal((await get(app, premier)).status, 404)
  assert.equal((await get(app, lienDe(await second.text()))).status, 200)
})

test('un lien ne se fait ni pour qui a un mot de passe, ni pour qui agit ailleurs', async () => {
  for (const courriel of ['ailleurs@exemple.fr', 'cheffe@exemple.fr']) {
    const [mandat] = (await listMandatsOfContrat(base.libre, CONTRAT.id)).filter((m) => m.courriel === courriel)
    assert.ok(mandat)
    assert.equal((await post(app, `/espace/essai/equipe/personnes/${mandat.personneId}/lien`, {}, cheffe)).status, 403, courriel)
  }
  const sans = await createMembre(base.libre, {
    courriel: 'sans@exemple.fr',
    role: 'bailleur',
    contratId: AUTRE_CONTRAT.id,
    sansMotDePasse: true,
  })
  assert.equal((await post(app, `/espace/essai/equipe/personnes/${sans.personneId}/lien`, {}, cheffe)).status, 403)
  assert.equal((await post(app, `/espace/essai/equipe/personnes/${createId()}/lien`, {}, cheffe)).status, 404)
})

test('un lien finit au bout d’une semaine', async () => {
  const lien = lienDe(await (await ajoute(membre({ courriel: 'tard@exemple.fr', role: 'elu_epci', communes: '' }))).text())
  const plusTard = await buildApp(base, { courrielsMontres: false }, () => new Date(NOW.getTime() + 8 * 24 * 3600_000))
  assert.equal((await get(plusTard, lien)).status, 404)
  assert.equal((await post(plusTard, lien, { motDePasse: MOT_DE_PASSE, confirmation: MOT_DE_PASSE })).status, 404)
})
