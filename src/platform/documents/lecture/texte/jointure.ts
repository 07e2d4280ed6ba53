import { splitPuce, typedNumero } from '../puces.ts'

// Words after which, or before which, a French sentence cannot be cut.
const LIANTS =
  'à|a|au|aux|avec|ce|ces|cette|chez|dans|de|des|du|en|entre|et|la|le|les|leur|leurs|ou|où|par|pour|que|qui|sa|sans|se|ses|son|sous|sur|un|une|vers|dont|ne|est|sont'
const FINIT_EN_LIANT = new RegExp(`(?:^|[\\s(])(?:${LIANTS}|[ldnsj]['’])\\s*$`, 'iu')
const COMMENCE_EN_LIANT = new RegExp(`^\\s*(?:(?:${LIANTS})\\s|[ld]['’])`, 'u')
const FINIE = /[.!?;:…»”]\s*$/u
const MINUSCULE = /^\s*[\p{Ll}]/u

/** How a text was cut in lines: its width when lines were cut to fit one, null when each line is a paragraph. */
export type Coupe = { largeur: number | null }

/**
 * Tells whether lines were cut to fit a width: none is much longer than a page, and several stop in the middle of a
 * sentence close to that width.
 */
export function measureCoupe(lignes: readonly string[]): Coupe {
  let largeur = 0
  for (const ligne of lignes) if (!ligne.includes('\t')) largeur = Math.max(largeur, ligne.trimEnd().length)
  if (largeur > 130 || largeur < 30) return { largeur: null }
  let coupees = 0
  let enPhrase = 0
  for (let i = 1; i < lignes.length; i += 1) {
    const avant = (lignes[i - 1] ?? '').trimEnd()
    if (avant.length < largeur * 0.6 || FINIE.test(avant) || (lignes[i] ?? '').trim() === '') continue
    if (MINUSCULE.test(lignes[i] ?? '')) enPhrase += 1
    if (MINUSCULE.test(lignes[i] ?? '') || overflows(avant, lignes[i] ?? '', largeur)) coupees += 1
  }
  return { largeur: coupees >= 3 && enPhrase >= 2 ? largeur : null }
}

/** True when a line goes on with the sentence of the one above. `vides` is the number of blank lines between them. */
export function continuesLine(avant: string, ligne: string, vides: number, { largeur }: Coupe): boolean {
  if (vides > 1 || ligne.startsWith('\t') || splitPuce(ligne) !== null || typedNumero(ligne) !== null) return false
  const fin = avant.trimEnd()
  if (FINIE.test(fin)) return false
  const longue = fin.length >= 60
  if (MINUSCULE.test(ligne)) {
    if (FINIT_EN_LIANT.test(fin)) return true
    if (vides > 0) return largeur !== null && longue
    if (fin.endsWith(',')) return longue || largeur !== null
    return longue || largeur !== null || COMMENCE_EN_LIANT.test(ligne)
  }
  if (vides > 0 || largeur === null) return false
  return overflows(fin, ligne, largeur)
}

/** The first word of the line would not have fitted above: the cut is the width's, not the author's. */
function overflows(avant: string, ligne: string, largeur: number): boolean {
  const mot = /^\S+/.exec(ligne.trim())?.[0] ?? ''
  return avant.length + 1 + mot.length > largeur && avant.length >= largeur * 0.75
}

// Compound words whose hyphen belongs to them.
const PREFIXES =
  /(?:^|[^\p{L}])(?:après|arrière|au|avant|beau|belle|celle|celui|centre|ceux|chef|ci|co|contre|demi|elle|elles|eux|ex|grand|hors|jusque|là|lui|mi|micro|mini|moi|non|nous|par|peut|plus|porte|post|pré|quasi|quelques|rendez|sous|soi|sur|toi|tout|vice|vis|vous)-$/iu
const SUFFIXES = /^(?:ci|là|même|mêmes|être|il|ils|elle|elles|on|je|tu|nous|vous|t|ce)(?!\p{L})/u

/** How two lines meet: signs taken off the end of the first, then what stands between them. */
export type Couture = { retire: number; lien: string }

/**
 * Puts two lines of one paragraph together. A hyphen at the end of the first goes only when the word it cuts stands
 * whole elsewhere in the text; otherwise it stays, since it is on the page.
 */
export function seamBetween(avant: string, ligne: string, mots: ReadonlySet<string>): Couture {
  const debut = avant.trimEnd()
  const blancs = avant.length - debut.length
  if (debut.endsWith('\u00ad')) return { retire: blancs + 1, lien: '' }
  const suite = ligne.trimStart().slice(0, 60)
  const fin = debut.slice(-60)
  const tete = /(\p{L}+)[-\u2010]$/u.exec(fin)
  const queue = /^\p{Ll}+/u.exec(suite)
  if (tete === null || queue === null) return { retire: blancs, lien: ' ' }
  const entier = (tete[1] ?? '') + queue[0]
  const cesure = mots.has(entier.toLowerCase()) && !PREFIXES.test(fin) && !SUFFIXES.test(suite)
  return { retire: blancs + (cesure ? 1 : 0), lien: '' }
}

/** The words of a text in lower case, to tell a word cut at the end of a line from a compound one. */
export function wordsOf(texte: string): Set<string> {
  return new Set(texte.toLowerCase().match(/\p{L}{4,}/gu) ?? [])
}
