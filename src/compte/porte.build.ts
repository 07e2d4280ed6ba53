/** What tests of the door need: visitors from several places, the mails they receive, clocks that move. */
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { Configuration } from '#platform/configuration.ts'
import type { Tx } from '#platform/db/base.ts'
import { type App, buildApp, type createBaseDeTest, MOT_DE_PASSE, NOW } from './compte.build.tsx'
import { pasDe } from './totp.ts'

const SITE = 'http://localhost:3000'

/** A browser: its cookies, its network address. */
export type Visiteur = {
  cookies: Map<string, string>
  get: (chemin: string) => Promise<Response>
  post: (chemin: string, champs?: Record<string, string>) => Promise<Response>
  /** The page that a post leads to. */
  postThenText: (chemin: string, champs?: Record<string, string>) => Promise<string>
}

/** An application behind a proxy, whose clock the test moves. */
export async function buildPorte(base: Awaited<ReturnType<typeof createBaseDeTest>>, partiel: Partial<Configuration> = {}) {
  const horloge = { now: NOW }
  const app = await buildApp(base, { adresse: SITE, ...partiel }, () => horloge.now)
  return { app, horloge, visiteur: (adresse = '198.51.100.7') => visiteur(app, adresse) }
}

function visiteur(app: App, adresse: string): Visiteur {
  const cookies = new Map<string, string>()
  const ask = async (chemin: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('x-forwarded-for', adresse)
    headers.set('user-agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')
    const siens = [...cookies].map(([nom, valeur]) => `${nom}=${valeur}`).join('; ')
    if (siens !== '') headers.set('cookie', siens)
    const reponse = await app.hono.request(`${SITE}${chemin}`, { ...init, headers })
    for (const ligne of reponse.headers.getSetCookie()) {
      const [paire = '', ...attributs] = ligne.split(';')
      const [nom = '', ...valeur] = paire.split('=')
      if (attributs.some((attribut) => attribut.trim().toLowerCase() === 'max-age=0')) cookies.delete(nom)
      else cookies.set(nom, valeur.join('='))
    }
    return reponse
  }
  const post: Visiteur['post'] = (chemin, champs = {}) =>
    ask(chemin, {
      method: 'POST',
      headers: { origin: SITE, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(champs).toString(),
    })
  return {
    cookies,
    get: (chemin) => ask(chemin, {}),
    post,
    postThenText: async (chemin, champs) => (await post(chemin, champs)).text(),
  }
}

/** Signs in by password; fails when it does not lead to `vers`. */
export async function enterBy(qui: Visiteur, courriel: string, vers = '/espace', motDePasse = MOT_DE_PASSE): Promise<void> {
  const reponse = await qui.post('/connexion', { courriel, motDePasse })
  assert.equal(reponse.headers.get('location'), vers, `${reponse.status} ${(await reponse.text()).slice(0, 1500)}`)
}

export type CourrielRecu = { genre: string; objet: string; texte: string; href: string; pourquoi: string }

/** Mails queued for an address, the latest first. */
export async function listCourriels(tx: Tx, courriel: string): Promise<CourrielRecu[]> {
  type Rubrique = { paragraphes: string[]; action?: { href: string }; pourquoi: string }
  const { rows } = await sql<{ genre: string; objet: string; corps: { rubriques: Rubrique[] } }>`
    select genre, objet, corps from platform.courriel where destinataire = ${courriel} order by id desc`.execute(tx)
  return rows.map(({ genre, objet, corps }) => {
    const [rubrique] = corps.rubriques
    return {
      genre,
      objet,
      texte: rubrique?.paragraphes.join('\n') ?? '',
      href: rubrique?.action?.href ?? '',
      pourquoi: rubrique?.pourquoi ?? '',
    }
  })
}

/** The link of the latest mail of this kind. */
export async function lienRecu(tx: Tx, courriel: string, genre: string): Promise<string> {
  const recu = (await listCourriels(tx, courriel)).find((lettre) => lettre.genre === genre)
  assert.ok(recu, `no ${genre} mail for ${courriel}`)
  return recu.href
}

/** The clock goes to the next time step of codes. */
export function nextPas(horloge: { now: Date }): void {
  horloge.now = new Date((pasDe(horloge.now) + 1) * 30_000)
}
