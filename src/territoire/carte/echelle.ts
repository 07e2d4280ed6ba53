/** The scale bar: a length that one reads at a glance, true at the middle of the map. Pure. */
import type { Echelle } from './carte.ts'

/**
 * The longest of 1, 2 or 5 times a power of ten metres that holds in `place` units.
 * @param parMetre units of the drawing for one metre on the ground
 */
export function scaleBar(parMetre: number, place: number): Echelle {
  const metresMax = place / parMetre
  const puissance = 10 ** Math.floor(Math.log10(metresMax))
  const metres = [5, 2, 1].map((facteur) => facteur * puissance).find((longueur) => longueur <= metresMax * (1 + 1e-9)) ?? puissance
  return { metres, largeur: Math.round(metres * parMetre * 10) / 10, libelle: sayLength(metres) }
}

// Made once: making one costs more than drawing a map.
const ECRIT = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 })

/** « 500 m », « 2 km ». */
export function sayLength(metres: number): string {
  const [valeur, unite] = metres >= 1000 ? [metres / 1000, 'km'] : [metres, 'm']
  return `${ECRIT.format(valeur)}\u00a0${unite}`
}
