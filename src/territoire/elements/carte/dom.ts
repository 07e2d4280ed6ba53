/** Elements made in the browser, by their attributes and what they hold. */
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

/** A patch of the legend, with the look of its layer on the server's map. */
export function patch(style: string, motif: string | null): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  for (const [cle, valeur] of [
    ['class', 'pv-plan-cle'],
    ['viewBox', '0 0 28 18'],
    ['aria-hidden', 'true'],
  ] as const)
    svg.setAttribute(cle, valeur)
  const carre = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  const place = { x: '1', y: '1', width: '26', height: '16', class: `c-${style}`, ...(motif === null ? {} : { fill: `url(#${motif})` }) }
  for (const [cle, valeur] of Object.entries(place)) carre.setAttribute(cle, valeur)
  svg.append(carre)
  return svg
}
