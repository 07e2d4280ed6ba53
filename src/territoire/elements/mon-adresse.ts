/**
 * <mon-adresse>: proposals while an address is typed, through our own server, and the position of the device when the person asks
 * for it. <carte-a-toucher>: lets the map to touch grow to the width of the page. Enhancements only: the forms work without.
 * Nothing is kept on the device.
 */
const ATTENTE_MS = 250
const LONGUEUR_MIN = 4
const POSITION_MS = 20_000

type Reponse = { propositions: string[]; message: string | null }

class MonAdresse extends HTMLElement {
  #champ: HTMLInputElement | null = null
  #liste = document.createElement('ul')
  #dit = document.createElement('p')
  #minuteur: ReturnType<typeof setTimeout> | undefined
  #question: AbortController | null = null
  #choisie = -1

  connectedCallback(): void {
    const champ = this.querySelector<HTMLInputElement>('input[name="adresse"]')
    const form = this.querySelector('form')
    if (champ === null || form === null || this.#champ !== null) return
    this.#champ = champ
    this.#liste.id = `${champ.id}-liste`
    this.#liste.role = 'listbox'
    this.#liste.hidden = true
    this.#liste.className = 'pv-propositions'
    this.#liste.setAttribute('aria-label', 'Adresses proposées')
    this.#dit.role = 'status'
    this.#dit.className = 'pv-note'
    champ.setAttribute('role', 'combobox')
    champ.setAttribute('aria-autocomplete', 'list')
    champ.setAttribute('aria-expanded', 'false')
    champ.setAttribute('aria-controls', this.#liste.id)
    // The list of the browser would lie over ours.
    champ.autocomplete = 'off'
    const ancre = document.createElement('div')
    ancre.className = 'pv-propose'
    ancre.append(this.#liste)
    champ.after(ancre, this.#dit)
    champ.addEventListener('input', () => this.#later())
    champ.addEventListener('keydown', (e) => this.#key(e))
    champ.addEventListener('blur', () => this.#close())
    // Before the blur of the field.
    this.#liste.addEventListener('pointerdown', (e) => e.preventDefault())
    this.#liste.addEventListener('click', (e) => {
      const option = e.target instanceof Element ? e.target.closest<HTMLElement>('[role="option"]') : null
      if (option !== null) this.#choose(option.textContent ?? '')
    })
    if ('geolocation' in navigator && window.isSecureContext) this.#addPosition(form)
  }

  #later(): void {
    clearTimeout(this.#minuteur)
    this.#question?.abort()
    const q = this.#champ?.value.trim() ?? ''
    if (q.length < LONGUEUR_MIN) {
      this.#close()
      this.#dit.textContent = ''
      return
    }
    this.#minuteur = setTimeout(() => void this.#ask(q), ATTENTE_MS)
  }

  async #ask(q: string): Promise<void> {
    const question = new AbortController()
    this.#question = question
    try {
      const reponse = await fetch('/mon-adresse/propositions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ q }),
        signal: question.signal,
        credentials: 'omit',
      })
      const { propositions, message } = (await reponse.json()) as Reponse
      if (question.signal.aborted) return
      this.#show(propositions)
      const nombre = propositions.length
      this.#dit.textContent =
        message ?? (nombre === 0 ? 'Aucune adresse proposée.' : nombre === 1 ? '1 adresse proposée.' : `${nombre} adresses proposées.`)
    } catch {
      // Proposals are a help: without them, the form still answers.
      if (!question.signal.aborted) this.#close()
    }
  }

  #show(propositions: readonly string[]): void {
    this.#choisie = -1
    this.#liste.replaceChildren(
      ...propositions.map((texte, rang) => {
        const option = document.createElement('li')
        option.role = 'option'
        option.id = `${this.#liste.id}-${rang}`
        option.textContent = texte
        option.setAttribute('aria-selected', 'false')
        return option
      }),
    )
    const ouverte = propositions.length > 0 && document.activeElement === this.#champ
    this.#liste.hidden = !ouverte
    this.#champ?.setAttribute('aria-expanded', String(ouverte))
    this.#champ?.removeAttribute('aria-activedescendant')
  }

  #close(): void {
    this.#show([])
  }

  #key(e: KeyboardEvent): void {
    const options = [...this.#liste.children]
    if (this.#liste.hidden || options.length === 0) return
    if (e.key === 'Escape') {
      e.preventDefault()
      this.#close()
    } else if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault()
      // One more place than there are proposals: what was typed.
      const tour = options.length + 1
      this.#choisie = ((this.#choisie + 1 + (e.key === 'ArrowDown' ? 1 : -1) + tour) % tour) - 1
      for (const [rang, option] of options.entries()) option.setAttribute('aria-selected', String(rang === this.#choisie))
      const active = options[this.#choisie]
      if (active === undefined) this.#champ?.removeAttribute('aria-activedescendant')
      else {
        this.#champ?.setAttribute('aria-activedescendant', active.id)
        active.scrollIntoView({ block: 'nearest' })
      }
    } else if (e.key === 'Enter' && options[this.#choisie] !== undefined) {
      e.preventDefault()
      this.#choose(options[this.#choisie]?.textContent ?? '')
    }
  }

  #choose(texte: string): void {
    if (this.#champ === null) return
    clearTimeout(this.#minuteur)
    this.#question?.abort()
    this.#champ.value = texte
    this.#close()
    this.#dit.textContent = `Adresse choisie\u00a0: ${texte}. Appuyez sur «\u00a0Vérifier mon adresse\u00a0».`
  }

  #addPosition(form: HTMLFormElement): void {
    const bouton = document.createElement('button')
    bouton.type = 'button'
    bouton.className = 'ds-button'
    bouton.dataset.variant = 'secondary'
    bouton.textContent = 'Utiliser ma position'
    const etat = document.createElement('p')
    etat.role = 'status'
    etat.className = 'pv-note'
    form.append(bouton, etat)
    bouton.addEventListener('click', () => {
      bouton.disabled = true
      etat.textContent = 'Votre appareil cherche où il est…'
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          etat.textContent = 'Position trouvée.'
          this.#send(form, {
            par: 'position',
            lat: coords.latitude.toFixed(7),
            lon: coords.longitude.toFixed(7),
            precision: String(Math.ceil(coords.accuracy)),
          })
        },
        ({ code, PERMISSION_DENIED }) => {
          bouton.disabled = false
          etat.textContent =
            code === PERMISSION_DENIED
              ? 'Votre appareil n’a pas donné sa position, et c’est votre droit. Tapez plutôt votre adresse.'
              : 'Votre appareil ne trouve pas où il est. Tapez plutôt votre adresse.'
        },
        { enableHighAccuracy: true, timeout: POSITION_MS, maximumAge: 0 },
      )
    })
  }

  /** By a form, as the rest of the page: the position never stands in an address. */
  #send(form: HTMLFormElement, champs: Record<string, string>): void {
    const envoi = document.createElement('form')
    envoi.method = 'post'
    envoi.action = '/mon-adresse'
    const jour = form.querySelector<HTMLInputElement>('input[name="jour"]')?.value ?? ''
    for (const [nom, valeur] of Object.entries({ ...champs, jour })) {
      const champ = document.createElement('input')
      champ.type = 'hidden'
      champ.name = nom
      champ.value = valeur
      envoi.append(champ)
    }
    envoi.hidden = true
    document.body.append(envoi)
    envoi.submit()
  }
}

class CarteAToucher extends HTMLElement {
  connectedCallback(): void {
    const image = this.querySelector<HTMLInputElement>('input[type="image"]')
    const largeur = this.querySelector<HTMLInputElement>('input[name="largeur"]')
    if (image === null || largeur === null) return
    this.toggleAttribute('pret', true)
    image.addEventListener('click', () => {
      largeur.value = String(image.getBoundingClientRect().width)
    })
  }
}

customElements.define('mon-adresse', MonAdresse)
customElements.define('carte-a-toucher', CarteAToucher)
