/** Colours of the page for the drawing engine, which knows no style sheet: read from shapes that bear the classes of the map. */

import type { StyleCarte } from '../../carte/carte.ts'
import { APPARENCES, type Motif, tileOf } from '../../carte/couleurs.ts'

export type LookVif = { motif: Motif; fond: string; trait: string; largeur: number; tirets: number[] | null; tuile: ImageData | null }

/** Pixels of the screen in one unit of the tile of a pattern. */
const FINESSE = 2

export function lookOfFond(hote: HTMLElement): string {
  return withProbe(hote, (sonde) => styleOf(sonde, 'fond').fill)
}

export function lookOf(hote: HTMLElement, style: StyleCarte): LookVif {
  const { motif, tirets } = APPARENCES[style]
  return withProbe(hote, (sonde) => {
    const bord = styleOf(sonde, `c-${style}`)
    const hachure = motif !== 'plein' && motif !== 'vide'
    return {
      motif,
      fond: motif === 'plein' ? bord.fill : 'rgba(0, 0, 0, 0)',
      trait: bord.stroke,
      largeur: Number.parseFloat(bord.strokeWidth) || 1,
      tirets: tirets === undefined ? null : tirets.split(' ').map(Number),
      tuile: hachure ? drawTuile(style, styleOf(sonde, `b-${style}`).fill, styleOf(sonde, `h-${style}`).stroke) : null,
    }
  })
}

/** A drawing without size, where the classes of the maps hold. */
function withProbe<T>(hote: HTMLElement, lire: (sonde: SVGSVGElement) => T): T {
  const sonde = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  sonde.setAttribute('class', 'pv-plan pv-plan-dessin pv-sonde')
  hote.append(sonde)
  try {
    return lire(sonde)
  } finally {
    sonde.remove()
  }
}

function styleOf(sonde: SVGSVGElement, classe: string): { fill: string; stroke: string; strokeWidth: string } {
  const forme = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  forme.setAttribute('class', classe)
  sonde.append(forme)
  const { fill, stroke, strokeWidth } = getComputedStyle(forme)
  return { fill, stroke, strokeWidth }
}

function drawTuile(style: StyleCarte, fond: string, trait: string): ImageData | null {
  const { pas, traits, epaisseur, rond } = tileOf(style)
  const toile = document.createElement('canvas')
  toile.width = toile.height = pas * FINESSE
  const dessin = toile.getContext('2d')
  if (dessin === null) return null
  dessin.scale(FINESSE, FINESSE)
  if (fond !== 'none') {
    dessin.fillStyle = fond
    dessin.fillRect(0, 0, pas, pas)
  }
  dessin.strokeStyle = trait
  dessin.lineWidth = epaisseur
  dessin.lineCap = rond === 'oui' ? 'round' : 'butt'
  dessin.stroke(new Path2D(traits))
  return dessin.getImageData(0, 0, toile.width, toile.height)
}

export { FINESSE }
