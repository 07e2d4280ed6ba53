/** What the tests of defects share. */
import assert from 'node:assert/strict'
import type { Defaut, NatureDefaut } from './defaut.ts'
import { type ContexteDefauts, findDefauts } from './defauts.ts'
import type { LectureGeo } from './lecture/lecture.ts'
import { readGeo } from './lecture/lire-geo.ts'

export const AUCUN: ContexteDefauts = {
  identites: [],
  grammaire: null,
  generation: null,
  communes: null,
  annonces: null,
  seuilChevauchementM2: 1,
}

export async function read(nom: string, octets: Buffer): Promise<LectureGeo> {
  const reponse = await readGeo(nom, octets)
  if (reponse.etat !== 'lu') return assert.fail(reponse.phrase)
  return reponse
}

export type Anneau = (number | null)[][]
/** One feature of polygons whose positions are in ten-thousandths of a degree from Tours. */
export const collection = (...entites: (Anneau[][] | { type: string; coordinates: unknown } | null)[]) =>
  Buffer.from(
    JSON.stringify({
      type: 'FeatureCollection',
      features: entites.map((polygones, rang) => ({
        type: 'Feature',
        properties: { code: `QN037${String(rang).padStart(2, '0')}N`, nom: `Quartier ${rang}` },
        geometry:
          polygones === null || !Array.isArray(polygones)
            ? polygones
            : {
                type: 'MultiPolygon',
                coordinates: polygones.map((anneaux) =>
                  anneaux.map((anneau) =>
                    anneau.map(([x, y, ...z]) => [x === null ? null : 0.68 + (x ?? 0) / 10_000, 47.39 + (y ?? 0) / 10_000, ...z]),
                  ),
                ),
              },
      })),
    }),
  )
export const carre = (x: number, y: number, cote: number): Anneau => [
  [x, y],
  [x + cote, y],
  [x + cote, y + cote],
  [x, y + cote],
  [x, y],
]
export const trou = (x: number, y: number, cote: number): Anneau => carre(x, y, cote).toReversed()

export async function defautsOf(octets: Buffer, contexte: Partial<ContexteDefauts> = {}): Promise<Defaut[]> {
  return findDefauts(await read('a.geojson', octets), { ...AUCUN, ...contexte })
}
export const natures = (defauts: readonly Defaut[]): NatureDefaut[] => defauts.map(({ nature }) => nature)
