/** The places that a fiche points at, with the share of each. Pure. */
import type { ChampFautif } from '#platform/errors.ts'

export const TYPES_LIEU = ['quartier', 'commune', 'epci', 'perimetre'] as const
export type TypeLieu = (typeof TYPES_LIEU)[number]

export type LieuFiche = {
  type: TypeLieu
  /** Code of the quartier, INSEE code, SIREN, or id of a local perimeter. */
  code: string
  nom: string
  /** INSEE codes of the communes where it lies. */
  communes: readonly string[]
  /** Share of the fiche, in ‰; null: not shared out. */
  partPm: number | null
  /** Typed by a person, or recognised in an imported document. */
  origine: 'saisie' | 'import'
}

export const LIEUX_MAX = 100
export const TOUT_PM = 1000

export const REPARTITIONS = ['aucune', 'egale', 'habitants', 'saisie'] as const
/** How shares are set: none, the same for all, by inhabitants, or as typed. */
export type Repartition = (typeof REPARTITIONS)[number]

export const LIBELLES_REPARTITION: Record<Repartition, string> = {
  aucune: 'Sans parts',
  egale: 'À parts égales',
  habitants: 'Selon le nombre d’habitants',
  saisie: 'Comme écrit pour chaque lieu',
}

/**
 * A whole shared out by weights, in integers whose sum is the whole: the largest remainders get what is left (design §4). The
 * first of equal remainders is served first. @param poids integers, 0 or more, not all 0
 * @throws RangeError when no weight is positive
 */
export function shared(tout: number, poids: readonly number[]): number[] {
  const somme = poids.reduce((total, un) => total + un, 0)
  if (somme <= 0) throw new RangeError('no weight to share by')
  const parts = poids.map((un) => Math.floor((tout * un) / somme))
  const reste = tout - parts.reduce((total, une) => total + une, 0)
  const ordre = poids.map((un, rang) => ({ rang, reste: (tout * un) % somme })).sort((a, b) => b.reste - a.reste || a.rang - b.rang)
  for (const { rang } of ordre.slice(0, reste)) parts[rang] = (parts[rang] ?? 0) + 1
  return parts
}

/** What is wrong with a list of places; none: it can be kept. Shares are all there and make 1000 ‰, or none is. */
export function fautesLieux(lieux: readonly Pick<LieuFiche, 'type' | 'code' | 'nom' | 'partPm'>[]): ChampFautif[] {
  const fautes: ChampFautif[] = []
  const vus = new Set<string>()
  for (const { type, code, nom } of lieux) {
    if (vus.has(`${type} ${code}`)) fautes.push({ champ: `part.${type}-${code}`, message: `« ${nom} » est choisi deux fois.` })
    vus.add(`${type} ${code}`)
  }
  const partages = lieux.filter(({ partPm }) => partPm !== null)
  if (partages.length === 0) return fautes
  for (const { type, code, nom, partPm } of lieux) {
    if (partPm !== null) continue
    fautes.push({ champ: `part.${type}-${code}`, message: `Donnez la part de « ${nom} », ou retirez celles des autres.` })
  }
  const somme = partages.reduce((total, { partPm }) => total + (partPm ?? 0), 0)
  if (partages.length === lieux.length && somme !== TOUT_PM) {
    const ecart = Math.abs(TOUT_PM - somme)
    const message = `Les parts font ${sayPart(somme)} : ${somme < TOUT_PM ? 'il manque' : 'il y a en trop'} ${sayPart(ecart)}.`
    fautes.push({ champ: 'repartition', message })
  }
  return fautes
}

/** « 33,3 % ». @param pm ‰ */
export function sayPart(pm: number): string {
  return `${(pm / 10).toLocaleString('fr-FR', { maximumFractionDigits: 1 })} %`
}

/** INSEE codes of all the places, each once. No place: none. */
export function communesDesLieux(lieux: readonly Pick<LieuFiche, 'communes'>[]): string[] {
  return [...new Set(lieux.flatMap(({ communes }) => communes))].sort()
}

/** « Sanitas (QN03705M), 40 % » */
export function sayLieu({ type, code, nom, partPm }: Pick<LieuFiche, 'type' | 'code' | 'nom' | 'partPm'>): string {
  const nomme = type === 'quartier' ? `${nom} (${code})` : nom
  return partPm === null ? nomme : `${nomme}, ${sayPart(partPm)}`
}
