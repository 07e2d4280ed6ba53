/** The legend under the drawing of a document, where no page stands around it. Pure. */
import { formatNombre } from '#platform/formats.ts'
import type { EntreeLegende } from './carte.ts'
import { attributesOf, COULEURS_DOCUMENT } from './couleurs.ts'
import { textWidth } from './etiquettes.ts'
import { ecritXml } from './xml.ts'

type Mesures = { largeur: number; hauteur: number; corps: number }

/** Patches and words in rows under the frame, and the height they take. */
export function writeLegende(
  entrees: readonly EntreeLegende[],
  id: string,
  { largeur, hauteur, corps }: Mesures,
): { texte: string; hauteur: number } {
  const [cle, rangee, air] = [corps * 1.9, corps * 1.8, corps * 1.6]
  let [x, y] = [0, hauteur + rangee]
  const ecrits = entrees.map(({ libelle, nombre, style }) => {
    const mots = nombre > 1 ? `${libelle} (${formatNombre(nombre)})` : libelle
    const large = cle + corps * 0.5 + textWidth(mots, corps)
    if (x > 0 && x + large > largeur) [x, y] = [0, y + rangee]
    const carre = `<rect x="${round(x + 1)}" y="${round(y - corps * 0.95)}" width="${round(cle - 2)}" height="${round(corps * 1.1)}" ${attributesOf(style, id, 'document')}/>`
    const texte = `<text x="${round(x + cle + corps * 0.5)}" y="${round(y)}">${ecritXml(mots)}</text>`
    x += large + air
    return carre + texte
  })
  if (ecrits.length === 0) return { texte: '', hauteur: 0 }
  const groupe = `<g font-size="${corps}" font-family="Atkinson Hyperlegible Next" fill="${COULEURS_DOCUMENT.encre}">${ecrits.join('')}</g>`
  return { texte: groupe, hauteur: Math.ceil(y - hauteur + corps * 0.6) }
}

function round(valeur: number): number {
  return Math.round(valeur * 10) / 10
}
