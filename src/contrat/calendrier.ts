/** The calendar of the contract: phases that may overlap, milestones, things done as they come (BR-07). Pure. */
import { type ChampFautif, RegleViolee } from '#platform/errors.ts'
import { formatDate } from '#platform/formats.ts'
import { bornesDe, type DatePrecise, type PrecisionJalon, parseDatePrecise, precisionDe } from './dates.ts'

/** A phase (start and end), a milestone (one date), or what goes on « au fil de l’eau ». Dates are cut to their precision. */
export type Jalon = {
  id: string
  libelle: string
  detail: string | null
  debut: DatePrecise | null
  fin: DatePrecise | null
  precision: PrecisionJalon | null
}

/** A row as typed: dates in the words of the person, `rythme` « au_fil_de_leau » or ''. */
export type JalonSaisi = { id: string; libelle: string; detail: string | null; debut: string; fin: string; rythme: string }

const ORDRE = ['annee', 'trimestre', 'mois', 'jour'] as const

/**
 * Reads the rows of the calendar form. Overlaps are allowed, an end before its start is not.
 * @throws RegleViolee naming each row at fault
 */
export function parsedJalons(saisis: readonly JalonSaisi[]): Jalon[] {
  const fautes: ChampFautif[] = []
  const jalons = saisis.map((saisi, rang): Jalon => {
    const nom = saisi.libelle === '' ? `Ligne ${rang + 1}` : `« ${saisi.libelle} »`
    if (saisi.libelle === '') fautes.push({ champ: `jalons.${rang}.libelle`, message: `Ligne ${rang + 1} : dites de quoi il s’agit.` })
    const lit = (champ: 'debut' | 'fin'): DatePrecise | null => {
      if (saisi[champ].trim() === '') return null
      const date = parseDatePrecise(saisi[champ])
      if (date === null) {
        fautes.push({
          champ: `jalons.${rang}.${champ}`,
          message: `${nom} : « ${saisi[champ]} » n’est pas une date. Écrivez 15/04/2027, avril 2027, T2 2027 ou 2027.`,
        })
      }
      return date
    }
    const debut = lit('debut')
    const fin = lit('fin')
    const faute = fauteOrdre(debut, fin)
    if (faute !== null) fautes.push({ champ: `jalons.${rang}.fin`, message: `${nom} : ${faute}` })
    const { id, libelle, detail } = saisi
    return {
      id,
      libelle,
      detail,
      debut,
      fin,
      precision: saisi.rythme === 'au_fil_de_leau' ? 'au_fil_de_leau' : precisionCommune(debut, fin),
    }
  })
  if (fautes.length > 0) throw new RegleViolee(fautes.map((faute) => faute.message).join(' '), fautes)
  return jalons
}

/** Why these two dates cannot follow each other; null when they can. « juin 2026 » may end in « juin 2026 ». */
export function fauteOrdre(debut: DatePrecise | null, fin: DatePrecise | null): string | null {
  if (debut === null || fin === null || bornesDe(fin).dernier >= bornesDe(debut).premier) return null
  return `la fin (${formatDate(fin)}) est avant le début (${formatDate(debut)}).`
}

/** The coarser of both: one does not pretend to know the day of a phase that ends in a year. */
function precisionCommune(debut: DatePrecise | null, fin: DatePrecise | null): PrecisionJalon | null {
  const connues = [debut, fin].filter((date) => date !== null).map((date) => precisionDe(date))
  return ORDRE.find((precision) => connues.includes(precision)) ?? null
}

/** First and last ISO days of a row; null when it has no date. A milestone covers its own date. */
export function periodeDe(jalon: Pick<Jalon, 'debut' | 'fin'>): { premier: string; dernier: string } | null {
  const debut = jalon.debut ?? jalon.fin
  const fin = jalon.fin ?? jalon.debut
  if (debut === null || fin === null) return null
  return { premier: bornesDe(debut).premier, dernier: bornesDe(fin).dernier }
}

/** Where a row stands on a day. */
export function etatJalon(jalon: Pick<Jalon, 'debut' | 'fin' | 'precision'>, jour: string): 'passe' | 'en_cours' | 'a_venir' | 'sans_date' {
  const periode = periodeDe(jalon)
  if (periode === null) return jalon.precision === 'au_fil_de_leau' ? 'en_cours' : 'sans_date'
  if (periode.dernier < jour) return 'passe'
  return periode.premier > jour ? 'a_venir' : 'en_cours'
}

/** « de novembre 2025 à juin 2026 », « en décembre 2013 », « au fil de l’eau ». */
export function ecritPeriode(jalon: Pick<Jalon, 'debut' | 'fin' | 'precision'>): string {
  const fil = jalon.precision === 'au_fil_de_leau'
  if (jalon.debut === null && jalon.fin === null) return fil ? 'au fil de l’eau' : 'sans date'
  const dates =
    jalon.debut === null
      ? `jusqu’${aDate(jalon.fin ?? '')}`
      : jalon.fin === null
        ? fil || jalon.precision === null
          ? `depuis ${leDate(jalon.debut)}`
          : enDate(jalon.debut)
        : jalon.debut === jalon.fin
          ? enDate(jalon.debut)
          : `${deDate(jalon.debut)} ${aDate(jalon.fin)}`
  return fil ? `au fil de l’eau, ${dates}` : dates
}

function leDate(date: DatePrecise): string {
  const mots = formatDate(date)
  return precisionDe(date) === 'jour' || precisionDe(date) === 'trimestre' ? `le ${mots}` : mots
}

function enDate(date: DatePrecise): string {
  const precision = precisionDe(date)
  return precision === 'jour' ? `le ${formatDate(date)}` : precision === 'trimestre' ? `au ${formatDate(date)}` : `en ${formatDate(date)}`
}

function deDate(date: DatePrecise): string {
  const mots = formatDate(date)
  if (precisionDe(date) === 'jour' || precisionDe(date) === 'trimestre') return `du ${mots}`
  return /^[aeiouy]/i.test(mots) ? `d’${mots}` : `de ${mots}`
}

function aDate(date: DatePrecise): string {
  const mots = formatDate(date)
  return precisionDe(date) === 'jour' || precisionDe(date) === 'trimestre' ? `au ${mots}` : `à ${mots}`
}

/** Months or days where at least two phases run together: they may, and it is worth seeing. Days are ISO, merged, in order. */
export function chevauchements(jalons: readonly Pick<Jalon, 'debut' | 'fin' | 'precision'>[]): { premier: string; dernier: string }[] {
  const phases = jalons
    .filter((jalon) => jalon.precision !== 'au_fil_de_leau' && jalon.debut !== null && jalon.fin !== null)
    .flatMap((jalon) => periodeDe(jalon) ?? [])
    .sort((a, b) => a.premier.localeCompare(b.premier))
  const communs: { premier: string; dernier: string }[] = []
  let dernier = ''
  for (const phase of phases) {
    if (phase.premier <= dernier) {
      const fin = phase.dernier < dernier ? phase.dernier : dernier
      const precedent = communs.at(-1)
      if (precedent !== undefined && phase.premier <= precedent.dernier)
        precedent.dernier = fin > precedent.dernier ? fin : precedent.dernier
      else communs.push({ premier: phase.premier, dernier: fin })
    }
    if (phase.dernier > dernier) dernier = phase.dernier
  }
  return communs
}
