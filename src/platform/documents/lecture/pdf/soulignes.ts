import type { PageBrute, Trait } from './page-brute.ts'

/**
 * Marks the text that a rule underlines: drawn just under its baseline, within the text of the line. The side of a box
 * runs further than the text it holds.
 */
export function markUnderlined({ fragments, traits }: PageBrute): void {
  for (const filet of traits) {
    if (filet.y1 !== filet.y2 || traits.some((mur) => meets(mur, filet))) continue
    const ligne = fragments.filter(({ y, taille }) => filet.y1 > y && filet.y1 < y + taille * 0.25)
    const debut = Math.min(...ligne.map((fragment) => fragment.x))
    const fin = Math.max(...ligne.map((fragment) => fragment.x + fragment.largeur))
    if (filet.x1 < debut - 2 || filet.x2 > fin + 2) continue
    for (const fragment of ligne) if (filet.x1 < fragment.x + 2 && filet.x2 > fragment.x + fragment.largeur - 2) fragment.gras = true
  }
}

/** True when a vertical rule ends, begins or passes at one end of the horizontal one: together they are a box. */
function meets(mur: Trait, filet: Trait): boolean {
  if (mur.x1 !== mur.x2 || mur.y1 > filet.y1 + 2 || mur.y2 < filet.y1 - 2) return false
  return Math.abs(mur.x1 - filet.x1) < 2 || Math.abs(mur.x1 - filet.x2) < 2
}
