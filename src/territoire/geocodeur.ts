/**
 * What a geocoder is asked and what it answers, whichever service stands behind. Pure.
 * Source: Géoplateforme, https://data.geopf.fr/geocodage (Base Adresse Nationale).
 */
import type { Position } from './geometrie.ts'

/** What an answer points at. Only a `housenumber` is a place in the sense of a border: the others are a whole street, hamlet or town. */
export const TYPES_CANDIDAT = ['housenumber', 'street', 'locality', 'municipality', 'autre'] as const
export type TypeCandidat = (typeof TYPES_CANDIDAT)[number]

/** One place that the service proposes. Its point lies on the street side of the plot, not in the building. */
export type Candidat = {
  libelle: string
  type: TypeCandidat
  position: Position
  /** Likeness with what was asked, 0 to 1. */
  score: number
  /** « 8 bis »; null unless the type is `housenumber`. */
  numero: string | null
  codePostal: string | null
  commune: string | null
  codeCommune: string | null
}

export type DemandeAdresse = {
  /** Number, street, and whatever else was typed on one line. */
  adresse: string
  codePostal?: string | null
  commune?: string | null
  /** INSEE code: the service then answers within this commune only. */
  codeCommune?: string | null
}

/** Why nothing came. `eteint`: no geocoder on this instance. `trop_court`: fewer than three signs. */
export type EchecGeocodage = 'eteint' | 'trop_court' | 'occupe' | 'coupe' | 'lent' | 'injoignable' | 'refuse' | 'illisible' | 'abandonne'

/** Candidates, best first (none: the address is unknown), with the score of the one after the first, when there is one. */
export type ReponseGeocodage =
  | { ok: true; candidats: readonly Candidat[]; scoreSuivant: number | null }
  | { ok: false; echec: EchecGeocodage }

export type OptionsGeocodage = {
  /** `frappe`: the address is being typed, the last word may be cut. */
  mode?: 'exact' | 'frappe'
  /** At most 20; five unless said. Never one: the gap with the next would be unknown. */
  limite?: number
  /** Prefer what lies near. */
  pres?: Position
  signal?: AbortSignal
}

/** One answer of a batch. `rang`: position of its question, from 0. */
export type ReponseDeLot = { rang: number; reponse: ReponseGeocodage }

export type OptionsLot = {
  signal?: AbortSignal
  /** Told each time the service makes us wait or has to be asked again: for the progress line, never with an address. */
  surAttente?: (evenement: { motif: EchecGeocodage; attenteMs: number; essai: number }) => void
}

/**
 * A service that places addresses. No function throws for what the service does: it says so in the answer.
 * Nothing is written anywhere: the memory of recent single questions dies with the process.
 */
export type Geocodeur = {
  readonly allume: boolean
  search: (demande: DemandeAdresse, options?: OptionsGeocodage) => Promise<ReponseGeocodage>
  reverse: (position: Position, options?: Pick<OptionsGeocodage, 'signal' | 'limite'>) => Promise<ReponseGeocodage>
  /**
   * One answer for each question, in the order of the questions, which are read as the answers are taken: memory stays flat.
   * When the service cuts a reply, only the questions that it had not answered are asked again. A question that stays without
   * an answer after the last attempt gets its failure; the following ones are still asked, unless the service is down.
   */
  searchMany: (
    demandes: Iterable<DemandeAdresse> | AsyncIterable<DemandeAdresse>,
    options?: OptionsLot,
  ) => AsyncGenerator<ReponseDeLot, void, undefined>
}

/** Longest question that the service takes. */
const LONGUEUR_MAX = 200

/** The line asked of the service: address, postal code and commune that the line does not hold yet; null when it says too little. */
export function requeteOf({ adresse, codePostal, commune }: DemandeAdresse): string | null {
  const ligne = clean(adresse)
  const suite = [codePostal, commune].map((mot) => clean(mot ?? '')).filter((mot) => mot !== '' && !folded(ligne).includes(folded(mot)))
  const requete = [ligne, ...suite]
    .join(' ')
    // The service refuses a question that starts with a sign.
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .trim()
    .slice(0, LONGUEUR_MAX)
    .trim()
  return requete.replace(/[^\p{L}\p{N}]/gu, '').length < 3 ? null : requete
}

/**
 * Does the number of the candidate stand in what was typed? « 8 bis » typed and « 8 » found are not the same door, which a good
 * score does not tell.
 */
export function sameNumero(adresse: string, numero: string | null): boolean {
  if (numero === null) return false
  const ligne = folded(clean(adresse))
  const tapes = [...ligne.matchAll(/\b(\d{1,4})(?:\s?(bis|ter|quater|quinquies|[a-z]))?\b/g)]
  // « 12 rue du 8 Mai »: a number that begins the line is the one of the door.
  const portes = /^\d/.test(ligne) ? tapes.slice(0, 1) : tapes
  return portes.some(([, chiffres, suffixe]) => `${chiffres}${suffixe ?? ''}` === folded(numero).replace(/[^a-z0-9]/g, ''))
}

/** In words, what happened and what to do: shown after « La recherche d’adresses » on the public page. */
export const LIBELLES_ECHECS_GEOCODAGE: Record<EchecGeocodage, string> = {
  eteint: 'La recherche par adresse est éteinte sur cette installation.',
  trop_court: 'Tapez au moins trois lettres de l’adresse.',
  occupe: 'Le service public des adresses est très demandé en ce moment : réessayez dans un instant.',
  coupe: 'Le service public des adresses ne répond plus : il est laissé en paix une minute.',
  lent: 'Le service public des adresses tarde trop à répondre : réessayez.',
  injoignable: 'Le service public des adresses est injoignable.',
  refuse: 'Le service public des adresses a refusé la question.',
  illisible: 'Le service public des adresses a répondu dans une forme inconnue.',
  abandonne: 'La recherche a été arrêtée.',
}

function clean(texte: string): string {
  return texte
    .normalize('NFC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
}

function folded(texte: string): string {
  return texte.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
