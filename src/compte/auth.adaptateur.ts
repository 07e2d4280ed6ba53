import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { LONGUEUR_MAX, LONGUEUR_MIN } from './mot-de-passe.ts'

/** What better-auth assumes; each session is opened for the length that the instance has chosen. */
const DUREE_SESSION_S = 7 * 24 * 3600
/** A link to choose a password, handed over by a person, lasts a week: people come back on Mondays. */
export const DUREE_LIEN_MS = 7 * 24 * 3600_000

export type ReglagesAuth = {
  db: Tx
  secret: string
  /** Public address of the instance. */
  adresse: string
  /** Cookies travel on TLS only. */
  securise: boolean
}

/**
 * better-auth on our tables, under French names. Its own routes are not served: our pages call it, so that signing in works
 * without JavaScript, is throttled and traced.
 */
export function createAuth({ db, secret, adresse, securise }: ReglagesAuth) {
  return betterAuth({
    appName: 'Parvis',
    baseURL: adresse,
    secret,
    database: { db, type: 'postgres', schemaName: 'compte', transaction: true },
    telemetry: { enabled: false },
    logger: { level: 'error' },
    // Ours is counted in the database, by account and by address.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: LONGUEUR_MIN,
      maxPasswordLength: LONGUEUR_MAX,
      revokeSessionsOnPasswordReset: true,
    },
    user: {
      modelName: 'utilisateur',
      fields: { name: 'nom', email: 'courriel', emailVerified: 'courriel_verifie', createdAt: 'cree_le', updatedAt: 'modifie_le' },
      additionalFields: { personneId: { type: 'string', required: true, input: false, fieldName: 'personne_id' } },
    },
    session: {
      modelName: 'session',
      fields: {
        userId: 'utilisateur_id',
        token: 'jeton',
        expiresAt: 'expire_le',
        ipAddress: 'adresse_ip',
        userAgent: 'navigateur',
        createdAt: 'cree_le',
        updatedAt: 'modifie_le',
      },
      additionalFields: {
        moyen: { type: 'string', required: true, input: false, fieldName: 'moyen' },
        secondFacteurLe: { type: 'date', required: false, input: false, fieldName: 'second_facteur_le' },
        vueLe: { type: 'date', required: true, input: false, fieldName: 'vue_le' },
      },
      expiresIn: DUREE_SESSION_S,
      disableSessionRefresh: true,
    },
    account: {
      modelName: 'identite',
      fields: {
        userId: 'utilisateur_id',
        accountId: 'compte_externe',
        providerId: 'fournisseur',
        password: 'mot_de_passe',
        accessToken: 'jeton_acces',
        accessTokenExpiresAt: 'jeton_acces_expire_le',
        refreshToken: 'jeton_renouvellement',
        refreshTokenExpiresAt: 'jeton_renouvellement_expire_le',
        idToken: 'jeton_identite',
        scope: 'portee',
        createdAt: 'cree_le',
        updatedAt: 'modifie_le',
      },
    },
    verification: {
      modelName: 'verification',
      fields: { identifier: 'identifiant', value: 'valeur', expiresAt: 'expire_le', createdAt: 'cree_le', updatedAt: 'modifie_le' },
      // A stolen copy of the database opens no account.
      storeIdentifier: 'hashed',
    },
    advanced: {
      cookiePrefix: 'parvis',
      useSecureCookies: securise,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => createId(), validateSchema: false },
    },
    plugins: [ouverture],
  })
}
export type Auth = ReturnType<typeof createAuth>

const formeOuverture = z.object({
  utilisateurId: z.string(),
  moyen: z.string(),
  secondFacteurLe: z.date().nullable(),
  now: z.date(),
  dureeS: z.number(),
})

/**
 * Opens a session for who has proven to be this person: our own steps, a provider, the one-click sign-in of the demo. Callable on
 * the server alone. The token is always a new one.
 */
const ouverture = {
  id: 'parvis-ouverture',
  endpoints: {
    openSession: createAuthEndpoint(
      '/parvis/ouverture',
      { method: 'POST', body: formeOuverture, requireHeaders: true, metadata: { scope: 'server' } },
      async (ctx) => {
        const { utilisateurId, moyen, secondFacteurLe, now, dureeS } = ctx.body
        const user = await ctx.context.internalAdapter.findUserById(utilisateurId)
        if (!user) throw new Error('no such account')
        const expiresAt = new Date(now.getTime() + dureeS * 1000)
        const dates = { createdAt: now, updatedAt: now, expiresAt, vueLe: now, secondFacteurLe }
        const session = await ctx.context.internalAdapter.createSession(user.id, false, { moyen, ...dates }, true)
        await setSessionCookie(ctx, { session, user }, false, { maxAge: dureeS })
        return ctx.json({ ouverte: true })
      },
    ),
  },
} as const
