/** Mandates ended together on one date (election night): who loses what, what must be settled first, undoing it. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import { accorde, formatDate } from '#platform/formats.ts'
import { LIBELLES_ROLES } from './agent.ts'
import { type Delegation, etatDelegation } from './delegation.ts'
import { etatMandat, isAttendu, isIndispensable, type MandatComplet } from './mandat.ts'
import { listesOf } from './mandat-territoire.ts'

/** `dernierJour` null: at once. */
export type QuandFinir = { dernierJour: string | null; jour: string }

/** A mandate that ends, and those that its holder keeps on the same contract. */
export type Perte = { mandat: MandatComplet; garde: MandatComplet[] }
/** `bloque`: the act is refused as it is. `prevenu`: it is done all the same, knowingly. */
export type Alerte = { gravite: 'bloque' | 'prevenu'; contratId: string | null; phrase: string }
export type ApercuFin = {
  pertes: Perte[]
  alertes: Alerte[]
  /** Chosen, but not ended by this act, and why. */
  sansEffet: { mandat: MandatComplet; raison: string }[]
}

/** The day from which nothing chosen is in force any more. @param jour ISO */
export function jourApres({ dernierJour, jour }: QuandFinir): string {
  if (dernierJour === null) return jour
  const date = new Date(`${dernierJour}T12:00:00Z`)
  date.setUTCDate(date.getUTCDate() + 1)
  return date.toISOString().slice(0, 10)
}

/**
 * What ending these mandates does.
 * @param tous every mandate of the contracts concerned @param choisis ids of those to end
 * @throws RegleViolee when the day is past
 */
export function previewFin(
  tous: readonly MandatComplet[],
  choisis: readonly string[],
  delegations: readonly Delegation[],
  quand: QuandFinir,
): ApercuFin {
  if (quand.dernierJour !== null && quand.dernierJour < quand.jour) {
    const message = 'Ce jour est passé : choisissez aujourd’hui ou un jour à venir, ou laissez la date vide pour agir tout de suite.'
    throw new RegleViolee(message, [{ champ: 'dernierJour', message }])
  }
  const voulus = new Set(choisis)
  const apres = jourApres(quand)
  const sansEffet = tous.flatMap((mandat) => {
    const raison = voulus.has(mandat.id) ? raisonSansEffet(mandat, quand) : null
    return raison === null ? [] : [{ mandat, raison }]
  })
  const ecartes = new Set(sansEffet.map(({ mandat }) => mandat.id))
  const finis = tous.filter(({ id }) => voulus.has(id) && !ecartes.has(id))
  const idsFinis = new Set(finis.map(({ id }) => id))
  const restent = tous.filter((mandat) => !idsFinis.has(mandat.id) && !fallsWith(mandat, idsFinis) && isVivant(mandat, apres))
  const pertes = finis.map((mandat) => ({
    mandat,
    garde: restent.filter((autre) => autre.personneId === mandat.personneId && autre.contratId === mandat.contratId),
  }))
  const alertes = [
    ...alertesDePostes(finis, restent, quand, apres),
    ...tous
      .filter((mandat) => !idsFinis.has(mandat.id) && fallsWith(mandat, idsFinis) && isVivant(mandat, quand.jour))
      .map((mandat) =>
        prevenu(mandat.contratId, `La suppléance tenue par ${mandat.personne} tombe avec le mandat de ${mandat.suppleance?.de ?? ''}.`),
      ),
    ...delegations
      .filter(
        (delegation) =>
          (idsFinis.has(delegation.mandatId) || idsFinis.has(delegation.delegataireId)) &&
          etatDelegation(delegation, quand.jour) !== 'terminee',
      )
      .map(({ contratId, delegant, delegataire, arrete }) =>
        prevenu(contratId, `La délégation de signature de ${delegant.personne} à ${delegataire.personne} (arrêté ${arrete}) tombe.`),
      ),
  ]
  return { pertes, alertes: alertes.sort((a, b) => a.gravite.localeCompare(b.gravite)), sansEffet }
}

const isVivant = (mandat: MandatComplet, jour: string) => ['en_cours', 'en_attente'].includes(etatMandat(mandat, jour))
const fallsWith = (mandat: MandatComplet, finis: ReadonlySet<string>) => mandat.suppleance !== null && finis.has(mandat.suppleance.mandatId)
const prevenu = (contratId: string | null, phrase: string): Alerte => ({ gravite: 'prevenu', contratId, phrase })

function raisonSansEffet(mandat: MandatComplet, { dernierJour, jour }: QuandFinir): string | null {
  if (etatMandat(mandat, jour) === 'termine') return 'déjà terminé'
  if (dernierJour === null) return null
  if (mandat.fin !== null && mandat.fin <= dernierJour) return `finit déjà le ${formatDate(mandat.fin)}`
  return mandat.debut > dernierJour ? `ne commence que le ${formatDate(mandat.debut)}` : null
}

/** Posts that nobody holds any more: an indispensable role on a contract; an expected one, or anyone at all, for an organisation. */
function alertesDePostes(finis: readonly MandatComplet[], restent: readonly MandatComplet[], quand: QuandFinir, apres: string): Alerte[] {
  const alertes = new Map<string, Alerte>()
  const vifs = finis.filter((mandat) => isVivant(mandat, quand.jour) || isVivant(mandat, apres))
  for (const { role, contratId, organisationId, organisation } of vifs) {
    const ici = restent.filter((autre) => autre.contratId === contratId)
    const nom = LIBELLES_ROLES[role]
    if (isIndispensable(role)) {
      // A suppléance holds for someone: alone, it leaves nobody.
      if (ici.some((autre) => autre.role === role && autre.suppleance === null && etatMandat(autre, apres) === 'en_cours')) continue
      const phrase = `Plus personne n’aurait le rôle « ${nom} » : donnez-le d’abord à une autre personne, ou retirez ce mandat du choix.`
      alertes.set(`${contratId} ${role}`, { gravite: 'bloque', contratId, phrase })
      continue
    }
    const delle = ici.filter((autre) => autre.organisationId === organisationId)
    if (delle.length === 0) {
      alertes.set(`${contratId} ${organisationId}`, prevenu(contratId, `${organisation} n’aura plus personne sur ce contrat.`))
    } else if (isAttendu(role) && !delle.some((autre) => autre.role === role)) {
      alertes.set(`${contratId} ${organisationId} ${role}`, prevenu(contratId, `${organisation} n’aura plus de « ${nom} ».`))
    }
  }
  return [...alertes.values()]
}

/** The mandates as the act leaves them. @throws RegleViolee when something must be settled first, or nothing would end */
export function endedMandats(apercu: ApercuFin, quand: QuandFinir & { now: Date }): MandatComplet[] {
  const bloque = apercu.alertes.find(({ gravite }) => gravite === 'bloque')
  if (bloque !== undefined) throw new RegleViolee(bloque.phrase)
  if (apercu.pertes.length === 0) throw new RegleViolee('Aucun mandat ne prendrait fin : choisissez au moins un mandat en cours.')
  return apercu.pertes.map(({ mandat }) =>
    quand.dernierJour === null ? { ...mandat, retireLe: quand.now } : { ...mandat, fin: quand.dernierJour },
  )
}

export type GenreLot = 'fin' | 'renouvellement'

/** « 12 mandats finis le 15 mars 2026 au soir », « 12 mandats renouvelés à partir du 16 mars 2026 ». */
export function sayGroupe(groupe: { genre: GenreLot; jour: string | null; nombre: number }): string {
  const nombre = accorde(groupe.nombre, 'mandat')
  const s = groupe.nombre > 1 ? 's' : ''
  if (groupe.genre === 'renouvellement') return `${nombre} renouvelé${s} à partir du ${formatDate(groupe.jour ?? '')}`
  return groupe.jour === null ? `${nombre} fini${s} tout de suite` : `${nombre} fini${s} le ${formatDate(groupe.jour)} au soir`
}

/** A mandate of a bulk act, as it was and as the act left it. */
export type LigneLot = { mandat: MandatComplet; finAvant: string | null; finApres: string | null; retireApres: Date | null }

/**
 * Why the bulk act can no longer be undone, in sentences; none: it can.
 * @param tous every mandate of the contracts concerned
 */
export function obstaclesAnnulation(
  lot: { genre: GenreLot; annuleLe: Date | null; lignes: readonly LigneLot[] },
  tous: readonly MandatComplet[],
  delegations: readonly Delegation[],
  jour: string,
): string[] {
  if (lot.annuleLe !== null) return ['Cet acte est déjà annulé.']
  const duLot = new Set(lot.lignes.map(({ mandat }) => mandat.id))
  return lot.lignes.flatMap(({ mandat, finAvant, finApres, retireApres }) => {
    const change = mandat.fin !== finApres || mandat.retireLe?.getTime() !== retireApres?.getTime()
    if (change) return [`Le mandat de ${mandat.personne} a changé depuis.`]
    if (lot.genre === 'renouvellement') {
      const repose = delegations.some(
        (delegation) =>
          [delegation.mandatId, delegation.delegataireId].includes(mandat.id) && etatDelegation(delegation, jour) !== 'terminee',
      )
      const supplee = tous.some((autre) => autre.suppleance?.mandatId === mandat.id && autre.retireLe === null && !duLot.has(autre.id))
      if (repose) return [`Une délégation de signature repose sur le nouveau mandat de ${mandat.personne} : révoquez-la d’abord.`]
      return supplee ? [`Une suppléance repose sur le nouveau mandat de ${mandat.personne} : mettez-y fin d’abord.`] : []
    }
    const suite = tous.find((autre) => autre.succedeId === mandat.id && autre.retireLe === null)
    if (suite !== undefined)
      return [`Le mandat de ${mandat.personne} a été renouvelé pour ${suite.personne} : annulez d’abord ce renouvellement.`]
    const redonne = tous.some(
      (autre) => autre.id !== mandat.id && isMemeMandat(autre, mandat) && overlaps(autre, { debut: mandat.debut, fin: finAvant }),
    )
    return redonne ? [`${mandat.personne} a reçu de nouveau ce mandat depuis.`] : []
  })
}

/** The mandates as they stand once the act is undone. */
export function undoneMandats(lot: { genre: GenreLot; lignes: readonly LigneLot[] }, now: Date): MandatComplet[] {
  return lot.lignes.map(({ mandat, finAvant }) =>
    lot.genre === 'fin' ? { ...mandat, fin: finAvant, retireLe: null } : { ...mandat, retireLe: now },
  )
}

function isMemeMandat(a: MandatComplet, b: MandatComplet): boolean {
  const cle = ({ territoire }: MandatComplet) => JSON.stringify(Object.values(listesOf(territoire)).map((liste) => liste.sort()))
  return (
    a.retireLe === null &&
    a.personneId === b.personneId &&
    a.organisationId === b.organisationId &&
    a.role === b.role &&
    a.contratId === b.contratId &&
    a.suppleance?.mandatId === b.suppleance?.mandatId &&
    cle(a) === cle(b)
  )
}

function overlaps(a: { debut: string; fin: string | null }, b: { debut: string; fin: string | null }): boolean {
  return (a.fin === null || a.fin >= b.debut) && (b.fin === null || b.fin >= a.debut)
}
