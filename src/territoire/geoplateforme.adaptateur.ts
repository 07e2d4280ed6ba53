/**
 * The Géoplateforme geocoder, asked over the network: bounded in time and size, slowed to what it accepts, left alone when it
 * fails. Nothing is written on disk or in the database; single answers stay in memory for a few minutes.
 */
import type { EchecGeocodage, Geocodeur, OptionsGeocodage, ReponseGeocodage } from './geocodeur.ts'
import { requeteOf } from './geocodeur.ts'
import { quantise } from './geometrie.ts'
import { formeRecherche, isEnFrance, reponseOfRecherche, retryAfterMs } from './geoplateforme.ts'
import { type Attend, createCadence, type Envoi, type Recu, searchLots } from './geoplateforme-lot.ts'

export type OptionsGeoplateforme = {
  /** Base of the service; null: switched off. Comes from the settings of the process alone, never from a person. */
  adresse: string | null
  /** Milliseconds for one question, reading included; for one slice of a batch. */
  delai?: number
  delaiLot?: number
  /** Bytes of one reply, once decompressed. */
  tailleMax?: number
  tailleMaxLot?: number
  /** Milliseconds for which a single answer is remembered, and how many are. */
  memoire?: number
  reponsesGardees?: number
  /** Failures in a row after which the service is left alone, and milliseconds of that rest. */
  echecsMax?: number
  repos?: number
  /** Questions a second: the service bears 50 from one network address. */
  parSeconde?: number
  /** Questions of a slice of a batch, slices under way at once, attempts that bring nothing before giving up a slice. */
  tranche?: number
  tranchesEnVol?: number
  essaisMax?: number
  horloge?: () => number
  attend?: Attend
}

const QUESTIONS_A_LA_FOIS = 8
/** Longest rest that the service may impose on single questions. */
const REPOS_MAX = 10 * 60_000
/** A person in front of a page waits this long for the service to be free again, no more. */
const PATIENCE = 1500

type Trouvee = ReponseGeocodage & { ok: true }
type Memoire = { jusqua: number; reponse: Trouvee }
type Panne = { echec: EchecGeocodage; repos: number | null }

export function createGeoplateforme(options: OptionsGeoplateforme): Geocodeur {
  const { delai = 4000, tailleMax = 512 * 1024, memoire = 10 * 60_000, reponsesGardees = 500, echecsMax = 3, repos = 60_000 } = options
  const { delaiLot = 60_000, tailleMaxLot = 8 * 1024 * 1024, parSeconde = 45, tranche = 500, tranchesEnVol = 2, essaisMax = 5 } = options
  const { adresse, horloge = Date.now, attend = attendPour } = options
  const cadence = createCadence(parSeconde, horloge, attend)
  const gardees = new Map<string, Memoire>()
  const enCours = new Map<string, Promise<ReponseGeocodage>>()
  let posees = 0
  let echecs = 0
  let reposJusqua = 0
  let motifRepos: EchecGeocodage = 'coupe'

  async function askOnce(chemin: string, signal: AbortSignal | undefined): Promise<Trouvee | Panne> {
    if (!(await cadence(PATIENCE, signal))) return { echec: 'occupe', repos: null }
    const lue = await fetchTexte(chemin, { delai, tailleMax, horloge, ...(signal === undefined ? {} : { signal }) })
    if ('echec' in lue) return { echec: lue.echec, repos: lue.repos }
    if (!lue.complet) return { echec: lue.motif ?? 'illisible', repos: null }
    const forme = formeRecherche.safeParse(parseJson(lue.texte))
    return (forme.success ? reponseOfRecherche(forme.data) : null) ?? { echec: 'illisible', repos: null }
  }

  async function ask(chemin: string, signal: AbortSignal | undefined): Promise<ReponseGeocodage> {
    let recue = await askOnce(chemin, signal)
    if ('echec' in recue && recue.echec === 'occupe' && recue.repos !== null && recue.repos <= PATIENCE) {
      await attend(recue.repos, signal)
      recue = await askOnce(chemin, signal)
    }
    if (!('echec' in recue)) {
      echecs = 0
      return recue
    }
    if (recue.echec === 'abandonne') return { ok: false, echec: recue.echec }
    echecs += 1
    if (recue.repos !== null) {
      motifRepos = 'occupe'
      reposJusqua = Math.max(reposJusqua, horloge() + Math.min(recue.repos, REPOS_MAX))
    } else if (echecs >= echecsMax) {
      motifRepos = 'coupe'
      reposJusqua = horloge() + repos
    }
    return { ok: false, echec: recue.echec }
  }

  /** From memory, from the same question under way, else from the service. */
  function remembered(chemin: string, signal: AbortSignal | undefined): ReponseGeocodage | Promise<ReponseGeocodage> {
    const gardee = gardees.get(chemin)
    if (gardee !== undefined && gardee.jusqua > horloge()) {
      gardees.delete(chemin)
      gardees.set(chemin, gardee)
      return gardee.reponse
    }
    const dejaPosee = signal === undefined ? enCours.get(chemin) : undefined
    if (dejaPosee !== undefined) return dejaPosee
    if (reposJusqua > horloge()) return { ok: false, echec: motifRepos }
    // After its rest, one question tries the service for all.
    if (posees >= (echecs >= echecsMax ? 1 : QUESTIONS_A_LA_FOIS)) return { ok: false, echec: 'occupe' }
    posees += 1
    const question = ask(chemin, signal)
      .then((reponse) => {
        if (reponse.ok) remember(chemin, reponse)
        return reponse
      })
      .finally(() => {
        posees -= 1
        enCours.delete(chemin)
      })
    // A question that someone may stop is not shared.
    if (signal === undefined) enCours.set(chemin, question)
    return question
  }

  function remember(chemin: string, reponse: Trouvee): void {
    gardees.delete(chemin)
    gardees.set(chemin, { jusqua: horloge() + memoire, reponse })
    const plusVieille = gardees.keys().next().value
    if (gardees.size > reponsesGardees && plusVieille !== undefined) gardees.delete(plusVieille)
  }

  const post =
    (base: string): Envoi =>
    (corps, signal) => {
      const formulaire = new FormData()
      formulaire.append('columns', 'adresse')
      formulaire.append('postcode', 'code_postal')
      formulaire.append('citycode', 'code_commune')
      formulaire.append('data', new Blob([corps], { type: 'text/csv' }), 'adresses.csv')
      return fetchTexte(urlOf(base, 'search/csv', {}), {
        delai: delaiLot,
        tailleMax: tailleMaxLot,
        horloge,
        corps: formulaire,
        ...(signal === undefined ? {} : { signal }),
      })
    }

  return {
    allume: adresse !== null,
    search: async (demande, { mode = 'exact', limite = 5, pres, signal }: OptionsGeocodage = {}) => {
      if (adresse === null) return { ok: false, echec: 'eteint' }
      const q = requeteOf(demande)
      if (q === null) return { ok: false, echec: 'trop_court' }
      return remembered(
        urlOf(adresse, 'search', {
          q,
          limit: String(Math.min(20, Math.max(2, limite))),
          autocomplete: mode === 'frappe' ? '1' : '0',
          ...(demande.codePostal != null && /^\d{5}$/.test(demande.codePostal) ? { postcode: demande.codePostal } : {}),
          ...(demande.codeCommune != null && demande.codeCommune !== '' ? { citycode: demande.codeCommune } : {}),
          ...(pres === undefined ? {} : { lon: String(pres[0]), lat: String(pres[1]) }),
        }),
        signal,
      )
    },
    reverse: async ([lon, lat], { limite = 5, signal } = {}) => {
      if (adresse === null) return { ok: false, echec: 'eteint' }
      if (!isEnFrance([lon, lat])) return { ok: true, candidats: [], scoreSuivant: null }
      return remembered(
        urlOf(adresse, 'reverse', { lon: String(quantise(lon)), lat: String(quantise(lat)), limit: String(limite) }),
        signal,
      )
    },
    searchMany: (demandes, { signal, surAttente } = {}) =>
      searchLots(demandes, {
        envoie: adresse === null ? null : post(adresse),
        cadence: (s) => cadence(Number.POSITIVE_INFINITY, s),
        attend,
        tranche,
        tranchesEnVol,
        essaisMax,
        ...(signal === undefined ? {} : { signal }),
        ...(surAttente === undefined ? {} : { surAttente }),
      }),
  }
}

function urlOf(base: string, chemin: string, parametres: Record<string, string>): string {
  const adresse = new URL(chemin, base.endsWith('/') ? base : `${base}/`)
  adresse.search = new URLSearchParams(parametres).toString()
  return adresse.toString()
}

type Bornes = { delai: number; tailleMax: number; horloge: () => number; corps?: FormData; signal?: AbortSignal }

/** The body as text, as far as it came. A redirection is not followed: an answer comes from the address that was set, or not at all. */
async function fetchTexte(adresse: string, { delai, tailleMax, horloge, corps, signal }: Bornes): Promise<Recu> {
  const limite = AbortSignal.timeout(delai)
  const arret = signal === undefined ? limite : AbortSignal.any([limite, signal])
  const motif = (): EchecGeocodage => (signal?.aborted === true ? 'abandonne' : limite.aborted ? 'lent' : 'injoignable')
  let reponse: Response
  try {
    reponse = await fetch(adresse, {
      method: corps === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      signal: arret,
      headers: { accept: corps === undefined ? 'application/json' : 'text/csv', 'user-agent': 'Parvis' },
      ...(corps === undefined ? {} : { body: corps }),
    })
  } catch {
    return { echec: motif(), repos: null, statut: null }
  }
  if (reponse.status !== 200) {
    await reponse.body?.cancel().catch(() => {})
    const { status: statut } = reponse
    if (statut === 429) return { echec: 'occupe', repos: retryAfterMs(reponse.headers.get('retry-after'), horloge()) ?? 1000, statut }
    const repos = statut === 503 ? retryAfterMs(reponse.headers.get('retry-after'), horloge()) : null
    return { echec: statut >= 500 ? 'injoignable' : 'refuse', repos, statut }
  }
  const morceaux: Uint8Array[] = []
  let taille = 0
  try {
    for await (const morceau of reponse.body ?? []) {
      taille += morceau.byteLength
      // What is announced is not trusted, what comes is counted. Leaving the loop cancels the stream.
      if (taille > tailleMax) return { echec: 'illisible', repos: null, statut: 200 }
      morceaux.push(morceau)
    }
  } catch {
    return { texte: decoded(morceaux), complet: false, motif: motif() }
  }
  return { texte: decoded(morceaux), complet: true, motif: null }
}

function decoded(morceaux: readonly Uint8Array[]): string {
  return Buffer.concat(morceaux).toString('utf8')
}

function parseJson(texte: string): unknown {
  try {
    return JSON.parse(texte)
  } catch {
    return null
  }
}

const attendPour: Attend = (ms, signal) =>
  new Promise((resolve) => {
    if (signal?.aborted === true) return resolve()
    const fin = () => {
      clearTimeout(minuteur)
      signal?.removeEventListener('abort', fin)
      resolve()
    }
    const minuteur = setTimeout(fin, ms)
    signal?.addEventListener('abort', fin, { once: true })
  })
