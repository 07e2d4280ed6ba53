/** The words of the home page: what awaits, since when. Pure. */
import { formatDate, formatInstant, INSECABLE, jourParis } from '#platform/formats.ts'
import { joursEntre } from './dates.ts'
import type { CarteAccueil } from './fentes.ts'

const NOMBRES = ['', 'une', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix']
const JOURS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi']

/** « Bonjour Claire, trois choses vous attendent ». */
export function saluer(prenom: string, nombre: number): string {
  if (nombre === 0) return `Bonjour ${prenom}, rien ne vous attend`
  const mot = NOMBRES[nombre] ?? String(nombre)
  return nombre === 1 ? `Bonjour ${prenom}, une chose vous attend` : `Bonjour ${prenom}, ${mot} choses vous attendent`
}

/** Late first, the latest due before the others, then by date, then what has none. @param jour ISO day of today */
export function rangeCartes<Carte extends Pick<CarteAccueil, 'echeance'>>(cartes: readonly Carte[], jour: string): Carte[] {
  const cle = ({ echeance }: Carte) => (echeance === null ? '9' : `${echeance < jour ? 0 : 1}${echeance}`)
  return [...cartes].sort((a, b) => (cle(a) < cle(b) ? -1 : cle(a) > cle(b) ? 1 : 0))
}

/** The large figure of a card and its words: « 3 jours de retard », « 12 mars », « 15 janv. 2027 »; null without a date. */
export function ditEcheance(echeance: string | null, jour: string): { grand: string; petit: string; tard: string | null } | null {
  if (echeance === null) return null
  const retard = joursEntre(echeance, jour)
  if (retard > 0) {
    const longtemps = retard > 99 ? Math.round(retard / 30.4) : retard
    const unite = retard > 99 ? 'mois de retard' : retard === 1 ? 'jour de retard' : 'jours de retard'
    return { grand: String(longtemps), petit: unite, tard: `${longtemps} ${unite}` }
  }
  const [numero = '', ...reste] = formatDate(echeance).split(INSECABLE)
  const mois = reste.join(' ')
  return { grand: numero, petit: echeance.slice(0, 4) === jour.slice(0, 4) ? mois.replace(/ \d{4}$/, '') : mois, tard: null }
}

/** « Depuis jeudi 18 h 12 » within a week, « Depuis le 2 mars à 9 h 05 » before; « Derniers changements » at the first visit. */
export function ditDepuis(visite: Date | null, now: Date): string {
  if (visite === null) return 'Derniers changements'
  const jour = jourParis(visite)
  const ecart = joursEntre(jour, jourParis(now))
  const [, heure = ''] = formatInstant(visite).split(' à ')
  if (ecart === 0) return `Depuis ${heure}`
  if (ecart === 1) return `Depuis hier ${heure}`
  return ecart < 7 ? `Depuis ${nomJour(jour)} ${heure}` : `Depuis le ${formatInstant(visite)}`
}

/** « 14 h 20 » today, « ven. » within a week, « 12 mars » this year, « 12 mars 2025 » before. */
export function ditQuand(instant: Date, now: Date): string {
  const jour = jourParis(instant)
  const ecart = joursEntre(jour, jourParis(now))
  if (ecart <= 0) return formatInstant(instant).split(' à ')[1] ?? ''
  if (ecart < 7) return `${nomJour(jour).slice(0, 3)}.`
  return jour.slice(0, 4) === jourParis(now).slice(0, 4) ? formatDate(jour).replace(/ \d{4}$/, '') : formatDate(jour)
}

function nomJour(jour: string): string {
  return JOURS[new Date(`${jour}T12:00:00Z`).getUTCDay()] ?? ''
}

/** Lines that say the same of the same person, one after the other, are said once with their number. */
export function regroupe<Ligne extends { libelle: string; qui: string | null }>(lignes: readonly Ligne[]): (Ligne & { fois: number })[] {
  const groupes: (Ligne & { fois: number })[] = []
  for (const ligne of lignes) {
    const derniere = groupes.at(-1)
    if (derniere !== undefined && derniere.libelle === ligne.libelle && derniere.qui === ligne.qui) derniere.fois += 1
    else groupes.push({ ...ligne, fois: 1 })
  }
  return groupes
}
