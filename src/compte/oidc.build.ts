/** A sign-in by a provider, step by step, as a browser makes it, for tests. */
import { listJournal } from '#platform/audit/audit.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { type App, cookiesOf, get } from './compte.build.tsx'

/** SIRETs that follow Luhn: three legal entities, the second twice. */
export const SIRETS = { prefecture: '13002526500013', ville: '21370261600011', villeAnnexe: '21370261600029', bailleur: '55208131766522' }

/** Leaves for the provider. @returns its address and the cookies of this site */
export async function leave(
  app: App,
  options: { suite?: string; cookie?: string; id?: string } = {},
): Promise<{ adresse: string; cookies: string }> {
  const { suite, cookie, id = 'proconnect' } = options
  const chemin = `/connexion/fournisseur/${id}${suite === undefined ? '' : `?suite=${encodeURIComponent(suite)}`}`
  const reponse = await get(app, chemin, cookie)
  if (reponse.status !== 303) throw new Error(`no departure: ${reponse.status} ${await reponse.text()}`)
  return { adresse: reponse.headers.get('location') ?? '', cookies: cookiesOf(reponse) }
}

/** Comes back from the provider. */
export function comeBack(app: App, adresse: string, cookies: string): Promise<Response> {
  const { pathname, search } = new URL(adresse)
  return get(app, pathname + search, cookies)
}

/** Cookies that remain after an answer: those it sets replace or remove the others. */
export function keepCookies(avant: string, reponse: Response): string {
  const cookies = new Map(avant.split('; ').flatMap((ligne) => (ligne === '' ? [] : [split(ligne)])))
  for (const ligne of reponse.headers.getSetCookie()) {
    const [nom, valeur] = split(ligne.split(';')[0] ?? '')
    if (valeur === '' || /max-age=0/i.test(ligne)) cookies.delete(nom)
    else cookies.set(nom, valeur)
  }
  return [...cookies].map(([nom, valeur]) => `${nom}=${valeur}`).join('; ')
}

function split(ligne: string): [string, string] {
  const coupe = ligne.indexOf('=')
  return [ligne.slice(0, coupe), ligne.slice(coupe + 1)]
}

/** Why the last sign-in by a provider was refused, as the audit says it. */
export async function lastRefus(libre: Tx): Promise<{ motif: string; precision: string | null } | null> {
  const [derniere] = (await listJournal(libre, { contratId: null, limite: 50 })).filter(
    ({ commande }) => commande === 'compte.refuser_fournisseur',
  )
  if (derniere === undefined) return null
  const contenu = await libre
    .selectFrom('platform.audit_contenu')
    .select('apres')
    .where('ligne_id', '=', derniere.id)
    .executeTakeFirstOrThrow()
  return contenu.apres as { motif: string; precision: string | null }
}

/** Sentences of the audit of the platform, the latest first. */
export async function sentences(libre: Tx, contratId: string | null = null): Promise<string[]> {
  return (await listJournal(libre, { contratId, limite: 50 })).map(({ libelle }) => libelle ?? '')
}
