/** French formats: money, numbers, dates, spaces. Pages never type them by hand. Pure. */

/** No-break space, and the narrow one of French typography. */
export const INSECABLE = '\u00a0'
export const FINE = '\u202f'

/** 102650550 → « 1 026 505,50 € ». @param cents integer */
export function formatEuros(cents: number): string {
  if (!Number.isSafeInteger(cents)) throw new RangeError(`cents must be an integer: ${cents}`)
  const absolu = Math.abs(cents)
  const entiers = groupe(Math.trunc(absolu / 100))
  const reste = String(absolu % 100).padStart(2, '0')
  return `${cents < 0 ? '\u2212' : ''}${entiers},${reste}${INSECABLE}€`
}

/** 4180 → « 4 180 ». Decimals keep a comma, three at most. */
export function formatNombre(valeur: number): string {
  const [entiers = '0', decimales] = String(Math.round(Math.abs(valeur) * 1000) / 1000).split('.')
  return `${valeur < 0 ? '\u2212' : ''}${groupe(Number(entiers))}${decimales === undefined ? '' : `,${decimales}`}`
}

/** Bytes as people read them: « 1,8 Mo », « 420 ko ». */
export function formatTaille(octets: number): string {
  if (octets < 1000) return `${octets}${INSECABLE}octets`
  if (octets < 1_000_000) return `${Math.round(octets / 1000)}${INSECABLE}ko`
  return `${formatNombre(Math.round(octets / 100_000) / 10)}${INSECABLE}Mo`
}

/** « 1 fiche », « 12 fiches »: the plural from two on, as in French. */
export function accorde(nombre: number, singulier: string, pluriel = `${singulier}s`): string {
  return `${formatNombre(nombre)}${INSECABLE}${Math.abs(nombre) < 2 ? singulier : pluriel}`
}

function groupe(entier: number): string {
  return String(entier).replace(/\B(?=(\d{3})+(?!\d))/g, FINE)
}

const MOIS = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre']
const JOURS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi']

/** ISO date cut to its precision ("2027", "2027-T2", "2027-04", "2027-04-15") → « 15 avril 2027 », « avril 2027 », « 2ᵉ trimestre 2027 ». */
export function formatDate(iso: string): string {
  const trimestre = /^(\d{4})-T([1-4])$/.exec(iso)
  if (trimestre) return `${trimestre[2] === '1' ? '1er' : `${trimestre[2]}e`} trimestre ${trimestre[1]}`
  const [annee, mois, jour] = iso.slice(0, 10).split('-')
  if (mois === undefined) return annee ?? iso
  const nomMois = MOIS[Number(mois) - 1] ?? mois
  if (jour === undefined) return `${nomMois} ${annee}`
  return `${Number(jour) === 1 ? '1er' : Number(jour)}${INSECABLE}${nomMois} ${annee}`
}

// Made once: a formatter costs twenty times what it formats.
const JOUR_PARIS = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' })
const HEURE_PARIS = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit' })

/** Instant → ISO day in Europe/Paris. */
export function jourParis(instant: Date): string {
  return JOUR_PARIS.format(instant)
}

/** « lundi 9 mars 2026 ». */
export function formatJour(instant: Date): string {
  const iso = jourParis(instant)
  return `${JOURS[new Date(`${iso}T12:00:00Z`).getUTCDay()]} ${formatDate(iso)}`
}

/** « 9 mars 2026 à 18 h 42 », Europe/Paris. */
export function formatInstant(instant: Date): string {
  const heure = HEURE_PARIS.format(instant)
  const [h = '0', m = '00'] = heure.split(':')
  return `${formatDate(jourParis(instant))} à ${Number(h)}${INSECABLE}h${INSECABLE}${m}`
}

/**
 * French spaces on a text typed by a person, for display only: the stored text is not changed.
 * Narrow space before ; ! ?, no-break before : » % €, after «; typographic apostrophe.
 */
export function typographie(texte: string): string {
  return texte
    .replace(/ ([;!?])/g, `${FINE}$1`)
    .replace(/ ([:»%€])/g, `${INSECABLE}$1`)
    .replace(/« /g, `«${INSECABLE}`)
    .replace(/(\p{L})'(?=\p{L})/gu, '$1’')
}
