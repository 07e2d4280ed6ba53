import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { assertSeen, openInstance } from './instance.ts'

const instance = await openInstance()
const TOURS = '/espace/tours-2015'
const ECOLE = 'Rapprocher l’école et l’entreprise dès la quatrième'
const CLAUSES = 'Des clauses d’insertion qui profitent aux quartiers'
const PARRAINS = 'Un réseau de parrains pour les jeunes diplômés'

test('moving a fiche by buttons changes its code and keeps the old one findable, without JavaScript', async (t) => {
  const claire = await instance.open({ persona: 'Claire', javaScriptEnabled: false })

  await t.test('one step down: the two neighbours exchange their codes', async () => {
    await claire.goto(`${TOURS}/strategie`)
    assert.deepEqual([await codeOf(claire, CLAUSES), await codeOf(claire, PARRAINS)], ['3.1.1', '3.1.2'])
    await claire.getByRole('button', { name: 'Descendre la fiche 3.1.1' }).click()
    await assertSeen(claire.getByRole('status').filter({ hasText: 'Déplacement fait' }))
    assert.deepEqual([await codeOf(claire, CLAUSES), await codeOf(claire, PARRAINS)], ['3.1.2', '3.1.1'])
  })

  await t.test('undone by one button', async () => {
    await claire.getByRole('button', { name: /^Annuler le dernier déplacement/ }).click()
    await assertSeen(claire.getByRole('status').filter({ hasText: 'Le déplacement est annulé' }))
    assert.deepEqual([await codeOf(claire, CLAUSES), await codeOf(claire, PARRAINS)], ['3.1.1', '3.1.2'])
  })

  await t.test('to another axis, chosen in a list', async () => {
    await claire.getByRole('link', { name: 'Vers… : déplacer la fiche 3.3.1' }).click()
    await assertSeen(claire.getByRole('heading', { level: 1, name: /^Déplacer/ }))
    const place = claire.getByLabel('Nouvelle place')
    const fin = place
      .locator('optgroup', { hasText: /à la fin \(3\.2\.\d+\)/ })
      .locator('option')
      .last()
    await place.selectOption(await fin.getAttribute('value'))
    await claire.getByRole('button', { name: 'Déplacer' }).click()
    await assertSeen(claire.getByRole('status').filter({ hasText: 'L’ancien code reste trouvable' }))
    assert.equal(await codeOf(claire, ECOLE), '3.2.3')
    assert.equal(await claire.getByRole('button', { name: /la fiche 3\.3\.1$/ }).count(), 0)
  })

  await t.test('the old code finds the fiche, and says that it is old', async () => {
    await claire.getByRole('searchbox', { name: 'Chercher une fiche' }).fill('3.3.1')
    await claire.getByRole('search').getByRole('button', { name: 'Chercher' }).first().click()
    const trouve = claire.getByRole('listitem').filter({ hasText: ECOLE })
    await assertSeen(trouve.getByText(/portait le code 3\.3\.1 jusqu’au/))
    await trouve.getByRole('link', { name: ECOLE }).click()
    await assertSeen(claire.getByRole('heading', { level: 1, name: ECOLE }))
    assert.match(await claire.getByRole('article').first().innerText(), /3\.2\.3/)
  })

  await t.test('undone: the fiche takes its code again', async () => {
    await claire.goto(`${TOURS}/strategie`)
    await claire.getByRole('button', { name: /^Annuler le dernier déplacement/ }).click()
    await assertSeen(claire.getByRole('status').filter({ hasText: 'chaque fiche a repris son code' }))
    assert.equal(await codeOf(claire, ECOLE), '3.3.1')
  })
  await claire.context().close()
})

test('a move decided on a page that is no longer true is refused with a sentence, and moves nothing', async () => {
  const claire = await instance.open({ persona: 'Claire', javaScriptEnabled: false })
  const ailleurs = await claire.context().newPage()
  await claire.goto(`${TOURS}/strategie`)
  await ailleurs.goto(`${TOURS}/strategie`)
  await ailleurs.getByRole('button', { name: 'Descendre la fiche 3.1.1' }).click()
  await assertSeen(ailleurs.getByRole('status').filter({ hasText: 'Déplacement fait' }))
  await claire.getByRole('button', { name: 'Descendre la fiche 3.1.1' }).click()
  await assertSeen(claire.getByRole('alert'))
  await claire.goto(`${TOURS}/strategie`)
  assert.deepEqual([await codeOf(claire, CLAUSES), await codeOf(claire, PARRAINS)], ['3.1.2', '3.1.1'])
  await claire.context().close()
})

async function codeOf(page: Page, intitule: string): Promise<string | null> {
  return page.getByRole('row').filter({ hasText: intitule }).first().getAttribute('data-code')
}
