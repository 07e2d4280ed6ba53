/** The key of the instance changes: what goes on working, what is closed, what is said. The whole product, started again each time. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { type Assemble, assemble } from '#app.ts'
import { createMembre, MOT_DE_PASSE } from '#compte/compte.build.tsx'
import { codeDuPas, pasDe } from '#compte/totp.ts'
import { parseConfiguration } from '#platform/configuration.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'

const base = await createBaseDeTest()
const SITE = 'https://contrat.exemple.fr'
const [ANCIEN, NOUVEAU, AUTRE] = ['a'.repeat(40), 'n'.repeat(40), 'o'.repeat(40)]
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const heure = { now: new Date() }
let site: Assemble | null = null
after(() => site?.close())

/** Stops the instance, and starts it again under this key. */
async function restart(secret: string, precedent?: string): Promise<void> {
  await site?.close()
  site = null
  const env = { NODE_ENV: 'production', DATABASE_URL: base.url, PARVIS_URL: SITE, PARVIS_SECRET: secret }
  const configuration = parseConfiguration({ ...env, ...(precedent === undefined ? {} : { PARVIS_SECRET_PRECEDENT: precedent }) })
  site = await assemble({ base, configuration, databaseUrl: base.url, now: () => heure.now })
}

type Navigateur = { cookies: Map<string, string>; ask: (chemin: string, corps?: Record<string, string>) => Promise<Response> }

function createNavigateur(): Navigateur {
  const cookies = new Map<string, string>()
  const ask: Navigateur['ask'] = async (chemin, corps) => {
    assert.ok(site)
    const cookie = [...cookies].map(([nom, valeur]) => `${nom}=${valeur}`).join('; ')
    const post = corps === undefined ? {} : { method: 'POST', body: new URLSearchParams(corps) }
    const reponse = await site.hono.request(SITE + chemin, { headers: { origin: SITE, cookie }, ...post })
    for (const ligne of reponse.headers.getSetCookie()) {
      const [, nom = '', valeur = ''] = /^([^=]+)=([^;]*)/.exec(ligne) ?? []
      cookies.set(nom, valeur)
    }
    return reponse
  }
  return { cookies, ask }
}

const isConnecte = async (qui: Navigateur) => (await qui.ask('/compte')).status === 200

/** Signs in as far as the code asked for. */
async function enterPassword(courriel: string): Promise<Navigateur> {
  const qui = createNavigateur()
  const reponse = await qui.ask('/connexion', { courriel, motDePasse: MOT_DE_PASSE })
  assert.equal(reponse.status, 303, (await reponse.clone().text()).slice(0, 1000))
  return qui
}

/** The next code of the device: one serves once. */
function nextCode(cle: Buffer): string {
  heure.now = new Date(heure.now.getTime() + 31_000)
  return codeDuPas(cle, pasDe(heure.now))
}

async function addFacteur(qui: Navigateur): Promise<Buffer> {
  await qui.ask('/compte/second-facteur/proposer', { motDePasse: MOT_DE_PASSE })
  const html = await (await qui.ask('/compte/second-facteur/activer')).text()
  const texte = /class="pv-cle">([A-Z2-7 ]+)</.exec(html)?.[1]?.replaceAll(' ', '') ?? ''
  const bits = [...texte].map((lettre) => BASE32.indexOf(lettre).toString(2).padStart(5, '0')).join('')
  const cle = Buffer.from((bits.match(/.{8}/g) ?? []).map((octet) => Number.parseInt(octet, 2)))
  assert.equal((await qui.ask('/compte/second-facteur/activer', { code: nextCode(cle) })).status, 200)
  return cle
}

const COURRIEL = 'rotation@exemple.fr'
let cle: Buffer = Buffer.alloc(0)

test('the key changes and the former one is given: sessions are closed, second factors go on working', async () => {
  await restart(ANCIEN)
  await createMembre(base.libre, { courriel: COURRIEL, role: 'bailleur' })
  const avant = await enterPassword(COURRIEL)
  cle = await addFacteur(avant)
  assert.equal(await isConnecte(avant), true)

  await restart(NOUVEAU, ANCIEN)
  assert.equal(await isConnecte(avant), false, 'a cookie signed with the former key opens nothing')
  const apres = await enterPassword(COURRIEL)
  assert.equal(await isConnecte(apres), false, 'the code is still asked for')
  assert.equal((await apres.ask('/connexion/code', { code: nextCode(cle) })).status, 303)
  assert.equal(await isConnecte(apres), true)
})

test('the former key may be left in place, then taken away: nothing more changes', async () => {
  const qui = await enterPassword(COURRIEL)
  await qui.ask('/connexion/code', { code: nextCode(cle) })
  await restart(NOUVEAU, ANCIEN)
  assert.equal(await isConnecte(qui), true)
  await restart(NOUVEAU)
  assert.equal(await isConnecte(qui), true)
})

test('the key changes and the former one is not given, or is wrong: the start is refused in one sentence, and nothing is changed', async () => {
  const { rows: avant } = await sql`select * from compte.second_facteur`.execute(base.libre)
  await assert.rejects(restart(AUTRE), /^Error: PARVIS_SECRET a changé.*PARVIS_SECRET_PRECEDENT/)
  await assert.rejects(restart(AUTRE, 'z'.repeat(40)), /ni avec PARVIS_SECRET ni avec PARVIS_SECRET_PRECEDENT/)
  const { rows: apres } = await sql`select * from compte.second_facteur`.execute(base.libre)
  assert.deepEqual(apres, avant)
  await restart(NOUVEAU)
})

test('the key is lost: second factors that nobody can open are taken away, the password opens the account, the journal says it', async () => {
  await restart(AUTRE, 'perdu')
  const qui = await enterPassword(COURRIEL)
  assert.equal(await isConnecte(qui), true)
  const { rows } = await sql<{ libelle: string }>`select c.libelle from platform.audit_ligne l
    join platform.audit_contenu c on c.ligne_id = l.id where l.commande = 'compte.perdre_seconds_facteurs'`.execute(base.libre)
  assert.deepEqual(
    rows.map(({ libelle }) => libelle),
    ['Secret de l’instance perdu\u00a0: 1\u00a0second facteur retiré'],
  )
})
