import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type C, noteHttp, readHttp } from '#platform/http/env.ts'
import type { Fournisseurs } from '../oidc.adaptateur.ts'
import { findSessionOidc, saveSessionOidc } from '../oidc.store.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { forgetScelle, readScelle, writeScelle } from './oidc-cookies.ts'
import type { Sortie } from './oidc-pages.tsx'

export type DepsOidc = { sessions: Sessions; fournisseurs: Fournisseurs }

const USAGE = 'jeton-identite'
const formeJeton = z.object({ fournisseur: z.string(), utilisateurId: z.string(), jeton: z.string() })
export type JetonGarde = z.infer<typeof formeJeton>

/** Public address of this site: what providers send browsers back to. */
export function adressePublique(c: C): string {
  return c.get('configuration').adresse?.replace(/\/+$/, '') ?? new URL(c.req.url).origin
}

/** Keeps the ID token while a second factor is asked for: there is no session yet. */
export function keepJeton(c: C, sessions: Sessions, jeton: JetonGarde): void {
  writeScelle(c, sessions, 'oidc_jeton', jeton)
}

/**
 * Ties the ID token to the session that was just opened by a provider, so that signing out closes both.
 * @param cookies of the session @param jeton absent: the one kept while a second factor was asked for
 */
export async function tieJeton(c: C, sessions: Sessions, cookies: Headers, jeton?: JetonGarde): Promise<void> {
  const garde = jeton ?? readScelle(c, sessions, 'oidc_jeton', formeJeton)
  if (garde === null) return
  if (jeton === undefined) forgetScelle(c, sessions, 'oidc_jeton')
  const cookie = cookies.getSetCookie().map((ligne) => ligne.split(';')[0] ?? '')
  const session = await sessions.findSession(new Headers({ cookie: cookie.join('; ') }))
  if (session === null || session.moyen !== `oidc:${garde.fournisseur}`) return
  const jetonScelle = sessions.coffre.chiffre(USAGE, garde.jeton)
  await noteHttp(c, (tx) => saveSessionOidc(tx, session.id, { fournisseur: garde.fournisseur, jetonScelle }))
}

/**
 * Reads which provider opened this session, while it is open. The function given back builds the address at which the browser
 * closes the provider's session too: null when it offers none or does not answer. Null for any other session.
 */
export async function prepareSortie(c: C, { sessions, fournisseurs }: DepsOidc): Promise<(() => Promise<Sortie | null>) | null> {
  const session = await sessions.findSession(c.req.raw.headers)
  if (session?.moyen.startsWith('oidc:') !== true) return null
  const ouverte = await readHttp(c, (tx) => findSessionOidc(tx, session.id))
  const connu = ouverte === null ? null : fournisseurs.find(ouverte.fournisseur)
  if (ouverte === null || connu === null) return null
  const jetonIdentite = sessions.coffre.dechiffre(USAGE, ouverte.jetonScelle)
  return async () => {
    const etat = randomBytes(16).toString('base64url')
    const adresse = await connu.client.buildSortie({ jetonIdentite, retour: `${adressePublique(c)}/deconnexion/retour`, etat })
    if (adresse === null) return null
    writeScelle(c, sessions, 'oidc_sortie', etat)
    return { adresse, libelle: connu.fournisseur.libelle }
  }
}

/** The browser is back from the sign-out that we asked for. */
export function isRetourDeSortie(c: C, sessions: Sessions): boolean {
  const attendu = readScelle(c, sessions, 'oidc_sortie', z.string())
  forgetScelle(c, sessions, 'oidc_sortie')
  return attendu !== null && attendu === c.req.query('state')
}
