import assert from 'node:assert/strict'
import test from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { codeDuPas, pasDe } from '#compte/totp.ts'
import { assertSeen, openInstance, overflow } from './instance.ts'

// No page runs a script in these journeys: every step is a link or a form. Only the tool of the last test needs one.
const instance = await openInstance()
const open = (persona?: string) => instance.open({ javaScriptEnabled: false, ...(persona === undefined ? {} : { persona }) })

const INVITEE = 'ines.caron@invitee.example'
const PHRASE = 'la cour des lavandes bleues'
let secret: Uint8Array = new Uint8Array()
let secours: string[] = []

/** The latest mail to this address, as /dev/courriels shows it, and the path of its link. */
async function readCourriel(page: Page, courriel: string): Promise<{ texte: string; lien: string }> {
  await page.goto('/dev/courriels')
  const ligne = page.locator('li, tr').filter({ hasText: courriel }).first()
  const href = await ligne.getByRole('link').first().getAttribute('href')
  assert.ok(href, `a mail for ${courriel}`)
  const html = await (await page.request.get(`${href}/page`)).text()
  const lien = /href="https?:\/\/[^/"]+(\/(?:invitation|connexion\/lien|mot-de-passe|inscription)\/[\w-]+)"/.exec(html)?.[1]
  assert.ok(lien, html.slice(0, 1500))
  return { texte: html.replace(/<[^>]+>/g, ' '), lien }
}

async function typePassword(page: Page, motDePasse = PHRASE): Promise<void> {
  await page.goto('/connexion')
  await page.getByLabel('Adresse électronique').fill(INVITEE)
  await page.getByLabel('Mot de passe', { exact: true }).fill(motDePasse)
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click()
}

test('the chef de projet invites, the invited person makes her account and accepts', async () => {
  const claire = await open('Claire')
  await claire.goto('/espace/tours-2015/equipe/ajouter')
  await claire.getByLabel('Adresse électronique').fill(INVITEE)
  await claire.getByLabel('Prénom').fill('Inès')
  await claire.getByLabel('Nom', { exact: false }).nth(1).fill('Caron')
  await claire.getByLabel('Ou nouvelle organisation').fill('Atelier des quartiers')
  await claire.getByLabel('Nature de la nouvelle organisation').selectOption({ label: 'Association' })
  await claire.getByLabel('Rôle').selectOption({ label: 'évaluatrice ou évaluateur' })
  await claire.getByRole('button', { name: 'Envoyer l’invitation' }).click()
  await assertSeen(claire.getByText('L’invitation est envoyée'))
  await assertSeen(claire.getByRole('heading', { name: 'Invitations sans réponse' }))

  const ines = await open()
  const { texte, lien } = await readCourriel(ines, INVITEE)
  assert.match(texte, /vous invite à agir/)
  await ines.goto(lien)
  await assertSeen(ines.getByRole('heading', { name: /vous invite/ }))
  await ines.getByLabel('Mot de passe', { exact: true }).fill(PHRASE)
  await ines.getByLabel('Le même, encore une fois').fill(PHRASE)
  await ines.getByRole('button', { name: 'Créer mon compte et accepter' }).click()
  await ines.waitForURL(/\/espace/)
  assert.equal((await ines.goto('/espace/tours-2015'))?.status(), 200)
  assert.equal((await ines.goto(lien))?.status(), 404, 'the invitation serves once')

  await claire.goto('/espace/tours-2015/equipe')
  assert.equal(await claire.getByRole('heading', { name: 'Invitations sans réponse' }).count(), 0)
  await claire.context().close()
  await ines.context().close()
})

test('she adds a second factor and keeps her recovery codes', async () => {
  const ines = await open()
  await typePassword(ines)
  await ines.goto('/compte')
  await ines.getByRole('link', { name: 'Second facteur' }).click()
  await ines.getByLabel('Votre mot de passe').fill(PHRASE)
  await ines.getByRole('button', { name: 'Ajouter un second facteur' }).click()
  await assertSeen(ines.getByRole('img', { name: 'Code QR de votre clé' }))
  secret = decodeBase32(await ines.locator('.pv-cle').innerText())
  await ines.getByLabel('Code à six chiffres').fill('000000')
  await ines.getByRole('button', { name: 'Activer' }).click()
  await assertSeen(ines.getByRole('alert'))
  await ines.getByLabel('Code à six chiffres').fill(codeDuPas(secret, pasDe(new Date())))
  await ines.getByRole('button', { name: 'Activer' }).click()
  await assertSeen(ines.getByRole('heading', { name: 'Gardez vos codes de récupération' }))
  secours = await ines.locator('.pv-codes code').allInnerTexts()
  assert.equal(secours.length, 10)
  await ines.context().close()
})

test('signing in asks for the password, then for the code; a recovery code serves once', async () => {
  const ines = await open()
  await typePassword(ines)
  await assertSeen(ines.getByRole('heading', { name: 'Tapez votre code' }))
  await ines.goto('/compte')
  await ines.waitForURL(/\/connexion/)
  await typePassword(ines)
  // The code of the next half-minute: the clock of a telephone may be ahead, and the present one has served.
  await ines.getByLabel('Code à six chiffres').fill(codeDuPas(secret, pasDe(new Date()) + 1))
  await ines.getByRole('button', { name: 'Continuer' }).click()
  await ines.waitForURL(/\/espace/)
  await ines.context().close()

  for (const attendu of [/\/compte\/second-facteur/, /\/connexion\/code/]) {
    const page = await open()
    await typePassword(page)
    await page.getByLabel('Code à six chiffres').fill(secours[0] ?? '')
    await page.getByRole('button', { name: 'Continuer' }).click()
    await page.waitForURL(attendu)
    await page.context().close()
  }
})

test('a session closed from another browser ends at its next page', async () => {
  const [ici, ailleurs] = [await open(), await open()]
  for (const [page, code] of [
    [ici, secours[1]],
    [ailleurs, secours[2]],
  ] as const) {
    await typePassword(page)
    await page.getByLabel('Code à six chiffres').fill(code ?? '')
    await page.getByRole('button', { name: 'Continuer' }).click()
    await page.waitForURL(/\/compte/)
  }
  await ici.goto('/compte/sessions')
  await assertSeen(ici.getByText('cette session'))
  await ici.getByRole('button', { name: 'Fermer toutes les autres' }).click()
  await assertSeen(ici.getByText('Toutes vos autres sessions sont fermées.'))
  await ailleurs.goto('/compte')
  await ailleurs.waitForURL(/\/connexion/)
  await ici.goto('/compte')
  await assertSeen(ici.getByRole('heading', { name: 'Inès Caron' }))
  for (const page of [ici, ailleurs]) await page.context().close()
})

test('a forgotten password is chosen again by mail, and an applicant makes her own account', async () => {
  const page = await open()
  await page.goto('/connexion')
  await page.getByRole('link', { name: 'Mot de passe oublié' }).click()
  await page.getByLabel('Adresse électronique').fill(INVITEE)
  await page.getByRole('button', { name: 'Recevoir un lien' }).click()
  await assertSeen(page.getByRole('heading', { name: 'Regardez vos courriels' }))
  const { lien } = await readCourriel(page, INVITEE)
  await page.goto(lien)
  await page.getByLabel('Mot de passe', { exact: true }).fill('brouette cosmos lavoir tapir')
  await page.getByLabel('Le même, encore une fois').fill('brouette cosmos lavoir tapir')
  await page.getByRole('button', { name: 'Enregistrer le mot de passe' }).click()
  await assertSeen(page.getByText('Votre mot de passe est enregistré'))

  await page.getByRole('link', { name: 'Créer votre compte' }).click()
  await page.getByLabel('Prénom').fill('Sonia')
  await page.getByLabel('Nom', { exact: true }).fill('Lemaire')
  await page.getByLabel('Adresse électronique').fill('sonia@porteur.example')
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await assertSeen(page.getByRole('heading', { name: 'Regardez vos courriels' }))
  await page.goto((await readCourriel(page, 'sonia@porteur.example')).lien)
  await page.getByLabel('Mot de passe', { exact: false }).first().fill(PHRASE)
  await page.getByLabel('Le même, encore une fois').fill(PHRASE)
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await page.waitForURL(/\/porteur/)
  await assertSeen(page.getByText('Aucune organisation pour l’instant'))
  await page.context().close()
})

test('the pages of the door are accessible, in light, in dark and on a telephone', async () => {
  const visiteur = await instance.open()
  const samira = await instance.open({ persona: 'Samira' })
  const defauts: string[] = []
  for (const chemin of [
    '/connexion',
    '/connexion/lien',
    '/connexion/lien/envoye',
    '/mot-de-passe',
    '/inscription',
    '/inscription/envoyee',
  ]) {
    await visiteur.goto(chemin)
    defauts.push(...(await defectsOf(visiteur)))
  }
  for (const chemin of ['/porteur', '/compte', '/compte/mot-de-passe', '/compte/sessions', '/compte/second-facteur']) {
    await samira.goto(chemin)
    defauts.push(...(await defectsOf(samira)))
  }
  // A persona has no password: her session is recent enough to add a second factor.
  await samira.getByRole('button', { name: 'Ajouter un second facteur' }).click()
  await samira.waitForURL(/activer/)
  defauts.push(...(await defectsOf(samira)))
  const cle = decodeBase32(await samira.locator('.pv-cle').innerText())
  await samira.getByLabel('Code à six chiffres').fill(codeDuPas(cle, pasDe(new Date())))
  await samira.getByRole('button', { name: 'Activer' }).click()
  await assertSeen(samira.getByRole('heading', { name: 'Gardez vos codes de récupération' }))
  defauts.push(...(await defectsOf(samira)))
  await samira.goto('/compte/second-facteur')
  defauts.push(...(await defectsOf(samira)))
  assert.deepEqual(defauts, [])
  for (const page of [visiteur, samira]) await page.context().close()
})

/** What is wrong with the page shown. */
async function defectsOf(page: Page): Promise<string[]> {
  const defauts: string[] = []
  for (const [largeur, colorScheme] of [
    [1280, 'light'],
    [1280, 'dark'],
    [320, 'light'],
  ] as const) {
    await page.setViewportSize({ width: largeur, height: 900 })
    await page.emulateMedia({ colorScheme })
    const deborde = await overflow(page)
    if (deborde > 0) defauts.push(`${page.url()} at ${largeur}: ${deborde} px too wide`)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    for (const { id, nodes } of violations) defauts.push(`${page.url()} ${largeur} ${colorScheme}: ${id} ${nodes[0]?.target.join(' ')}`)
  }
  return defauts
}

function decodeBase32(cle: string): Uint8Array {
  const bits = [...cle.replaceAll(' ', '')].map((lettre) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(lettre).toString(2).padStart(5, '0'))
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((octet) => Number.parseInt(octet, 2)))
}
