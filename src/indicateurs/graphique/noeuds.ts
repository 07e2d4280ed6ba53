/** What Plot draws, made fit for our pages: no style sheet, no inline style, its sizes in attributes, its colours by class. Pure. */
import { jsx } from 'hono/jsx'
import { parseHTML } from 'linkedom'

/** A document for Plot to draw in: there is no browser here. */
export const { document: DOCUMENT } = parseHTML('<!doctype html><html><body></body></html>')

type Noeud = ReturnType<typeof jsx> | string
/** Presentation that our classes give. */
const RETIRES = new Set(['style', 'font-family', 'font-size', 'font-variant', 'width', 'height', 'aria-label', 'fill', 'stroke', 'color'])

/** The groups of an SVG of Plot as JSX; each keeps the class that its mark was given. */
export function toNoeuds(svg: Element): Noeud[] {
  return [...svg.children].filter((enfant) => enfant.tagName.toLowerCase() !== 'style').map(toNoeud)
}

function toNoeud(element: Element): Noeud {
  const attributs: Record<string, string> = {}
  for (const { name, value } of element.attributes) {
    if (name === 'fill' && value === 'none') attributs.fill = value
    else if (!RETIRES.has(name) && !name.startsWith('aria-')) attributs[name] = rounded(value)
    else if ((name === 'width' || name === 'height') && element.tagName.toLowerCase() === 'rect') attributs[name] = rounded(value)
  }
  const enfants = [...element.childNodes].flatMap((enfant): Noeud[] => {
    if (enfant.nodeType === 3) return enfant.textContent === null ? [] : [enfant.textContent]
    return enfant.nodeType === 1 ? [toNoeud(enfant as Element)] : []
  })
  return jsx(element.tagName.toLowerCase(), attributs, ...enfants)
}

/** Hundredths of a pixel are enough: 387.21000000000004 is 387.21. */
function rounded(valeur: string): string {
  return valeur.replace(/-?\d+\.\d{3,}/g, (nombre) => String(Math.round(Number(nombre) * 100) / 100))
}
