/** When a mail is tried again, when a digest is due. Pure. */
import { jourParis } from '#platform/formats.ts'

/** After so many tries, about two days, a mail is given up and shown to the administrators. */
export const ESSAIS_MAX = 18
/** A try that says nothing for so long has died with its process. Ten times what one may last (`smtp.adaptateur.ts`). */
export const BAIL_MS = 20 * 60_000
/** What waited so long without a server to send it is no longer news; its links are dead. */
export const PATIENCE_MS = 3 * 24 * 3600_000
/** A mail whose hour has passed by so much has lost its job: it is queued again. */
export const RETARD_MS = 2 * 60_000

const PREMIER_DELAI_MS = 30_000
const DELAI_MAX_MS = 6 * 3600_000

/** Milliseconds before the try that follows the `essais`-th: 30 s, 1 min, 2 min… 6 h at most. */
export function delaiApres(essais: number): number {
  return Math.min(PREMIER_DELAI_MS * 2 ** (Math.max(1, essais) - 1), DELAI_MAX_MS)
}

/** Instant of a Paris day and hour. @param jour ISO @param heure « 07:30 » */
export function instantParis(jour: string, heure: string): Date {
  const comme = new Date(`${jour}T${heure}:00Z`)
  const ecart = (instant: Date) => Date.parse(`${HORLOGE_PARIS.format(instant).replace(' ', 'T')}Z`) - instant.getTime()
  // Twice, so that the hour next to a change of time has the offset of its own side.
  const pres = new Date(comme.getTime() - ecart(comme))
  return new Date(comme.getTime() - ecart(pres))
}

const HORLOGE_PARIS = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** Digests due at an instant: mails written before these limits go; null before the hour of the day. */
export type EcheanceRecueil = { jour: string; limiteJour: Date; limiteSemaine: Date }

/** The daily digest takes what came before its hour today, the weekly one what came before it last Monday. */
export function echeanceRecueil(now: Date, heure: string): EcheanceRecueil | null {
  const jour = jourParis(now)
  const limiteJour = instantParis(jour, heure)
  if (now < limiteJour) return null
  const midi = new Date(`${jour}T12:00:00Z`)
  const depuisLundi = (midi.getUTCDay() + 6) % 7
  const lundi = new Date(midi.getTime() - depuisLundi * 24 * 3600_000).toISOString().slice(0, 10)
  return { jour, limiteJour, limiteSemaine: instantParis(lundi, heure) }
}
