import { createHash, timingSafeEqual } from 'node:crypto'
import * as client from 'openid-client'
import type { Configuration } from '#platform/configuration.ts'
import { ConnexionRefusee, type Identite, type Motif, readIdentite } from './oidc.ts'
import { type Fournisseur, isAdresseSure, parseFournisseurs } from './oidc-configuration.ts'

/** Signatures that we check ourselves with a public key: neither `none` nor a shared secret. */
const ALGORITHMES = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
/** Discovery is read again after this; keys live 5 minutes, and are read again at once for a key that is not among them. */
const DUREE_DECOUVERTE_MS = 10 * 60_000
/** An answer of a provider is a few kilobytes. */
const REPONSE_MAX = 1024 * 1024
/** Clocks may differ by this, in seconds. */
const TOLERANCE_S = 30

/** What the browser carries from the departure to the return, sealed. */
export type Preuves = { etat: string; nonce: string; verifieur: string }
export type Retour = {
  identite: Identite
  jetonIdentite: string
  /** The provider vouches for a second factor. */
  secondFacteur: boolean
}

/** A provider, spoken to. Every failure is a `ConnexionRefusee`. */
export type ClientOidc = {
  /** Where to send the browser, and what to keep to check its return. */
  begin: (redirection: string) => Promise<{ adresse: string; preuves: Preuves }>
  /** Checks the return, trades the code, verifies tokens and claims. @param adresse of the return, as the public sees it */
  finish: (adresse: URL, preuves: Preuves) => Promise<Retour>
  /** Where to send the browser to close the provider's session too; null when it offers none or does not answer. */
  buildSortie: (sortie: { jetonIdentite: string; retour: string; etat: string }) => Promise<string | null>
}

/** The identity providers of this instance. */
export type Fournisseurs = {
  liste: readonly Fournisseur[]
  /** @returns null for a provider that is not configured */
  find: (id: string) => { fournisseur: Fournisseur; client: ClientOidc } | null
}

/** @throws Error with one French sentence when a setting is wrong */
export function createFournisseurs(configuration: Pick<Configuration, 'oidc' | 'production' | 'adresse'>): Fournisseurs {
  const liste = parseFournisseurs(configuration.oidc ?? {}, configuration)
  const clients = new Map(
    liste.map((fournisseur) => [fournisseur.id, { fournisseur, client: createClientOidc(fournisseur, configuration) }]),
  )
  return { liste, find: (id) => clients.get(id) ?? null }
}

/** @param options.production http is refused then, even for this machine */
export function createClientOidc(fournisseur: Fournisseur, options: { production: boolean }): ClientOidc {
  let connue: { depuis: number; configuration: Promise<client.Configuration> } | null = null
  const discover = (): Promise<client.Configuration> => {
    if (connue !== null && performance.now() - connue.depuis < DUREE_DECOUVERTE_MS) return connue.configuration
    const nouvelle = { depuis: performance.now(), configuration: discoverFournisseur(fournisseur, options.production) }
    connue = nouvelle
    // A failure is not remembered: the next person tries again.
    nouvelle.configuration.catch(() => {
      if (connue === nouvelle) connue = null
    })
    return nouvelle.configuration
  }
  const orRefuse = async <T>(faire: () => Promise<T>): Promise<T> => {
    try {
      return await faire()
    } catch (erreur) {
      const refus = toRefus(fournisseur, erreur)
      // Keys changed without notice: the next attempt reads them anew.
      if (refus.precision === 'cle') connue = null
      throw refus
    }
  }
  return {
    begin: (redirection) =>
      orRefuse(async () => {
        const configuration = await discover()
        const preuves = { etat: client.randomState(), nonce: client.randomNonce(), verifieur: client.randomPKCECodeVerifier() }
        const { acr } = fournisseur
        const adresse = client.buildAuthorizationUrl(configuration, {
          redirect_uri: redirection,
          scope: fournisseur.portees.join(' '),
          state: preuves.etat,
          nonce: preuves.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(preuves.verifieur),
          code_challenge_method: 'S256',
          ...askAcr(acr),
        })
        return { adresse: adresse.href, preuves }
      }),
    finish: (adresse, preuves) => orRefuse(async () => finishAvec(await discover(), fournisseur, adresse, preuves)),
    buildSortie: async ({ jetonIdentite, retour, etat }) => {
      try {
        const configuration = await discover()
        if (configuration.serverMetadata().end_session_endpoint === undefined) return null
        return client.buildEndSessionUrl(configuration, { id_token_hint: jetonIdentite, post_logout_redirect_uri: retour, state: etat })
          .href
      } catch {
        // The session here is closed all the same.
        return null
      }
    },
  }
}

/** A wish goes by `acr_values`, a demand by `claims` alone: what both together mean is said nowhere (OpenID Connect Core §5.5.1.1). */
function askAcr({ valeurs, exige }: Fournisseur['acr']): Record<string, string> {
  if (exige) return { claims: JSON.stringify({ id_token: { acr: { essential: true, values: valeurs } } }) }
  return valeurs.length === 0 ? {} : { acr_values: valeurs.join(' ') }
}

async function finishAvec(configuration: client.Configuration, fournisseur: Fournisseur, adresse: URL, preuves: Preuves): Promise<Retour> {
  // Of another departure: ours was begun again elsewhere, or someone else's return is slipped in.
  if (adresse.searchParams.get('state') !== preuves.etat) throw new ConnexionRefusee('depart_inconnu', fournisseur, 'state')
  const jetons = await client.authorizationCodeGrant(configuration, adresse, {
    expectedState: preuves.etat,
    expectedNonce: preuves.nonce,
    pkceCodeVerifier: preuves.verifieur,
    idTokenExpected: true,
  })
  const claims = jetons.claims()
  if (claims === undefined || jetons.id_token === undefined) throw faux(fournisseur, 'id_token')
  assertEmpreinte(fournisseur, { jeton: jetons.id_token, atHash: claims.at_hash, acces: jetons.access_token })
  if (claims.sub.length > 255) throw faux(fournisseur, 'sub')
  const { acr } = fournisseur
  const niveau = typeof claims.acr === 'string' ? claims.acr : ''
  if (acr.exige && !acr.valeurs.includes(niveau)) {
    throw new ConnexionRefusee('niveau_insuffisant', fournisseur)
  }
  const infos: Record<string, unknown> =
    fournisseur.userinfo === 'aucun' ? {} : await client.fetchUserInfo(configuration, jetons.access_token, claims.sub)
  if (fournisseur.userinfo === 'jwt') {
    // A plain answer, or one signed for someone else, proves nothing: both claims must be there.
    const audience: unknown[] = Array.isArray(infos.aud) ? infos.aud : [infos.aud]
    if (infos.iss !== configuration.serverMetadata().issuer) throw faux(fournisseur, 'userinfo iss')
    if (!audience.includes(fournisseur.clientId)) throw faux(fournisseur, 'userinfo aud')
  }
  return {
    identite: readIdentite(fournisseur, claims.sub, { ...claims, ...infos }),
    jetonIdentite: jetons.id_token,
    secondFacteur: fournisseur.acrSecondFacteur.includes(niveau),
  }
}

/** The ID token answers for the access token that came with it (OpenID Connect Core §3.1.3.8), when it says so. */
function assertEmpreinte(fournisseur: Fournisseur, { jeton, atHash, acces }: { jeton: string; atHash: unknown; acces: string }): void {
  if (atHash === undefined) return
  const { alg } = JSON.parse(Buffer.from(jeton.split('.')[0] ?? '', 'base64url').toString()) as { alg: string }
  const empreinte = createHash(/^Ed/.test(alg) ? 'sha512' : `sha${alg.slice(-3)}`)
    .update(acces)
    .digest()
  const attendue = empreinte.subarray(0, empreinte.length / 2)
  const recue = Buffer.from(typeof atHash === 'string' ? atHash : '', 'base64url')
  if (recue.length !== attendue.length || !timingSafeEqual(recue, attendue)) throw faux(fournisseur, 'at_hash')
}

async function discoverFournisseur(fournisseur: Fournisseur, production: boolean): Promise<client.Configuration> {
  const emetteur = new URL(fournisseur.emetteur)
  const origines = new Set([emetteur.origin, ...fournisseur.origines])
  const [fetch, delai] = [createFetch(fournisseur, origines), fournisseur.delaiMs / 1000]
  const decouverte = await client.discovery(emetteur, fournisseur.clientId, undefined, client.None(), {
    [client.customFetch]: fetch,
    timeout: delai,
    execute: emetteur.protocol === 'http:' ? [client.allowInsecureRequests] : [],
  })
  const { supportsPKCE: _, ...serveur } = decouverte.serverMetadata()
  for (const nom of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint', 'end_session_endpoint'] as const) {
    const adresse = serveur[nom]
    if (adresse === undefined && (nom === 'end_session_endpoint' || (nom === 'userinfo_endpoint' && fournisseur.userinfo === 'aucun')))
      continue
    const url = adresse === undefined ? null : URL.parse(adresse)
    if (url === null || !isAdresseSure(url, production) || !origines.has(url.origin)) {
      throw new ConnexionRefusee('injoignable', fournisseur, `${nom} hors de l’émetteur`)
    }
  }
  const admis = (algorithmes: readonly string[] | undefined) => algorithmes?.filter((nom) => ALGORITHMES.includes(nom))
  const configuration = new client.Configuration(
    {
      ...serveur,
      id_token_signing_alg_values_supported: admis(serveur.id_token_signing_alg_values_supported) ?? ['RS256'],
      userinfo_signing_alg_values_supported: admis(serveur.userinfo_signing_alg_values_supported) ?? ALGORITHMES,
    },
    fournisseur.clientId,
    { [client.clockTolerance]: TOLERANCE_S },
    fournisseur.authentification === 'basic' ? client.ClientSecretBasic(fournisseur.secret) : client.ClientSecretPost(fournisseur.secret),
  )
  configuration[client.customFetch] = fetch
  configuration.timeout = delai
  if (emetteur.protocol === 'http:') client.allowInsecureRequests(configuration)
  // Signatures are checked even though tokens come straight from the provider over TLS.
  client.enableNonRepudiationChecks(configuration)
  return configuration
}

/** Calls the provider and nobody else: no redirect is followed, no other origin is called, no long answer is read. */
function createFetch(fournisseur: Fournisseur, origines: ReadonlySet<string>): client.CustomFetch {
  return async (adresse, { body, ...options }) => {
    if (!origines.has(new URL(adresse).origin)) throw new ConnexionRefusee('injoignable', fournisseur, 'origine inattendue')
    const reponse = await fetch(adresse, { ...options, redirect: 'manual', ...(body == null ? {} : { body: toBody(body) }) })
    const contenu = await readBorne(reponse, fournisseur)
    // Only the userinfo is asked for with a token of access: a plain one, where a signed one is due, proves nothing.
    const userinfo = options.headers.authorization !== undefined && /^bearer /i.test(options.headers.authorization)
    const type = reponse.headers.get('content-type')?.split(';')[0]?.trim()
    if (fournisseur.userinfo === 'jwt' && userinfo && reponse.ok && type !== 'application/jwt')
      throw faux(fournisseur, 'userinfo signature')
    return new Response(contenu.length === 0 ? null : contenu, { status: reponse.status, headers: reponse.headers })
  }
}

function toBody(corps: client.FetchBody): string {
  if (typeof corps === 'string' || corps instanceof URLSearchParams) return corps.toString()
  throw new Error('a provider is sent forms only')
}

async function readBorne(reponse: Response, fournisseur: Fournisseur): Promise<Uint8Array<ArrayBuffer>> {
  const morceaux: Uint8Array[] = []
  let taille = 0
  for await (const morceau of reponse.body ?? []) {
    taille += morceau.length
    if (taille > REPONSE_MAX) throw new ConnexionRefusee('injoignable', fournisseur, 'réponse trop longue')
    morceaux.push(morceau)
  }
  return new Uint8Array(Buffer.concat(morceaux))
}

function faux(fournisseur: Fournisseur, precision: string): ConnexionRefusee {
  return new ConnexionRefusee('jeton_faux', fournisseur, precision)
}

/** What went wrong, without anything that the provider said of the person. Bugs go on as they are. */
function toRefus(fournisseur: Fournisseur, erreur: unknown): ConnexionRefusee {
  const chaine = causesOf(erreur)
  const notre = chaine.find((cause) => cause instanceof ConnexionRefusee)
  if (notre !== undefined) return notre
  const refuse = (motif: Motif, precision: string | null) => new ConnexionRefusee(motif, fournisseur, precision)
  if (erreur instanceof client.AuthorizationResponseError) {
    return erreur.error === 'access_denied' ? refuse('refus_personne', null) : refuse('reponse_erreur', motOf(erreur.error))
  }
  if (erreur instanceof client.ResponseBodyError) {
    return erreur.error === 'invalid_grant' ? refuse('code_refuse', null) : refuse('reponse_erreur', motOf(erreur.error))
  }
  if (erreur instanceof client.WWWAuthenticateChallengeError) return refuse('reponse_erreur', `http ${erreur.status}`)
  const code = codeOf(erreur)
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT') return refuse('injoignable', 'délai')
  if (erreur instanceof TypeError) {
    if (erreur.message === 'fetch failed') return refuse('injoignable', chaine.map(codeOf).find((mot) => mot !== null) ?? null)
    // The library's word for a value of the wrong type in an answer.
    if (code === 'ERR_INVALID_ARG_TYPE' || code === 'ERR_INVALID_ARG_VALUE') return refuse('jeton_faux', code)
  }
  if (!(erreur instanceof client.ClientError)) throw erreur
  if (code === 'OAUTH_KEY_SELECTION_FAILED') return refuse('jeton_faux', 'cle')
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'OAUTH_RESPONSE_IS_NOT_JSON') return refuse('injoignable', code)
  return refuse('jeton_faux', chaine.map(claimOf).find((mot) => mot !== null) ?? code)
}

function causesOf(erreur: unknown): unknown[] {
  const chaine: unknown[] = []
  for (let cause = erreur; cause !== undefined && cause !== null && chaine.length < 6; ) {
    chaine.push(cause)
    cause = typeof cause === 'object' && 'cause' in cause ? cause.cause : undefined
  }
  return chaine
}

function codeOf(cause: unknown): string | null {
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' ? cause.code : null
}

function claimOf(cause: unknown): string | null {
  if (typeof cause !== 'object' || cause === null) return null
  if ('claim' in cause && typeof cause.claim === 'string') return cause.claim
  return 'attribute' in cause && typeof cause.attribute === 'string' ? cause.attribute : null
}

/** An error code of OAuth is a short word; anything else is not kept. */
function motOf(erreur: string): string | null {
  return /^[a-z_]{1,60}$/.test(erreur) ? erreur : null
}
