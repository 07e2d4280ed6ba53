/** A mandate, from the day it is given to the day it ends. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { deNom, LIBELLES_ROLES, type Role } from './agent.ts'
import { holdsWithin, type Territoire } from './mandat-territoire.ts'

export const QUALITES = ['titulaire', 'suppleant'] as const
export type Qualite = (typeof QUALITES)[number]
export const LIBELLES_QUALITES: Record<Qualite, string> = { titulaire: 'titulaire', suppleant: 'suppléante ou suppléant' }

/** A suppléant named for one titulaire acts beside her at any time, or only on the days on which she is away. */
export const SUPPLEANCES = ['permanente', 'absence'] as const
export type Suppleance = (typeof SUPPLEANCES)[number]
export const LIBELLES_SUPPLEANCES: Record<Suppleance, string> = {
  permanente: 'à tout moment, à ses côtés',
  absence: 'seulement les jours de ses absences déclarées',
}

export type NouveauMandat = {
  personneId: string
  organisationId: string
  role: Role
  contratId: string | null
  territoire: Territoire
  qualite: Qualite
  /** For a suppléant of one titulaire: her mandate, and when he acts. A suppléant without one stands for his organisation. */
  suppleance: { mandatId: string; quand: Suppleance } | null
  /** ISO days; `fin` is the last day in force. */
  debut: string
  fin: string | null
}

export type DatesMandat = { debut: string; fin: string | null; retireLe: Date | null }
/** Days away, `fin` included. */
export type Absence = { id: string; debut: string; fin: string }

export type MandatComplet = Omit<NouveauMandat, 'suppleance'> & {
  id: string
  personne: string
  courriel: string
  organisation: string
  /** Code of the kind of the organisation. */
  typeOrganisation: string
  retireLe: Date | null
  /** The mandate that this one renews. */
  succedeId: string | null
  suppleance: { mandatId: string; quand: Suppleance; de: string; titulaire: DatesMandat & { absences: readonly Absence[] } } | null
  /** Days on which the holder is away, past ones included, cancelled ones left out. */
  absences: readonly Absence[]
}

/** Territories that fit a role (domain §5): who pilots or finances does so everywhere, a commune's people hold for theirs. */
const TERRITOIRES_ADMIS: Record<Role, readonly Territoire['type'][]> = {
  chef_projet: ['contrat'],
  referent_commune: ['communes', 'quartiers'],
  elu_epci: ['contrat'],
  elu_commune: ['communes', 'quartiers'],
  prefet: ['contrat'],
  delegue_prefet: ['contrat', 'communes', 'quartiers'],
  instructeur_etat: ['contrat', 'communes'],
  financeur: ['contrat', 'communes', 'quartiers'],
  bailleur: ['contrat', 'communes', 'quartiers'],
  conseil_citoyen: ['contrat', 'communes', 'quartiers'],
  evaluateur: ['contrat', 'communes', 'quartiers'],
  admin_plateforme: ['contrat'],
}

/** Roles of which the last holder cannot leave: nobody could give the role again. */
const ROLES_INDISPENSABLES: readonly Role[] = ['chef_projet', 'admin_plateforme']

/** Roles without which a contract still runs, but not as the law or its governance has it: said when nobody is left. */
const ROLES_ATTENDUS: readonly Role[] = ['elu_epci', 'elu_commune', 'prefet', 'delegue_prefet']

export function isIndispensable(role: Role): boolean {
  return ROLES_INDISPENSABLES.includes(role)
}
export function isAttendu(role: Role): boolean {
  return isIndispensable(role) || ROLES_ATTENDUS.includes(role)
}

/** `en_attente`: a suppléance for absences, on a day on which the titulaire is there. Only `en_cours` gives rights. */
export type EtatMandat = 'a_venir' | 'en_cours' | 'en_attente' | 'termine'

/** What the state of a mandate depends on. */
export type MandatDate = DatesMandat & { suppleance?: Pick<NonNullable<MandatComplet['suppleance']>, 'quand' | 'titulaire'> | null }

/** Where the mandate stands on a day. A suppléance named for a titulaire falls with her mandate. @param jour ISO */
export function etatMandat(mandat: MandatDate, jour: string): EtatMandat {
  const propre = etatPropre(mandat, jour)
  const suppleance = mandat.suppleance ?? null
  if (propre === 'termine' || suppleance === null) return propre
  const titulaire = etatPropre(suppleance.titulaire, jour)
  if (titulaire === 'termine') return 'termine'
  if (propre === 'a_venir' || titulaire === 'a_venir') return 'a_venir'
  return suppleance.quand === 'permanente' || isAbsent(suppleance.titulaire.absences, jour) ? 'en_cours' : 'en_attente'
}

function etatPropre(mandat: DatesMandat, jour: string): Exclude<EtatMandat, 'en_attente'> {
  if (mandat.retireLe !== null || (mandat.fin !== null && mandat.fin < jour)) return 'termine'
  return mandat.debut > jour ? 'a_venir' : 'en_cours'
}

export function isAbsent(absences: readonly Pick<Absence, 'debut' | 'fin'>[], jour: string): boolean {
  return absences.some((absence) => absence.debut <= jour && jour <= absence.fin)
}

/**
 * The mandate as it may be given.
 * @throws RegleViolee when its dates, its contract or its territory do not fit its role
 */
export function givenMandat(mandat: NouveauMandat): NouveauMandat {
  if (mandat.fin !== null && mandat.fin < mandat.debut) {
    fautif('fin', 'La fin du mandat précède son début : corrigez l’une des deux dates.')
  }
  if (mandat.role === 'admin_plateforme') {
    if (mandat.contratId !== null) fautif('role', 'L’administration de la plateforme ne se donne pas sur un contrat.')
  } else if (mandat.contratId === null) fautif('contratId', 'Choisissez le contrat sur lequel porte ce mandat.')
  assertTerritoireAdmis(mandat.role, mandat.territoire)
  if (mandat.suppleance !== null && mandat.qualite !== 'suppleant') {
    fautif('remplaceId', 'Choisissez la qualité de suppléante ou suppléant, ou ne nommez personne à suppléer.')
  }
  return mandat
}

/**
 * The suppléance fits the mandate that it stands in for: same contract, role and organisation, a titulaire who is another person.
 * @throws RegleViolee otherwise
 */
export function assertSuppleanceAdmise(mandat: NouveauMandat, titulaire: MandatComplet, jour: string): void {
  const memes = (['contratId', 'role', 'organisationId'] as const).every((champ) => mandat[champ] === titulaire[champ])
  if (!memes) fautif('remplaceId', `La suppléance de ${titulaire.personne} se donne dans la même organisation, avec le même rôle.`)
  if (titulaire.qualite === 'suppleant')
    fautif('remplaceId', `${titulaire.personne} est déjà en suppléance : nommez la personne titulaire.`)
  if (mandat.personneId === titulaire.personneId) fautif('remplaceId', 'Nul ne se supplée soi-même : nommez une autre personne.')
  if (etatMandat(titulaire, jour) === 'termine') fautif('remplaceId', `Le mandat de ${titulaire.personne} est terminé.`)
  if (!holdsWithin(mandat.territoire, titulaire.territoire)) {
    fautif('communes', `La suppléance ne va pas au-delà du territoire de ${titulaire.personne}.`)
  }
}

/** @throws RegleViolee when this kind of territory does not fit the role */
export function assertTerritoireAdmis(role: Role, territoire: Territoire): void {
  const admis = TERRITOIRES_ADMIS[role]
  if (admis.includes(territoire.type)) return
  const nom = LIBELLES_ROLES[role]
  if (role === 'admin_plateforme') fautif('communes', 'L’administration de la plateforme ne se donne pas sur un territoire.')
  if (!admis.includes('contrat')) fautif('communes', `Choisissez la commune : le rôle « ${nom} » vaut pour une commune ou des quartiers.`)
  const champ = territoire.type === 'quartiers' ? 'quartiers' : 'communes'
  const sauf = admis.length === 1 ? 'vaut pour tout le contrat : ne cochez ni commune, ni quartier' : 'ne se donne pas par quartier'
  fautif(champ, `Le rôle « ${nom} » ${sauf}.`)
}

/**
 * The mandate ended: at once when `dernierJour` is null, else after that day.
 * @param autres mandates of the same role and contract in force that day, besides this one
 * @throws RegleViolee when it is over already, or when nobody would be left to hold an indispensable role
 */
export function endedMandat<M extends MandatDate & Pick<NouveauMandat, 'role'>>(
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

/** An absence of the holder. @throws RegleViolee when it is past, ends before it starts, or the mandate has no suppléance to open */
export function declaredAbsence(mandat: MandatComplet, absence: Omit<Absence, 'id'>, jour: string): Omit<Absence, 'id'> {
  if (etatMandat(mandat, jour) === 'termine') throw new RegleViolee('Ce mandat est terminé : il n’y a plus d’absence à déclarer.')
  if (mandat.contratId === null || mandat.qualite === 'suppleant') {
    throw new RegleViolee('Les absences se déclarent sur le mandat de la personne titulaire.')
  }
  if (absence.fin < absence.debut) fautif('fin', 'La fin de l’absence précède son début : corrigez l’une des deux dates.')
  if (absence.fin < jour) fautif('fin', 'Cette absence est passée : choisissez un dernier jour à venir.')
  return absence
}

/** « depuis le 1er mars 2026 », « jusqu’au 31 décembre 2026 », « terminé le … ». */
export function datesOf(mandat: DatesMandat, jour: string): string {
  const etat = etatPropre(mandat, jour)
  if (mandat.retireLe !== null) return `terminé le ${formatDate(jourParis(mandat.retireLe))}`
  if (etat === 'termine') return `terminé le ${formatDate(mandat.fin ?? mandat.debut)} au soir`
  const debut = `${etat === 'a_venir' ? 'à partir du' : 'depuis le'} ${formatDate(mandat.debut)}`
  return mandat.fin === null ? debut : `${debut}, jusqu’au ${formatDate(mandat.fin)}`
}

/** « suppléance d’Anne Kervella, en attente d’une absence »; null when the mandate stands by itself. */
export function saySuppleance(mandat: Pick<MandatComplet, 'qualite' | 'suppleance'> & DatesMandat, jour: string): string | null {
  if (mandat.suppleance === null) return mandat.qualite === 'suppleant' ? LIBELLES_QUALITES.suppleant : null
  const { de, quand, titulaire } = mandat.suppleance
  const quoi = `suppléance ${deNom(de)}`
  if (etatPropre(titulaire, jour) === 'termine') return `${quoi}, tombée avec son mandat`
  if (quand === 'permanente') return `${quoi}, à tout moment`
  return `${quoi}, ${isAbsent(titulaire.absences, jour) ? 'absente ou absent aujourd’hui' : 'en attente d’une absence'}`
}

function fautif(champ: string, message: string): never {
  throw new RegleViolee(message, [{ champ, message }])
}
