/** The map of a contract: without script, with it, and a perimeter drawn by keyboard alone that takes a neighbour's vertex exactly. */
import assert from 'node:assert/strict'
import test, { after, type TestContext } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findChromium } from '../scripts/chromium.ts'
import { insertQuartiersDessines } from '../src/territoire/carte-de-test.ts'
import { assertSeen, openInstance, overflow, signIn } from './instance.ts'

const instance = await openInstance()
await insertQuartiersDessines(instance.db)
// WebGL in software: the same on every machine.
const navigateur = await chromium.launch({
  executablePath: findChromium() ?? 'chromium',
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist',
    // On a busy machine, slow is not stuck.
    '--disable-gpu-watchdog',
    '--disable-gpu-process-crash-limit',
  ],
})
after(() => navigateur.close())
const CARTE = '/espace/tours-2015/territoire/carte'
const DEUX = `${CARTE}?generation=QPV2015&generation=QPV2024`

async function open(t: TestContext, options: BrowserContextOptions = {}): Promise<Page> {
  const contexte = await navigateur.newContext({ viewport: { width: 1280, height: 900 }, ...options, baseURL: instance.adresse })
  // A drawing in software is heavy: one at a time.
  t.after(() => contexte.close())
  const page = await contexte.newPage()
  page.setDefaultTimeout(20_000)
  await signIn(page, 'Claire')
  return page
}

test('without script: the drawing, its links, its table and the choice of generations', async (t) => {
  const page = await open(t, { javaScriptEnabled: false })
  await page.goto(CARTE)
  await assertSeen(page.locator('.pv-plan-dessin'))
  assert.equal(await page.locator('.pv-plan-dessin a').count(), 2, 'the generation in force')
  await page.getByRole('checkbox', { name: 'Quartiers prioritaires 2024' }).check()
  await page.getByRole('checkbox', { name: 'Quartiers prioritaires 2015' }).check()
  await page.getByRole('button', { name: 'Afficher' }).click()
  assert.equal(await page.locator('.pv-plan-dessin a').count(), 4)
  await page.getByText('La même carte en tableau').click()
  await assertSeen(page.getByRole('row', { name: /La Fuye QN03792M/ }))
  await page.getByRole('link', { name: 'Le Port, QP037902' }).focus()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle), 'solid')
})

test('a page without map asks nothing of it', async (t) => {
  const page = await open(t)
  const demandes: string[] = []
  page.on('request', (demande) => demandes.push(demande.url()))
  await page.goto('/espace/tours-2015/contrat')
  await page.waitForLoadState('networkidle')
  assert.deepEqual(
    demandes.filter((url) => /carte|maplibre/.test(url)),
    [],
  )
})

test('with script: layers, names, generations; nothing is asked of another server, nothing breaks the policy', async (t) => {
  const page = await open(t)
  const dehors: string[] = []
  const plaintes: string[] = []
  page.on(
    'request',
    (demande) =>
      new URL(demande.url()).origin === new URL(instance.adresse).origin || demande.url().startsWith('data:') || dehors.push(demande.url()),
  )
  page.on('console', (message) => message.type() === 'error' && plaintes.push(message.text()))
  await page.goto(DEUX)
  await page.locator('carte-quartiers[pret]').waitFor()
  await assertSeen(page.locator('.pv-vif-nom', { hasText: 'La Fuye' }))
  assert.equal(await page.locator('.pv-plan-dessin').isVisible(), false)
  await page.getByRole('checkbox', { name: /Quartiers prioritaires 2024/ }).uncheck()
  assert.equal(await page.locator('.pv-vif-nom', { hasText: 'La Fuye' }).isVisible(), false)
  await page.getByLabel('Passer d’une génération à l’autre').fill('0')
  await assertSeen(page.getByText('Quartiers prioritaires 2015 seule'))
  assert.equal(await overflow(page), 0)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('.pv-plan-dessin').isVisible(), true, 'the drawing is what is printed')
  const premiere = await page.request.get(`${CARTE}.geojson`)
  const suivante = await page.request.get(`${CARTE}.geojson`, { headers: { 'if-none-match': premiere.headers().etag ?? '' } })
  assert.deepEqual([premiere.status(), suivante.status()], [200, 304])
  assert.deepEqual(dehors, [])
  assert.deepEqual(plaintes, [])
})

test('by keyboard: the quartier under the mark is said, Enter opens its page', async (t) => {
  const page = await open(t, { reducedMotion: 'reduce' })
  await page.goto(CARTE)
  await page.locator('carte-quartiers[pret]').waitFor()
  await page.locator('.pv-vif-toile canvas').focus()
  // The drawn quartiers are at the bottom of the frame.
  const dit = page.locator('.pv-vif-dit')
  for (let coup = 0; coup < 12 && !/Les Allées|La Fuye/.test(await dit.innerText()); coup += 1) {
    await page.keyboard.press(coup % 2 === 0 ? 'ArrowLeft' : 'ArrowDown')
    await page.waitForTimeout(900)
  }
  assert.match(await dit.innerText(), /(QN0379\dM), 1\s\d00\shabitants\. Entrée pour ouvrir sa page/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/territoire\/quartiers\/QN0379\dM$/)
})

test('a triangle drawn by keyboard alone takes a neighbour’s vertex to the last digit', async (t) => {
  const page = await open(t)
  await page.goto(DEUX)
  // The same map, with a field to draw into: what a form of perimeters shows.
  await page.evaluate(() => {
    const modele = document.querySelector<HTMLElement>('carte-quartiers')
    const champ = document.createElement('textarea')
    champ.id = 'essai'
    const autre = document.createElement('carte-quartiers')
    Object.assign(autre.dataset, { ...modele?.dataset, champ: 'essai', titre: 'Carte où dessiner' })
    autre.className = 'pv-plan'
    modele?.replaceWith(champ, autre)
  })
  await page.locator('carte-quartiers[pret]').waitFor()
  const dit = page.locator('.pv-vif-dit')
  const steps = async (touche: string, pixels: number) => {
    for (let reste = Math.floor(pixels / 12); reste > 0; reste -= 1) await page.keyboard.press(touche)
    for (let reste = Math.round(pixels % 12); reste > 0; reste -= 1) await page.keyboard.press(`Shift+${touche}`)
  }
  const go = async (dx: number, dy: number) => {
    await steps(dx < 0 ? 'ArrowLeft' : 'ArrowRight', Math.abs(dx))
    await steps(dy < 0 ? 'ArrowUp' : 'ArrowDown', Math.abs(dy))
  }
  const point = async (rang: number): Promise<[number, number]> => {
    const cellules = await page.locator('.pv-vif-calques tbody tr').nth(rang).locator('td').allInnerTexts()
    const [lat = 0, lon = 0] = cellules.map((texte) => Number(texte.replace('°', '').replace(',', '.')))
    return [lon, lat]
  }

  await t.test('three points, the second on a corner of La Fuye', async () => {
    await page.getByRole('button', { name: 'Dessiner' }).focus()
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'CANVAS')
    await page.keyboard.press('Enter')
    await assertSeen(page.getByText('Point 1 posé.'))
    // How many degrees a pixel is, from two free points; one is then taken back.
    await go(60, -60)
    await page.keyboard.press('Enter')
    const [a, b] = [await point(0), await point(1)]
    const parPixel = [(b[0] - a[0]) / 60, (b[1] - a[1]) / 60] as const
    await page.keyboard.press('Delete')
    await assertSeen(page.getByText('Dernier point retiré.'))
    await go((0.711 - b[0]) / parPixel[0] - 6, -(47.388 - b[1]) / parPixel[1] + 5)
    await page.keyboard.press('Enter')
    await assertSeen(page.getByText('Exactement sur un sommet de La Fuye.'))
    await go(-60, -130)
    await page.keyboard.press('Enter')
    await assertSeen(page.getByText('Point 3 posé.'))
  })

  await t.test('closed, it is in the field; the vertex is the neighbour’s', async () => {
    await page.getByRole('button', { name: 'Fermer le contour' }).focus()
    await page.keyboard.press('Enter')
    assert.match(await dit.innerText(), /Une partie, [\d,]+\shectares/)
    const ecrit = JSON.parse(await page.locator('#essai').inputValue()) as { type: string; coordinates: number[][][][] }
    assert.equal(ecrit.type, 'MultiPolygon')
    const [anneau] = ecrit.coordinates[0] ?? []
    assert.equal(anneau?.length, 4)
    assert.deepEqual(
      anneau?.find(([lon]) => lon === 0.711),
      [0.711, 47.388],
    )
    assert.deepEqual(anneau?.[0], anneau?.[3])
  })

  await t.test('a vertex is moved from the table, the whole is undone', async () => {
    const avant = await page.locator('#essai').inputValue()
    await page.getByRole('button', { name: 'Déplacer le sommet 1' }).focus()
    await page.keyboard.press('Enter')
    await go(24, 24)
    await page.keyboard.press('Enter')
    assert.match(await dit.innerText(), /Sommet déplacé/)
    assert.notEqual(await page.locator('#essai').inputValue(), avant)
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    assert.equal(await page.locator('#essai').inputValue(), avant)
    await page.getByRole('button', { name: 'Retirer le sommet 1' }).focus()
    await page.keyboard.press('Enter')
    assert.equal(await page.locator('#essai').inputValue(), '', 'two points are no area')
  })

  await t.test('measuring says the distance', async () => {
    await page.getByRole('button', { name: 'Mesurer' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await go(120, 0)
    await page.keyboard.press('Enter')
    assert.match(await dit.innerText(), /Distance\s: [\d,\s]+m\./)
  })
})

test('nothing hinders a screen reader: light, dark, narrow', async (t) => {
  for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { viewport: { width: 320, height: 700 } }] as const) {
    const page = await open(t, options)
    await page.goto(DEUX)
    await page.locator('carte-quartiers[pret]').waitFor()
    const { violations } = await new AxeBuilder({ page }).analyze()
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id} : ${nodes.map(({ html }) => html).join(' ')}`),
      [],
    )
    assert.equal(await overflow(page), 0)
  }
})
