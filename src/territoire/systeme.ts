/** Which system of coordinates the values of a file can be in: told by where they fall. */
import type { EntiteLue } from './lecture/lecture.ts'
import { PROJECTIONS, toWgs84 } from './projection.ts'
import { findZoneDeFrance, type ZoneDeFrance, zoneOfDepartement } from './zones-de-france.ts'

/** Where a feature is, as written: the median of some of its vertices, which a few wild ones do not move. Null without any. */
export function typicalPoint({ polygones }: EntiteLue): { x: number; y: number } | null {
  const [xs, ys]: [number[], number[]] = [[], []]
  for (const polygone of polygones) {
    for (const anneau of polygone) {
      const pas = 2 * Math.max(1, Math.ceil(anneau.length / 2 / 15))
      for (let i = 0; i + 1 < anneau.length; i += pas) {
        const [x, y] = [anneau[i] as number, anneau[i + 1] as number]
        if (!Number.isFinite(x) || !Number.isFinite(y)) continue
        xs.push(x)
        ys.push(y)
      }
    }
    if (xs.length >= 45) break
  }
  const [x, y] = [median(xs), median(ys)]
  return x === undefined || y === undefined ? null : { x, y }
}

function median(valeurs: number[]): number | undefined {
  return valeurs.sort((a, b) => a - b)[valeurs.length >> 1]
}

/** Typical points of up to so many features, spread over the file. */
function samplePoints(entites: readonly EntiteLue[], combien: number): { x: number; y: number; entite: EntiteLue }[] {
  const pas = Math.max(1, Math.ceil(entites.length / combien))
  return entites
    .filter((_, rang) => rang % pas === 0)
    .flatMap((entite) => {
      const point = typicalPoint(entite)
      return point === null ? [] : [{ ...point, entite }]
    })
}

/**
 * Codes of the systems that put every sampled feature in France, the most likely first; in the part of France of its
 * département when that is known (UTM zones share their values: only the département tells them apart).
 */
export function plausibleProjections(
  entites: readonly EntiteLue[],
  departementOf: (entite: EntiteLue) => string | null = () => null,
): number[] {
  const points = samplePoints(entites, 60)
  if (points.length === 0) return []
  return PROJECTIONS.filter(({ epsg, geographique, boite }) => {
    // Geographic systems of France are all within a decimetre: the first stands for them.
    if (geographique && epsg !== 4326) return false
    return points.every(({ x, y, entite }) => {
      const [lon, lat] = toWgs84(epsg, x, y)
      const code = departementOf(entite)
      const inside = lon >= boite[0] && lon <= boite[2] && lat >= boite[1] && lat <= boite[3]
      return inside && (code === null ? findZoneDeFrance(lon, lat) !== null : isInZone(zoneOfDepartement(code), lon, lat))
    })
  }).map(({ epsg }) => epsg)
}

export function isInZone({ boite: [ouest, sud, est, nord] }: ZoneDeFrance, lon: number, lat: number): boolean {
  return lon >= ouest && lon <= est && lat >= sud && lat <= nord
}
