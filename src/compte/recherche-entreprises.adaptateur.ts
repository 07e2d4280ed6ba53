/** The public « Recherche d’entreprises » service, asked over the network: bounded in time and size, remembered, cut when it fails. */
import { formeReponse, propositionsOf, type Recherche, requeteOf } from './recherche-entreprises.ts'

export const ADRESSE_PUBLIQUE = 'https://recherche-entreprises.api.gouv.fr'

/** Why nothing came: shown to the person, who types by hand. */
export type EchecRecherche = 'eteinte' | 'trop_court' | 'occupee' | 'coupee' | 'lente' | 'injoignable' | 'refusee' | 'illisible'
export type ResultatRecherche = ({ ok: true } & Recherche) | { ok: false; echec: EchecRecherche }

export type RechercheEntreprises = {
  /** A SIRET, a SIREN, an RNA or a name. Never throws. */
  search: (saisie: string, now: Date) => Promise<ResultatRecherche>
}

export type OptionsRecherche = {
  /** Base of the service; null: switched off. Comes from the settings of the process alone, never from a person. */
  adresse: string | null
  /** Milliseconds for one question, reading included. */
  delai?: number
  /** Bytes of one reply, once decompressed. */
  tailleMax?: number
  /** Milliseconds for which an answer is remembered. */
  memoire?: number
  /** Failures in a row after which the service is left alone, and milliseconds of that rest. */
  echecsMax?: number
  repos?: number
}

const QUESTIONS_A_LA_FOIS = 4
const REPONSES_GARDEES = 500
/** Longest rest that the service may ask for, in milliseconds. */
const REPOS_MAX = 10 * 60_000

type Memoire = { jusqua: number; resultat: ResultatRecherche & { ok: true } }

export function createRechercheEntreprises(options: OptionsRecherche): RechercheEntreprises {
  const { delai = 4000, tailleMax = 1024 * 1024, memoire = 24 * 3_600_000, echecsMax = 3, repos = 60_000 } = options
  const gardees = new Map<string, Memoire>()
  const enCours = new Map<string, Promise<ResultatRecherche>>()
  let echecs = 0
  let coupeeJusqua = 0

  async function ask(base: string, requete: string, now: number): Promise<ResultatRecherche> {
    const reponse = await fetchReponse(base, requete, { delai, tailleMax })
    if (reponse.ok) {
      echecs = 0
      const resultat = { ok: true as const, ...propositionsOf(reponse.valeur, requete) }
      remember(gardees, requete, { jusqua: now + memoire, resultat })
      return resultat
    }
    echecs += 1
    if (reponse.repos !== null) coupeeJusqua = Math.max(coupeeJusqua, now + Math.min(reponse.repos, REPOS_MAX))
    else if (echecs >= echecsMax) coupeeJusqua = now + repos
    return { ok: false, echec: reponse.echec }
  }

  return {
    search: async (saisie, instant) => {
      const now = instant.getTime()
      const requete = requeteOf(saisie)
      if (options.adresse === null) return { ok: false, echec: 'eteinte' }
      if (requete === null) return { ok: false, echec: 'trop_court' }
      const gardee = gardees.get(requete)
      if (gardee !== undefined && gardee.jusqua > now) return gardee.resultat
      const dejaPosee = enCours.get(requete)
      if (dejaPosee !== undefined) return dejaPosee
      if (coupeeJusqua > now) return { ok: false, echec: 'coupee' }
      // After its rest, one question tries the service for all.
      if (enCours.size >= (echecs >= echecsMax ? 1 : QUESTIONS_A_LA_FOIS)) return { ok: false, echec: 'occupee' }
      const question = ask(options.adresse, requete, now).finally(() => enCours.delete(requete))
      enCours.set(requete, question)
      return question
    },
  }
}

type Lue = { ok: true; valeur: ReturnType<typeof formeReponse.parse> } | { ok: false; echec: EchecRecherche; repos: number | null }

async function fetchReponse(base: string, requete: string, { delai, tailleMax }: { delai: number; tailleMax: number }): Promise<Lue> {
  const adresse = new URL('search', base.endsWith('/') ? base : `${base}/`)
  adresse.search = new URLSearchParams({ q: requete, page: '1', per_page: '10' }).toString()
  const signal = AbortSignal.timeout(delai)
  try {
    // A redirection is not followed: an answer comes from the address that was set, or not at all.
    const reponse = await fetch(adresse, { redirect: 'manual', signal, headers: { accept: 'application/json', 'user-agent': 'Parvis' } })
    if (reponse.status !== 200) {
      await reponse.body?.cancel()
      return { ok: false, echec: 'refusee', repos: reponse.status === 429 ? retryAfter(reponse) : null }
    }
    const texte = await readBounded(reponse, tailleMax)
    if (texte === null) return { ok: false, echec: 'illisible', repos: null }
    const lue = formeReponse.safeParse(JSON.parse(texte))
    return lue.success ? { ok: true, valeur: lue.data } : { ok: false, echec: 'illisible', repos: null }
  } catch (erreur) {
    if (signal.aborted) return { ok: false, echec: 'lente', repos: null }
    return { ok: false, echec: erreur instanceof SyntaxError ? 'illisible' : 'injoignable', repos: null }
  }
}

/** The body as text, or null past the bound: what is announced is not trusted, what comes is counted. */
async function readBounded(reponse: Response, tailleMax: number): Promise<string | null> {
  const morceaux: Uint8Array[] = []
  let taille = 0
  for await (const morceau of reponse.body ?? []) {
    taille += morceau.byteLength
    // Leaving the loop cancels the stream.
    if (taille > tailleMax) return null
    morceaux.push(morceau)
  }
  return Buffer.concat(morceaux).toString('utf8')
}

/** Rest asked by the service, in milliseconds; five seconds when it does not say. */
function retryAfter(reponse: Response): number {
  const secondes = Number(reponse.headers.get('retry-after') ?? '5')
  return Number.isFinite(secondes) && secondes > 0 ? secondes * 1000 : 5000
}

function remember(gardees: Map<string, Memoire>, requete: string, reponse: Memoire): void {
  gardees.delete(requete)
  gardees.set(requete, reponse)
  const plusVieille = gardees.keys().next().value
  if (gardees.size > REPONSES_GARDEES && plusVieille !== undefined) gardees.delete(plusVieille)
}

/** In words, what to do. */
export const LIBELLES_ECHECS: Record<EchecRecherche, string> = {
  eteinte: 'La recherche en ligne est éteinte sur cette installation : tapez les informations à la main.',
  trop_court: 'Tapez un SIRET, un SIREN, un RNA, ou trois lettres au moins d’un nom.',
  occupee: 'Le service public de recherche est très demandé : réessayez dans un instant, ou tapez à la main.',
  coupee: 'Le service public de recherche ne répond plus : il est laissé en paix une minute. Tapez à la main, rien n’est perdu.',
  lente: 'Le service public de recherche tarde trop : réessayez, ou tapez à la main.',
  injoignable: 'Le service public de recherche est injoignable d’ici : tapez les informations à la main.',
  refusee: 'Le service public de recherche a refusé la question : réessayez plus tard, ou tapez à la main.',
  illisible: 'Le service public de recherche a répondu dans une forme inconnue : tapez les informations à la main.',
}
