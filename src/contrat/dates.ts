/** Dates as people of the field write them: a day, a month, a quarter, a year. Pure. */
import { RegleViolee } from '#platform/errors.ts'

export const PRECISIONS_JALON = ['jour', 'mois', 'trimestre', 'annee', 'au_fil_de_leau'] as const
export type PrecisionJalon = (typeof PRECISIONS_JALON)[number]
/** A date cut to its precision: « 2027 », « 2027-T2 », « 2027-04 », « 2027-04-15 ». */
export type DatePrecise = string

const MOIS = ['janvier', 'fevrier', 'mars', 'avril', 'mai', 'juin', 'juillet', 'aout', 'septembre', 'octobre', 'novembre', 'decembre']
const JOURS_DU_MOIS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Reads « 15/04/2027 », « 15 avril 2027 », « avril 2027 », « 04/2027 », « T2 2027 », « 2e trimestre 2027 », « 2027 » and
 * their ISO forms; null when it is none of them or a day that does not exist.
 */
export function parseDatePrecise(texte: string): DatePrecise | null {
  const net = texte
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replace(/\b1er\b/g, '1')
    .trim()
  const iso = /^(\d{4})(?:-(?:t([1-4])|(\d{2})(?:-(\d{2}))?))?$/.exec(net)
  if (iso) return iso[2] === undefined ? compose(iso[1], iso[3], iso[4]) : `${iso[1]}-T${iso[2]}`
  const trimestre = /^(?:t ?([1-4])|([1-4])(?:e|eme|er|nd)? ?(?:trimestre|trim\.?)) ?(?:de )?(\d{4})$/.exec(net)
  if (trimestre) return `${trimestre[3]}-T${trimestre[1] ?? trimestre[2]}`
  const chiffres = /^(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})$/.exec(net)
  if (chiffres) return compose(chiffres[3], chiffres[2], chiffres[1])
  const lettres = /^(?:(\d{1,2}) )?([a-z]+)\.? (\d{4})$/.exec(net)
  if (lettres) {
    const rang = MOIS.findIndex((mois) => mois === lettres[2] || ((lettres[2] ?? '').length >= 3 && mois.startsWith(lettres[2] ?? '')))
    return rang === -1 ? null : compose(lettres[3], String(rang + 1), lettres[1])
  }
  return null
}

function compose(annee: string | undefined, mois: string | undefined, jour: string | undefined): DatePrecise | null {
  if (annee === undefined || Number(annee) < 1900 || Number(annee) > 2200) return null
  if (mois === undefined) return annee
  const m = Number(mois)
  if (m < 1 || m > 12) return null
  const debut = `${annee}-${String(m).padStart(2, '0')}`
  if (jour === undefined) return debut
  const j = Number(jour)
  return j < 1 || j > dernierJour(Number(annee), m) ? null : `${debut}-${String(j).padStart(2, '0')}`
}

function dernierJour(annee: number, mois: number): number {
  if (mois === 2 && !(annee % 4 === 0 && (annee % 100 !== 0 || annee % 400 === 0))) return 28
  return JOURS_DU_MOIS[mois - 1] ?? 31
}

/** How precise a date is. */
export function precisionDe(date: DatePrecise): Exclude<PrecisionJalon, 'au_fil_de_leau'> {
  if (/^\d{4}$/.test(date)) return 'annee'
  if (/-T[1-4]$/.test(date)) return 'trimestre'
  return date.length === 7 ? 'mois' : 'jour'
}

/** First and last ISO days that the date covers. @throws RegleViolee when it has not the form of one */
export function bornesDe(date: DatePrecise): { premier: string; dernier: string } {
  const lue = /^(\d{4})(?:-(?:T([1-4])|(\d{2})(?:-(\d{2}))?))?$/.exec(date)
  if (lue === null || parseDatePrecise(date) === null) throw new RegleViolee(`« ${date} » n’est pas une date.`)
  const annee = Number(lue[1])
  const [premierMois, dernierMois] =
    lue[2] !== undefined ? [Number(lue[2]) * 3 - 2, Number(lue[2]) * 3] : lue[3] !== undefined ? [Number(lue[3]), Number(lue[3])] : [1, 12]
  if (lue[4] !== undefined) return { premier: date, dernier: date }
  return { premier: jourIso(annee, premierMois, 1), dernier: jourIso(annee, dernierMois, dernierJour(annee, dernierMois)) }
}

/** A date as its form field shows it, so that it is read back the same: « 15/04/2027 », « 04/2027 », « T2 2027 », « 2027 ». */
export function ecritDate(date: DatePrecise): string {
  const [annee = '', milieu, jour] = date.split('-')
  if (milieu === undefined) return annee
  if (milieu.startsWith('T')) return `${milieu} ${annee}`
  return jour === undefined ? `${milieu}/${annee}` : `${jour}/${milieu}/${annee}`
}

/** True for an ISO day that exists. */
export function isJour(texte: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(texte) && parseDatePrecise(texte) === texte
}

/** « 2027-04-15 » plus so many months, same day or the last of the month. */
export function ajouteMois(jour: string, mois: number): string {
  const total = Number(jour.slice(0, 4)) * 12 + Number(jour.slice(5, 7)) - 1 + mois
  const annee = Math.floor(total / 12)
  const m = (total % 12) + 1
  return jourIso(annee, m, Math.min(Number(jour.slice(8, 10)), dernierJour(annee, m)))
}

/** The day before or after: days are counted in UTC, whatever the clock. */
export function ajouteJours(jour: string, jours: number): string {
  return new Date(Date.parse(`${jour}T00:00:00Z`) + jours * 86_400_000).toISOString().slice(0, 10)
}

/** Days from one ISO day to another; negative when the other is before. */
export function joursEntre(de: string, a: string): number {
  return Math.round((Date.parse(`${a}T00:00:00Z`) - Date.parse(`${de}T00:00:00Z`)) / 86_400_000)
}

function jourIso(annee: number, mois: number, jour: number): string {
  return `${annee}-${String(mois).padStart(2, '0')}-${String(jour).padStart(2, '0')}`
}
