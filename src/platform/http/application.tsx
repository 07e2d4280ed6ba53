/** The HTTP application around the pages: identity, security headers, errors. It knows no capability. */
import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { routePath } from 'hono/route'
import { secureHeaders } from 'hono/secure-headers'
import type { Acteur } from '#platform/acteur.ts'
import type { Configuration } from '#platform/configuration.ts'
import { CHEMIN_PREFERENCES } from '#platform/courriel/jeton.ts'
import type { Base } from '#platform/db/base.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { serveActifs } from '#platform/http/actifs.ts'
import type { C, Env } from '#platform/http/env.ts'
import { POLITIQUE } from '#platform/http/politique.ts'
import type { RouteDeclaree, Routes } from '#platform/http/routes.ts'
import { logIncident } from '#platform/incident.ts'
import { PageErreur } from '#ui/erreurs.tsx'

export type Application = { hono: Hono<Env>; routes: RouteDeclaree[] }

/** Something that used to bear the name asked for. */
export type Retrouve = { code: string; intitule: string; href: string; note: string }

/** What would be needed to do what was refused, and who can give it. */
export type Explication = { phrases: readonly string[]; suite: { libelle: string; href: string } }

export type Assemblage = {
  base: Base
  configuration: Configuration
  /** Who holds the session of this request, with the mandates of that day. */
  findAgent: (headers: Headers, now: Date) => Promise<Acteur | null>
  routes: readonly Routes[]
  /** What the last part of an address that leads nowhere may have been: shown on the 404 page of someone signed in. */
  retrouve?: (c: C, texte: string) => Promise<Retrouve[]>
  /** Why the person signed in may not do this: shown on the 403 page. @param demande command or right that refused */
  explique?: (c: C, demande: string) => Promise<Explication | null>
  /** Clock of the requests; tests pass their own. */
  now?: () => Date
}

/** Upload bound: one body, in bytes. */
const CORPS_MAX = 64 * 1024 * 1024

export function createApp({
  base,
  configuration,
  findAgent,
  routes,
  retrouve = async () => [],
  explique = async () => null,
  now = () => new Date(),
}: Assemblage): Application {
  const hono = new Hono<Env>()
  hono.use(async (c, next) => {
    c.set('base', base)
    c.set('configuration', configuration)
    c.set('now', now())
    c.set('requeteId', randomBytes(6).toString('hex'))
    c.set('agent', null)
    await next()
  })
  hono.use(
    secureHeaders({
      contentSecurityPolicy: POLITIQUE,
      strictTransportSecurity: configuration.production ? 'max-age=31536000; includeSubDomains' : false,
      // A page that says a stricter policy of its own keeps it.
      overwrite: false,
      crossOriginEmbedderPolicy: false,
      referrerPolicy: 'same-origin',
      // No page may use the device; the one that asks where the person is says so itself.
      permissionsPolicy: { geolocation: [], camera: [], microphone: [] },
    }),
  )
  hono.get('/actifs/*', serveActifs)
  const assertOrigine = csrf({ origin: (origine, c) => origine === (configuration.adresse ?? new URL(c.req.url).origin) })
  // A mailbox that stops a mail (RFC 8058) has no origin; what it may do is signed in the address, and no cookie counts there.
  hono.use((c, next) => (c.req.path.startsWith(CHEMIN_PREFERENCES) ? next() : assertOrigine(c, next)))
  hono.use(
    bodyLimit({
      maxSize: CORPS_MAX,
      onError: () => {
        throw new RegleViolee('L’envoi dépasse 64 Mo : envoyez les documents en plusieurs fois.')
      },
    }),
  )
  hono.use(async (c, next) => {
    if (c.req.header('cookie') !== undefined || c.req.header('authorization') !== undefined)
      c.set('agent', await findAgent(c.req.raw.headers, c.get('now')))
    await next()
    // A page of someone is kept by nobody else.
    if (c.get('agent') !== null && c.res.headers.get('cache-control') === null) c.header('cache-control', 'private, no-store')
  })
  const declarees: RouteDeclaree[] = []
  for (const groupe of routes) {
    declarees.push(...groupe.declarees)
    hono.route('/', groupe.hono)
  }
  hono.notFound((c) => renderErreur(c, new Introuvable(), { retrouve, explique }))
  hono.onError((erreur, c) => renderErreur(c, erreur, { retrouve, explique }))
  return { hono, routes: declarees }
}

async function renderErreur(
  c: C,
  erreur: Error,
  { retrouve, explique }: Required<Pick<Assemblage, 'retrouve' | 'explique'>>,
): Promise<Response> {
  if (isPartie(erreur)) return c.body(null, 400)
  const statut = statutDe(erreur)
  const agent = c.get('agent')
  if (statut === 403 && agent === null && c.req.method === 'GET') {
    const chemin = new URL(c.req.url)
    return c.redirect(`/connexion?suite=${encodeURIComponent(chemin.pathname + chemin.search)}`, 303)
  }
  const incident = (c.get('requeteId') ?? '').slice(0, 6).toUpperCase()
  // The route, not the address: an address may hold a link that opens an account.
  if (statut === 500) logIncident(`incident ${incident} ${c.req.method} ${routePath(c, -1)}`, erreur)
  const contrat = /^\/espace\/([^/]+)\//.exec(c.req.path)?.[1]
  const demande = lastSegment(c.req.path)
  const cherche = statut === 404 && agent !== null && contrat !== undefined
  const demande403 = statut === 403 && agent !== null && erreur instanceof Interdit ? erreur.demande : null
  const html = (
    <PageErreur
      statut={statut}
      message={messageDe(statut, erreur)}
      {...(erreur instanceof RegleViolee ? { champs: erreur.champs } : {})}
      incident={incident}
      connecte={agent !== null}
      demo={c.get('configuration')?.demo ?? false}
      pourquoi={demande403 === null ? null : await explique(c, demande403).catch(() => null)}
      recherche={
        cherche ? { action: `/espace/${contrat}/recherche`, valeur: demande, trouvees: await retrouve(c, demande).catch(() => []) } : null
      }
    />
  )
  return c.html(html, statut)
}

function messageDe(statut: number, erreur: Error): string {
  if (statut === 500) return 'L’incident est noté. Ce que vous aviez enregistré avant est intact.'
  return erreur instanceof RegleViolee || erreur instanceof Interdit || erreur instanceof Introuvable
    ? erreur.message
    : new Introuvable().message
}

/** Last part of an address as a person would read it; a malformed one as it came. */
function lastSegment(chemin: string): string {
  const brut = (chemin.split('/').at(-1) ?? '').slice(0, 80)
  try {
    return decodeURIComponent(brut)
  } catch {
    return brut
  }
}

/** What stands in the address cannot be the name of anything (PostgreSQL: invalid text representation, invalid byte, out of range). */
const NE_NOMME_RIEN = new Set(['22P02', '22021', '22003'])
/** The browser left before it had sent everything: there is nobody to answer, and nothing of ours is broken. */
const isPartie = (erreur: Error): boolean => 'code' in erreur && erreur.code === 'ECONNRESET' && erreur.message === 'aborted'

function statutDe(erreur: Error): 403 | 404 | 422 | 500 {
  if (erreur instanceof RegleViolee) return 422
  if (erreur instanceof Interdit) return 403
  if (erreur instanceof Introuvable) return 404
  if ('code' in erreur && typeof erreur.code === 'string' && NE_NOMME_RIEN.has(erreur.code)) return 404
  if ('status' in erreur && (erreur.status === 403 || erreur.status === 404)) return erreur.status
  return 500
}
