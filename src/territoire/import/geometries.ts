/** Defects of the features of a file, and their geometries once the repairs advised are done: what is shown before anything is accepted. */
import type { Defaut } from '../defaut.ts'
import { type MultiPolygone, type Position, quantised } from '../geometrie.ts'
import type { AnneauBrut, LectureGeo } from '../lecture/lecture.ts'
import { toWgs84 } from '../projection.ts'
import type { Correspondance, GenreImport } from './forme.ts'

export type GeometriesVues = { defauts: Defaut[]; reparees: { geometrie: MultiPolygone; origine: MultiPolygone }[] }

export function inspectGeometries(_genre: GenreImport, lue: LectureGeo, _correspondance: Correspondance): GeometriesVues {
  const anneau = (brut: AnneauBrut): Position[] =>
    Array.from({ length: brut.length / 2 }, (_, i) => toWgs84(lue.projection.epsg, brut[2 * i] ?? 0, brut[2 * i + 1] ?? 0))
  return {
    defauts: [],
    reparees: lue.entites.map(({ polygones }) => {
      const origine = polygones.map((polygone) => polygone.map(anneau))
      return { origine, geometrie: quantised(origine) }
    }),
  }
}
