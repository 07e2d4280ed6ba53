/**
 * <brouillon-local cle version rendu>: keeps what is typed in its form on this device, so that a cut network or a closed
 * tab loses nothing. An enhancement only. A draft of the version shown is offered back; one of an older version that was
 * sent has been received, and goes away. `rendu="saisie"`: the page answers what was sent, its text is the latest.
 */
type Brouillon = { version: string; le: number; envoye: boolean; champs: [string, string][] }

const JOURS = 7
const heure = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeStyle: 'short' })

class BrouillonLocal extends HTMLElement {
  #dit: HTMLElement = document.createElement('p')
  #attente: ReturnType<typeof setTimeout> | undefined

  connectedCallback(): void {
    const form = this.querySelector('form')
    if (form === null) return
    this.#dit.className = 'pv-brouillon-local'
    this.#dit.role = 'status'
    form.querySelector('.pv-envoi')?.append(this.#dit)
    const garde = this.#lit()
    if (garde !== null && (garde.version !== this.#version || this.getAttribute('rendu') === 'saisie')) {
      if (garde.envoye || garde.version === this.#version) this.#oublie()
      else this.#propose(garde)
    } else if (garde !== null && JSON.stringify(garde.champs) !== JSON.stringify(champsDe(form))) this.#propose(garde)
    form.addEventListener('input', () => {
      clearTimeout(this.#attente)
      this.#attente = setTimeout(() => this.#garde(form, false), 500)
    })
    form.addEventListener('submit', (e) => {
      clearTimeout(this.#attente)
      this.#garde(form, navigator.onLine)
      if (navigator.onLine) return
      e.preventDefault()
      this.#dit.textContent = 'Pas de réseau\u00a0: votre texte est gardé sur cet appareil. Enregistrez quand le réseau revient.'
    })
  }

  get #cle(): string {
    return `parvis ${this.getAttribute('cle') ?? ''}`
  }
  get #version(): string {
    return this.getAttribute('version') ?? ''
  }

  #lit(): Brouillon | null {
    try {
      const garde = JSON.parse(localStorage.getItem(this.#cle) ?? 'null') as Brouillon | null
      if (garde !== null && Date.now() - garde.le < JOURS * 86_400_000) return garde
    } catch {}
    return null
  }

  #garde(form: HTMLFormElement, envoye: boolean): void {
    try {
      const brouillon: Brouillon = { version: this.#version, le: Date.now(), envoye, champs: champsDe(form) }
      localStorage.setItem(this.#cle, JSON.stringify(brouillon))
      if (!envoye) this.#dit.textContent = `Gardé sur cet appareil le ${heure.format(brouillon.le)}, pas encore enregistré.`
    } catch {
      this.#dit.textContent = 'Cet appareil ne peut pas garder de brouillon\u00a0: enregistrez souvent.'
    }
  }

  #oublie(): void {
    try {
      localStorage.removeItem(this.#cle)
    } catch {}
  }

  /** Given back by the server, so that added and removed rows come back too. */
  #propose(garde: Brouillon): void {
    const boite = document.createElement('div')
    boite.className = 'ds-alert pv-message'
    boite.dataset.color = 'warning'
    boite.role = 'status'
    boite.append(`Un texte non enregistré du ${heure.format(garde.le)} est gardé sur cet appareil. `)
    const bouton = (mot: string, faire: () => void) => {
      const b = document.createElement('button')
      b.type = 'button'
      b.className = 'pv-lien-bouton'
      b.textContent = mot
      b.addEventListener('click', faire)
      boite.append(b, ' ')
    }
    bouton('Le reprendre', () => {
      const envoi = document.createElement('form')
      envoi.method = 'post'
      envoi.action = location.pathname // « form.action » is a button of that name
      for (const [nom, valeur] of [...garde.champs.filter(([nom]) => nom !== 'action'), ['action', 'relire']] as [string, string][]) {
        const champ = document.createElement('textarea')
        champ.name = nom
        champ.value = valeur
        envoi.append(champ)
      }
      envoi.hidden = true
      document.body.append(envoi)
      envoi.submit()
    })
    bouton('L’oublier', () => {
      this.#oublie()
      boite.remove()
    })
    this.prepend(boite)
  }
}

function champsDe(form: HTMLFormElement): [string, string][] {
  return [...new FormData(form)].flatMap(([nom, valeur]): [string, string][] => (typeof valeur === 'string' ? [[nom, valeur]] : []))
}

customElements.define('brouillon-local', BrouillonLocal)
