/** What the public screens show: a snapshot, and what surrounds it. Pure. */
import type { FicheInstantane, Instantane } from '#strategie/index.ts'
import type { FormatPublie } from '../tables.ts'

export type DocumentPublic = { format: FormatPublie; taille: number; pages: number | null; href: string }

export type VuePublique = {
  instantane: Instantane
  /** Documents composed so far. */
  telechargements: DocumentPublic[]
  publieLe: Date
  sha256: string
  /** ISO day on which the page is read. */
  jour: string
  /** Address of the public page, without a trailing slash. */
  base: string
  demo: boolean
  /** A preview shows what would be published, and says where one comes from; null on the real page. */
  apercu: { retour: string } | null
}

/** A fiche is under way when one of its expected outputs is. */
export function isEngagee(fiche: Pick<FicheInstantane, 'realisations'>): boolean {
  return fiche.realisations.some((realisation) => realisation.etat === 'en_cours' || realisation.etat === 'realisee')
}

/** Address of the page of a fiche. */
export function adresseFiche({ base }: Pick<VuePublique, 'base'>, { code }: Pick<FicheInstantane, 'code'>): string {
  return `${base}/fiches/${encodeURIComponent(code)}`
}
