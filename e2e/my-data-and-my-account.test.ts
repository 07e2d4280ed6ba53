import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import test from 'node:test'
import PizZip from 'pizzip'
import { assertSeen, openInstance, reloadUntil } from './instance.ts'
import { defectsOf } from './parcours-axe.ts'

const instance = await openInstance()

test('without JavaScript, Josette copies her data, asks for her account to be closed, and keeps it', async () => {
  const page = await instance.open({ persona: 'Josette', javaScriptEnabled: false })
  await page.goto('/compte')
  await page.getByRole('link', { name: /Copier mes données/ }).click()
  await page.getByRole('button', { name: 'Demander une copie' }).click()
  const telecharger = page.getByRole('link', { name: /^Télécharger/ })
  await reloadUntil(page, () => telecharger.isVisible())
  const [fichier] = await Promise.all([page.waitForEvent('download'), telecharger.click()])
  const zip = new PizZip(await readFile(await fichier.path()))
  assert.match(zip.file('donnees.html')?.asText() ?? '', /Josette/)
  assert.match(zip.file('donnees.json')?.asText() ?? '', /"compte\.mandat"/)

  await page.goto('/compte/fermer')
  await page.getByRole('button', { name: 'Fermer mon compte' }).click()
  await assertSeen(page.getByText('Cochez la case pour confirmer'))
  await page.getByLabel(/Je ferme mon compte/).check()
  await page.getByRole('button', { name: 'Fermer mon compte' }).click()
  await assertSeen(page.getByText(/Votre compte sera fermé le/))
  await page.getByRole('button', { name: 'Garder mon compte' }).click()
  await assertSeen(page.getByText('Votre demande est annulée'))
})

test('axe finds nothing on these pages', async () => {
  const page = await instance.open({ persona: 'Josette' })
  const defauts: string[] = []
  for (const chemin of ['/compte/mes-donnees', '/compte/fermer', '/donnees-personnelles', '/mentions-legales', '/accessibilite']) {
    await page.goto(chemin)
    for (const defaut of await defectsOf(page)) defauts.push(`${chemin} ${defaut}`)
  }
  assert.deepEqual(defauts, [])
})
