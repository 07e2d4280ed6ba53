import assert from 'node:assert/strict'
import test from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { openInstance, overflow } from './instance.ts'

const instance = await openInstance()

const PUBLIQUES = [
  '/',
  '/connexion',
  '/contrats/auray-2030',
  '/contrats/auray-2030/facile',
  '/contrats/auray-2030/fiches/2.1',
  '/contrats/tours-2015',
  '/accessibilite',
  '/mentions-legales',
  '/donnees-personnelles',
  '/aide',
  '/logiciel-libre',
  '/nulle-part',
]
const ESPACE = [
  '/espace',
  '/espace/nouveau',
  '/compte',
  '/espace/tours-2015',
  '/espace/tours-2015/contrat',
  '/espace/tours-2015/contrat/modifier',
  '/espace/tours-2015/strategie',
  '/espace/tours-2015/strategie?statut=a_valider',
  '/espace/tours-2015/recherche?q=jardns',
  '/espace/tours-2015/importer',
  '/espace/tours-2015/exporter',
  '/espace/tours-2015/equipe',
  '/espace/tours-2015/publication',
  '/espace/tours-2015/publication/apercu',
  '/espace/tours-2015/nulle-part',
]

async function check(page: Page, chemin: string, ou: string): Promise<string[]> {
  await page.goto(chemin)
  const { violations } = await new AxeBuilder({ page }).analyze()
  const deborde = await overflow(page)
  return [
    ...violations.map((v) => `${ou} ${chemin}: ${v.id} (${v.nodes.length}) ${v.nodes[0]?.target.join(' ')}`),
    ...(deborde > 0 ? [`${ou} ${chemin}: ${deborde} px too wide`] : []),
  ]
}

for (const [ou, width, colorScheme] of [
  ['desktop light', 1280, 'light'],
  ['desktop dark', 1280, 'dark'],
  ['phone light', 320, 'light'],
  ['phone dark', 320, 'dark'],
] as const) {
  test(`axe finds nothing and nothing overflows: ${ou}`, async () => {
    const options = { viewport: { width, height: 800 }, colorScheme }
    const defauts: string[] = []
    const visiteur = await instance.open(options)
    for (const chemin of PUBLIQUES) defauts.push(...(await check(visiteur, chemin, ou)))
    await visiteur.context().close()
    const claire = await instance.open({ ...options, persona: 'Claire' })
    const fiche = await ficheDe(claire)
    for (const chemin of [...ESPACE, fiche, `${fiche}/modifier`, `${fiche}/versions`]) defauts.push(...(await check(claire, chemin, ou)))
    await claire.context().close()
    assert.deepEqual(defauts, [])
  })
}

async function ficheDe(page: Page): Promise<string> {
  await page.goto('/espace/tours-2015/strategie')
  const href = await page
    .getByRole('link', { name: /gestion adaptée aux quartiers/ })
    .first()
    .getAttribute('href')
  assert.ok(href)
  return href
}
