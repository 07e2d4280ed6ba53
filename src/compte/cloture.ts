/** Closing an account: asked, called off, done. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { LIBELLES_ROLES, type Role } from './agent.ts'

export const MOTIFS_CLOTURE = {
  demande: 'à la demande de la personne',
  inactivite: 'compte resté inutilisé',
  administration: 'par l’administration, sur demande reçue autrement',
} as const
export type MotifCloture = keyof typeof MOTIFS_CLOTURE

export type Cloture = {
  id: string
  /** « Personne effacée n° 12 ». */
  numero: number
  personneId: string
  motif: MotifCloture
  raison: string | null
  demandeeLe: Date
  prevueLe: Date
  annuleeLe: Date | null
  faiteLe: Date | null
  obstacle: string | null
}
export type NouvelleCloture = Pick<Cloture, 'id' | 'personneId' | 'motif' | 'raison' | 'demandeeLe' | 'prevueLe'>

/** A mandate whose last holder may not leave: nobody could give its role again. */
export type MandatIndispensable = { role: Role; contrat: string | null }

/**
 * What keeps an account from being closed, for its holder and the administrators; null: nothing.
 * @param indispensables mandates that nobody else holds
 */
export function obstacleOf(indispensables: readonly MandatIndispensable[]): string | null {
  const [premier] = indispensables
  if (premier === undefined) return null
  const ou = premier.role === 'admin_plateforme' ? 'de cette plateforme' : 'd’un contrat'
  return `Ce compte est le dernier à tenir le mandat « ${LIBELLES_ROLES[premier.role]} » ${ou} : donnez-le d’abord à quelqu’un d’autre.`
}

/**
 * A closing as it may be asked for.
 * @throws RegleViolee when one waits already, when it says no reason, or when the account cannot go
 */
export function askedCloture(
  cloture: NouvelleCloture,
  { enCours, indispensables }: { enCours: Cloture | null; indispensables: readonly MandatIndispensable[] },
): NouvelleCloture {
  if (enCours !== null) {
    throw new RegleViolee(`La fermeture de ce compte est déjà demandée : elle est prévue le ${formatDate(jourParis(enCours.prevueLe))}.`)
  }
  if (cloture.motif === 'administration' && (cloture.raison ?? '').length < 10) {
    const message = 'Dites comment la demande vous est parvenue, en dix caractères au moins.'
    throw new RegleViolee(message, [{ champ: 'raison', message }])
  }
  const obstacle = obstacleOf(indispensables)
  if (obstacle !== null) throw new RegleViolee(obstacle)
  return cloture
}

/** @throws RegleViolee when it is done, or called off already */
export function cancelledCloture(cloture: Cloture, now: Date): Cloture {
  assertAttend(cloture)
  return { ...cloture, annuleeLe: now }
}

/** The same, at once. @throws RegleViolee when it is done, or called off already */
export function hastenedCloture(cloture: Cloture, now: Date): Cloture {
  assertAttend(cloture)
  return { ...cloture, prevueLe: now < cloture.demandeeLe ? cloture.demandeeLe : now }
}

/** The name of an erased person. */
export function nomEfface(numero: number): { prenom: string; nom: string } {
  return { prenom: 'Personne', nom: `effacée n° ${numero}` }
}

/** An instant later by so many days. */
export function plusJours(instant: Date, jours: number): Date {
  return new Date(instant.getTime() + jours * 24 * 3600_000)
}

/** An instant earlier by so many months: 31 March less one month is 28 February. */
export function moinsMois(instant: Date, mois: number): Date {
  const rang = instant.getUTCFullYear() * 12 + instant.getUTCMonth() - mois
  const [annee, moisCible] = [Math.floor(rang / 12), ((rang % 12) + 12) % 12]
  const dernier = new Date(Date.UTC(annee, moisCible + 1, 0)).getUTCDate()
  const cible = new Date(instant)
  cible.setUTCFullYear(annee, moisCible, Math.min(instant.getUTCDate(), dernier))
  return cible
}

function assertAttend(cloture: Cloture): void {
  if (cloture.faiteLe !== null) throw new RegleViolee('Ce compte est déjà fermé.')
  if (cloture.annuleeLe !== null) throw new RegleViolee('Cette demande est déjà annulée.')
}
