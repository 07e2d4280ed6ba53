/** What a search asks and what it shows. Pure: the index is in Postgres, the words of French too. */

/** A request as typed, cut to what the index understands. */
export type Requete = {
  texte: string
  /** The text when it may be a code (« 2.1.5 », « II.b »), written as codes are; else null. */
  code: string | null
  /** Its words, without accents nor case, to find their neighbours when nothing is found; none when it uses "…" or -word. */
  mots: string[]
}

export const LONGUEUR_MAX = 200
const MOTS_MAX = 8

/** Reads what was typed; null when there is nothing to look for. */
export function parseRequete(brut: string | undefined): Requete | null {
  const texte = (brut ?? '')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGUEUR_MAX)
  if (texte === '') return null
  const net = texte.replace(/\s*\.\s*/g, '.').replace(/\.$/, '')
  const code =
    /^[\p{L}\p{N}]{1,6}(\.[\p{L}\p{N}]{1,6}){0,9}$/u.test(net) && (net.includes('.') || /^(\d+|[IVXLCDM]+|\p{L})$/iu.test(net)) ? net : null
  return {
    texte,
    code: code === null ? null : code.toLocaleUpperCase('fr'),
    mots: /"|(^| )-/.test(texte) ? [] : motsDe(texte).slice(0, MOTS_MAX),
  }
}

/** Words of a text as the vocabulary of the contract keeps them: no accent, no case, three letters at least. */
export function motsDe(texte: string): string[] {
  const simple = sansAccents(texte)
  return [...new Set(simple.split(/[^a-z0-9]+/).filter((mot) => mot.length >= 3 && mot.length <= 40))]
}

/** « Éducation » → « education ». */
export function sansAccents(texte: string): string {
  return texte.normalize('NFKD').replace(/\p{M}/gu, '').replace(/œ/gi, 'oe').replace(/æ/gi, 'ae').toLowerCase()
}

/** A word typed, and words of the contract that share most of its trigrams. */
export type Voisins = { mot: string; voisins: readonly string[] }

/** Spellings kept for one word. */
const RETENUS_MAX = 3

/**
 * Replaces each word by its nearest spellings in the contract: all words are wanted, each in any of its spellings. null when
 * a word has none.
 * @returns a tsquery of plain words, and what was replaced, to say so
 */
export function corrected(voisinages: readonly Voisins[]): { tsquery: string; remplaces: { saisi: string; retenus: string[] }[] } | null {
  const parties: string[] = []
  const remplaces: { saisi: string; retenus: string[] }[] = []
  for (const { mot, voisins } of voisinages) {
    const proches = voisins
      .map((voisin) => ({ voisin, fautes: fautes(mot, voisin) }))
      .filter(({ voisin, fautes: n }) => n <= fautesPermises(mot) || (mot.length >= 4 && voisin.startsWith(mot)))
      .sort((a, b) => a.fautes - b.fautes)
    const meilleur = proches[0]
    if (meilleur === undefined) return null
    const retenus = proches
      .filter((proche) => proche.fautes === meilleur.fautes)
      .map((proche) => proche.voisin)
      .slice(0, RETENUS_MAX)
    parties.push(`(${retenus.join(' | ')})`)
    if (meilleur.fautes > 0) remplaces.push({ saisi: mot, retenus })
  }
  return parties.length === 0 ? null : { tsquery: parties.join(' & '), remplaces }
}

/** Slips forgiven in a word: one in a short one, three in a long one. */
function fautesPermises(mot: string): number {
  return mot.length <= 5 ? 1 : mot.length <= 9 ? 2 : 3
}

/** Letters to add, remove, change or swap with the next to go from one word to the other (optimal string alignment). */
export function fautes(a: string, b: string): number {
  let avant: number[] = []
  let ligne = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const suivante = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (ligne[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const echange = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (avant[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      suivante.push(Math.min(change, echange, (ligne[j] ?? 0) + 1, (suivante[j - 1] ?? 0) + 1))
    }
    avant = ligne
    ligne = suivante
  }
  return ligne[b.length] ?? 0
}

/** Marks that the index puts around the words found: no text of ours holds them. */
export const DEBUT_MARQUE = '\u0002'
export const FIN_MARQUE = '\u0003'

/** A snippet as runs of text, marked or not: the page writes `<mark>` itself, so that no text becomes markup. */
export function toExtraits(snippet: string): { texte: string; marque: boolean }[] {
  const [debut = '', ...suite] = snippet.split(DEBUT_MARQUE)
  const extraits = [{ texte: debut.replaceAll(FIN_MARQUE, ''), marque: false }]
  for (const morceau of suite) {
    const [dedans = '', ...dehors] = morceau.split(FIN_MARQUE)
    extraits.push({ texte: dedans, marque: true }, { texte: dehors.join(''), marque: false })
  }
  return extraits.filter((extrait) => extrait.texte !== '')
}

/** Titles that hold every word of the request, accents and case aside. */
export function withMots<T extends { titre: string }>(documents: readonly T[], requete: Requete): T[] {
  return requete.mots.length === 0
    ? []
    : documents.filter((document) => requete.mots.every((mot) => sansAccents(document.titre).includes(mot)))
}
