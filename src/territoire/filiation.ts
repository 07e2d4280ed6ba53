/**
 * Filiation: which quartier of one generation becomes which of the next, told by what their contours share. Pure. The thresholds
 * are given, never written here: a computation is kept with those it was made with.
 */
import { aireCommuneM2, boitesSeCouvrent, type ContourPrepare, prepareContour } from './aire-commune.ts'
import { countPopulation, type GrillePeuplee } from './filiation-population.ts'
import type { MultiPolygone } from './geometrie.ts'
import type { TypeFiliation } from './quartier.ts'
import { partPm } from './superposition.ts'

export type SeuilsFiliation = {
  /** Share, in ‰ of the old one and of the new one, from which the perimeter is said identical. */
  identiquePm: number
  /** Share, in ‰ of both, under which what two contours share is a sliver of drawing, not a link. */
  negligeablePm: number
}

/** A quartier made ready to be compared. */
export type QuartierPrepare = { id: string; code: string; geometrie: MultiPolygone; contour: ContourPrepare }

/** What an old and a new quartier share, in ‰ of each; population null where no cell is known. */
export type Recouvrement = {
  ancienId: string
  nouveauId: string
  aireM2: number
  partAncienPm: number
  partNouveauPm: number
  partPopulationAncienPm: number | null
  partPopulationNouveauPm: number | null
}

/** A link of filiation; `entrant` has no ancestor, `sortant` no heir, and their shares are null. */
export type LienCalcule = Omit<Recouvrement, 'ancienId' | 'nouveauId' | 'aireM2' | 'partAncienPm' | 'partNouveauPm'> & {
  ancienId: string | null
  nouveauId: string | null
  partAncienPm: number | null
  partNouveauPm: number | null
  type: TypeFiliation
}

export function prepareQuartier(quartier: { id: string; code: string; geometrie: MultiPolygone }): QuartierPrepare {
  return { id: quartier.id, code: quartier.code, geometrie: quartier.geometrie, contour: prepareContour(quartier.geometrie) }
}

/**
 * What one old quartier shares with each new one. Boxes tell apart nearly all pairs; the shared area of the others is exact to
 * the square decimetre. @param grille cells with their population; null: population shares stay unknown
 */
export function compareAncien(
  ancien: QuartierPrepare,
  nouveaux: readonly QuartierPrepare[],
  grille: GrillePeuplee | null = null,
): Recouvrement[] {
  const trouves: Recouvrement[] = []
  for (const nouveau of nouveaux) {
    if (!boitesSeCouvrent(ancien.contour, nouveau.contour)) continue
    const aireM2 = aireCommuneM2(ancien.contour, nouveau.contour)
    if (aireM2 <= 0) continue
    trouves.push({
      ancienId: ancien.id,
      nouveauId: nouveau.id,
      aireM2,
      partAncienPm: partPm(aireM2, ancien.contour.aireM2),
      partNouveauPm: partPm(aireM2, nouveau.contour.aireM2),
      ...partsOfPopulation(ancien, nouveau, grille),
    })
  }
  return trouves
}

function partsOfPopulation(
  ancien: QuartierPrepare,
  nouveau: QuartierPrepare,
  grille: GrillePeuplee | null,
): Pick<Recouvrement, 'partPopulationAncienPm' | 'partPopulationNouveauPm'> {
  if (grille === null) return { partPopulationAncienPm: null, partPopulationNouveauPm: null }
  const { a, b, communs } = countPopulation(grille, ancien.geometrie, nouveau.geometrie)
  return {
    partPopulationAncienPm: a === 0 ? null : partPm(communs, a),
    partPopulationNouveauPm: b === 0 ? null : partPm(communs, b),
  }
}

/**
 * Links from what is shared. One to one is identical or modified; several ancestors make a merge, several heirs a split; where
 * both happen at once, the main heir of an old quartier is its merge and the others its split.
 * @param anciens ids of all old quartiers @param nouveaux ids of all new ones @returns old ones in their order, then those that enter
 */
export function classifyLiens(
  recouvrements: readonly Recouvrement[],
  anciens: readonly string[],
  nouveaux: readonly string[],
  seuils: SeuilsFiliation,
): LienCalcule[] {
  const retenus = recouvrements.filter((r) => r.partAncienPm >= seuils.negligeablePm || r.partNouveauPm >= seuils.negligeablePm)
  const heritiers = groupBy(retenus, (r) => r.ancienId)
  const ancetres = groupBy(retenus, (r) => r.nouveauId)
  const liens = anciens.flatMap((id): LienCalcule[] => {
    const siens = heritiers.get(id)
    return siens === undefined
      ? [{ ancienId: id, nouveauId: null, type: 'sortant', ...SANS_PARTS }]
      : siens.map(({ aireM2: _, ...parts }) => ({ ...parts, type: typeOf(parts, siens, ancetres.get(parts.nouveauId) ?? [], seuils) }))
  })
  const entrants = nouveaux
    .filter((id) => !ancetres.has(id))
    .map((id): LienCalcule => ({ ancienId: null, nouveauId: id, type: 'entrant', ...SANS_PARTS }))
  return [...liens, ...entrants]
}

const SANS_PARTS = { partAncienPm: null, partNouveauPm: null, partPopulationAncienPm: null, partPopulationNouveauPm: null }

function typeOf(
  lien: Pick<Recouvrement, 'nouveauId' | 'partAncienPm' | 'partNouveauPm'>,
  heritiers: readonly Recouvrement[],
  ancetres: readonly Recouvrement[],
  { identiquePm }: SeuilsFiliation,
): TypeFiliation {
  if (heritiers.length === 1 && ancetres.length === 1) {
    return lien.partAncienPm >= identiquePm && lien.partNouveauPm >= identiquePm ? 'identique' : 'modifie'
  }
  if (heritiers.length === 1) return 'fusion'
  if (ancetres.length === 1) return 'scission'
  const principal = heritiers.reduce((plus, un) => (un.aireM2 > plus.aireM2 ? un : plus))
  return principal.nouveauId === lien.nouveauId ? 'fusion' : 'scission'
}

function groupBy<T>(liste: readonly T[], cle: (un: T) => string): Map<string, T[]> {
  const groupes = new Map<string, T[]>()
  for (const un of liste) {
    const groupe = groupes.get(cle(un))
    if (groupe === undefined) groupes.set(cle(un), [un])
    else groupe.push(un)
  }
  return groupes
}

/** The whole computation at once, for sizes where nobody waits. */
export function computeFiliation(
  anciens: readonly { id: string; code: string; geometrie: MultiPolygone }[],
  nouveaux: readonly { id: string; code: string; geometrie: MultiPolygone }[],
  seuils: SeuilsFiliation,
  grille: GrillePeuplee | null = null,
): LienCalcule[] {
  const prets = nouveaux.map(prepareQuartier)
  const recouvrements = anciens.flatMap((ancien) => compareAncien(prepareQuartier(ancien), prets, grille))
  return classifyLiens(
    recouvrements,
    anciens.map(({ id }) => id),
    nouveaux.map(({ id }) => id),
    seuils,
  )
}
