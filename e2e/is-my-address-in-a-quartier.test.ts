/** Anyone, on a phone: types an address, gives the position of the device, touches the map; with and without JavaScript. */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import type { Page } from 'playwright-core'
import { knows, serveFaux } from '#territoire/geocodeur-de-test.ts'
import { CONNUES, POINTS } from '#territoire/mon-adresse-de-test.ts'
import { carre, createQuartierDeTest } from '#territoire/quartier-de-test.ts'
import { assertSeen, openInstance, overflow } from './instance.ts'
import { defectsOf } from './parcours-axe.ts'

const service = await serveFaux(knows(CONNUES))
after(service.close)
const instance = await openInstance({ PARVIS_GEOCODAGE: service.adresse })
await instance.db
  .transaction()
  .execute((tx) =>
    createQuartierDeTest(tx, { code: 'QN03799N', nom: 'Les Essais', communes: ['37261'], geometrie: carre(0.69, 47.38, 0.01) }),
  )

const TELEPHONE = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true }
const titre = (page: Page, texte: string) => assertSeen(page.getByRole('heading', { level: 1, name: new RegExp(texte) }))
const OUI = 'Oui, .* dans le quartier prioritaire Les Essais'

for (const javaScriptEnabled of [true, false]) {
  const avec = javaScriptEnabled ? 'with' : 'without'
  test(`${avec} JavaScript, from the home page, an address is typed and answered`, async () => {
    const page = await instance.open({ ...TELEPHONE, javaScriptEnabled })
    await page.goto('/')
    await page.getByRole('link', { name: /Mon adresse est-elle dans un quartier/ }).click()
    await page.getByLabel('Votre adresse').fill('1 rue des essais')
    await page.getByRole('button', { name: 'Vérifier mon adresse' }).click()
    await titre(page, OUI)
    assert.equal(new URL(page.url()).search, '', 'nothing of the address in the URL')
    assert.doesNotMatch(await page.title(), /essais/i)
    assert.equal(await overflow(page), 0)
    assert.deepEqual(await page.context().cookies(), [])
    await page.context().close()
  })

  test(`${avec} JavaScript, the map of a commune is touched`, async () => {
    const page = await instance.open({ ...TELEPHONE, javaScriptEnabled })
    await page.goto('/mon-adresse')
    await page.getByText('Par la commune, puis sur une carte').click()
    await page.getByLabel('Commune').fill('Tours')
    await page.getByRole('button', { name: 'Voir les quartiers de cette commune' }).click()
    await titre(page, 'quartiers? à Tours')
    const carte = page.locator('input[type="image"]')
    const { width, height } = (await carte.boundingBox()) ?? { width: 0, height: 0 }
    // The frame is that of the only quartier with a contour, a tenth wider: its middle is in the middle of the map.
    await carte.tap({ position: { x: width / 2, y: height / 2 } })
    await titre(page, 'ce point')
    await assertSeen(page.getByRole('heading', { name: 'Préciser le point' }))
    assert.equal(await overflow(page), 0)
    await page.context().close()
  })
}

test('proposals can be taken by keyboard alone, and are told to who does not see them', async () => {
  const page = await instance.open()
  await page.goto('/mon-adresse')
  const champ = page.getByRole('combobox', { name: 'Votre adresse' })
  await champ.focus()
  await page.keyboard.type('5 rue des essais')
  await assertSeen(page.getByRole('option', { name: '5 Rue des Essais 37000 Tours' }))
  await assertSeen(page.getByText('2 adresses proposées.'))
  assert.deepEqual(await defectsOf(page), [])
  await champ.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  assert.equal(await page.getByRole('option', { selected: true }).textContent(), '5 Rue des Essais 37700 La Ville-aux-Dames')
  await page.keyboard.press('Enter')
  assert.equal(await champ.inputValue(), '5 Rue des Essais 37700 La Ville-aux-Dames')
  assert.equal(await champ.getAttribute('aria-expanded'), 'false')
  await page.keyboard.type(' ')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await titre(page, 'À vérifier|Oui|Non')
  assert.deepEqual(await defectsOf(page), [])
  await page.context().close()
})

test('the device says where it is when the person lets it', async () => {
  const [longitude, latitude] = POINTS.dedans
  const page = await instance.open({ ...TELEPHONE, permissions: ['geolocation'], geolocation: { longitude, latitude, accuracy: 15 } })
  await page.goto('/mon-adresse')
  await page.getByRole('button', { name: 'Utiliser ma position' }).click()
  await titre(page, `Oui, l’endroit où vous êtes`)
  assert.equal(new URL(page.url()).search, '')
  assert.deepEqual(await defectsOf(page), [])
  await page.context().close()
})

test('refused, it is no drama: the page says to type', async () => {
  const page = await instance.open(TELEPHONE)
  await page.goto('/mon-adresse')
  await page.getByRole('button', { name: 'Utiliser ma position' }).click()
  await assertSeen(page.getByText('Tapez plutôt votre adresse'))
  assert.ok(await page.getByRole('button', { name: 'Utiliser ma position' }).isEnabled())
  await page.context().close()
})

test('on another page of the site the device cannot be asked', async () => {
  const [longitude, latitude] = POINTS.dedans
  const page = await instance.open({ permissions: ['geolocation'], geolocation: { longitude, latitude } })
  await page.goto('/connexion')
  const code = await page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve(0),
          (erreur) => resolve(erreur.code),
        ),
      ),
  )
  assert.equal(code, 1)
  await page.context().close()
})

test('to verify, at the border, unknown, printed: each is clean for axe and fits a phone', async () => {
  const page = await instance.open()
  for (const adresse of ['5 rue des essais', 'rue sans numéro', '3 rue des essais', '6 loin marseille', '4 rue des essais']) {
    await page.goto('/mon-adresse')
    await page.getByLabel('Votre adresse').fill(adresse)
    await page.getByRole('button', { name: 'Vérifier mon adresse' }).click()
    await assertSeen(page.locator('.pv-verdict h1'))
    assert.deepEqual(await defectsOf(page), [], adresse)
  }
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.getByRole('button', { name: 'Vérifier mon adresse' }).isVisible(), false)
  assert.equal(await page.locator('.pv-verdict h1').isVisible(), true)
  await page.context().close()
})
