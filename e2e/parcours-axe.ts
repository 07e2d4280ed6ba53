/** Every page that a person reaches by links, looked at by axe, large and narrow, light and dark. */
import assert from 'node:assert/strict'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { type Instance, overflow } from './instance.ts'

const LARGE = { width: 1280, height: 900 }
const ETROIT = { width: 320, height: 720 }

/** What a link gives to keep rather than to read. */
const A_PRENDRE =
  /\.(csv|geojson|xlsx)$|\/export\/[a-z]+$|\/(telecharger|original|images|fichier)(\/|$)|\/actifs\/|\/contrats\/[^/]+\/documents\/|\/espace\/[^/]+\/documents\//
const PAGES_MAX = 200

/** Parts of an address that change what a page lists, not what it is made of. */
const MEME_PAGE = [
  'statut',
  'sens',
  'page',
  'bloc',
  'modele',
  'epci',
  'noeud',
  'parent',
  'generation',
  'tri',
  'de',
  'vers',
  'jour',
  'etat',
  'type',
  'quartier',
  'theme',
]

/** Addresses of one shape are one page: ids, codes, numbers and the words of a search aside. */
function shapeOf(adresse: URL): string {
  const chemin = adresse.pathname
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
    .replace(/\/\d[\d.]*(?=\/|$)/g, '/:n')
    .replace(/\/Q[NP]\d{5,6}[A-Z]?(?=\/|$)/g, '/:quartier')
    .replace(/\/(QPV\d{4}|ZUS)(?=\/|$)/g, '/:generation')
    .replace(/\/(tours-2015|auray-2030|igny-cucs)(?=\/|$)/, '/:contrat')
  const cles = [...new Set(adresse.searchParams.keys())].filter((cle) => !MEME_PAGE.includes(cle))
  return `${chemin}?${cles.sort().join('&')}`
}

/** Every page under some paths that a person reaches by links from some addresses, one of each shape, nearest first. */
async function* crawl(instance: Instance, page: Page, departs: readonly string[], sous: RegExp): AsyncGenerator<string> {
  const file = [...departs]
  const vues = new Set<string>()
  for (let chemin = file.shift(); chemin !== undefined; chemin = file.shift()) {
    const forme = shapeOf(new URL(chemin, instance.adresse))
    if (vues.has(forme)) continue
    vues.add(forme)
    assert.ok(vues.size <= PAGES_MAX, `more than ${PAGES_MAX} shapes of pages: ${[...vues].join(' ')}`)
    await page.goto(chemin)
    yield chemin
    // A link of a map is an SVG element, whose `href` is no text.
    const liens = await page
      .locator('a[href]')
      .evaluateAll((ancres) => ancres.map((ancre) => new URL(ancre.getAttribute('href') ?? '', document.baseURI).href))
    for (const lien of liens) {
      const adresse = new URL(lien)
      if (adresse.origin === instance.adresse && sous.test(adresse.pathname) && !A_PRENDRE.test(adresse.pathname))
        file.push(adresse.pathname + adresse.search)
    }
  }
}

/** What is wrong with the page shown: large in light and dark (which differs by its colours alone), then narrow. */
export async function defectsOf(page: Page): Promise<string[]> {
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
    // Colours do not depend on the width, nor the rest on the colours.
    const regles =
      colorScheme === 'dark' ? axe.withRules(['color-contrast']) : viewport === ETROIT ? axe.disableRules(['color-contrast']) : axe
    const { violations } = await regles.analyze()
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

export async function assertAllClean(
  instance: Instance,
  page: Page,
  departs: readonly string[],
  sous: RegExp,
  minimum: number,
): Promise<void> {
  const defauts: string[] = []
  let pages = 0
  for await (const chemin of crawl(instance, page, departs, sous)) {
    pages += 1
    for (const defaut of await defectsOf(page)) defauts.push(`${chemin} ${defaut}`)
  }
  await page.context().close()
  assert.deepEqual(defauts, [])
  assert.ok(pages >= minimum, `only ${pages} pages were found from ${departs.join(', ')}`)
}
