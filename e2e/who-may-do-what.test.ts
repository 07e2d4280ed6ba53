import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { openInstance } from './instance.ts'

const instance = await openInstance()
const TOURS = '/espace/tours-2015'

/** Statuses of a fiche, and the filter of the tree that finds one. */
const FILTRES = { brouillon: 'brouillon', 'à valider': 'a_valider', validée: 'validee', abandonnée: 'abandonnee' }
type Etat = keyof typeof FILTRES
const ETATS = Object.keys(FILTRES) as Etat[]

const ECRIRE = ['Modifier', 'Soumettre', 'Dupliquer', 'Publier une remarque']
const COPIER = ['Dupliquer', 'Publier une remarque']
const CHEF = ['Dupliquer', 'Archiver', 'Publier une remarque']
const REDACTEUR: Record<Etat, string[]> = { brouillon: ECRIRE, 'à valider': COPIER, validée: COPIER, abandonnée: COPIER }
const REMARQUER = ['Publier une remarque']

/** The chef de projet does all that the status allows. */
const POSSIBLES: Record<Etat, string[]> = {
  brouillon: ['Modifier', 'Soumettre', 'Abandonner l’action', ...CHEF],
  'à valider': ['Modifier', 'Renvoyer', 'Valider', 'Abandonner l’action', ...CHEF],
  validée: ['Modifier', 'Abandonner l’action', ...CHEF],
  abandonnée: ['Rouvrir', ...CHEF],
}

/** What each person may do on each fiche, by what the page offers. */
const OFFERTS: Record<string, Record<Etat, string[]>> = {
  Claire: POSSIBLES,
  // She is of Joué-lès-Tours; this draft acts in Tours alone.
  Samira: { ...REDACTEUR, brouillon: COPIER },
  Anne: REDACTEUR,
  Karim: REDACTEUR,
  Josette: { brouillon: REMARQUER, 'à valider': REMARQUER, validée: REMARQUER, abandonnée: REMARQUER },
}
/** Path of each act. */
const ACTES: Record<string, string> = {
  Modifier: 'modifier',
  Soumettre: 'soumettre',
  Valider: 'valider',
  Renvoyer: 'renvoyer',
  Rouvrir: 'rouvrir',
  Dupliquer: 'dupliquer',
  'Abandonner l’action': 'abandonner',
  Archiver: 'archiver',
}
/** Pages of the contract that only the chef de projet changes. */
const DU_CHEF = [
  '/contrat/modifier',
  '/contrat/statut',
  '/contrat/archiver',
  '/strategie/deplacer',
  '/strategie/annuler',
  '/strategie/renumeroter',
  '/noeuds/nouveau',
  '/publication',
  '/publication/retirer',
  '/equipe/ajouter',
]

const claire = await instance.open({ persona: 'Claire' })
const adresses = await addressesOf(claire)
const version = new Map<Etat, string>()
for (const etat of ETATS) {
  await claire.goto(adresses[etat])
  version.set(etat, (await claire.locator('input[name="version"]').first().getAttribute('value')) ?? '')
}

for (const [persona, offerts] of Object.entries(OFFERTS)) {
  test(`${persona}: the fiche offers what the mandate allows and the server refuses the rest`, async () => {
    const page = persona === 'Claire' ? claire : await instance.open({ persona })
    const vus: Record<string, string[]> = {}
    const attendus: Record<string, string[]> = {}
    const passes: string[] = []
    for (const etat of ETATS) {
      await page.goto(adresses[etat])
      vus[etat] = await offeredBy(page)
      attendus[etat] = [...offerts[etat]].sort()
      for (const [nom, chemin] of Object.entries(ACTES)) {
        if (offerts[etat].includes(nom)) continue
        const statut = await post(page, `${adresses[etat]}/${chemin}`, {
          version: version.get(etat) ?? '',
          motif: 'Écrit sans mandat',
          intitule: 'Écrit sans mandat',
        })
        // 422: whoever it is, the act does not exist for a fiche of this status, and a sentence says so.
        const attendu = POSSIBLES[etat].includes(nom) ? [403, 404] : [403, 404, 422]
        if (!attendu.includes(statut)) passes.push(`${nom} on ${etat}: ${statut}`)
      }
    }
    assert.deepEqual(vus, attendus)
    if (persona !== 'Claire') {
      for (const chemin of DU_CHEF) {
        const statut = await post(page, `${TOURS}${chemin}`, { motif: 'Écrit sans mandat' })
        if (![403, 404].includes(statut)) passes.push(`${chemin}: ${statut}`)
      }
      await page.context().close()
    }
    assert.deepEqual(passes, [])
  })
}

test('after all these attempts nothing has changed', async () => {
  for (const etat of ETATS) {
    await claire.goto(adresses[etat])
    assert.equal(await claire.locator('input[name="version"]').first().getAttribute('value'), version.get(etat), etat)
    assert.equal(await claire.getByText('Écrit sans mandat').count(), 0)
  }
})

test('a fiche that comes to act in her commune is hers to write', async () => {
  const page = await instance.open({ persona: 'Samira' })
  await page.goto(adresses.brouillon)
  assert.deepEqual((await offeredBy(page)).includes('Modifier'), false)
  await claire.goto(`${adresses.brouillon}/lieux`)
  await claire.locator('input[value="quartier-QN03790M"]').check()
  await claire.getByRole('button', { name: 'Garder ces lieux' }).click()
  await page.reload()
  assert.deepEqual((await offeredBy(page)).includes('Modifier'), true)
  await page.context().close()
})

test('the citizens’ council does not import and sees neither archives nor administration', async () => {
  const josette = await instance.open({ persona: 'Josette' })
  for (const chemin of [`${TOURS}/importer`, `${TOURS}/strategie/archives`, `${TOURS}/fiches/nouvelle`, '/administration/personnes'])
    assert.equal((await josette.goto(chemin))?.status(), 403, chemin)
  await josette.context().close()
})

test('a mandate on one contract says nothing of another, not even that it exists', async () => {
  const samira = await instance.open({ persona: 'Samira' })
  for (const chemin of ['/espace/auray-2030', '/espace/auray-2030/strategie', '/espace/ce-contrat-n-existe-pas']) {
    assert.equal((await samira.goto(chemin))?.status(), 404, chemin)
    assert.match(await samira.locator('main').innerText(), /Ce contrat n’existe pas, ou vous n’y avez pas de mandat/)
  }
  await samira.goto('/espace')
  assert.equal(await samira.getByRole('link', { name: /Auray/ }).count(), 0)
  await samira.context().close()
})

test('a visitor is sent to sign in, then to where he was going; his posts are refused', async () => {
  const visiteur = await instance.open()
  await visiteur.goto(adresses.brouillon)
  assert.equal(new URL(visiteur.url()).pathname, '/connexion')
  for (const chemin of ['modifier', 'soumettre', 'valider', 'remarques'])
    assert.equal(await post(visiteur, `${adresses.brouillon}/${chemin}`, { version: version.get('brouillon') ?? '' }), 403, chemin)
  await visiteur.getByRole('button', { name: /Karim/ }).click()
  await visiteur.waitForURL(`**${adresses.brouillon}`)
  assert.match(await visiteur.locator('.pv-fiche-meta').innerText(), /Brouillon/)
  await visiteur.context().close()
})

test('a form sent from another site is refused', async () => {
  const reponse = await claire.request.post(`${adresses['à valider']}/valider`, {
    headers: { origin: 'https://ailleurs.invalid' },
    form: { version: version.get('à valider') ?? '' },
    maxRedirects: 0,
  })
  assert.equal(reponse.status(), 403)
})

async function addressesOf(page: Page): Promise<Record<Etat, string>> {
  const paires: [Etat, string][] = []
  for (const etat of ETATS) {
    await page.goto(`${TOURS}/strategie?statut=${FILTRES[etat]}`)
    const href = await page.locator('tr[data-fiche] th a').first().getAttribute('href')
    assert.ok(href, `the demo has a fiche ${etat}`)
    paires.push([etat, href])
  }
  return Object.fromEntries(paires) as Record<Etat, string>
}

/** Names of the acts on the page: buttons and links of the fiche itself, those of its remarks left out. */
async function offeredBy(page: Page): Promise<string[]> {
  const noms = await page.locator('.pv-fiche-meta .pv-actions :is(a, button), .pv-gestes :is(a, button)').allInnerTexts()
  const actes = noms.map((nom) => nom.trim()).filter((nom) => nom in ACTES)
  if ((await page.getByLabel('Ajouter une remarque').count()) > 0) actes.push('Publier une remarque')
  return actes.sort()
}

async function post(page: Page, chemin: string, form: Record<string, string>): Promise<number> {
  const reponse = await page.request.post(chemin, { form, headers: { origin: instance.adresse }, maxRedirects: 0 })
  return reponse.status()
}
