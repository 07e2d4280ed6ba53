/**
 * When may one say « yes » or « no »? Pure. A street, a hamlet or a commune never decides: parts of it may lie on both sides. Only
 * an address with its number, well recognised and clearly ahead of the next one, does; and not within reach of a border, since the
 * point of an address lies on the street.
 */
import { type Candidat, type DemandeAdresse, type ReponseGeocodage, sameNumero } from './geocodeur.ts'

/** Parameters of the instance. */
export type SeuilsCertitude = {
  /** Likeness from which an address is recognised, 0 to 1. */
  scoreMin: number
  /** Gap with the next candidate. */
  ecartMin: number
  /** Metres from a border below which nothing is decided. */
  toleranceM: number
}

export const DOUTES = ['inconnue', 'rue', 'lieu_dit', 'commune', 'numero', 'ailleurs', 'score', 'ecart'] as const
export type Doute = (typeof DOUTES)[number]

/** In words, why nobody may decide from this alone. */
export const LIBELLES_DOUTES: Record<Doute, string> = {
  inconnue: 'Cette adresse n’est pas connue de la Base Adresse Nationale.',
  rue: 'Seule la rue a été reconnue, sans le numéro : une rue peut être à moitié dans un quartier.',
  lieu_dit: 'Seul le lieu-dit a été reconnu, sans numéro.',
  commune: 'Seule la commune a été reconnue, pas l’adresse.',
  numero: 'Le numéro trouvé n’est pas exactement celui que vous avez tapé.',
  ailleurs: 'L’adresse trouvée n’est pas dans la commune ou le code postal que vous avez indiqué.',
  score: 'L’adresse trouvée ne ressemble pas assez à celle que vous avez tapée.',
  ecart: 'Plusieurs adresses ressemblent à celle que vous avez tapée.',
}

export type AdresseJugee = { decide: true; candidat: Candidat } | { decide: false; doute: Doute; candidats: readonly Candidat[] }

/** Does this answer of the geocoder place the address well enough to decide? */
export function judgeAdresse(
  demande: DemandeAdresse,
  { candidats, scoreSuivant }: ReponseGeocodage & { ok: true },
  seuils: Pick<SeuilsCertitude, 'scoreMin' | 'ecartMin'>,
): AdresseJugee {
  const [premier] = candidats
  if (premier === undefined) return { decide: false, doute: 'inconnue', candidats: [] }
  const doute = findDoute(demande, premier, scoreSuivant, seuils)
  return doute === null ? { decide: true, candidat: premier } : { decide: false, doute, candidats }
}

const DOUTES_TYPES = { street: 'rue', locality: 'lieu_dit', municipality: 'commune', autre: 'inconnue' } as const

function findDoute(
  demande: DemandeAdresse,
  premier: Candidat,
  scoreSuivant: number | null,
  { scoreMin, ecartMin }: Pick<SeuilsCertitude, 'scoreMin' | 'ecartMin'>,
): Doute | null {
  if (premier.type !== 'housenumber') return DOUTES_TYPES[premier.type]
  if (!sameNumero(demande.adresse, premier.numero)) return 'numero'
  if (isAilleurs(demande, premier)) return 'ailleurs'
  if (premier.score < scoreMin) return 'score'
  // One candidate alone has nobody behind it. Compared in thousandths: 0.9 - 0.8 is not 0.1 in binary.
  if (scoreSuivant !== null && Math.round((premier.score - scoreSuivant) * 1000) < Math.round(ecartMin * 1000)) return 'ecart'
  return null
}

/** A postal code or commune that was said, in its field or within the line, and that the candidate does not have. */
function isAilleurs({ adresse, codePostal, codeCommune }: DemandeAdresse, candidat: Candidat): boolean {
  if (codeCommune != null && codeCommune !== '' && candidat.codeCommune !== null && !isDans(candidat.codeCommune, codeCommune)) return true
  const tapes = [...(codePostal ?? '').matchAll(/\d{5}/g), ...adresse.matchAll(/\b\d{5}\b/g)].map(([code]) => code)
  return tapes.length > 0 && candidat.codePostal !== null && !tapes.includes(candidat.codePostal)
}

/** Codes of the arrondissements of the three communes that have some (CGCT, art. L. 2511-3). */
const ARRONDISSEMENTS: Record<string, RegExp> = { '75056': /^751(0[1-9]|1\d|20)$/, '69123': /^6938[1-9]$/, '13055': /^132(0[1-9]|1[0-6])$/ }

function isDans(code: string, commune: string): boolean {
  return code === commune || ARRONDISSEMENTS[commune]?.test(code) === true
}

/** Where a point lies among the quartiers of one generation. */
export type Situation = {
  /** Codes of the quartiers that hold it, border counted inside. */
  dedans: readonly string[]
  /** Metres to the nearest border of a quartier, from inside as from outside; null: no quartier known. */
  bordureM: number | null
}

/**
 * `oui`, `non`: said. `limite`: too near a border for the precision of the point. `inconnu`: the site does not know the quartiers
 * of this place.
 */
export type Verdict = 'oui' | 'non' | 'limite' | 'inconnu'

/** How far a point may be from where it says, and how much of the geography the site knows. */
export type Mesure = {
  /** Metres: the tolerance of the instance, or more when the device says that it is less sure. */
  precisionM: number
  /** Metres around the quartiers known within which « no » may be said; null: all quartiers of the country are known. */
  rayonConnuM: number | null
}

export function judgePoint({ dedans, bordureM }: Situation, { precisionM, rayonConnuM }: Mesure): Verdict {
  if (bordureM === null) return 'inconnu'
  if (bordureM < precisionM) return 'limite'
  if (dedans.length > 0) return 'oui'
  return rayonConnuM !== null && bordureM > rayonConnuM ? 'inconnu' : 'non'
}
