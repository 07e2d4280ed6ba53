/** What one draws or measures, as GeoJSON for the drawing engine. Pure. */
import type { Feature, FeatureCollection } from 'geojson'
import type { Position } from '../../geometrie.ts'
import { type TraceMain, toMultiPolygone } from './trace-main.ts'

/** What is drawn, as shapes: closed areas, the line under way, every vertex. */
export function shapesOf({ polygones, encours, choisi }: TraceMain): FeatureCollection {
  const sommets = polygones.flatMap((anneaux, polygone) =>
    anneaux.flatMap((boucle, anneau) =>
      boucle.map((position, rang) => {
        const pris = choisi !== null && choisi.polygone === polygone && choisi.anneau === anneau && choisi.rang === rang
        return pointOf(position, pris ? 'choisi' : 'sommet')
      }),
    ),
  )
  const aires = toMultiPolygone({ polygones, encours: [], choisi }).map(
    (anneaux): Feature => ({
      type: 'Feature',
      properties: { sorte: 'aire' },
      geometry: { type: 'Polygon', coordinates: anneaux.map((anneau) => anneau.map(([lon, lat]) => [lon, lat])) },
    }),
  )
  return { type: 'FeatureCollection', features: [...aires, ...lineUnderWay(encours), ...sommets] }
}

/** The line measured. */
export function shapesOfMesure(mesure: readonly Position[]): FeatureCollection {
  return { type: 'FeatureCollection', features: lineUnderWay(mesure) }
}

function lineUnderWay(positions: readonly Position[]): Feature[] {
  const trait = { type: 'LineString' as const, coordinates: positions.map(([lon, lat]) => [lon, lat]) }
  const ligne: Feature[] = positions.length < 2 ? [] : [{ type: 'Feature', properties: { sorte: 'ligne' }, geometry: trait }]
  return [...ligne, ...positions.map((position) => pointOf(position, 'sommet'))]
}

function pointOf([lon, lat]: Position, sorte: string): Feature {
  return { type: 'Feature', properties: { sorte }, geometry: { type: 'Point', coordinates: [lon, lat] } }
}
