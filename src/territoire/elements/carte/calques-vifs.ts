/** The layers of the server's map in the drawing engine: same order, same looks. */
import type { FeatureCollection } from 'geojson'
import type { Map as CarteGl, GeoJSONSource } from 'maplibre-gl'
import type { CalqueDonnees, DonneesCarte } from '../../carte/donnees-carte.ts'
import { FINESSE, lookOf } from './couleurs-vives.ts'

/** Layers of the engine for one of ours. */
export const couchesOf = (calque: string) => [`${calque}-aire`, `${calque}-bord`, `${calque}-point`] as const

export function addCalques(carte: CarteGl, donnees: DonneesCarte, hote: HTMLElement): void {
  for (const calque of donnees.calques) {
    const features = donnees.features.filter(({ properties }) => properties.calque === calque.id)
    carte.addSource(calque.id, { type: 'geojson', data: { type: 'FeatureCollection', features }, tolerance: 0.2 })
    const [aire, bord, point] = couchesOf(calque.id)
    const visibility = calque.visible ? 'visible' : 'none'
    carte.addLayer({ id: aire, type: 'fill', source: calque.id, filter: ['!=', ['geometry-type'], 'Point'], layout: { visibility } })
    carte.addLayer({ id: bord, type: 'line', source: calque.id, layout: { visibility, 'line-join': 'round' } })
    carte.addLayer({ id: point, type: 'circle', source: calque.id, filter: ['==', ['geometry-type'], 'Point'], layout: { visibility } })
  }
  paintCalques(carte, donnees, hote)
}

/** Gives each layer the colours the page has now. */
export function paintCalques(carte: CarteGl, donnees: DonneesCarte, hote: HTMLElement): void {
  for (const { id, style } of donnees.calques) {
    const look = lookOf(hote, style)
    const [aire, bord, point] = couchesOf(id)
    if (look.tuile !== null) {
      const nom = `motif-${style}`
      if (carte.hasImage(nom)) carte.removeImage(nom)
      carte.addImage(nom, look.tuile, { pixelRatio: FINESSE })
      carte.setPaintProperty(aire, 'fill-pattern', nom)
    } else carte.setPaintProperty(aire, 'fill-color', look.fond)
    carte.setPaintProperty(bord, 'line-color', look.trait)
    carte.setPaintProperty(bord, 'line-width', look.largeur)
    if (look.tirets !== null)
      carte.setPaintProperty(
        bord,
        'line-dasharray',
        look.tirets.map((pas) => pas / look.largeur),
      )
    carte.setPaintProperty(point, 'circle-color', look.fond)
    carte.setPaintProperty(point, 'circle-stroke-color', look.trait)
    carte.setPaintProperty(point, 'circle-stroke-width', 1.5)
    carte.setPaintProperty(point, 'circle-radius', 7)
  }
}

export function setVisible(carte: CarteGl, calque: CalqueDonnees, visible: boolean): void {
  calque.visible = visible
  for (const couche of couchesOf(calque.id)) carte.setLayoutProperty(couche, 'visibility', visible ? 'visible' : 'none')
}

/** How much of a layer is seen, from 0 to 1. */
export function setOpacite(carte: CarteGl, calque: string, part: number): void {
  const [aire, bord] = couchesOf(calque)
  carte.setPaintProperty(aire, 'fill-opacity', part)
  carte.setPaintProperty(bord, 'line-opacity', part)
}

/** The shapes drawn by hand: what is closed, the line under way, the vertices. */
export function addTrace(carte: CarteGl, couleur: string): (aires: FeatureCollection) => void {
  carte.addSource('trace', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
  const est = (sorte: string): ['==', ['get', string], string] => ['==', ['get', 'sorte'], sorte]
  carte.addLayer({
    id: 'trace-aire',
    type: 'fill',
    source: 'trace',
    filter: est('aire'),
    paint: { 'fill-color': couleur, 'fill-opacity': 0.25 },
  })
  carte.addLayer({
    id: 'trace-bord',
    type: 'line',
    source: 'trace',
    filter: ['!=', ['geometry-type'], 'Point'],
    paint: { 'line-color': couleur, 'line-width': 2.5 },
  })
  carte.addLayer({
    id: 'trace-sommets',
    type: 'circle',
    source: 'trace',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': ['case', est('choisi'), 7, 4.5],
      'circle-color': ['case', est('choisi'), couleur, '#ffffff'],
      'circle-stroke-color': couleur,
      'circle-stroke-width': 2,
    },
  })
  return (aires) => carte.getSource<GeoJSONSource>('trace')?.setData(aires)
}
