/** For the proofs of the journal: the whole product over the scene of the proofs of rights, and its people signed in. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { assemble } from '#app.ts'
import type { Agent } from '#compte/index.ts'
import { parseConfiguration } from '#platform/configuration.ts'
import { type BaseDeTest, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createScene, type SceneDeTest } from './droits-scene-de-test.ts'

const ADRESSE = 'http://localhost:3000'

export type Page = { status: number; html: string; headers: Headers }
export type SiteDeTest = {
  base: BaseDeTest
  scene: SceneDeTest
  /** Moves the clock of the requests that follow. */
  setHeure: (now: Date) => void
  agent: (cle: string) => Agent
  get: (chemin: string, cle: string) => Promise<Page>
  post: (chemin: string, cle: string, corps?: Record<string, string> | URLSearchParams) => Promise<Page>
}

/** Call it at top level: everything is stopped after the tests. */
export async function openSite(): Promise<SiteDeTest> {
  const base = await createBaseDeTest()
  const scene = await createScene(base)
  const donnees = await mkdtemp(join(tmpdir(), 'parvis-journal-'))
  let heure: Date | null = null
  const configuration = parseConfiguration({ PORT: '0', DATABASE_URL: base.url, PARVIS_DEMO: '1', PARVIS_DONNEES: donnees })
  const application = await assemble({ base, configuration, databaseUrl: base.url, now: () => heure ?? new Date() })
  after(async () => {
    await application.close()
    await scene.close()
    await rm(donnees, { recursive: true, force: true })
  })
  const cookies = new Map<string, string>()
  const send = async (
    methode: 'GET' | 'POST',
    chemin: string,
    cookie: string,
    corps: Record<string, string> | URLSearchParams,
  ): Promise<Page> => {
    const headers = { origin: ADRESSE, ...(cookie === '' ? {} : { cookie }) }
    const suite = methode === 'POST' ? { method: 'POST', body: new URLSearchParams(corps) } : {}
    const reponse = await application.hono.request(`${ADRESSE}${chemin}`, { headers, ...suite })
    return { status: reponse.status, html: await reponse.text(), headers: reponse.headers }
  }
  const agent = (cle: string): Agent => {
    const trouve = scene.agents.get(cle)
    if (trouve == null) throw new Error(`nobody is ${cle}`)
    return trouve
  }
  const cookieOf = async (cle: string): Promise<string> => {
    const connu = cookies.get(cle)
    if (connu !== undefined) return connu
    const { status, headers, html } = await send('POST', `/connexion/persona/${agent(cle).personneId}`, '', {})
    assert.equal(status, 303, html)
    const cookie = headers
      .getSetCookie()
      .map((ligne) => ligne.split(';')[0])
      .join('; ')
    cookies.set(cle, cookie)
    return cookie
  }
  return {
    base,
    scene,
    agent,
    setHeure: (now) => {
      heure = now
    },
    get: async (chemin, cle) => send('GET', chemin, await cookieOf(cle), {}),
    post: async (chemin, cle, corps = {}) => send('POST', chemin, await cookieOf(cle), corps),
  }
}
