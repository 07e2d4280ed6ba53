/** A real OpenID Connect provider (oidc-provider) set as ProConnect is, and a browser to sign in to it, for tests. */
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Configuration } from 'oidc-provider'

export const CLIENT = { id: 'parvis-essai', secret: 's'.repeat(40) }
export const SITE = 'http://localhost:3000'

/** What the provider knows of a person, by her login, which is her `sub`. Changed at will between two sign-ins. */
export type Personnes = Map<string, Record<string, unknown>>
export type FournisseurDeTest = {
  emetteur: string
  personnes: Personnes
  /** Environment of an instance that uses it under the name `proconnect`. */
  environnement: (plus?: Record<string, string>) => Record<string, string>
  stop: () => Promise<void>
}

/** @param options.signe the userinfo is a signed JWT, as ProConnect's @param options.site where it sends browsers back */
export async function startFournisseur(options: { signe: boolean; id?: string; site?: string }): Promise<FournisseurDeTest> {
  const { id = 'proconnect', site = SITE } = options
  const serveur = createServer()
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve))
  const emetteur = `http://localhost:${(serveur.address() as AddressInfo).port}`
  const personnes: Personnes = new Map()
  const configuration: Configuration = {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [`${site}/api/auth/callback/${id}`],
        post_logout_redirect_uris: [`${site}/deconnexion/retour`],
        ...(options.signe ? { userinfo_signed_response_alg: 'RS256' as const } : {}),
      },
    ],
    jwks: {
      keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }],
    },
    cookies: { keys: ['cle des cookies du fournisseur'] },
    scopes: ['openid', 'email', 'given_name', 'usual_name', 'uid', 'siret', 'idp_id', 'profile'],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      given_name: ['given_name'],
      usual_name: ['usual_name'],
      uid: ['uid'],
      siret: ['siret'],
      idp_id: ['idp_id'],
      profile: ['given_name', 'family_name'],
      acr: null,
      sid: null,
      auth_time: null,
      iss: null,
    },
    acrValues: ['eidas1', 'eidas2'],
    features: {
      devInteractions: { enabled: true },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      claimsParameter: { enabled: true },
    },
    pkce: { required: () => true },
    ttl: { Session: 3600, Interaction: 600, Grant: 3600, AccessToken: 600, IdToken: 600 },
    findAccount: (_ctx, sub) => {
      const claims = personnes.get(sub)
      return claims === undefined ? undefined : { accountId: sub, claims: () => ({ sub, ...claims }) }
    },
  }
  const provider = new Provider(emetteur, configuration)
  serveur.on('request', provider.callback())
  const prefixe = `PARVIS_OIDC_${id.toUpperCase()}_`
  return {
    emetteur,
    personnes,
    environnement: (plus = {}) => ({
      PARVIS_OIDC: id,
      [`${prefixe}EMETTEUR`]: emetteur,
      [`${prefixe}CLIENT`]: CLIENT.id,
      [`${prefixe}SECRET`]: CLIENT.secret,
      ...Object.fromEntries(Object.entries(plus).map(([cle, valeur]) => [`${prefixe}${cle}`, valeur])),
    }),
    stop: () =>
      new Promise((resolve) => {
        serveur.closeAllConnections()
        serveur.close(() => resolve())
      }),
  }
}

/** A browser with its own cookies, that follows redirects and fills in the forms of the provider. */
export type Navigateur = {
  /** Signs in there and consents. @returns the address of this site to which the provider sends the browser back */
  signIn: (adresse: string, login: string) => Promise<string>
  /** Gives up on the sign-in page of the provider. */
  abandon: (adresse: string) => Promise<string>
  /** Confirms the sign-out there. @returns where the provider sends the browser back, null when it stays there */
  signOut: (adresse: string) => Promise<string | null>
}

export function openNavigateur(): Navigateur {
  const cookies = new Map<string, string>()
  const visit = async (adresse: string, corps?: URLSearchParams): Promise<{ adresse: string; html: string | null }> => {
    const reponse = await fetch(adresse, {
      method: corps === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([nom, valeur]) => `${nom}=${valeur}`).join('; ') },
      ...(corps === undefined ? {} : { body: corps }),
    })
    for (const ligne of reponse.headers.getSetCookie()) {
      const [nom = '', valeur = ''] = (ligne.split(';')[0] ?? '').split(/=(.*)/s)
      if (valeur === '' || /expires=Thu, 01 Jan 1970/i.test(ligne)) cookies.delete(nom)
      else cookies.set(nom, valeur)
    }
    const suite = reponse.headers.get('location')
    if (suite === null) return { adresse, html: await reponse.text() }
    await reponse.body?.cancel()
    const cible = new URL(suite, adresse).href
    return cible.startsWith(SITE) ? { adresse: cible, html: null } : visit(cible)
  }
  const submit = (page: { adresse: string; html: string }, champs: Record<string, string>) => {
    const action = /<form[^>]* action="([^"]+)"/.exec(page.html)?.[1]
    if (action === undefined) throw new Error(`no form: ${page.html.slice(0, 500)}`)
    const caches = [...page.html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, nom = '', valeur = '']) => [
      nom,
      valeur,
    ])
    return visit(new URL(action, page.adresse).href, new URLSearchParams({ ...Object.fromEntries(caches), ...champs }))
  }
  return {
    signIn: async (adresse, login) => {
      let page = await visit(adresse)
      for (let pas = 0; pas < 4 && page.html !== null; pas += 1) {
        page = await submit({ adresse: page.adresse, html: page.html }, page.html.includes('name="login"') ? { login, password: 'x' } : {})
      }
      if (page.html !== null) throw new Error(`the provider did not send back: ${page.html.slice(0, 500)}`)
      return page.adresse
    },
    abandon: async (adresse) => {
      const page = await visit(adresse)
      const lien = /href="([^"]*\/abort)"/.exec(page.html ?? '')?.[1]
      if (lien === undefined) throw new Error('no way to give up')
      return (await visit(new URL(lien, page.adresse).href)).adresse
    },
    signOut: async (adresse) => {
      let page = await visit(adresse)
      if (page.html?.includes('<form')) page = await submit({ adresse: page.adresse, html: page.html }, { logout: 'yes' })
      return page.html === null ? page.adresse : null
    },
  }
}
