import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openInstance } from './instance.ts'

const instance = await openInstance()
const QUARTIER = '/espace/tours-2015/territoire/quartiers/QN03708M'

test('sans JavaScript : la fiche vise cinq quartiers, partagés selon leurs habitants, et le quartier la montre avec sa part', async () => {
  const page = await instance.open({ persona: 'Claire', javaScriptEnabled: false })
  await page.goto('/espace/tours-2015/recherche?q=2.1.5')
  await page.getByRole('link', { name: 'Se donner les moyens' }).first().click()
  await page.getByRole('link', { name: 'Changer les lieux' }).click()
  assert.ok(await page.getByLabel('Sanitas', { exact: false }).first().isChecked(), 'what the fiche points at is ticked')

  await page.locator('input[value="commune-37195"]').uncheck()
  await page.getByLabel('Europe', { exact: false }).first().check()
  await page.getByLabel('Comme écrit pour chaque lieu').check()
  await page.getByLabel('Part, en % de Sanitas').fill('soixante')
  await page.getByRole('button', { name: 'Garder ces lieux' }).click()
  assert.match(await page.getByRole('alert').innerText(), /« soixante » n’est pas une part/)
  assert.ok(await page.getByLabel('Europe', { exact: false }).first().isChecked(), 'what was chosen is kept')
  assert.equal(await page.getByLabel('Part, en % de Sanitas').inputValue(), 'soixante')

  await page.getByLabel('Part, en % de Sanitas').fill('60')
  await page.getByRole('button', { name: 'Garder ces lieux' }).click()
  assert.match(await page.getByRole('alert').innerText(), /Donnez la part de/)

  await page.getByLabel('Selon le nombre d’habitants').check()
  await page.getByRole('button', { name: 'Garder ces lieux' }).click()
  await page.getByText('Les lieux de la fiche sont enregistrés.').waitFor()

  await page.goto(QUARTIER)
  const ligne = page.getByRole('listitem').filter({ hasText: 'Se donner les moyens' })
  assert.match(await ligne.innerText(), /13,7\s%/, 'Europe has 3 000 of the 21 900 inhabitants of the five')

  await page.goto('/espace/tours-2015/recherche?q=europe')
  assert.ok(await page.getByRole('link', { name: 'Europe', exact: true }).first().isVisible(), 'search leads to the quartier')
})

test('le public lit la page d’un quartier, ses générations et son contour ; rien du contrat n’y est', async () => {
  const page = await instance.open()
  await page.goto('/quartiers?q=sanitas')
  await page.getByRole('link', { name: 'Sanitas' }).click()
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Sanitas')
  assert.match(await page.locator('main').innerText(), /QP037905/)
  assert.equal(await page.getByText('Les fiches qui touchent').count(), 0)
  const contour = await page.request.get('/api/v1/quartiers/QN03709M.geojson')
  assert.equal(contour.status(), 200)
  assert.equal((await page.goto('/quartiers/QN99999N'))?.status(), 404)
})
