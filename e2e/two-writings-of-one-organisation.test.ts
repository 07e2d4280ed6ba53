import assert from 'node:assert/strict'
import test from 'node:test'
import { assertSeen, openInstance } from './instance.ts'

const instance = await openInstance()

test('without JavaScript, two writings of one organisation are found and merged, and the merge is undone', async () => {
  const page = await instance.open({ persona: 'Claire', javaScriptEnabled: false })
  await page.goto('/organisations')
  await page.getByLabel('À corriger').selectOption('doublon')
  await page.getByRole('button', { name: 'Chercher' }).click()
  await assertSeen(page.getByRole('link', { name: 'Tours Habitat', exact: true }))
  await page.getByRole('link', { name: /doublons possibles/ }).click()
  await page.getByRole('link', { name: /Comparer .*Tours Habitat/ }).click()
  if ((await page.locator('.pv-chapeau').innerText()).startsWith('« Office')) {
    await page.getByRole('link', { name: 'Garder plutôt l’autre' }).click()
  }
  await assertSeen(page.getByText('Suivent, sur tous les contrats', { exact: false }))
  await page.getByRole('group', { name: 'Nom' }).getByLabel('Office public de l’habitat Tours Habitat').check()
  await page.getByRole('button', { name: 'Réunir' }).click()
  await assertSeen(page.getByRole('heading', { level: 1, name: 'Office public de l’habitat Tours Habitat' }))
  await assertSeen(page.getByText('000 000 075 00010'))
  await assertSeen(page.getByText('bientôt expiré'))
  await page.getByRole('link', { name: /^Annuler/ }).click()
  await page.getByRole('button', { name: 'Annuler la réunion' }).click()
  await assertSeen(page.getByRole('heading', { name: 'La réunion est annulée' }))
  await page.goto('/organisations?q=tours+habitat')
  assert.equal(await page.locator('tbody tr').count(), 2)
})
