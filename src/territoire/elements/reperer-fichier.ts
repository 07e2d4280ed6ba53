/**
 * <reperer-fichier>: says how far the sending of a file is, and lets it be stopped; what comes back is offered for download. An
 * enhancement only: without it the form is sent as any other. Nothing is kept on the device.
 */
class RepererFichier extends HTMLElement {
  #envoi: XMLHttpRequest | null = null
  #boite = document.createElement('div')
  #dit = document.createElement('p')
  #barre = document.createElement('progress')
  #arret = document.createElement('button')

  connectedCallback(): void {
    const form = this.querySelector('form')
    if (form === null || this.#boite.isConnected) return
    this.#dit.setAttribute('role', 'status')
    this.#dit.id = 'reperer-avance'
    this.#barre.max = 100
    this.#barre.setAttribute('aria-labelledby', this.#dit.id)
    this.#arret.type = 'button'
    this.#arret.className = 'ds-button'
    this.#arret.dataset.variant = 'secondary'
    this.#arret.textContent = 'Arrêter'
    this.#arret.addEventListener('click', () => this.#envoi?.abort())
    this.#boite.className = 'pv-avance'
    this.#boite.hidden = true
    this.#boite.append(this.#dit, this.#barre, this.#arret)
    this.append(this.#boite)
    form.addEventListener('submit', (e) => {
      // Counts are a page: the browser shows it.
      if (new FormData(form).get('sortie') !== 'zip') return
      e.preventDefault()
      this.#send(form)
    })
  }

  disconnectedCallback(): void {
    this.#envoi?.abort()
  }

  #send(form: HTMLFormElement): void {
    this.#envoi?.abort()
    const envoi = new XMLHttpRequest()
    this.#envoi = envoi
    this.#show('Envoi du fichier…', 0)
    envoi.open('POST', form.action)
    envoi.responseType = 'blob'
    envoi.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (!lengthComputable) return
      const part = Math.floor((100 * loaded) / total)
      this.#show(part < 100 ? `Envoi et repérage\u00a0: ${part}\u00a0%` : 'Le fichier est envoyé. Il revient…', part)
    })
    envoi.addEventListener('load', () => {
      const type = envoi.getResponseHeader('content-type') ?? ''
      if (envoi.status === 200 && type.startsWith('application/zip') && envoi.response instanceof Blob) this.#offer(envoi)
      // Whatever must be said is a page: the form is sent as any other, so that the browser shows it.
      else form.submit()
    })
    envoi.addEventListener('error', () => this.#end('La connexion s’est coupée\u00a0: rien n’a été gardé. Renvoyez le fichier.'))
    envoi.addEventListener('abort', () => this.#end('Arrêté. Rien n’a été gardé.'))
    envoi.send(new FormData(form))
  }

  #offer(envoi: XMLHttpRequest): void {
    const nom = /filename\*=UTF-8''([^;]+)/.exec(envoi.getResponseHeader('content-disposition') ?? '')?.[1]
    const lien = document.createElement('a')
    lien.href = URL.createObjectURL(envoi.response)
    lien.download = nom === undefined ? 'quartiers.zip' : decodeURIComponent(nom)
    lien.textContent = `Télécharger ${lien.download}`
    this.#end('C’est prêt. ')
    this.#dit.append(lien)
    lien.click()
  }

  #show(phrase: string, part: number): void {
    this.#boite.hidden = false
    this.#barre.hidden = false
    this.#arret.hidden = false
    this.#barre.value = part
    if (this.#dit.textContent !== phrase) this.#dit.textContent = phrase
  }

  #end(phrase: string): void {
    this.#envoi = null
    this.#dit.textContent = phrase
    this.#barre.hidden = true
    this.#arret.hidden = true
  }
}

customElements.define('reperer-fichier', RepererFichier)
