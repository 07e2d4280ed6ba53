/** The time that a figure is about: a year, a quarter, a month, several years. Pure. */

/** « 2021 », « 2019-2021 », « 2021-T4 », « 2021-09 », as the database keeps it. */
export const FORME_PERIODE = /^[0-9]{4}(-[0-9]{4}|-T[1-4]|-(0[1-9]|1[0-2]))?$/

const MOIS = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre']

/**
 * Reads a period as people write it: « 2021 », « 2021.0 », « 2019-2021 », « T4 2021 », « 2021T4 », « 2021-09 », « 09/2021 »,
 * « septembre 2021 », « 31/12/2021 » (the year's end: its month). @returns null when it is none of these
 */
export function parsePeriode(brut: string): string | null {
  const texte = brut.trim().toLowerCase().replace(/\s+/g, ' ')
  const annee = /^((?:19|20)\d\d)(?:[.,]0+)?$/.exec(texte)
  if (annee) return annee[1] ?? null
  const suite = /^((?:19|20)\d\d) ?[-–/à] ?((?:19|20)\d\d)$/.exec(texte)
  if (suite) return Number(suite[1]) < Number(suite[2]) ? `${suite[1]}-${suite[2]}` : null
  const trimestre = /^(?:t ?([1-4]) ?[-/]? ?((?:19|20)\d\d)|((?:19|20)\d\d) ?[-/]? ?(?:t|q|trim\.? ?) ?([1-4]))$/.exec(texte)
  if (trimestre) return `${trimestre[2] ?? trimestre[3]}-T${trimestre[1] ?? trimestre[4]}`
  const mois = /^(?:((?:19|20)\d\d)[-/](\d\d?)|(\d\d?)[-/]((?:19|20)\d\d)|\d\d?\/(\d\d?)\/((?:19|20)\d\d))$/.exec(texte)
  if (mois) return monthOf(mois[1] ?? mois[4] ?? mois[6], Number(mois[2] ?? mois[3] ?? mois[5]))
  const enLettres = /^([a-zéûô]+) ((?:19|20)\d\d)$/.exec(texte)
  if (enLettres) return monthOf(enLettres[2], MOIS.indexOf(enLettres[1] ?? '') + 1)
  return null
}

function monthOf(annee: string | undefined, mois: number): string | null {
  return annee === undefined || mois < 1 || mois > 12 ? null : `${annee}-${String(mois).padStart(2, '0')}`
}

/** « 2021 », « 2019 à 2021 », « 4e trimestre 2021 », « septembre 2021 ». */
export function formatPeriode(periode: string): string {
  const [annee = '', suite] = periode.split('-')
  if (suite === undefined) return annee
  if (suite.startsWith('T')) return `${suite === 'T1' ? '1er' : `${suite.slice(1)}e`} trimestre ${annee}`
  if (suite.length === 4) return `${annee} à ${suite}`
  return `${MOIS[Number(suite) - 1] ?? suite} ${annee}`
}

/** Older first: by the end of what it covers, then by its beginning. */
export function comparePeriodes(a: string, b: string): number {
  const [x, y] = [keyOf(a), keyOf(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

/** Years and nothing else may be set side by side with years; a quarter with the same quarter of another year. */
export function sameGrain(a: string, b: string): boolean {
  return grainOf(a) === grainOf(b)
}

function grainOf(periode: string): string {
  const [debut = '', suite] = periode.split('-')
  if (suite === undefined) return 'annee'
  return suite.length === 4 ? `${Number(suite) - Number(debut)} ans` : suite
}

function keyOf(periode: string): string {
  const [annee = '', suite] = periode.split('-')
  if (suite === undefined) return `${annee}-99-${annee}`
  if (suite.startsWith('T')) return `${annee}-${String(Number(suite.slice(1)) * 3).padStart(2, '0')}-${annee}`
  return suite.length === 4 ? `${suite}-99-${annee}` : `${annee}-${suite}-${annee}`
}
