/** How a place name is searched: without accents, hyphens, apostrophes, articles or abbreviations. Pure. */

const ARTICLES = new Set(['l', 'le', 'la', 'les', 'd', 'de', 'du', 'des', 'a', 'au', 'aux', 'en', 'et'])

/** Words that people and references write in two ways: the longest first. */
const ECRITURES: readonly [RegExp, string][] = [
  [/\bcommunaute de communes\b/g, 'cc'],
  [/\bcommunaute d agglomeration\b/g, 'ca'],
  [/\bcommunaute d agglo\b/g, 'ca'],
  [/\bcommunaute urbaine\b/g, 'cu'],
  [/\betablissement public territorial\b/g, ' '],
  [/\bst\b/g, 'saint'],
  [/\bste\b/g, 'sainte'],
]

/**
 * The words of a name, in lower case without accents, separated by one space: « L’Haÿ-les-Roses » → « l hay les roses ».
 * Only letters and digits are left, so that the result can stand in a LIKE pattern.
 */
export function normaliseNom(nom: string): string {
  let cle = nom
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/s\/s/g, ' sous ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
  for (const [motif, ecriture] of ECRITURES) cle = cle.replace(motif, ecriture)
  return cle.replace(/ +/g, ' ').trim()
}

/** The same without articles: « hay roses ». A name made of articles alone keeps them. */
export function cleRecherche(nom: string): string {
  const mots = normaliseNom(nom).split(' ')
  const utiles = mots.filter((mot) => !ARTICLES.has(mot))
  return (utiles.length === 0 ? mots : utiles).join(' ')
}

/** SIREN typed by a person (spaces allowed), or null. */
export function parseSiren(texte: string): string | null {
  const chiffres = texte.replace(/[\s.\u00a0\u202f]/g, '')
  return /^\d{9}$/.test(chiffres) ? chiffres : null
}

/** INSEE code of a commune typed by a person ("37261", "2a004"), or null. */
export function parseCodeCommune(texte: string): string | null {
  const code = texte.trim().toUpperCase()
  return /^(\d{2}|2[AB])\d{3}$/.test(code) ? code : null
}

/** Key of an intercommunality: its kind is an attribute, not a part of its name (« CC Faucigny - Glières » → « faucigny glieres »). */
export function cleEpci(nom: string): string {
  const cle = cleRecherche(nom)
  return cle.replace(/^(cc|ca|cu) (?=.)/, '')
}
