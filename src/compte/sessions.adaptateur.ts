import { createHmac, timingSafeEqual } from 'node:crypto'
import { isAPIError } from 'better-auth/api'
import { parse } from 'hono/utils/cookie'
import type { Configuration } from '#platform/configuration.ts'
import type { Base } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { findAgentBySession } from './agent.store.ts'
import type { Agent } from './agent.ts'
import { type Auth, createAuth } from './auth.adaptateur.ts'
import { acceptedMotDePasse } from './mot-de-passe.ts'
import { countTentative, type Essai, forgetTentative } from './tentative.store.ts'
import { phraseAttente } from './tentatives.ts'

/** One sentence for an unknown account and a wrong password: it tells a stranger nothing. */
export const REFUS = 'L’adresse ou le mot de passe ne correspondent pas.'
const LIEN_PERIME =
  'Ce lien ne sert plus : il a déjà servi, ou sa semaine est passée. Demandez-en un autre à la personne qui vous l’a donné.'

/** Sessions of this instance. Headers given back hold the cookies to send. */
export type Sessions = {
  /** Who holds the session of this request, with the mandates of that day. One statement. */
  findAgent: (headers: Headers, now: Date) => Promise<Agent | null>
  /** @throws RegleViolee when it is refused, or when one must wait */
  signIn: (entree: Essai & { motDePasse: string; headers: Headers; now: Date }) => Promise<Headers>
  /** Opens the session of a persona. The route that calls it exists in the demo alone. */
  openFor: (utilisateurId: string, headers: Headers) => Promise<Headers>
  signOut: (headers: Headers) => Promise<Headers>
  /** Chooses a password by a link; other sessions of the account are closed. @throws RegleViolee */
  chooseMotDePasse: (entree: { jeton: string; motDePasse: string }) => Promise<void>
  /** Changes the password of the person signed in; her other sessions are closed. @throws RegleViolee */
  changeMotDePasse: (entree: { ancien: string; nouveau: string; headers: Headers }) => Promise<Headers>
}

export function createSessions(
  base: Base,
  configuration: Pick<Configuration, 'adresse' | 'port' | 'production'>,
  secret: string,
): Sessions {
  const adresse = configuration.adresse ?? `http://localhost:${configuration.port}`
  const auth = createAuth({ db: base.db, secret, adresse, securise: configuration.production || adresse.startsWith('https:') })
  return {
    findAgent: async (headers, now) => {
      const jeton = await readJeton(auth, headers)
      return jeton === null ? null : findAgentBySession(base.db, jeton, { now, jour: jourParis(now) })
    },
    signIn: async ({ courriel, adresse: origine, motDePasse, headers, now }) => {
      const essai = { courriel, adresse: origine }
      const delai = await countTentative(base.db, essai, now)
      if (delai > 0) throw new RegleViolee(phraseAttente(delai))
      try {
        const reponse = await auth.api.signInEmail({ body: { email: courriel, password: motDePasse }, headers, returnHeaders: true })
        await forgetTentative(base.db, essai, now)
        return reponse.headers
      } catch (erreur) {
        if (isRefus(erreur)) throw new RegleViolee(REFUS)
        throw erreur
      }
    },
    openFor: async (utilisateurId, headers) => {
      const reponse = await auth.api.openSession({ body: { utilisateurId }, headers, returnHeaders: true })
      return reponse.headers
    },
    signOut: async (headers) => {
      const reponse = await auth.api.signOut({ headers, returnHeaders: true })
      return reponse.headers
    },
    chooseMotDePasse: async ({ jeton, motDePasse }) => {
      acceptedMotDePasse(motDePasse)
      try {
        await auth.api.resetPassword({ body: { token: jeton, newPassword: motDePasse } })
      } catch (erreur) {
        if (isRefus(erreur)) throw new RegleViolee(LIEN_PERIME)
        throw erreur
      }
    },
    changeMotDePasse: async ({ ancien, nouveau, headers }) => {
      acceptedMotDePasse(nouveau)
      try {
        const reponse = await auth.api.changePassword({
          body: { currentPassword: ancien, newPassword: nouveau, revokeOtherSessions: true },
          headers,
          returnHeaders: true,
        })
        return reponse.headers
      } catch (erreur) {
        const message = 'Le mot de passe actuel ne correspond pas.'
        if (isRefus(erreur)) throw new RegleViolee(message, [{ champ: 'ancien', message }])
        throw erreur
      }
    },
  }
}

/** The session token of the cookie, when its signature is ours (format of better-auth: `token.base64(HMAC-SHA256)`). */
async function readJeton(auth: Auth, headers: Headers): Promise<string | null> {
  const { authCookies, secret } = await auth.$context
  const nom = authCookies.sessionToken.name
  const cookies = headers.get('cookie')
  const valeur = cookies === null ? undefined : parse(cookies, nom)[nom]
  const coupe = valeur?.lastIndexOf('.') ?? -1
  if (valeur === undefined || coupe < 1) return null
  const jeton = valeur.slice(0, coupe)
  const attendue = createHmac('sha256', secret).update(jeton).digest()
  const recue = Buffer.from(valeur.slice(coupe + 1), 'base64')
  return recue.length === attendue.length && timingSafeEqual(recue, attendue) ? jeton : null
}

/** better-auth refused; anything else, a database gone among others, is a bug and reaches the boundary. */
function isRefus(erreur: unknown): boolean {
  return isAPIError(erreur) && erreur.statusCode < 500
}
