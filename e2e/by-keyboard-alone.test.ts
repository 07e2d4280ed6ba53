import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { assertSeen, openInstance } from './instance.ts'

const instance = await openInstance()
const ECOLE = /Rapprocher l’école et l’entreprise/
const TEXTES = {
  intitule: 'Rapprocher l’école et l’atelier dès la quatrième',
  objectif: 'Un stage trouvé sans le carnet d’adresses des parents',
  remarque: 'Pensez aux entreprises d’insertion.',
}

test('sign in, find a fiche, write it, save it, remark on it: by keyboard alone', async (t) => {
  const page = await instance.open()
  // A pointer would cheat: nothing below calls click, fill or check.

  await t.test('she signs in', async () => {
    await page.goto('/connexion')
    await tabTo(page, /Samira Lefort/)
    await press(page, 'Enter')
    assert.match(page.url(), /\/espace$/)
  })

  await t.test('the first key shows a link that skips to the content', async () => {
    await tabTo(page, /Contrat de ville de Tours/)
    await press(page, 'Enter')
    await page.keyboard.press('Tab')
    assert.equal((await focused(page)).nom, 'Aller au contenu')
    await assertFocusSeen(page)
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'contenu')
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement?.closest('main') !== null), true, 'the next stop is in the content')
  })

  await t.test('she goes back to the rail, opens the tree and its draft', async () => {
    await tabTo(page, /^Stratégie/, 'Shift+Tab')
    await press(page, 'Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await tabTo(page, ECOLE)
    await press(page, 'Enter')
    await assertSeen(page.getByRole('heading', { level: 1, name: ECOLE }))
  })

  await t.test('she writes: a title, a row more, a choice by the arrows', async () => {
    await tabTo(page, /^Modifier$/)
    await press(page, 'Enter')
    await tabTo(page, /^Intitulé/)
    await page.keyboard.press('Control+A')
    await page.keyboard.type(TEXTES.intitule)
    await page.keyboard.press('Tab')
    assert.match((await focused(page)).nom, /^Sorte de fiche/)
    const avant = (await focused(page)).valeur
    await page.keyboard.press('ArrowDown')
    assert.notEqual((await focused(page)).valeur, avant, 'the arrow chooses')
    await page.keyboard.press('ArrowUp')
    assert.equal((await focused(page)).valeur, avant)
    await tabToIn(page, /^Objectifs/, /^Ajouter une ligne/)
    await press(page, 'Space')
    // The page comes back with the attention on the new row.
    assert.equal(await page.evaluate(() => document.activeElement?.closest('fieldset.pv-rangees')?.id), 'c-objectifs')
    await tabTo(page, /^Objectifs/)
    await page.keyboard.type(TEXTES.objectif)
  })

  await t.test('she saves', async () => {
    await tabTo(page, /^Enregistrer$/)
    await press(page, 'Enter')
    await assertSeen(page.getByRole('status').filter({ hasText: 'La fiche est enregistrée' }))
    await assertSeen(page.getByRole('heading', { level: 1, name: TEXTES.intitule }))
    await assertSeen(page.getByText(TEXTES.objectif))
  })

  await t.test('she leaves a remark on a field', async () => {
    await tabTo(page, /^Ajouter une remarque/)
    await page.keyboard.type(TEXTES.remarque)
    await page.keyboard.press('Tab')
    assert.match((await focused(page)).nom, /^Sur le champ/)
    await page.keyboard.press('ArrowDown')
    await tabTo(page, /^Publier$/)
    await press(page, 'Enter')
    const remarque = page.getByRole('complementary').getByRole('article').filter({ hasText: TEXTES.remarque })
    await assertSeen(remarque)
    assert.match(await remarque.innerText(), /Ville de Joué-lès-Tours/)
  })

  await t.test('she searches with the field of the top of the page', async () => {
    await tabTo(page, /^Chercher une fiche/)
    await page.keyboard.type('atelier quatrieme')
    await press(page, 'Enter')
    await assertSeen(page.getByRole('link', { name: TEXTES.intitule }))
  })
  await page.context().close()
})

test('on a phone, the menu opens and leads elsewhere by keyboard', async () => {
  const page = await instance.open({ persona: 'Samira', viewport: { width: 320, height: 640 } })
  await page.goto('/espace/tours-2015')
  await tabTo(page, /^Menu/)
  await page.keyboard.press('Enter')
  await tabTo(page, /^Stratégie/)
  await press(page, 'Enter')
  assert.match(page.url(), /\/strategie$/)
  await page.context().close()
})

type Focus = { nom: string; valeur: string | null; groupe: string; contour: boolean; visible: boolean }

/** What has the focus: its name, its group, whether one sees that it has it. */
async function focused(page: Page): Promise<Focus> {
  const focus = await page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement) || element === document.body) return null
    const champ = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
    const { width, height, bottom, right, top, left } = element.getBoundingClientRect()
    return {
      nom: element.getAttribute('aria-label') ?? (champ ? element.labels?.[0] : element)?.textContent ?? '',
      valeur: champ ? element.value : null,
      groupe: element.closest('fieldset.pv-rangees')?.querySelector('legend')?.textContent ?? '',
      contour: (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none',
      visible: width > 1 && height > 1 && bottom > 0 && right > 0 && top < window.innerHeight && left < window.innerWidth,
    }
  })
  if (focus === null) return { nom: '', valeur: null, groupe: '', contour: false, visible: false }
  return { ...focus, nom: focus.nom.replace(/\s+/g, ' ').trim(), groupe: focus.groupe.trim() }
}

async function assertFocusSeen(page: Page): Promise<Focus> {
  const focus = await focused(page)
  assert.ok(focus.contour, `no visible focus on « ${focus.nom} » of ${page.url()}`)
  assert.ok(focus.visible, `the focus is out of sight on « ${focus.nom} » of ${page.url()}`)
  return focus
}

/** Presses Tab until something of that name has the focus, which must be seen at every stop. */
async function tabTo(page: Page, nom: RegExp, touche: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await tabUntil(page, (focus) => nom.test(focus.nom), `${nom}`, touche)
}

/** The same, within the list of that legend. */
async function tabToIn(page: Page, groupe: RegExp, nom: RegExp): Promise<void> {
  await tabUntil(page, (focus) => groupe.test(focus.groupe) && nom.test(focus.nom), `${groupe} ${nom}`, 'Tab')
}

const ARRETS_MAX = 250

async function tabUntil(page: Page, isIt: (focus: Focus) => boolean, quoi: string, touche: string): Promise<void> {
  const vus: string[] = []
  for (let arret = 0; arret < ARRETS_MAX; arret += 1) {
    await page.keyboard.press(touche)
    const focus = await focused(page)
    // Between the last stop and the first one, the browser itself has the focus.
    if (focus.nom === '') continue
    await assertFocusSeen(page)
    vus.push(focus.nom.slice(0, 40))
    if (isIt(focus)) return
  }
  assert.fail(`${quoi} is never reached on ${page.url()}; stops: ${vus.slice(0, 80).join(' | ')}`)
}

/** A key that sends a form or follows a link. */
async function press(page: Page, touche: 'Enter' | 'Space'): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press(touche)])
}
