/** Who administers imports a file of quartiers: reads what is wrong, decides, imports, corrects a name by a second file, undoes. With and without JavaScript. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { assertSeen, openInstance, overflow, reloadUntil } from './instance.ts'
import { defectsOf } from './parcours-axe.ts'

const instance = await openInstance()
const TELEPHONE = { width: 320, height: 640 }

/** A square; `croise`: a bow tie, which crosses itself. */
function anneau(lon: number, lat: number, croise = ''): number[][] {
  const [a, b, c, d] = [
    [lon, lat],
    [lon + 0.01, lat],
    [lon + 0.01, lat + 0.01],
    [lon, lat + 0.01],
  ]
  return (croise === '' ? [a, b, c, d, a] : [a, b, d, c, a]) as number[][]
}

type Entite = { code: string; nom: string; communes: string[]; anneau: number[][] }

function fichier(nom: string, entites: readonly Entite[]) {
  const features = entites.map((une) => ({
    type: 'Feature',
    properties: { code_qp: une.code, lib_qp: une.nom, insee_com: une.communes },
    geometry: { type: 'Polygon', coordinates: [une.anneau] },
  }))
  return { name: nom, mimeType: 'application/geo+json', buffer: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })) }
}

async function deposit(page: Page, depose: ReturnType<typeof fichier>): Promise<void> {
  await page.goto('/administration')
  await page.getByRole('link', { name: 'Territoire', exact: true }).click()
  await page.getByRole('link', { name: 'Importer un fichier' }).click()
  await page.getByLabel('Le fichier', { exact: true }).setInputFiles(depose)
  await page.getByRole('button', { name: 'Lire ce fichier' }).click()
  await reloadUntil(page, async () => (await page.getByRole('heading', { name: 'Défauts' }).count()) > 0)
}

async function checkPage(page: Page, ou: string): Promise<void> {
  assert.deepEqual(await defectsOf(page), [], ou)
  await page.setViewportSize(TELEPHONE)
  assert.equal(await overflow(page), 0, ou)
  await page.setViewportSize({ width: 1280, height: 900 })
}

const papillon = { code: 'QN03784N', nom: 'Les Essais', communes: ['37261'], anneau: anneau(0.66, 47.4, 'oui') }
const droit = { code: 'QN03785N', nom: 'Les Prés', communes: ['37261', '37195'], anneau: anneau(0.68, 47.4) }

for (const javaScriptEnabled of [true, false]) {
  test(`${javaScriptEnabled ? 'with' : 'without'} JavaScript, a file whose contour crosses itself is reviewed, repaired, imported, and undone`, async () => {
    const page = await instance.open({ persona: 'Nadia', javaScriptEnabled })
    await deposit(page, fichier('essais.geojson', [papillon, droit]))
    await assertSeen(page.getByText('Quartiers prioritaires 2024'))
    await assertSeen(page.getByText('Contour qui se recoupe'))
    if (javaScriptEnabled) await checkPage(page, 'review')
    await page.getByRole('button', { name: 'Importer', exact: true }).click()
    await assertSeen(page.getByRole('alert').getByText('empêche l’import'))
    await page.getByRole('button', { name: /^Accepter/ }).click()
    await page.getByRole('button', { name: 'Importer', exact: true }).click()
    await assertSeen(page.getByText(/Importé le .*2\s+nouveaux/))
    if (javaScriptEnabled) await checkPage(page, 'imported')

    await deposit(page, fichier('correction.geojson', [papillon, { ...droit, nom: 'Les Prés du Cher' }]))
    await assertSeen(page.getByText('« Les Prés » auparavant'))
    await page.getByText('Changer', { exact: true }).click()
    await page
      .getByLabel('Texte au nom duquel on importe')
      .selectOption({ label: 'décret n°\u00a02024-806 du 13\u00a0juillet 2024 (correction de la liste)' })
    await page.getByRole('button', { name: 'Enregistrer ces choix' }).click()
    await page.getByRole('button', { name: /^Accepter/ }).click()
    await page.getByRole('button', { name: 'Importer', exact: true }).click()
    await assertSeen(page.getByText(/Importé le .*1\s+modifié/))

    await page.goto('/administration/territoire/generations/QPV2024?q=QN03785N')
    if (javaScriptEnabled) await checkPage(page, 'generation')
    await page.getByRole('link', { name: 'Les Prés du Cher' }).click()
    await assertSeen(page.getByText('Il s’appelait « Les Prés »'))
    await page.getByLabel('Nommer un sous-quartier').fill('Les Arcades')
    await page.getByRole('button', { name: 'Ajouter' }).click()
    await assertSeen(page.getByText('Les Arcades').first())
    if (javaScriptEnabled) await checkPage(page, 'quartier')

    for (const nom of ['correction.geojson', 'essais.geojson']) {
      await page.goto('/administration/territoire')
      await page.getByRole('link', { name: nom }).first().click()
      await page.getByText('Annuler cet import').click()
      await page.getByRole('button', { name: 'Annuler l’import' }).click()
      await assertSeen(page.getByText('Cet import a été annulé'))
    }
    await page.goto('/administration/territoire/generations/QPV2024?q=QN03785N')
    await assertSeen(page.getByText('Aucun quartier de cette génération ne correspond'))
    if (javaScriptEnabled) {
      await page.goto('/administration/territoire')
      await checkPage(page, 'territoire')
      await page.goto('/administration/territoire/importer')
      await checkPage(page, 'deposit')
    }
    await page.context().close()
  })
}
