import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import pg from 'pg'
import type { Agent } from '#compte/index.ts'
import { act } from '#platform/acte.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createApp } from '#platform/http/application.tsx'
import { createId } from '#platform/identifiants.ts'
import { champsEnvoyes, withChamps } from '#ui/formulaire-de-test.ts'
import { createContrat } from '../commands/create-contrat.ts'
import { getContratComplet } from '../contrat-complet.store.ts'
import { setEntreesEspace } from '../espace.tsx'
import { buildAgent, fillJeu, NOW, SIREN } from '../jeu-de-test.ts'
import { entreesContrat, routesContrat } from './index.ts'

const base = await createBaseDeTest()
const jeu = await fillJeu(base)
let qui: Agent | null = null
const app = createApp({
  base,
  configuration: {
    production: false,
    port: 0,
    databaseUrl: null,
    demo: false,
    secret: null,
    adresse: null,
    donnees: 'data',
    courriel: null,
    courrielsMontres: false,
  },
  findAgent: async () => qui,
  routes: routesContrat,
  now: () => NOW,
})
setEntreesEspace(entreesContrat)

let contrat: { id: string; adresse: string }
let claire: Agent
const espace = () => `/espace/${contrat.adresse}`
before(async () => {
  const ailleurs = buildAgent(jeu, 'claire', [{ role: 'chef_projet', contratId: createId() }])
  contrat = await act({ db: base.db, agent: ailleurs, now: NOW, requeteId: 'test' }, createContrat, {
    modele: 'trois-piliers-2015',
    titre: 'Contrat de ville <2027>',
    epciSiren: SIREN,
    communes: ['37261'],
    debut: '2027-01-01',
    fin: '2032-12-31',
  })
  claire = buildAgent(jeu, 'claire', [{ role: 'chef_projet', contratId: contrat.id }])
})

async function get(chemin: string, agent: Agent | null) {
  qui = agent
  return app.hono.request(`http://localhost${chemin}`, { headers: { cookie: 'session=1' } })
}
async function post(chemin: string, agent: Agent | null, champs: readonly (readonly [string, string | File])[]) {
  qui = agent
  const body = new FormData()
  for (const [nom, valeur] of champs) body.append(nom, valeur)
  return app.hono.request(`http://localhost${chemin}`, {
    method: 'POST',
    body,
    headers: { cookie: 'session=1', origin: 'http://localhost' },
  })
}
/** The form of this page as it would be sent, with the button « Enregistrer » or another. */
const formulaire = async (page: string, bouton = 'enregistrer') => champsEnvoyes(await (await get(page, claire)).text(), { bouton })

const LECTURE = ['', '/contrat']
const ECRITURE = ['modifier', 'signataires', 'niveaux', 'champs', 'themes', 'quartiers', 'calendrier', 'documents', 'proroger']

test('chaque page s’ouvre à la cheffe de projet, sans style ni script dans la page', async () => {
  for (const chemin of [
    '/espace',
    '/espace/nouveau',
    ...LECTURE.map((p) => espace() + p),
    ...ECRITURE.map((p) => `${espace()}/contrat/${p}`),
  ]) {
    const reponse = await get(chemin, claire)
    const html = await reponse.text()
    assert.equal(reponse.status, 200, chemin)
    assert.doesNotMatch(html, / style="|<style|<script(?! type="module" src=)| on[a-z]+="/, chemin)
    assert.doesNotMatch(html, /<2027>/, chemin)
  }
})

test('un mandat sans droit d’écrire lit le contrat et ne voit pas les formulaires', async () => {
  const karim = buildAgent(jeu, 'karim', [{ role: 'bailleur', contratId: contrat.id }])
  for (const page of LECTURE) {
    const reponse = await get(espace() + page, karim)
    assert.equal(reponse.status, 200)
    assert.doesNotMatch(await reponse.text(), /contrat\/(modifier|signataires|niveaux)"/)
  }
  for (const page of ECRITURE) assert.equal((await get(`${espace()}/contrat/${page}`, karim)).status, 403, page)
  for (const page of [...ECRITURE, 'statut', 'archiver', 'restaurer']) {
    assert.equal((await post(`${espace()}/contrat/${page}`, karim, [])).status, 403, page)
  }
  assert.equal((await get('/espace/nouveau', karim)).status, 403)
  assert.equal((await post('/espace/nouveau', karim, [])).status, 403)
})

test('sans mandat sur le contrat, rien n’en est dit ; sans compte, il faut se connecter', async () => {
  const ines = buildAgent(jeu, 'ines', [{ role: 'chef_projet', contratId: createId() }])
  for (const page of [...LECTURE, '/contrat/signataires', `/contrat/documents/${createId()}`]) {
    const reponse = await get(espace() + page, ines)
    assert.equal(reponse.status, 404)
    assert.doesNotMatch(await reponse.text(), /Contrat de ville/)
    assert.equal((await get(espace() + page, null)).status, 303)
  }
})

test('une liste se compose sans JavaScript : ajouter, remplir, monter, enregistrer', async () => {
  const page = `${espace()}/contrat/themes`
  const avant = await formulaire(page, 'ajouter themes 3')
  assert.equal(avant.filter(([nom]) => nom.endsWith('.libelle')).length, 3)
  const ajoute = await post(page, claire, avant)
  assert.equal(ajoute.status, 200)
  const rempli = withChamps(champsEnvoyes(await ajoute.text(), { bouton: 'monter themes 3' }), { 'themes.3.libelle': 'Santé' })
  const monte = await post(page, claire, rempli)
  const fini = champsEnvoyes(await monte.text(), { bouton: 'enregistrer' })
  const reponse = await post(page, claire, fini)
  assert.equal(reponse.status, 303)
  assert.equal(reponse.headers.get('location'), `${espace()}/contrat?fait=themes#themes`)
  const { themes } = await getContratComplet(base.libre, contrat.id)
  assert.deepEqual(themes.map((theme) => theme.libelle).slice(2), ['Santé', 'Lutte contre les discriminations'])
})

test('chaque liste, enregistrée telle qu’elle s’affiche, ne change pas', async () => {
  const { modifieLe: _, ...avant } = await getContratComplet(base.libre, contrat.id)
  for (const page of ['signataires', 'niveaux', 'themes', 'quartiers', 'calendrier']) {
    const adresse = `${espace()}/contrat/${page}`
    assert.equal((await post(adresse, claire, await formulaire(adresse))).status, 303, page)
  }
  const { modifieLe: __, ...apres } = await getContratComplet(base.libre, contrat.id)
  assert.deepEqual(apres, avant)
})

test('une saisie fausse revient entière, avec ses fautes en tête', async () => {
  const page = `${espace()}/contrat/calendrier`
  const champs = await formulaire(page)
  const reponse = await post(page, claire, withChamps(champs, { 'jalons.0.debut': 'un jour', 'jalons.1.detail': 'mot gardé' }))
  const html = await reponse.text()
  assert.equal(reponse.status, 422)
  assert.match(html, /href="#c-jalons-0-debut"/)
  assert.match(html, /id="c-jalons-0-debut"/)
  assert.match(html, /value="un jour"/)
  assert.match(html, /value="mot gardé"/)
})

test('deux personnes sur la même liste : la seconde voit les deux textes et n’en perd aucun', async () => {
  const page = `${espace()}/contrat/quartiers`
  const vide = await formulaire(page)
  const avec = (nom: string) =>
    [...vide, ['quartiers.0.id', ''], ['quartiers.0.nom', nom], ['quartiers.0.place', 'quartier']] as [string, string][]
  assert.equal((await post(page, claire, avec('Sanitas'))).status, 303)
  const conflit = await post(page, claire, avec('La Rabière'))
  const html = await conflit.text()
  assert.equal(conflit.status, 409)
  assert.match(html, /enregistré aujourd’hui[\s\S]*Sanitas/)
  assert.match(html, /value="La Rabière"/)
  const reprise = await post(page, claire, champsEnvoyes(html, { bouton: 'enregistrer' }))
  assert.equal(reprise.status, 303)
  assert.deepEqual(
    (await getContratComplet(base.libre, contrat.id)).quartiers.map((quartier) => quartier.nom),
    ['La Rabière'],
  )
})

test('deux personnes sur l’identité : chaque champ qui diffère montre les deux textes', async () => {
  const page = `${espace()}/contrat/modifier`
  const champs = await formulaire(page)
  assert.equal((await post(page, claire, withChamps(champs, { accroche: 'La leur' }))).status, 303)
  const conflit = await post(page, claire, withChamps(champs, { accroche: 'La mienne' }))
  const html = await conflit.text()
  assert.equal(conflit.status, 409)
  assert.match(html, />La mienne<\/textarea>/)
  assert.match(html, /Enregistré entre-temps[\s\S]*La leur/)
  assert.equal((await post(page, claire, champsEnvoyes(html, { bouton: 'enregistrer' }))).status, 303)
  assert.equal((await getContratComplet(base.libre, contrat.id)).accroche, 'La mienne')
})

test('changer de pilote se cherche dans le formulaire, sans perdre ce qui est tapé', async () => {
  const page = `${espace()}/contrat/modifier`
  const champs = await formulaire(page, 'entree')
  const reponse = await post(page, claire, withChamps(champs, { cherche: 'tours', titre: 'Titre tapé' }))
  const html = await reponse.text()
  assert.equal(reponse.status, 200)
  assert.match(html, /value="Titre tapé"/)
  assert.match(html, new RegExp(`type="radio" id="epci-${SIREN}"`))
})

test('créer : un modèle, un pilote trouvé par son nom ou son SIREN, un formulaire, un contrat', async () => {
  assert.match(await (await get('/espace/nouveau', claire)).text(), /modele=priorites-2030/)
  for (const q of ['tours', SIREN]) {
    assert.match(await (await get(`/espace/nouveau?modele=priorites-2030&q=${q}`, claire)).text(), new RegExp(`value="${SIREN}"`))
  }
  assert.match(await (await get('/espace/nouveau?modele=priorites-2030&q=zzz', claire)).text(), /Aucune intercommunalité/)
  const html = await (await get(`/espace/nouveau?modele=priorites-2030&epci=${SIREN}`, claire)).text()
  const champs = champsEnvoyes(html)
  assert.deepEqual(Object.fromEntries(champs).debut, '2024-01-01')
  const faux = await post('/espace/nouveau', claire, withChamps(champs, { fin: '2020-01-01', titre: 'Gardé' }))
  assert.equal(faux.status, 422)
  assert.match(await faux.text(), /value="Gardé"/)
  const reponse = await post('/espace/nouveau', claire, [...champs, ['communes[]', '37261'], ['communes[]', '37195']])
  assert.equal(reponse.status, 303)
  assert.equal(reponse.headers.get('location'), '/espace/tours-metropole-val-de-loire-2024-2029/contrat?fait=cree')
})

test('un document se joint, se télécharge sans s’ouvrir, et s’archive', async () => {
  const page = `${espace()}/contrat/documents`
  const contenu = new Uint8Array(300_000).fill(37)
  contenu.set(new TextEncoder().encode('%PDF-1.7'))
  assert.equal(
    (
      await post(page, claire, [
        ['contenu', new File([contenu], 'Annexe été.pdf', { type: 'text/html' })],
        ['titre', ''],
      ])
    ).status,
    303,
  )
  const [document] = (await getContratComplet(base.libre, contrat.id)).documents
  assert.ok(document)
  const karim = buildAgent(jeu, 'karim', [{ role: 'conseil_citoyen', contratId: contrat.id }])
  const reponse = await get(`${page}/${document.id}`, karim)
  assert.equal(reponse.status, 200)
  assert.equal(reponse.headers.get('content-type'), 'application/pdf')
  assert.match(reponse.headers.get('content-disposition') ?? '', /^attachment; filename="Annexe ete\.pdf"/)
  assert.equal(reponse.headers.get('x-content-type-options'), 'nosniff')
  assert.deepEqual(new Uint8Array(await reponse.arrayBuffer()), contenu)
  const vide = await post(page, claire, [
    ['contenu', new File([], '')],
    ['titre', 'Gardé'],
  ])
  assert.equal(vide.status, 422)
  assert.match(await vide.text(), /Choisissez un fichier[\s\S]*value="Gardé"/)
  assert.equal((await post(`${page}/${document.id}`, claire, [['action', 'archiver']])).status, 303)
  assert.equal((await getContratComplet(base.libre, contrat.id)).documents.length, 0)
  assert.equal((await get(`${page}/pas-un-id`, claire)).status, 404)
})

test('le statut avance, et un formulaire d’avant est refusé sans rien faire', async () => {
  const { version } = await getContratComplet(base.libre, contrat.id)
  const passe = (v: number) =>
    post(`${espace()}/contrat/statut`, claire, [
      ['version', String(v)],
      ['vers', 'redaction'],
    ])
  assert.equal((await passe(version)).status, 303)
  const perime = await passe(version)
  assert.equal(perime.status, 422)
  assert.match(await perime.text(), /a changé entre-temps/)
})

test('les pages tiennent en six instructions SQL, identité et transaction mises à part', async () => {
  const instructions: string[] = []
  const ecoute = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown }
  const origine = ecoute.query
  ecoute.query = function (this: unknown, ...args: unknown[]) {
    const [premier] = args
    const sql = typeof premier === 'string' ? premier : String((premier as { text?: string }).text)
    if (!/^(begin|commit|rollback|start transaction|set )/i.test(sql) && !sql.includes('set_config')) instructions.push(sql)
    return Reflect.apply(origine, this, args)
  }
  try {
    for (const page of ['/espace', ...LECTURE.map((p) => espace() + p), ...ECRITURE.map((p) => `${espace()}/contrat/${p}`)]) {
      instructions.length = 0
      await get(page, claire)
      // One more finds who is signed in: the tests sign in without a session.
      assert.ok(instructions.length <= 5, `${page} : ${instructions.length}\n${instructions.join('\n')}`)
    }
  } finally {
    ecoute.query = origine
  }
})
