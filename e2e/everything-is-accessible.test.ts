import assert from 'node:assert/strict'
import test from 'node:test'
import { buildFicheWord } from './fiche-word.ts'
import { openInstance, reloadUntil } from './instance.ts'
import { assertAllClean, defectsOf } from './parcours-axe.ts'

const instance = await openInstance()

test('axe finds nothing and nothing overflows on the public pages', async () => {
  const visiteur = await instance.open()
  await assertAllClean(
    instance,
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
    instance,
    claire,
    [
      '/espace/tours-2015',
      '/espace/tours-2015/strategie?statut=a_valider',
      '/espace/tours-2015/recherche?q=jardns',
      '/espace/tours-2015/nulle-part',
    ],
    /^\/espace/,
    50,
  )
})

for (const persona of ['Samira', 'Josette']) {
  test(`nor on the pages as ${persona} sees them`, async () => {
    const page = await instance.open({ persona })
    const defauts: string[] = []
    await page.goto('/espace/tours-2015/strategie?statut=brouillon')
    const fiche = await page.locator('tr[data-fiche] th a').first().getAttribute('href')
    const espace = '/espace/tours-2015'
    // The last one is refused, and says why.
    const pages = ['', '/strategie', '/publication', '/droits', '/contrat/modifier'].map((suite) => `${espace}${suite}`)
    for (const chemin of ['/espace', fiche ?? '', ...pages]) {
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
    ['/espace/tours-2015/equipe/ajouter', /^(Ajouter|Inviter|Envoyer)/],
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
