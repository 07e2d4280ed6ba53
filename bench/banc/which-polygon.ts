/** which-polygon ships no types: what is used of it, behind a function. */
import { createRequire } from 'node:module'
import { z } from 'zod'

type Question = (point: readonly [number, number], toutes: boolean) => unknown[] | null
const Fabrique = z.custom<(donnees: unknown) => Question>((valeur) => typeof valeur === 'function')

/** @returns how many polygons hold a point */
export function loadWhichPolygon(formes: readonly number[][][][][]): (lon: number, lat: number) => number {
  const build = Fabrique.parse(createRequire(import.meta.url)('which-polygon'))
  const question = build({
    type: 'FeatureCollection',
    features: formes.map((coordinates, rang) => ({
      type: 'Feature',
      properties: { rang },
      geometry: { type: 'MultiPolygon', coordinates },
    })),
  })
  return (lon, lat) => question([lon, lat], true)?.length ?? 0
}
