/** For the proofs of rights: the whole application on its own database, with the scene, and people who ask it things. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { type Assemble, assemble } from '#app.ts'
import { parseConfiguration } from '#platform/configuration.ts'
import { openBase } from '#platform/db/base.ts'
import { createClone, dropClone } from '#platform/db/base-de-test.ts'
import { createScene, type SceneDeTest } from './droits-scene-de-test.ts'

const ADRESSE = 'http://localhost:3000'

export type ApplicationDeTest = {
  application: Assemble
  scene: SceneDeTest
  send: (methode: string, chemin: string, cookie: string, corps?: Record<string, string>) => Promise<Response>
  /** Takes the part of a subject, as the demo does. @returns the cookie, '' for the public */
  signIn: (cle: string) => Promise<string>
}

/** Starts it for one file of tests; all is stopped, then dropped, after it. Call it at top level. */
export async function openApplication(): Promise<ApplicationDeTest> {
  const { nom, url } = await createClone()
  const base = openBase(url, { max: 4 })
  const scene = await createScene({ url })
  const donnees = await mkdtemp(join(tmpdir(), 'parvis-droits-'))
  const configuration = parseConfiguration({
    PORT: '0',
    DATABASE_URL: url,
    PARVIS_DEMO: '1',
    PARVIS_DONNEES: donnees,
    PARVIS_GEOCODAGE: 'non',
  })
  const application = await assemble({ base, configuration, databaseUrl: url })
  after(async () => {
    await application.close()
    await scene.close()
    await base.close()
    await dropClone(nom)
    await rm(donnees, { recursive: true, force: true })
  })
  const send: ApplicationDeTest['send'] = async (methode, chemin, cookie, corps = {}) => {
    const headers = { origin: ADRESSE, ...(cookie === '' ? {} : { cookie }) }
    const post = methode === 'POST' ? { method: 'POST', body: new URLSearchParams(corps) } : {}
    return application.hono.request(`${ADRESSE}${chemin}`, { headers, ...post })
  }
  const signIn = async (cle: string) => {
    const agent = scene.agents.get(cle)
    if (agent == null) return ''
    const reponse = await send('POST', `/connexion/persona/${agent.personneId}`, '')
    assert.equal(reponse.status, 303, await reponse.clone().text())
    return reponse.headers
      .getSetCookie()
      .map((ligne) => ligne.split(';')[0])
      .join('; ')
  }
  return { application, scene, send, signIn }
}
