/** Text as recognition compares it and as a fiche keeps it. Pure. */

/** Words without accents, case, apostrophes or punctuation: "L’Échéancier :" is "l echeancier". */
export function normalized(texte: string): string {
  return texte
    .replace(/\((?:e?s|e|x|nt|le|ne|rice|trice)\)(?:\(?s\)?)?/gi, '')
    .replace(/[·•.](?:e|ne|le|rice|trice|ice|euse)?[·•.]?s?(?=\s|$|[):])/giu, ' ')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[œŒ]/g, 'oe')
    .replace(/[æÆ]/g, 'ae')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const MOTS_VIDES = new Set(['le', 'la', 'les', 'l', 'un', 'une', 'des', 'de', 'du', 'd', 'et', 'a', 'au', 'aux'])

/** Significant words in the singular: the key under which labels are compared. */
export function wordsKey(texte: string): string[] {
  const mots = normalized(texte)
    .split(' ')
    .filter((mot) => mot !== '')
  const pleins = mots.filter((mot) => !MOTS_VIDES.has(mot))
  return (pleins.length > 0 ? pleins : mots).map(singular)
}

function singular(mot: string): string {
  return mot.length > 3 && /[sx]$/.test(mot) ? mot.slice(0, -1) : mot
}

/** White space of every kind becomes one space; nothing at the ends. */
export function collapsed(texte: string): string {
  return texte.replace(/\s+/gu, ' ').trim()
}

const PUCES = '·•‣⁃∙▪▫■□◆◇►▶▷●○◦★☆✓✔✦➔➢➤➥➨➪➡→⇒�\\uf020-\\uf0ff'
const PUCE_DE_TETE = new RegExp(`^(?:[${PUCES}]\\s*|[-–—*](?=\\s|\\p{L})\\s*)+`, 'u')
const NUMERO_DE_TETE = /^(?:\(?\d{1,2}[.)°](?!\d)|\(?[a-z]\)|[A-Z]\)|\d{1,2}\s?[/–—-](?=\s+\D))\s*(?=\S)/u
const SEPARATEUR_FINAL = /(?:\s*[,;]|\s+[-–—/|·•])+$/u

/** The text of an item: no bullet, no number before, no separator after; nothing else changes. */
export function cleanItem(texte: string): string {
  const nu = collapsed(texte).replace(PUCE_DE_TETE, '')
  return collapsed(nu.replace(NUMERO_DE_TETE, '').replace(SEPARATEUR_FINAL, ''))
}

/** True when the item ends with a comma: something may be missing after it. */
export function endsWithComma(texte: string): boolean {
  return /,\s*$/u.test(texte)
}

/** Leading label number ("3.", "III -", "a)", "2.1") apart from the rest. */
export function splitNumero(texte: string): { numero: string | null; reste: string } {
  const trouve = /^(\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-Ha-h])(?:\s?[.)°/]|\s?[–—-](?=\s)|(?<=\d\.\d{1,2})(?=\s)))\s*(?=\p{L})/u.exec(
    texte,
  )
  if (trouve?.[1] === undefined) return { numero: null, reste: texte }
  return { numero: trouve[1].trim(), reste: texte.slice(trouve[0].length) }
}

/** Splits outside parentheses on the given signs; a comma between two digits is a decimal point. */
export function splitOutside(texte: string, signes: string): string[] {
  const parts: string[] = []
  let niveau = 0
  let debut = 0
  for (let i = 0; i < texte.length; i += 1) {
    const signe = texte[i] ?? ''
    if (signe === '(' || signe === '[') niveau += 1
    else if (signe === ')' || signe === ']') niveau = Math.max(0, niveau - 1)
    else if (signes.includes(signe) && (niveau === 0 || !hasClosing(texte, i))) {
      const decimale = signe === ',' && /\d/.test(texte[i - 1] ?? '') && /\d/.test(texte[i + 1] ?? '')
      if (!decimale) {
        parts.push(texte.slice(debut, i))
        debut = i + 1
        niveau = 0
      }
    }
  }
  parts.push(texte.slice(debut))
  return parts
}

function hasClosing(texte: string, depuis: number): boolean {
  return texte.indexOf(')', depuis) !== -1 || texte.indexOf(']', depuis) !== -1
}

const OUVERTE = /^(?:etc|et autre|autre|\.{2,}|…)?[\s.…]*$/iu

/** True for what closes an open list and names nothing: "etc.", "…". */
export function isOpenEnd(texte: string): boolean {
  return OUVERTE.test(texte.trim())
}

/** True when the letters are all capitals (and there are at least three). */
export function isUpper(texte: string): boolean {
  const lettres = texte.replace(/[^\p{L}]/gu, '')
  return lettres.length >= 3 && lettres === lettres.toUpperCase() && lettres !== lettres.toLowerCase()
}

/** True when there is a letter or a digit to read. */
export function isLegible(texte: string): boolean {
  return /[\p{L}\p{N}]/u.test(texte)
}

/** Number of single-letter edits between two words, at most 2 (transpositions count for one). */
export function editDistance(a: string, b: string): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > 1) return 2
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i += 1
  let fin = 0
  while (fin < a.length - i && fin < b.length - i && a[a.length - 1 - fin] === b[b.length - 1 - fin]) fin += 1
  const ra = a.slice(i, a.length - fin)
  const rb = b.slice(i, b.length - fin)
  if (ra.length <= 1 && rb.length <= 1) return 1
  return ra.length === 2 && rb.length === 2 && ra[0] === rb[1] && ra[1] === rb[0] ? 1 : 2
}
