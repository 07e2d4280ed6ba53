import type { AnneauBrut, EntiteLue, PolygoneBrut } from './lecture.ts'
import { SANS_SURFACE } from './recueil-geo.ts'

export type Geometrie = Pick<EntiteLue, 'nature' | 'polygones' | 'dimension'>

/**
 * The rings of a GeoJSON geometry, as they are: a coordinate that is not a number becomes NaN, told later with its place.
 * @param fail builds the refusal of what has not the shape of its type
 */
export function geometrieOf(geometry: unknown, fail: (quoi: string) => Error): Geometrie {
  if (geometry === null || geometry === undefined) return { nature: null, ...SANS_SURFACE }
  if (typeof geometry !== 'object' || !('type' in geometry) || typeof geometry.type !== 'string')
    throw fail('la géométrie n’a pas de «\u00a0type\u00a0»')
  const { type } = geometry
  const coordinates = 'coordinates' in geometry ? geometry.coordinates : []
  const dimensions = new Set<number>()
  const mauvaise = () => fail(`«\u00a0coordinates\u00a0» n’a pas la forme d’un ${type}`)
  if (type === 'Polygon') {
    const polygone = polygoneOf(coordinates, dimensions, mauvaise)
    return { nature: type, polygones: polygone.length === 0 ? [] : [polygone], dimension: dimensionOf(dimensions) }
  }
  if (type === 'MultiPolygon') {
    if (!Array.isArray(coordinates)) throw mauvaise()
    const polygones = coordinates.map((un) => polygoneOf(un, dimensions, mauvaise)).filter((un) => un.length > 0)
    return { nature: type, polygones, dimension: dimensionOf(dimensions) }
  }
  return { nature: type.slice(0, 40), ...SANS_SURFACE }
}

export function dimensionOf(dimensions: ReadonlySet<number>): EntiteLue['dimension'] {
  if (dimensions.size > 1) return 'mixte'
  const [une = 2] = dimensions
  return une >= 4 ? 4 : une === 3 ? 3 : 2
}

function polygoneOf(anneaux: unknown, dimensions: Set<number>, mauvaise: () => Error): PolygoneBrut {
  if (!Array.isArray(anneaux)) throw mauvaise()
  return anneaux.map((positions) => anneauOf(positions, dimensions, mauvaise)).filter((anneau) => anneau.length > 0)
}

function anneauOf(positions: unknown, dimensions: Set<number>, mauvaise: () => Error): AnneauBrut {
  if (!Array.isArray(positions)) throw mauvaise()
  const anneau = new Float64Array(positions.length * 2)
  let avant = -1
  for (let i = 0; i < positions.length; i += 1) {
    const position: unknown = positions[i]
    if (!Array.isArray(position)) throw mauvaise()
    const [x, y] = position
    anneau[2 * i] = typeof x === 'number' ? x : Number.NaN
    anneau[2 * i + 1] = typeof y === 'number' ? y : Number.NaN
    if (position.length !== avant) {
      avant = position.length
      if (avant >= 2) dimensions.add(Math.min(avant, 4))
    }
  }
  return anneau
}
