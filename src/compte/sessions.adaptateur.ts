import { createHmac, timingSafeEqual } from 'node:crypto'
import { parse } from 'hono/utils/cookie'
import type { Configuration } from '#platform/configuration.ts'
import type { Base } from '#platform/db/base.ts'
import { jourParis } from '#platform/formats.ts'
import { getReglage } from '#platform/reglages.ts'
import { type AgentDeSession, findAgentBySession } from './agent.store.ts'
import type { Agent } from './agent.ts'
import { type Appareils, createAppareils } from './appareil.adaptateur.ts'
import { type Auth, createAuth } from './auth.adaptateur.ts'
import { type Coffre, openCoffre } from './coffre.adaptateur.ts'
import { dureeSession, inactivite, ROLES_EXIGES } from './reglages-connexion.ts'
import { findSessionByJeton, removeSessionByJeton, type SessionOuverte, touchSession } from './session.store.ts'

/** A session that serves is noted at most this often. */
const PAS_ACTIVITE_MS = 10 * 60_000

/** How the person has proven to be there. */
export type Ouverture = {
  now?: Date
  /** `mot_de_passe`, `lien`, `persona`, `oidc:<provider>`… */
  moyen?: string
  /** A second factor was given here, or the provider vouches for one; `absent` unless said. */
  secondFacteur?: 'donne' | 'absent'
}

/** Sessions of this instance. Headers given back hold the cookies to send. */
export type Sessions = {
  /** Who holds the session of this request, with the mandates of that day. One statement. */
  findAgent: (headers: Headers, now: Date) => Promise<Agent | null>
  /** The same, with what the session lacks to open every mandate. */
  findAgentDeSession: (headers: Headers, now: Date) => Promise<AgentDeSession | null>
  /** The session itself, as its holder sees it. */
  findSession: (headers: Headers) => Promise<(SessionOuverte & { personneId: string }) | null>
  /** Opens a session with a new token; the one that these headers carried is closed. Nothing is written in the audit. */
  openFor: (utilisateurId: string, headers: Headers, ouverture?: Ouverture) => Promise<Headers>
  signOut: (headers: Headers) => Promise<Headers>
  coffre: Coffre
  appareils: Appareils
  /** Cookies travel on TLS only. */
  securise: boolean
}

export function createSessions(
  base: Base,
  configuration: Pick<Configuration, 'adresse' | 'port' | 'production'>,
  secret: string,
): Sessions {
  const adresse = configuration.adresse ?? `http://localhost:${configuration.port}`
  const securise = configuration.production || adresse.startsWith('https:')
  const auth = createAuth({ db: base.db, secret, adresse, securise })
  const coffre = openCoffre(secret)
  const findAgentDeSession: Sessions['findAgentDeSession'] = async (headers, now) => {
    const jeton = await readJeton(auth, headers)
    if (jeton === null) return null
    const limites = { now, jour: jourParis(now), dureeHeures: dureeSession.defaut, inactiviteHeures: inactivite.defaut }
    const trouve = await findAgentBySession(base.db, jeton, limites, ROLES_EXIGES)
    if (trouve !== null && now.getTime() - trouve.vueLe.getTime() >= PAS_ACTIVITE_MS) await touchSession(base.db, jeton, now)
    return trouve
  }
  return {
    findAgentDeSession,
    findAgent: async (headers, now) => (await findAgentDeSession(headers, now))?.agent ?? null,
    findSession: async (headers) => {
      const jeton = await readJeton(auth, headers)
      return jeton === null ? null : findSessionByJeton(base.db, jeton)
    },
    openFor: async (utilisateurId, headers, { now = new Date(), moyen = 'oidc', secondFacteur = 'absent' } = {}) => {
      const ancien = await readJeton(auth, headers)
      const dureeS = (await getReglage(base.db, dureeSession)) * 3600
      const secondFacteurLe = secondFacteur === 'donne' ? now : null
      const body = { utilisateurId, moyen, secondFacteurLe, now, dureeS }
      const reponse = await auth.api.openSession({ body, headers, returnHeaders: true })
      if (ancien !== null) await removeSessionByJeton(base.db, ancien)
      return reponse.headers
    },
    signOut: async (headers) => {
      const reponse = await auth.api.signOut({ headers, returnHeaders: true })
      return reponse.headers
    },
    coffre,
    appareils: createAppareils(coffre, securise),
    securise,
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
