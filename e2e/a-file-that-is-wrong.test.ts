import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { buildFicheWord, FICHE_WORD } from './fiche-word.ts'
import { assertSeen, openInstance, reloadUntil } from './instance.ts'

const instance = await openInstance()
const IMPORTER = '/espace/tours-2015/importer'
const word = await buildFicheWord()
const claire = await instance.open({ persona: 'Claire', javaScriptEnabled: false })

/** What Office writes when a document has a password: an OLE file that holds an encrypted package. */
const protege = Buffer.concat([
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.alloc(512),
  Buffer.from('EncryptedPackage', 'utf16le'),
  Buffer.alloc(512),
])
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const bruit = Buffer.from(Array.from({ length: 4000 }, (_, rang) => (rang * 7) % 256))

test('an empty file, or none at all, is refused at once and no import is opened', async () => {
  await claire.goto(IMPORTER)
  const avant = await importsOf(claire)
  await claire.getByRole('button', { name: 'Lire ces fichiers' }).click()
  await assertSeen(claire.getByText('Choisissez au moins un fichier à importer.'))
  await drop(claire, [{ nom: 'bilan.docx', contenu: Buffer.alloc(0) }])
  await assertSeen(claire.getByText(/Le fichier « bilan\.docx » est vide/))
  // One empty file stops the whole drop: nothing is half kept.
  await drop(claire, [
    { nom: 'visites.docx', contenu: word },
    { nom: 'bilan.docx', contenu: Buffer.alloc(0) },
  ])
  await assertSeen(claire.getByText(/Le fichier « bilan\.docx » est vide/))
  await claire.goto(IMPORTER)
  assert.deepEqual(await importsOf(claire), avant)
})

test('files that cannot be read: a sentence that names each, and the good one beside them is read', async () => {
  const fiches = await countFiches(claire)
  await claire.goto(IMPORTER)
  await drop(claire, [
    { nom: 'coupé.docx', contenu: word.subarray(0, word.length >> 1) },
    { nom: 'secret.docx', contenu: protege },
    { nom: 'photo.docx', contenu: png },
    { nom: 'programme.txt', contenu: bruit },
    { nom: 'visites.docx', contenu: word },
  ])
  await reloadUntil(claire, () => claire.getByRole('link', { name: 'Commencer la relecture' }).isVisible())
  await reloadUntil(
    claire,
    async () =>
      (await claire
        .getByRole('listitem')
        .filter({ hasText: /coupé|secret|photo|programme/ })
        .count()) >= 4,
  )
  for (const [nom, phrase] of [
    ['coupé.docx', /est abîmé ou incomplet.*enregistrez-en une copie/],
    ['secret.docx', /est protégé par un mot de passe.*copie sans mot de passe/],
    ['photo.docx', /est une image/],
    ['programme.txt', /n’est pas un document lisible.*Formats acceptés/],
  ] as const) {
    const ligne = claire.getByRole('listitem').filter({ hasText: nom })
    assert.match((await ligne.first().innerText()).replace(/\s+/g, ' '), phrase)
    // What was dropped is kept: it can be taken back as it came.
    const href = await ligne.getByRole('link', { name: /l’original/i }).getAttribute('href')
    assert.ok(href)
    assert.ok((await (await claire.request.get(href)).body()).byteLength > 0)
  }
  assert.equal(await claire.getByRole('row').filter({ hasText: FICHE_WORD.intitule }).count(), 1)
  assert.equal(await countFiches(claire), fiches, 'no fiche before the review')
})

test('a wrong extension is read for what it is', async () => {
  await claire.goto(IMPORTER)
  await drop(claire, [{ nom: 'visites.pdf', contenu: word }])
  const commencer = claire.getByRole('link', { name: 'Commencer la relecture' })
  await reloadUntil(claire, () => commencer.isVisible())
  await commencer.click()
  await assertSeen(claire.getByRole('region', { name: 'La fiche comprise' }).getByText(FICHE_WORD.intitule))
})

test('a review that lacks its title is refused, what was typed stays, and no fiche is made', async () => {
  const fiches = await countFiches(claire)
  await claire.goBack()
  await claire.goto(IMPORTER)
  await drop(claire, [{ nom: 'visites.docx', contenu: word }])
  const commencer = claire.getByRole('link', { name: 'Commencer la relecture' })
  await reloadUntil(claire, () => commencer.isVisible())
  await commencer.click()
  await claire.getByLabel('Intitulé').fill('')
  await claire.getByLabel('Code').fill('9.9.9')
  await claire.getByRole('button', { name: 'Créer la fiche' }).first().click()
  await assertSeen(claire.locator('#c-intitule-erreur').or(claire.getByRole('alert')))
  assert.equal(await claire.getByLabel('Code').inputValue(), '9.9.9')
  assert.equal(await countFiches(claire), fiches)
})

async function drop(page: Page, fichiers: { nom: string; contenu: Buffer }[]): Promise<void> {
  await page
    .getByLabel('Vos fichiers')
    .setInputFiles(fichiers.map(({ nom, contenu }) => ({ name: nom, mimeType: 'application/octet-stream', buffer: contenu })))
  await page.getByRole('button', { name: 'Lire ces fichiers' }).click()
}

async function importsOf(page: Page): Promise<string[]> {
  return page
    .getByRole('region')
    .or(page.locator('section'))
    .filter({ hasText: 'Imports précédents' })
    .getByRole('listitem')
    .allInnerTexts()
}

/** Live fiches of the contract, as the tree says. */
async function countFiches(page: Page): Promise<string> {
  const ailleurs = await page.context().newPage()
  await ailleurs.goto('/espace/tours-2015/strategie')
  const titre = await ailleurs.getByRole('heading', { level: 1 }).innerText()
  await ailleurs.close()
  return titre
}
