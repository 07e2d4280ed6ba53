/**
 * <glisser-fiches>: rows of fiches of the tree can be dragged to another place. An enhancement only: the buttons of each row
 * and « Vers… » do the same by keyboard and without script. The drop sends the very form of the buttons.
 */
class GlisserFiches extends HTMLElement {
  connectedCallback(): void {
    for (const rang of this.querySelectorAll<HTMLTableRowElement>('tr[data-fiche]')) {
      if (rang.querySelector('.bouge button') === null) continue
      rang.draggable = true
      for (const lien of rang.querySelectorAll('a')) lien.draggable = false
    }
    this.toggleAttribute('pret', true)
    this.addEventListener('dragstart', (e) => this.#prend(e))
    this.addEventListener('dragover', (e) => this.#survole(e))
    this.addEventListener('drop', (e) => this.#pose(e))
    this.addEventListener('dragend', () => this.#lache())
  }

  #prise: HTMLTableRowElement | null = null

  #prend(e: DragEvent): void {
    const rang = rangDe(e)
    if (rang?.dataset.fiche === undefined || e.dataTransfer === null) return
    this.#prise = rang
    e.dataTransfer.effectAllowed = 'move'
    e.dataTransfer.setData('text/plain', rang.dataset.code ?? '')
    rang.classList.add('pv-glisse')
  }

  #survole(e: DragEvent): void {
    const rang = rangDe(e)
    if (this.#prise === null || rang === null || rang === this.#prise) return
    e.preventDefault()
    const classe = rang.dataset.noeud !== undefined ? 'pv-sous' : enBas(e, rang) ? 'pv-apres' : 'pv-ici'
    if (rang.classList.contains(classe)) return
    this.#efface()
    rang.classList.add(classe)
  }

  #pose(e: DragEvent): void {
    const prise = this.#prise
    const rang = rangDe(e)
    const formulaire = this.querySelector('form')
    if (prise === null || rang === null || rang === prise || formulaire === null) return
    e.preventDefault()
    const parentId = rang.dataset.noeud ?? rang.dataset.parent ?? ''
    const avantId = rang.dataset.noeud !== undefined ? '' : (enBas(e, rang) ? suivante(rang, prise) : rang)?.dataset.fiche
    envoie(formulaire, { fiche: `${prise.dataset.fiche}:${prise.dataset.code}`, parentId, avantId: avantId ?? '' })
  }

  #lache(): void {
    this.#prise?.classList.remove('pv-glisse')
    this.#prise = null
    this.#efface()
  }

  #efface(): void {
    for (const rang of this.querySelectorAll('.pv-ici, .pv-sous, .pv-apres')) rang.classList.remove('pv-ici', 'pv-sous', 'pv-apres')
  }
}

function rangDe(e: DragEvent): HTMLTableRowElement | null {
  return e.target instanceof Element ? e.target.closest<HTMLTableRowElement>('tr[data-fiche], tr[data-noeud]') : null
}

/** True when the pointer is in the lower half of the row: the drop goes after it. */
function enBas(e: DragEvent, rang: HTMLElement): boolean {
  const { top, height } = rang.getBoundingClientRect()
  return e.clientY > top + height / 2
}

/** The next fiche under the same node, passing over the one that is dragged. */
function suivante(rang: HTMLElement, prise: HTMLElement): HTMLElement | null {
  let autre = rang.nextElementSibling
  while (autre === prise) autre = autre.nextElementSibling
  return autre instanceof HTMLElement && autre.dataset.fiche !== undefined && autre.dataset.parent === rang.dataset.parent ? autre : null
}

function envoie(formulaire: HTMLFormElement, champs: Record<string, string>): void {
  for (const [name, value] of Object.entries(champs)) {
    formulaire.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }))
  }
  formulaire.submit()
}

customElements.define('glisser-fiches', GlisserFiches)
