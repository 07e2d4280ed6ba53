/** Which system of coordinates the values of a file can be in: told by where they fall. */
import type { EntiteLue } from './lecture/lecture.ts'
import { PROJECTIONS, toWgs84 } from './projection.ts'
import { findZoneDeFrance, type ZoneDeFrance, zoneOfDepartement } from './zones-de-france.ts'

/** First vertex of up to so many features, spread over the file, as written. */
export function samplePoints(entites: readonly EntiteLue[], combien = 200): { x: number; y: number; entite: EntiteLue }[] {
  const pas = Math.max(1, Math.ceil(entites.length / combien))
  const points: { x: number; y: number; entite: EntiteLue }[] = []
  for (let i = 0; i < entites.length; i += pas) {
    const entite = entites[i]
    const anneau = entite?.polygones[0]?.[0]
    const [x, y] = [anneau?.[0], anneau?.[1]]
    if (entite !== undefined && x !== undefined && y !== undefined && Number.isFinite(x) && Number.isFinite(y))
      points.push({ x, y, entite })
  }
  return points
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
