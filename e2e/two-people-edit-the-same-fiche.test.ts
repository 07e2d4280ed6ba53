import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { assertSeen, openInstance } from './instance.ts'

const instance = await openInstance()
const CLAIRE = { objectif: 'Claire : des stages ouverts dès le mois d’octobre', animateur: 'Rectorat' }
const SAMIRA = { objectif: 'Samira : une semaine dans les ateliers de Joué', enjeu: 'Samira : le carnet d’adresses ne doit plus décider.' }

for (const javaScriptEnabled of [false, true]) {
  test(`two people edit the same draft and neither text is lost, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async (t) => {
    const claire = await instance.open({ persona: 'Claire', javaScriptEnabled })
    const samira = await instance.open({ persona: 'Samira', javaScriptEnabled })
    const adresse = await newDraft(claire)

    await t.test('both open it, both write, Claire saves first', async () => {
      await claire.goto(`${adresse}/modifier`)
      await samira.goto(`${adresse}/modifier`)
      await rowOf(claire, 'Objectifs et dynamiques').fill(CLAIRE.objectif)
      await rowOf(claire, 'Animateur').fill(CLAIRE.animateur)
      await rowOf(samira, 'Objectifs et dynamiques').fill(SAMIRA.objectif)
      await samira.getByLabel(/^Enjeu/).fill(SAMIRA.enjeu)
      await save(claire)
      await assertSeen(claire.getByRole('status').filter({ hasText: 'La fiche est enregistrée' }))
    })

    await t.test('Samira saves second: she sees both texts, and who wrote the other', async () => {
      const [reponse] = await Promise.all([
        samira.waitForResponse((r) => r.request().method() === 'POST' && r.url().endsWith('/modifier')),
        save(samira),
      ])
      assert.equal(reponse.status(), 409)
      await assertSeen(samira.getByRole('heading', { level: 1, name: /Deux textes de la fiche/ }))
      await assertSeen(samira.getByText(/Claire Morvan a enregistré cette fiche/))
      const objectifs = samira.getByRole('group', { name: /^Objectifs/ })
      assert.match(await objectifs.innerText(), /Claire : des stages ouverts/)
      assert.match(await objectifs.innerText(), /Samira : une semaine/)
      assert.match(await samira.getByRole('group', { name: /^Enjeu/ }).innerText(), /changé par vous seul/)
      assert.match(await samira.getByRole('group', { name: /^Animateur/ }).innerText(), /changé par l’autre personne seule/)
      // What is checked without a gesture keeps the work of both.
      assert.equal(await objectifs.getByLabel('Garder les deux, l’un après l’autre').isChecked(), true)
    })

    await t.test('her text is all there if she goes back to it; she keeps both', async () => {
      const [onglet] = await Promise.all([
        samira.context().waitForEvent('page'),
        samira.getByRole('button', { name: 'Revenir à ma saisie' }).click({ modifiers: ['ControlOrMeta'] }),
      ])
      assert.equal(await onglet.getByLabel(/^Enjeu/).inputValue(), SAMIRA.enjeu)
      assert.equal(await rowOf(onglet, 'Objectifs et dynamiques').inputValue(), SAMIRA.objectif)
      await onglet.close()
      await samira.getByRole('button', { name: 'Enregistrer ce choix' }).click()
      await assertSeen(samira.getByRole('status').filter({ hasText: 'La fiche est enregistrée' }))
      await claire.goto(adresse)
      const texte = (await claire.getByRole('article').first().innerText()).replace(/\s+/g, ' ')
      for (const mots of [
        CLAIRE.animateur,
        'des stages ouverts dès le mois d’octobre',
        'une semaine dans les ateliers de Joué',
        'le carnet d’adresses ne doit plus décider',
      ])
        assert.ok(texte.includes(mots), mots)
    })
    await claire.context().close()
    await samira.context().close()
  })
}

/** A copy of a fiche of the demo: a draft. @returns its address */
async function newDraft(page: Page): Promise<string> {
  await page.goto('/espace/tours-2015/strategie')
  await page
    .getByRole('link', { name: /Rapprocher l’école et l’entreprise/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Dupliquer' }).click()
  await assertSeen(page.getByRole('status').filter({ hasText: 'Voici la copie' }))
  return new URL(page.url()).pathname
}

/** Text of the first row of a list of the form. */
function rowOf(page: Page, legende: string) {
  return page.getByRole('group', { name: legende }).first().getByRole('textbox').first()
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).last().click()
}
