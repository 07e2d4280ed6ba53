/**
 * <carte-quartiers>: upgrades the map drawn by the server, which stays in it for print and for who has no script or no WebGL.
 * The engine (another file) is asked only when the map comes near the screen.
 */
type Moteur = typeof import('./carte-moteur.ts')

class CarteQuartiers extends HTMLElement {
  connectedCallback(): void {
    if (this.hasAttribute('pret') || this.dataset.moteur === undefined) return
    const veille = new IntersectionObserver(
      (vues) => {
        if (!vues.some(({ isIntersecting }) => isIntersecting)) return
        veille.disconnect()
        void this.#ouvre()
      },
      { rootMargin: '200px' },
    )
    veille.observe(this)
  }

  disconnectedCallback(): void {
    this.#ferme?.()
    this.#ferme = null
    this.toggleAttribute('pret', false)
  }

  #ferme: (() => void) | null = null

  async #ouvre(): Promise<void> {
    if (document.createElement('canvas').getContext('webgl2') === null) return
    try {
      await loadFeuille(this.dataset.feuille ?? '')
      const moteur: Moteur = await import(new URL(this.dataset.moteur ?? '', location.href).href)
      this.#ferme = await moteur.openCarte(this)
      this.toggleAttribute('pret', true)
    } catch (erreur) {
      console.error(erreur)
      const dit = document.createElement('p')
      dit.className = 'pv-note'
      dit.setAttribute('role', 'status')
      dit.textContent = 'La carte interactive n’a pas pu s’ouvrir. La carte fixe et son tableau disent la même chose.'
      this.append(dit)
    }
  }
}

function loadFeuille(adresse: string): Promise<void> {
  if (adresse === '' || document.querySelector(`link[href="${CSS.escape(adresse)}"]`) !== null) return Promise.resolve()
  return new Promise((fini, echec) => {
    const lien = document.createElement('link')
    lien.rel = 'stylesheet'
    lien.href = adresse
    lien.onload = () => fini()
    lien.onerror = () => echec(new Error(`no style sheet at ${adresse}`))
    document.head.append(lien)
  })
}

customElements.define('carte-quartiers', CarteQuartiers)
