/** What an answer says besides the quartier: the band of distance, and how sure it is. Pure. */

/** How far from the borders a place is said to be near (m, growing), and how near a border it is said to be uncertain (m). */
export type SeuilsReperage = { bandesM: readonly number[]; limiteM: number }

/** Inside; outside but within a band (the smallest that holds it); or far from all. */
export type Situation = { situation: 'dedans' } | { situation: 'bande'; bandeM: number } | { situation: 'hors' }

/** The bands usual in the texts (domain §1.3): 500 m for the TFPB and VAT of the surroundings, 300 m for renewal projects. */
export const SEUILS_USUELS: SeuilsReperage = { bandesM: [300, 500], limiteM: 30 }

/** Where a place stands. A band holds its own limit: 300 m exactly is within 300 m. */
export function situationOf(dedans: boolean, distanceM: number | null, { bandesM }: SeuilsReperage): Situation {
  if (dedans) return { situation: 'dedans' }
  const bandeM = distanceM === null ? undefined : bandesM.find((bande) => distanceM <= bande)
  return bandeM === undefined ? { situation: 'hors' } : { situation: 'bande', bandeM }
}

/** So near a border, inside or outside, that the precision of an address does not allow to decide. */
export function isLimite(distanceM: number | null, { limiteM }: SeuilsReperage): boolean {
  return distanceM !== null && distanceM <= limiteM
}
