/**
 * <plan-carreaux>: on a plan of cells to tick, a drag of the mouse or pen ticks every cell that it crosses, as the first one.
 * An enhancement only: boxes, labels and keyboard work without it.
 */
class PlanCarreaux extends HTMLElement {
  #geste: boolean | null = null

  connectedCallback(): void {
    this.addEventListener('pointerdown', (e) => {
      // A finger scrolls the plan.
      if (e.pointerType === 'touch' || e.button !== 0) return
      const box = boiteAt(e)
      if (box === null) return
      e.preventDefault()
      this.#geste = !box.checked
      this.#paint(box)
      box.focus()
    })
    this.addEventListener('pointerover', (e) => {
      const box = this.#geste === null ? null : boiteAt(e)
      if (box !== null) this.#paint(box)
    })
    // The click that ends a drag would untick the first cell.
    this.addEventListener('click', (e) => {
      if (e instanceof PointerEvent && e.pointerType !== 'touch' && e.pointerType !== '' && e.detail > 0 && boiteAt(e) !== null)
        e.preventDefault()
    })
    for (const fin of ['pointerup', 'pointercancel']) window.addEventListener(fin, () => this.#stop())
  }

  #paint(box: HTMLInputElement): void {
    if (this.#geste !== null) box.checked = this.#geste
  }

  #stop(): void {
    this.#geste = null
  }
}

function boiteAt(e: Event): HTMLInputElement | null {
  const cible = e.target instanceof Element ? e.target.closest('td')?.querySelector('input[type=checkbox]') : null
  return cible instanceof HTMLInputElement ? cible : null
}

customElements.define('plan-carreaux', PlanCarreaux)
