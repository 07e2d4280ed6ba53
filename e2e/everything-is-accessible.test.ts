import assert from 'node:assert/strict'
import test from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { buildFicheWord } from './fiche-word.ts'
import { openInstance, overflow, reloadUntil } from './instance.ts'

const instance = await openInstance()
const LARGE = { width: 1280, height: 900 }
const ETROIT = { width: 320, height: 720 }

/** What a link gives to keep rather than to read. */
const A_PRENDRE = /\/(telecharger|original|images|fichier)(\/|$)|\/actifs\/|\/contrats\/[^/]+\/documents\/|\/espace\/[^/]+\/documents\//
const PAGES_MAX = 140

/** Parts of an address that change what a page lists, not what it is made of. */
const MEME_PAGE = ['statut', 'sens', 'page', 'bloc', 'modele', 'epci', 'noeud', 'parent']

/** Addresses of one shape are one page: ids, codes, numbers and the words of a search aside. */
function shapeOf(adresse: URL): string {
  const chemin = adresse.pathname
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
    .replace(/\/\d[\d.]*(?=\/|$)/g, '/:n')
    .replace(/\/(tours-2015|auray-2030|igny-cucs)(?=\/|$)/, '/:contrat')
  const cles = [...new Set(adresse.searchParams.keys())].filter((cle) => !MEME_PAGE.includes(cle))
  return `${chemin}?${cles.sort().join('&')}`
}

/** Every page under some paths that a person reaches by links from some addresses, one of each shape, nearest first. */
async function* crawl(page: Page, departs: readonly string[], sous: RegExp): AsyncGenerator<string> {
  const file = [...departs]
  const vues = new Set<string>()
  for (let chemin = file.shift(); chemin !== undefined; chemin = file.shift()) {
    const forme = shapeOf(new URL(chemin, instance.adresse))
    if (vues.has(forme)) continue
    vues.add(forme)
    assert.ok(vues.size <= PAGES_MAX, `more than ${PAGES_MAX} shapes of pages: ${[...vues].join(' ')}`)
    await page.goto(chemin)
    yield chemin
    const liens = await page.locator('a[href]').evaluateAll((ancres) => ancres.map((ancre) => (ancre as HTMLAnchorElement).href))
    for (const lien of liens) {
      const adresse = new URL(lien)
      if (adresse.origin === instance.adresse && sous.test(adresse.pathname) && !A_PRENDRE.test(adresse.pathname))
        file.push(adresse.pathname + adresse.search)
    }
  }
}

/** What is wrong with the page shown: large in light and dark (which differs by its colours alone), then narrow. */
async function defectsOf(page: Page): Promise<string[]> {
  const defauts: string[] = []
  const doubles = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id)
    return ids.filter((id, rang) => ids.indexOf(id) !== rang)
  })
  if (doubles.length > 0) defauts.push(`ids borne twice, so that a label or a link leads elsewhere: ${doubles.join(' ')}`)
  for (const [ou, viewport, colorScheme] of [
    ['large light', LARGE, 'light'],
    ['large dark', LARGE, 'dark'],
    ['narrow', ETROIT, 'light'],
  ] as const) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme })
    const deborde = await overflow(page)
    if (deborde > 0) defauts.push(`${ou}: ${deborde} px too wide, ${await widest(page)}`)
    const axe = new AxeBuilder({ page }).setLegacyMode(true)
    const { violations } = await (colorScheme === 'light' ? axe : axe.withRules(['color-contrast'])).analyze()
    for (const { id, nodes } of violations) defauts.push(`${ou}: ${id} (${nodes.length}) ${nodes[0]?.target.join(' ')}`)
  }
  await page.setViewportSize(LARGE)
  return defauts
}

/** The deepest element that sticks out on the right. */
async function widest(page: Page): Promise<string> {
  return page.evaluate(() => {
    const bord = document.documentElement.clientWidth
    const dehors = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > bord + 0.5)
    const dernier = dehors.at(-1)
    return `${dehors.length} elements out, the last: ${dernier?.tagName.toLowerCase()}.${dernier?.className} in .${dernier?.parentElement?.className}`
  })
}

async function assertAllClean(page: Page, departs: readonly string[], sous: RegExp, minimum: number): Promise<void> {
  const defauts: string[] = []
  let pages = 0
  for await (const chemin of crawl(page, departs, sous)) {
    pages += 1
    for (const defaut of await defectsOf(page)) defauts.push(`${chemin} ${defaut}`)
  }
  await page.context().close()
  assert.deepEqual(defauts, [])
  assert.ok(pages >= minimum, `only ${pages} pages were found from ${departs.join(', ')}`)
}

test('axe finds nothing and nothing overflows on the public pages', async () => {
  const visiteur = await instance.open()
  await assertAllClean(
    visiteur,
    ['/', '/contrats/auray-2030', '/contrats/auray-2030/facile', '/connexion', '/nulle-part', '/espace/nulle-part'],
    /^\//,
    13,
  )
})

test('nor on any page that the chef de projet reaches from her space', async () => {
  const claire = await instance.open({ persona: 'Claire' })
  await claire.goto('/espace/tours-2015/importer')
  await claire
    .getByLabel('Vos fichiers')
    .setInputFiles({ name: 'visites.docx', mimeType: 'application/octet-stream', buffer: await buildFicheWord() })
  await claire.getByRole('button', { name: 'Lire ces fichiers' }).click()
  await reloadUntil(claire, () => claire.getByRole('link', { name: 'Commencer la relecture' }).isVisible())
  await assertAllClean(
    claire,
    [
      '/espace/tours-2015',
      '/espace/tours-2015/strategie?statut=a_valider',
      '/espace/tours-2015/recherche?q=jardns',
      '/espace/tours-2015/nulle-part',
    ],
    /^\/(espace|compte)/,
    50,
  )
})

for (const persona of ['Samira', 'Josette']) {
  test(`nor on the pages as ${persona} sees them`, async () => {
    const page = await instance.open({ persona })
    const defauts: string[] = []
    await page.goto('/espace/tours-2015/strategie?statut=brouillon')
    const fiche = await page.locator('tr[data-fiche] th a').first().getAttribute('href')
    for (const chemin of ['/espace', '/espace/tours-2015', '/espace/tours-2015/strategie', fiche ?? '', '/espace/tours-2015/publication']) {
      await page.goto(chemin)
      for (const defaut of await defectsOf(page)) defauts.push(`${chemin} ${defaut}`)
    }
    await page.context().close()
    assert.deepEqual(defauts, [])
  })
}

test('nor on the pages that refuse what was typed', async () => {
  const claire = await instance.open({ persona: 'Claire' })
  const defauts: string[] = []
  for (const [chemin, bouton] of [
    ['/espace/tours-2015/noeuds/nouveau', 'Enregistrer'],
    ['/espace/tours-2015/importer', 'Lire ces fichiers'],
    ['/espace/tours-2015/fiches/nouvelle', /^(Créer|Enregistrer)/],
    ['/espace/tours-2015/publication', 'Publier'],
    ['/espace/tours-2015/equipe/ajouter', /^Ajouter/],
  ] as const) {
    await claire.goto(chemin)
    const [reponse] = await Promise.all([
      claire.waitForResponse((r) => r.request().method() === 'POST'),
      claire.locator('main').getByRole('button', { name: bouton }).last().click(),
    ])
    assert.equal(reponse.status(), 422, chemin)
    await claire.waitForLoadState()
    for (const defaut of await defectsOf(claire)) defauts.push(`refused ${chemin} ${defaut}`)
  }
  await claire.context().close()
  assert.deepEqual(defauts, [])
})
