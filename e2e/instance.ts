/** A whole Parvis for a journey: its own database with the demo, its own port, a browser. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { setFentesContrat } from '#contrat/index.ts'
import { parseConfiguration } from '#platform/configuration.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { startServer } from '#server.ts'
import { fentesStrategie } from '#strategie/index.ts'
import { loadDecoupageIn } from '#territoire/index.ts'
import { loadDemo } from '../db/demo/charger.ts'
import { findChromium } from '../scripts/chromium.ts'
import { buildIfNeeded } from '../scripts/construire.ts'

export type Instance = {
  adresse: string
  /** As the owner of the database: what a journey needs to find there. */
  db: Awaited<ReturnType<typeof createBaseDeTest>>['db']
  /** A fresh browser context; `persona` signs in by one click. */
  open: (options?: BrowserContextOptions & { persona?: string }) => Promise<Page>
}

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts everything for one file of journeys; all is stopped and dropped after it. Call it at top level. @param reglages more environment */
export async function openInstance(reglages: Readonly<Record<string, string>> = {}): Promise<Instance> {
  await buildIfNeeded(() => {})
  const base = await createBaseDeTest({ role: null })
  const donnees = await mkdtemp(join(tmpdir(), 'parvis-e2e-'))
  setFentesContrat(fentesStrategie)
  await base.db.transaction().execute((tx) => loadDecoupageIn(tx, new Date()))
  await loadDemo(base.db, new Date())
  // No address leaves this machine in a test.
  const surPlace = { PORT: '0', DATABASE_URL: base.url, PARVIS_DEMO: '1', PARVIS_DONNEES: donnees, PARVIS_GEOCODAGE: 'non' }
  const configuration = parseConfiguration({ ...surPlace, ...reglages })
  const serveur = await startServer({ configuration, databaseUrl: base.url })
  const navigateur: Browser = await chromium.launch({ executablePath: findChromium() ?? 'chromium', args: ARGUMENTS })
  const contextes: BrowserContext[] = []
  after(async () => {
    await navigateur.close()
    await serveur.stop()
    await rm(donnees, { recursive: true, force: true })
  })
  return {
    adresse: serveur.adresse,
    db: base.db,
    open: async ({ persona, ...options } = {}) => {
      const contexte = await navigateur.newContext({ viewport: { width: 1280, height: 900 }, ...options, baseURL: serveur.adresse })
      contextes.push(contexte)
      const page = await contexte.newPage()
      page.setDefaultTimeout(20_000)
      if (persona !== undefined) await signIn(page, persona)
      return page
    },
  }
}

/** Takes the part of a persona by one click. */
export async function signIn(page: Page, persona: string): Promise<void> {
  await page.goto('/connexion')
  await page.getByRole('button', { name: new RegExp(persona) }).click()
  await page.waitForURL(/\/espace/)
}

/** Asserts that a person sees it; says what the page shows otherwise. */
export async function assertSeen(quoi: Locator): Promise<void> {
  try {
    await quoi.first().waitFor({ state: 'visible', timeout: 10_000 })
  } catch {
    const page = quoi.page()
    assert.fail(`${page.url()} does not show ${quoi}:\n${(await page.locator('body').innerText()).slice(0, 2000)}`)
  }
}

/** Reloads the page, as a person who waits for long work does, until something is true. */
export async function reloadUntil(page: Page, isThere: () => Promise<boolean>, essais = 120): Promise<void> {
  for (let essai = 0; essai < essais; essai += 1) {
    if (await isThere()) return
    await page.waitForTimeout(250)
    await page.reload()
  }
  assert.fail(`${page.url()} never came to it:\n${(await page.locator('body').innerText()).slice(0, 2000)}`)
}

/** Horizontal overflow of the page in CSS pixels; 0 when it fits. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth))
}
