import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { buildFicheWord, FICHE_WORD } from './fiche-word.ts'
import { assertSeen, openInstance, reloadUntil } from './instance.ts'

const instance = await openInstance()
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const { intitule, contexte, indicateurs, sansPlace } = FICHE_WORD

/** In Tours the code of the document finds its axis; in Auray there is none so deep, and Claire chooses the place and leaves the code free. */
const PARCOURS = [
  {
    nom: 'with JavaScript',
    javaScriptEnabled: true,
    adresse: 'tours-2015',
    titre: 'Contrat de ville de Tours',
    ailleurs: null,
    code: '3.3.2',
  },
  {
    nom: 'without JavaScript',
    javaScriptEnabled: false,
    adresse: 'auray-2030',
    titre: 'Contrat de ville d’Auray',
    ailleurs: /Travailler et entreprendre/,
    code: '3.3',
  },
]

for (const { nom, javaScriptEnabled, adresse, titre, ailleurs, code } of PARCOURS) {
  test(`from a Word file to a published contract, then withdrawn: ${nom}`, async (t) => {
    const claire = await instance.open({ persona: 'Claire', javaScriptEnabled })

    await t.test('she drops the file and waits for its reading', async () => {
      await claire.goto(`/espace/${adresse}`)
      await claire.getByRole('navigation', { name: 'Espace du contrat' }).getByRole('link', { name: 'Importer' }).click()
      await claire.getByLabel('Vos fichiers').setInputFiles({ name: 'visites.docx', mimeType: WORD, buffer: await buildFicheWord() })
      await claire.getByRole('button', { name: 'Lire ces fichiers' }).click()
      const commencer = claire.getByRole('link', { name: 'Commencer la relecture' })
      await reloadUntil(claire, () => commencer.isVisible())
      await commencer.click()
    })

    await t.test('she places what had no place and settles the doubt', async () => {
      await assertSeen(claire.getByRole('heading', { level: 1, name: 'Relire ce que Parvis a compris' }))
      await assertSeen(claire.getByText('18 blocs lus'))
      const bac = claire.getByRole('region', { name: 'Un bloc sans place' })
      await assertSeen(bac.getByText(sansPlace))
      await bac.getByLabel(/Placer le bloc \d+ dans/).selectOption('suivi')
      await bac.getByRole('button', { name: /^Placer le bloc/ }).click()
      await assertSeen(claire.getByText('aucun sans place'))
      assert.equal(await claire.getByRole('region', { name: 'Un bloc sans place' }).count(), 0)

      const doute = claire.getByRole('group').filter({ hasText: '2 indicateurs' })
      await doute.getByLabel('Oui, les séparer').check()
      if (ailleurs !== null) {
        const place = claire.getByLabel('Rattachement')
        const choix = await place.getByRole('option').filter({ hasText: ailleurs }).first().getAttribute('value')
        await place.selectOption(choix)
        await claire.getByRole('textbox', { name: /^Code/ }).fill('')
        // Its number is that of another fiche of Auray: Parvis asks whether it is the same.
        await claire.getByLabel(/^C’en est une autre/).check()
      }
      await claire
        .getByRole('button', { name: ailleurs === null ? 'Créer la fiche' : 'Continuer' })
        .first()
        .click()
    })

    await t.test('the fiche says all that the document said', async () => {
      await claire.waitForURL(/\/fiches\/[0-9a-f-]{36}/)
      await assertSeen(claire.getByRole('heading', { level: 1, name: intitule }))
      const article = (await claire.getByRole('article').first().innerText()).replace(/\s+/g, ' ')
      assert.ok(article.includes(code), `code ${code}`)
      for (const texte of [contexte, FICHE_WORD.objectif, 'Atelier des Passerelles', 'Collège des Tilleuls', sansPlace])
        assert.ok(article.includes(texte), texte)
      const lignes = (await claire.getByRole('listitem').allInnerTexts()).map((ligne) => ligne.trim().toLowerCase())
      for (const indicateur of indicateurs) assert.ok(lignes.includes(indicateur.toLowerCase()), `« ${indicateur} » is a line of its own`)
    })

    await t.test('she submits, validates and publishes it', async () => {
      await claire.getByRole('button', { name: 'Soumettre' }).click()
      await assertSeen(claire.getByRole('status').filter({ hasText: 'La fiche est soumise' }))
      await claire.getByRole('button', { name: 'Valider' }).click()
      await assertSeen(claire.getByRole('status').filter({ hasText: 'La fiche est validée' }))
      await claire.getByRole('navigation', { name: 'Espace du contrat' }).getByRole('link', { name: 'Publication' }).click()
      await claire.getByRole('button', { name: 'Publier', exact: true }).click()
      await assertSeen(claire.getByRole('alert').or(claire.locator('.ds-error-summary')).first())
      await claire.getByLabel('Ce que cette version apporte').fill('La fiche des visites d’ateliers')
      await claire.getByRole('button', { name: 'Publier', exact: true }).click()
      await assertSeen(claire.getByRole('heading', { level: 1, name: /^La version \d+ est en ligne$/ }))
    })

    const visiteur = await instance.open({ javaScriptEnabled })
    await t.test('a visitor without account reads it', async () => {
      await visiteur.goto('/')
      await visiteur.getByRole('link', { name: titre }).click()
      await visiteur.getByRole('link', { name: intitule }).click()
      await assertSeen(visiteur.getByRole('heading', { level: 1, name: intitule }))
      await assertSeen(visiteur.getByText(contexte))
    })

    await t.test('he takes the documents away once they are composed', async () => {
      await visiteur.goto(`/contrats/${adresse}`)
      const donnees = visiteur.getByRole('link', { name: 'Toutes les données du contrat' })
      const pdf = visiteur.getByRole('link', { name: 'Le contrat et ses fiches' })
      await reloadUntil(visiteur, async () => (await donnees.isVisible()) && (await pdf.isVisible()))
      const json = JSON.parse((await taken(visiteur, await donnees.getAttribute('href'))).toString('utf8')) as unknown
      assert.ok(JSON.stringify(json).includes(intitule))
      assert.equal((await taken(visiteur, await pdf.getAttribute('href'))).subarray(0, 5).toString(), '%PDF-')
    })

    await t.test('she withdraws it and the visitor finds nothing any more', async () => {
      await claire.goto(`/espace/${adresse}/publication`)
      await claire.getByText('Retirer la publication').click()
      await claire.getByLabel('Pourquoi la retirer').fill('Une coquille dans le titre')
      await claire.getByRole('button', { name: 'Retirer de la vue du public' }).click()
      await assertSeen(claire.getByRole('heading', { level: 1, name: 'Ce contrat n’est pas publié' }))
      const reponse = await visiteur.goto(`/contrats/${adresse}`)
      assert.equal(reponse?.status(), 404)
      await assertSeen(visiteur.getByText('Aucun contrat n’est publié à cette adresse.'))
      for (const suite of [`/fiches/${code}`, '/telecharger/json', '/telecharger/pdf'])
        assert.equal((await visiteur.request.get(`/contrats/${adresse}${suite}`)).status(), 404, suite)
      await visiteur.goto('/')
      assert.equal(await visiteur.getByRole('link', { name: titre }).count(), 0)
    })
    await visiteur.context().close()
    await claire.context().close()
  })
}

async function taken(page: Page, href: string | null): Promise<Buffer> {
  assert.ok(href)
  const reponse = await page.request.get(href)
  assert.equal(reponse.status(), 200, href)
  assert.match(reponse.headers()['content-disposition'] ?? '', /attachment/)
  return reponse.body()
}
