/** A mandate, from the day it is given to the day it ends. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { LIBELLES_ROLES, type Role } from './agent.ts'

export const QUALITES = ['titulaire', 'suppleant'] as const
export type Qualite = (typeof QUALITES)[number]
export const LIBELLES_QUALITES: Record<Qualite, string> = { titulaire: 'titulaire', suppleant: 'suppléante ou suppléant' }

export type NouveauMandat = {
  personneId: string
  organisationId: string
  role: Role
  contratId: string | null
  communeCode: string | null
  qualite: Qualite
  /** ISO days; `fin` is the last day in force. */
  debut: string
  fin: string | null
}

export type MandatComplet = NouveauMandat & {
  id: string
  personne: string
  courriel: string
  organisation: string
  retireLe: Date | null
}

/** Roles that hold for one commune: an elected member of a council, the commune's own referent (domain §5, « own commune »). */
const ROLES_COMMUNAUX: readonly Role[] = ['referent_commune', 'elu_commune']
/** Roles of which the last holder cannot leave: nobody could give the role again. */
const ROLES_INDISPENSABLES: readonly Role[] = ['chef_projet', 'admin_plateforme']

export function holdsForCommune(role: Role): boolean {
  return ROLES_COMMUNAUX.includes(role)
}

export type EtatMandat = 'a_venir' | 'en_cours' | 'termine'

/** Where the mandate stands on a day. @param jour ISO */
export function etatMandat(mandat: { debut: string; fin: string | null; retireLe: Date | null }, jour: string): EtatMandat {
  if (mandat.retireLe !== null || (mandat.fin !== null && mandat.fin < jour)) return 'termine'
  return mandat.debut > jour ? 'a_venir' : 'en_cours'
}

/**
 * The mandate as it may be given.
 * @throws RegleViolee when its dates, its contract or its commune do not fit its role
 */
export function givenMandat(mandat: NouveauMandat): NouveauMandat {
  if (mandat.fin !== null && mandat.fin < mandat.debut) {
    fautif('fin', 'La fin du mandat précède son début : corrigez l’une des deux dates.')
  }
  if (mandat.role === 'admin_plateforme') {
    if (mandat.contratId !== null) fautif('role', 'L’administration de la plateforme ne se donne pas sur un contrat.')
    if (mandat.communeCode !== null) fautif('communeCode', 'L’administration de la plateforme ne se donne pas sur une commune.')
    return mandat
  }
  if (mandat.contratId === null) fautif('contratId', 'Choisissez le contrat sur lequel porte ce mandat.')
  if (holdsForCommune(mandat.role) && mandat.communeCode === null) {
    fautif('communeCode', `Choisissez la commune : le rôle « ${LIBELLES_ROLES[mandat.role]} » vaut pour une commune.`)
  }
  return mandat
}

/**
 * The mandate ended: at once when `dernierJour` is null, else after that day.
 * @param autres mandates of the same role and contract in force that day, besides this one
 * @throws RegleViolee when it is over already, or when nobody would be left to hold an indispensable role
 */
export function endedMandat<M extends NouveauMandat & { retireLe: Date | null }>(
  mandat: M,
  fin: { dernierJour: string | null; now: Date; jour: string; autres: number },
): M {
  if (etatMandat(mandat, fin.jour) === 'termine') throw new RegleViolee('Ce mandat est déjà terminé.')
  if (ROLES_INDISPENSABLES.includes(mandat.role) && etatMandat(mandat, fin.jour) === 'en_cours' && fin.autres === 0) {
    throw new RegleViolee(
      `C’est le dernier mandat « ${LIBELLES_ROLES[mandat.role]} » : donnez-le d’abord à une autre personne, sans quoi plus personne ne pourrait le faire.`,
    )
  }
  if (fin.dernierJour === null) return { ...mandat, retireLe: fin.now }
  if (fin.dernierJour < fin.jour) fautif('dernierJour', 'Ce jour est passé : laissez la date vide pour mettre fin au mandat tout de suite.')
  if (fin.dernierJour < mandat.debut) fautif('dernierJour', 'La fin du mandat précède son début : choisissez une date plus tardive.')
  return { ...mandat, fin: fin.dernierJour }
}

/** « depuis le 1er mars 2026 », « jusqu’au 31 décembre 2026 », « terminé le … ». */
export function datesOf(mandat: Pick<MandatComplet, 'debut' | 'fin' | 'retireLe'>, jour: string): string {
  const etat = etatMandat(mandat, jour)
  if (mandat.retireLe !== null) return `terminé le ${formatDate(jourParis(mandat.retireLe))}`
  if (etat === 'termine') return `terminé le ${formatDate(mandat.fin ?? mandat.debut)} au soir`
  const debut = `${etat === 'a_venir' ? 'à partir du' : 'depuis le'} ${formatDate(mandat.debut)}`
  return mandat.fin === null ? debut : `${debut}, jusqu’au ${formatDate(mandat.fin)}`
}

function fautif(champ: string, message: string): never {
  throw new RegleViolee(message, [{ champ, message }])
}
