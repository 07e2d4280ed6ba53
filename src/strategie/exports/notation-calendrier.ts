/** How the calendar of a fiche is said and read back: « Diagnostic : octobre 2007 à mars 2008 ». Pure. */
import { formatDate } from '#platform/formats.ts'
import type { ContenuFiche, Phase, Precision } from '../fiche.ts'

export type Calendrier = Omit<ContenuFiche['calendrier'], 'phases'> & { phases: Omit<Phase, 'id'>[] }

const PRECISIONS: Record<Precision, string> = {
  jour: 'jour',
  mois: 'mois',
  trimestre: 'trimestre',
  annee: 'année',
  au_fil_de_leau: 'au fil de l’eau',
}
const AUCUNE = 'aucune'
const SANS_DATE = 'sans date'
const EN_RESUME = 'En résumé : '

/** The paragraphs of the calendar, then its phases, one item each. */
export function renderCalendrier(calendrier: Calendrier): { paragraphes: string[]; phases: string[] } {
  const paragraphes: string[] = []
  if (calendrier.texte !== null) paragraphes.push(isAmbigu(calendrier.texte) ? `${EN_RESUME}${calendrier.texte}` : calendrier.texte)
  if (calendrier.precision !== precisionOf(calendrier.texte, calendrier.phases)) {
    paragraphes.push(`Précision du calendrier\u00a0: ${calendrier.precision === null ? AUCUNE : PRECISIONS[calendrier.precision]}`)
  }
  return { paragraphes, phases: calendrier.phases.map(renderPhase) }
}

/** Reads the lines of a calendar field. What is neither a phase nor a precision is its text. */
export function parseCalendrier(lignes: readonly string[]): Calendrier {
  const textes: string[] = []
  const phases: Omit<Phase, 'id'>[] = []
  let precision: Precision | null | undefined
  for (const ligne of lignes) {
    const dite = parsePrecisionLine(ligne)
    const phase = parsePhase(ligne)
    if (ligne.startsWith(EN_RESUME)) textes.push(ligne.slice(EN_RESUME.length))
    else if (dite !== undefined) precision = dite
    else if (phase !== null) phases.push(phase)
    else textes.push(ligne)
  }
  const texte = textes.length === 0 ? null : textes.join(' ')
  return { texte, precision: precision === undefined ? precisionOf(texte, phases) : precision, phases }
}

/** « Diagnostic : octobre 2007 à mars 2008 », « Suivi : au fil de l’eau », « Bilan : sans date ». */
export function renderPhase({ texte, debut, fin, precision }: Omit<Phase, 'id'>): string {
  const dates = renderPeriode(debut, fin)
  if (dates === null && precision === 'au_fil_de_leau') return `${texte}\u00a0: ${PRECISIONS.au_fil_de_leau}`
  const ecart =
    precision === precisionOfDates(debut, fin) ? '' : ` (précision\u00a0: ${precision === null ? AUCUNE : PRECISIONS[precision]})`
  return `${texte}\u00a0: ${dates ?? SANS_DATE}${ecart}`
}

/** Null when the line is not a phase as we say them. */
export function parsePhase(ligne: string): Omit<Phase, 'id'> | null {
  const nette = ligne.replace(/\s+/gu, ' ')
  const ecart = / \(précision : ([^()]+)\)$/u.exec(nette)
  const dite = ecart === null ? undefined : parsePrecision(ecart[1] ?? '')
  const corps = dite === undefined || ecart === null ? nette : nette.slice(0, ecart.index)
  const coupe = corps.lastIndexOf(' : ')
  if (coupe < 1) return null
  const texte = corps.slice(0, coupe)
  const quand = corps.slice(coupe + 3)
  if (quand === PRECISIONS.au_fil_de_leau && dite === undefined) return { texte, debut: null, fin: null, precision: 'au_fil_de_leau' }
  const periode = quand === SANS_DATE ? { debut: null, fin: null } : parsePeriode(quand)
  if (periode === null) return null
  return { texte, ...periode, precision: dite === undefined ? precisionOfDates(periode.debut, periode.fin) : dite }
}

function renderPeriode(debut: string | null, fin: string | null): string | null {
  if (debut === null && fin === null) return null
  if (debut === null) return `jusqu’${article(fin ?? '')}${formatDate(fin ?? '')}`
  if (fin === null) return `dès ${/^\d{4}-/.test(debut) && precisionOfDate(debut) !== 'mois' ? 'le ' : ''}${formatDate(debut)}`
  return debut === fin ? formatDate(debut) : `${formatDate(debut)} ${article(fin)}${formatDate(fin)}`
}

function article(date: string): string {
  const precision = precisionOfDate(date)
  return precision === 'jour' || precision === 'trimestre' ? 'au ' : 'à '
}

function parsePeriode(dite: string): { debut: string | null; fin: string | null } | null {
  const seule = parseDate(dite)
  if (seule !== null) return { debut: seule, fin: seule }
  const depuis = /^dès (?:le )?(.+)$/u.exec(dite)?.[1]
  if (depuis !== undefined) return withDate(parseDate(depuis), (debut) => ({ debut, fin: null }))
  const jusque = /^jusqu’(?:à|au) (.+)$/u.exec(dite)?.[1]
  if (jusque !== undefined) return withDate(parseDate(jusque), (fin) => ({ debut: null, fin }))
  const deux = /^(.+?) (?:à|au) (.+)$/u.exec(dite)
  const debut = parseDate(deux?.[1] ?? '')
  return debut === null ? null : withDate(parseDate(deux?.[2] ?? ''), (fin) => ({ debut, fin }))
}

function withDate<T>(date: string | null, then: (date: string) => T): T | null {
  return date === null ? null : then(date)
}

const MOIS = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre']

function parseDate(dite: string): string | null {
  const trimestre = /^([1-4])(?:er|e) trimestre (\d{4})$/u.exec(dite)
  if (trimestre !== null) return `${trimestre[2]}-T${trimestre[1]}`
  const trouve = /^(?:(?:(\d{1,2})(?:er)? )?(\p{L}+) )?(\d{4})$/u.exec(dite)
  if (trouve === null) return null
  const [, jour, nom, annee] = trouve
  if (nom === undefined) return annee ?? null
  const mois = MOIS.indexOf(nom) + 1
  if (mois === 0) return null
  return [annee, String(mois).padStart(2, '0'), ...(jour === undefined ? [] : [jour.padStart(2, '0')])].join('-')
}

function precisionOfDate(date: string): Precision {
  if (date.includes('T')) return 'trimestre'
  return date.length === 4 ? 'annee' : date.length === 7 ? 'mois' : 'jour'
}

function precisionOfDates(debut: string | null, fin: string | null): Precision | null {
  const date = debut ?? fin
  return date === null ? null : precisionOfDate(date)
}

/** What the text and the phases let a reader suppose; anything else is said in a line of its own. */
function precisionOf(texte: string | null, phases: readonly Omit<Phase, 'id'>[]): Precision | null {
  if (texte !== null && /au fil de l[’']eau/iu.test(texte)) return 'au_fil_de_leau'
  const vues = new Set(phases.map((phase) => phase.precision))
  const [seule] = vues
  return vues.size === 1 && seule !== undefined ? seule : null
}

function parsePrecisionLine(ligne: string): Precision | null | undefined {
  const trouve = /^Précision du calendrier : (.+)$/u.exec(ligne.replace(/\s+/gu, ' '))
  return trouve === null ? undefined : parsePrecision(trouve[1] ?? '')
}

/** Undefined when the words name no precision; null when they say that there is none. */
function parsePrecision(dite: string): Precision | null | undefined {
  if (dite === AUCUNE) return null
  return (Object.keys(PRECISIONS) as Precision[]).find((precision) => PRECISIONS[precision] === dite)
}

function isAmbigu(texte: string): boolean {
  return parsePhase(texte) !== null || parsePrecisionLine(texte) !== undefined || texte.startsWith(EN_RESUME)
}
