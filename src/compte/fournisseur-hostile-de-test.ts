/** A provider that lies as a test asks it to: each answer is right unless one thing is changed. */
import { createHash, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CLIENT, SITE } from './fournisseur-de-test.ts'

type Claims = Record<string, unknown>
type Reponse = { statut?: number; type: string; corps: string; entetes?: Record<string, string> }

/** What is changed in the answers. Each function gets what would be right. */
export type Mensonge = {
  idToken?: (claims: Claims) => Claims
  /** Signs the ID token, or does not. */
  signe?: (claims: Claims) => string
  jetons?: (corps: Claims) => Claims
  userinfo?: (claims: Claims) => Reponse
  decouverte?: (document: Claims) => Claims
  jwks?: (cles: Claims[]) => Claims[]
  /** Answers at this path in place of the provider. */
  reponse?: { chemin: string; donne: Reponse }
  /** Does not answer at this path. */
  muet?: string
}

export type Hostile = {
  emetteur: string
  ment: (mensonge: Mensonge) => void
  /** The browser's return from a departure. */
  returnFrom: (adresse: string, plus?: Record<string, string>) => string
  /** A JWT as this provider signs them. */
  signe: (claims: Claims) => string
  /** Other keys from now on, published at once. */
  rotate: () => void
  /** Paths called since the start. */
  appels: string[]
  environnement: (plus?: Record<string, string>) => Record<string, string>
  stop: () => Promise<void>
}

export const PERSONNE = { email: 'hostile@exemple.fr', given_name: 'Hélène', usual_name: 'Hostile', siret: '21370261600011' }

export async function startHostile(): Promise<Hostile> {
  let cle = newCle('k1')
  let mensonge: Mensonge = {}
  let nonce = ''
  const appels: string[] = []
  const signe = (claims: Claims) => jwt(cle.prive, { alg: 'RS256', kid: cle.kid }, claims)
  const serveur = createServer((requete, reponse) => {
    const chemin = (requete.url ?? '').split('?')[0] ?? ''
    appels.push(chemin)
    requete.resume()
    if (mensonge.muet === chemin) return
    const donne = mensonge.reponse?.chemin === chemin ? mensonge.reponse.donne : answer(chemin)
    reponse.writeHead(donne.statut ?? 200, { 'content-type': donne.type, ...donne.entetes })
    reponse.end(donne.corps)
  })
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve))
  const emetteur = `http://localhost:${(serveur.address() as AddressInfo).port}`

  const answer = (chemin: string): Reponse => {
    const identite = (valeur: Claims) => valeur
    if (chemin === '/.well-known/openid-configuration') return json((mensonge.decouverte ?? identite)(documentOf(emetteur)))
    if (chemin === '/jwks') return json({ keys: (mensonge.jwks ?? ((cles: Claims[]) => cles))([cle.publique]) })
    const secondes = Math.floor(Date.now() / 1000)
    const communs = { iss: emetteur, aud: CLIENT.id, sub: 'helene', iat: secondes, exp: secondes + 300 }
    if (chemin === '/token') {
      const acces = 'acces-essai'
      const claims = (mensonge.idToken ?? identite)({ ...communs, nonce, at_hash: atHash(acces) })
      const corps = { access_token: acces, token_type: 'Bearer', expires_in: 300, id_token: (mensonge.signe ?? signe)(claims) }
      return json((mensonge.jetons ?? identite)(corps))
    }
    if (chemin === '/userinfo') {
      const claims = { ...communs, ...PERSONNE }
      return mensonge.userinfo === undefined ? { type: 'application/jwt', corps: signe(claims) } : mensonge.userinfo(claims)
    }
    return { statut: 404, type: 'text/plain', corps: 'rien ici' }
  }

  return {
    emetteur,
    ment: (nouveau) => {
      mensonge = nouveau
    },
    returnFrom: (adresse, plus = {}) => {
      const { searchParams } = new URL(adresse)
      nonce = searchParams.get('nonce') ?? ''
      const retour = new URL(`${SITE}/api/auth/callback/proconnect`)
      const parametres = { code: 'code-essai', state: searchParams.get('state') ?? '', iss: emetteur, ...plus }
      for (const [nom, valeur] of Object.entries(parametres)) retour.searchParams.set(nom, valeur)
      return retour.href
    },
    signe,
    rotate: () => {
      cle = newCle(`k${appels.length}`)
    },
    appels,
    environnement: (plus = {}) => ({
      PARVIS_OIDC: 'proconnect',
      PARVIS_OIDC_PROCONNECT_EMETTEUR: emetteur,
      PARVIS_OIDC_PROCONNECT_CLIENT: CLIENT.id,
      PARVIS_OIDC_PROCONNECT_SECRET: CLIENT.secret,
      ...Object.fromEntries(Object.entries(plus).map(([nom, valeur]) => [`PARVIS_OIDC_PROCONNECT_${nom}`, valeur])),
    }),
    stop: () =>
      new Promise((resolve) => {
        serveur.closeAllConnections()
        serveur.close(() => resolve())
      }),
  }
}

function newCle(kid: string): { kid: string; prive: KeyObject; publique: Claims } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { kid, prive: privateKey, publique: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } }
}

/** A key that the provider does not publish. */
export function strangerKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
}

/** A JWT. @param cle null: no signature; a text: HMAC with it */
export function jwt(cle: KeyObject | string | null, entete: Claims, claims: Claims): string {
  const partie = (valeur: Claims) => Buffer.from(JSON.stringify(valeur)).toString('base64url')
  const corps = `${partie({ typ: 'JWT', ...entete })}.${partie(claims)}`
  if (cle === null) return `${corps}.`
  const signature = typeof cle === 'string' ? createHmac('sha256', cle).update(corps).digest() : sign('sha256', Buffer.from(corps), cle)
  return `${corps}.${signature.toString('base64url')}`
}

function atHash(acces: string): string {
  return createHash('sha256').update(acces).digest().subarray(0, 16).toString('base64url')
}

function json(valeur: Claims): Reponse {
  return { type: 'application/json', corps: JSON.stringify(valeur) }
}

function documentOf(emetteur: string): Claims {
  return {
    issuer: emetteur,
    authorization_endpoint: `${emetteur}/authorize`,
    token_endpoint: `${emetteur}/token`,
    userinfo_endpoint: `${emetteur}/userinfo`,
    jwks_uri: `${emetteur}/jwks`,
    end_session_endpoint: `${emetteur}/logout`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    authorization_response_iss_parameter_supported: true,
  }
}
