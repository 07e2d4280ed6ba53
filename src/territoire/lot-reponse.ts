/** The answer given to one point of a batch. Pure. */
import { judgePoint, type Verdict } from './certitude.ts'
import { locate } from './index-spatial.ts'
import { distanceTo } from './index-spatial-distance.ts'
import type { IndexSpatial } from './index-spatial-forme.ts'
import { isComplet, isEnMetropole } from './situation.ts'
import { findZoneDeFrance } from './zones-de-france.ts'

/** What the answers rest on: the index, and what the instance chose. Ranks are those of the index. */
export type BaseDeReponse = {
  index: IndexSpatial
  /** All quartiers that the texts announce for metropolitan France are known. */
  complet: boolean
  toleranceM: number
  rayonConnuM: number
  /** Metres, ascending. */
  bandes: readonly number[]
}

export type ReponsePoint = {
  rangs: readonly number[]
  /** To the border of the quartier that holds it, else of the nearest one, when it was near enough to be measured. */
  distanceM: number | null
  /** Outside: the smallest band that holds it. */
  bandeM: number | null
  verdict: Verdict | 'ailleurs'
}

export function isToutConnu(
  generations: readonly { id: string; compteAnnonce: Readonly<Record<string, number>> | null }[],
  quartiers: readonly { generationId: string; boite: readonly [number, number, number, number] | null }[],
): boolean {
  return isComplet(
    generations.map(({ id, compteAnnonce }) => ({
      compteAnnonce,
      connus: quartiers.filter(({ generationId, boite }) => generationId === id && boite !== null && isEnMetropole([boite[0], boite[1]]))
        .length,
    })),
  )
}

/** @param precisionM how far the point may be from where it says: the decimals it was written with */
export function answerPoint(base: BaseDeReponse, lon: number, lat: number, precisionM: number): ReponsePoint {
  const tolerance = Math.max(base.toleranceM, precisionM)
  const utile = Math.max(tolerance, base.complet ? 0 : base.rayonConnuM, base.bandes.at(-1) ?? 0)
  const proche = distanceTo(base.index, lon, lat, utile)
  if (proche === null) {
    // Nothing within reach: outside of all, where all are known.
    if (findZoneDeFrance(lon, lat) === null) return { rangs: [], distanceM: null, bandeM: null, verdict: 'ailleurs' }
    const connu = base.complet && isEnMetropole([lon, lat])
    return { rangs: [], distanceM: null, bandeM: null, verdict: connu ? 'non' : 'inconnu' }
  }
  const rangs = proche.dedans ? locate(base.index, lon, lat) : []
  const complet = base.complet && isEnMetropole([lon, lat])
  return {
    rangs,
    distanceM: proche.distanceM,
    bandeM: proche.dedans ? null : (base.bandes.find((bande) => proche.distanceM <= bande) ?? null),
    verdict: judgePoint(
      { dedans: rangs.map(String), bordureM: proche.distanceM },
      { precisionM: tolerance, rayonConnuM: complet ? null : base.rayonConnuM },
    ),
  }
}

/** Metres that the last decimal of degrees leaves open: half a step, south to north. From four decimals on, less than six metres. */
export function precisionOf(decimales: number): number {
  return decimales >= 4 ? 0 : 111_195 / (2 * 10 ** decimales)
}
