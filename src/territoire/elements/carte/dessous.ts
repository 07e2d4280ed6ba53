/** What lies under the cursor. */
import type { Map as CarteGl } from 'maplibre-gl'
import type { DonneesCarte, FormeGeoJson } from '../../carte/donnees-carte.ts'
import type { Pixel } from './accroche.ts'
import { couchesOf } from './calques-vifs.ts'

function under(carte: CarteGl, donnees: DonneesCarte, { x, y }: Pixel): FormeGeoJson | null {
  const couches = donnees.calques.filter(({ fond, visible }) => visible && !fond).flatMap(({ id }) => couchesOf(id))
  const trouve = carte.queryRenderedFeatures([x, y], { layers: couches })[0]
  return donnees.features.find(({ id }) => id === trouve?.id) ?? null
}

/** Page of the shape under a pixel; null when it has none. */
export function hrefUnder(carte: CarteGl, donnees: DonneesCarte, pixel: Pixel): string | null {
  return under(carte, donnees, pixel)?.properties.href ?? null
}

/** Goes to that page. */
export function openUnder(carte: CarteGl, donnees: DonneesCarte, pixel: Pixel): void {
  const href = hrefUnder(carte, donnees, pixel)
  if (href !== null) location.assign(href)
}

/** What is under a pixel, in words. */
export function sayUnder(carte: CarteGl, donnees: DonneesCarte, pixel: Pixel): string {
  const forme = under(carte, donnees, pixel)
  if (forme === null) return 'Aucun quartier sous le repère.'
  const { nom, code, href, valeur } = forme.properties
  return `${[nom, code, valeur].filter((part) => part !== null).join(', ')}.${href === null ? '' : ' Entrée pour ouvrir sa page.'}`
}
