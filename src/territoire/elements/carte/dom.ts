/** Pieces of the page made in the browser. */
import type { StyleCarte } from '../../carte/carte.ts'
import { swatchOf } from '../../carte/couleurs.ts'

/** An element by its attributes and what it holds. */
export function element<N extends keyof HTMLElementTagNameMap>(
  nom: N,
  attributs: Readonly<Record<string, string>> = {},
  ...contenu: readonly (Node | string)[]
): HTMLElementTagNameMap[N] {
  const fait = document.createElement(nom)
  for (const [cle, valeur] of Object.entries(attributs)) fait.setAttribute(cle, valeur)
  fait.append(...contenu)
  return fait
}

let suivant = 0

/** An identifier that nothing else in this page bears. */
export function uniqueId(prefixe: string): string {
  suivant += 1
  return `${prefixe}-vif-${suivant}`
}

/** A button of the product that does something here. */
export function bouton(libelle: string, faire: () => void, attributs: Readonly<Record<string, string>> = {}): HTMLButtonElement {
  const fait = element(
    'button',
    { type: 'button', class: 'ds-button', 'data-variant': 'secondary', 'data-size': 'xs', ...attributs },
    libelle,
  )
  fait.addEventListener('click', faire)
  return fait
}

/** A patch of the legend, the same as the server's. */
export function patch(style: StyleCarte, id: string): Node {
  return document.importNode(new DOMParser().parseFromString(swatchOf(style, id), 'image/svg+xml').documentElement, true)
}
