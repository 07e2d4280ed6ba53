import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { startFournisseur } from '#compte/fournisseur-de-test.ts'
import { assertSeen, openInstance, overflow } from './instance.ts'

const port = await findPort()
const fournisseur = await startFournisseur({ signe: true, site: `http://localhost:${port}` })
after(() => fournisseur.stop())
fournisseur.personnes.set('camille', {
  email: 'camille.essai@exemple.fr',
  given_name: 'Camille',
  usual_name: 'Essai',
  siret: '13002526500013',
  uid: 'camille',
  idp_id: 'fi',
})
const instance = await openInstance({ PORT: `${port}`, ...fournisseur.environnement() })

for (const javaScriptEnabled of [true, false]) {
  test(`une agente entre par son fournisseur, sans droit, puis se déconnecte des deux côtés (${javaScriptEnabled ? 'avec' : 'sans'} JavaScript)`, async () => {
    const page = await instance.open({ javaScriptEnabled })
    await page.goto('/connexion')
    await page.getByRole('link', { name: 'S’identifier avec ProConnect' }).click()
    await page.getByPlaceholder('Enter any login').fill('camille')
    await page.getByPlaceholder('and password').fill('x')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(/localhost:\d+\/(compte|espace)/)
    await page.goto('/compte')
    await assertSeen(page.getByRole('heading', { name: 'Camille Essai' }))
    await assertSeen(page.getByText('Aucun mandat'))
    await assertSeen(page.getByText('SIRET 130 025 265 00013', { exact: false }))

    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    // The policy of the site lets no form lead to the provider: our page goes there by itself.
    await page.getByRole('button', { name: 'Yes, sign me out' }).click()
    await page.waitForURL(/\/connexion\?fait=deconnexion/)
    await page.goto('/compte')
    assert.match(page.url(), /\/connexion/)
  })
}

test('relier depuis « Mon compte » mène au fournisseur et en revient', async () => {
  fournisseur.personnes.set('nadia', { email: 'n@exemple.fr', given_name: 'Nadia', usual_name: 'B', siret: '13002526500013' })
  const page = await instance.open({ persona: 'Claire' })
  await page.goto('/compte')
  await page.getByRole('button', { name: 'Relier ProConnect' }).click()
  await page.getByPlaceholder('Enter any login').fill('nadia')
  await page.getByPlaceholder('and password').fill('x')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(/\/compte\?fait=relie/)
  await assertSeen(page.getByText('Ce fournisseur est relié à votre compte'))
})

test('les pages du fournisseur sont accessibles, du refus à la liaison', async () => {
  const personne = { given_name: 'Camille', usual_name: 'Essai' }
  fournisseur.personnes.set('sans-siret', { ...personne, email: 'sans@exemple.fr' })
  fournisseur.personnes.set('samira', { ...personne, email: 'samira.lefort@demo.parvis.invalid', siret: '13002526500013' })
  const page = await instance.open({ viewport: { width: 360, height: 740 } })
  for (const [login, titre] of [
    ['sans-siret', 'La connexion par ProConnect n’a pas abouti'],
    ['samira', 'Relier ProConnect à votre compte'],
  ] as const) {
    await page.context().clearCookies()
    await page.goto('/connexion')
    assert.deepEqual(await listDefauts(page), [])
    await page.getByRole('link', { name: 'S’identifier avec ProConnect' }).click()
    await page.getByPlaceholder('Enter any login').fill(login)
    await page.getByPlaceholder('and password').fill('x')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await assertSeen(page.getByRole('heading', { name: titre }))
    assert.deepEqual(await listDefauts(page), [])
    assert.equal(await overflow(page), 0)
  }
})

async function listDefauts(page: Page): Promise<string[]> {
  return (await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)
}

/** A port that is free now: the provider must know the address of the site before the site knows the provider. */
async function findPort(): Promise<number> {
  const sonde = createServer()
  await new Promise<void>((resolve) => sonde.listen(0, '127.0.0.1', resolve))
  const adresse = sonde.address()
  await new Promise((resolve) => sonde.close(resolve))
  if (adresse === null || typeof adresse === 'string') throw new Error('no port')
  return adresse.port
}
