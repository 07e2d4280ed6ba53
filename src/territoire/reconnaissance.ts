/** Places recognised in a text of people: « Sanitas, Maryse Bastié (Tours) et La Riche ». Exact names only, nothing guessed. Pure. */
import { normaliseNom } from './nom.ts'

/** A place as a fiche can point at it, and the names it goes by (its own, its parts’, its code). */
export type LieuConnu<T> = { lieu: T; noms: readonly string[] }

export type LieuReconnu<T> = {
  /** One place; several when they share the name: the text alone does not say which. */
  lieux: readonly T[]
  /** The name by which it was found, as the reference writes it. */
  nom: string
}

const ARTICLES_DE_TETE = /^(l|le|la|les|du|de|des|d) /

/**
 * Places whose whole name stands in the text, words for words (accents, case, hyphens and leading articles aside), in the order
 * of the text. The longest name wins: « Saint-Pierre-des-Corps » is not « Saint-Pierre ». A name that begins by an article needs
 * it, or a capital: « La Riche » is not in « un sol riche ». A name of fewer than three letters is found by its code only.
 */
export function recognizeLieux<T>(texte: string, connus: readonly LieuConnu<T>[]): LieuReconnu<T>[] {
  const mots = ` ${normaliseNom(texte)} `
  const majuscules = capitals(texte)
  const candidats = [...namesOf(connus)].sort(([a], [b]) => b.length - a.length)
  const pris: { debut: number; fin: number; trouve: LieuReconnu<T> }[] = []
  for (const [cle, { nom, lieux, article }] of candidats) {
    if (article !== null && !majuscules.has(cle.split(' ')[0] ?? '') && !mots.includes(` ${article}${cle} `)) continue
    for (let ici = mots.indexOf(` ${cle} `); ici !== -1; ici = mots.indexOf(` ${cle} `, ici + 1)) {
      const fin = ici + cle.length + 1
      if (pris.some((un) => ici < un.fin && un.debut < fin)) continue
      pris.push({ debut: ici, fin, trouve: { nom, lieux } })
    }
  }
  const vus = new Set<string>()
  return pris
    .sort((a, b) => a.debut - b.debut)
    .flatMap(({ trouve }) => {
      if (vus.has(trouve.nom)) return []
      vus.add(trouve.nom)
      return [trouve]
    })
}

/** Words of a text that are written with a capital at least once, normalised. */
function capitals(texte: string): ReadonlySet<string> {
  return new Set((texte.match(/[\p{L}\p{N}]+/gu) ?? []).filter((mot) => /^\p{Lu}/u.test(mot)).map((mot) => normaliseNom(mot)))
}

/** Places by the words of their names, their leading article apart. */
function namesOf<T>(connus: readonly LieuConnu<T>[]): Map<string, { nom: string; lieux: T[]; article: string | null }> {
  const noms = new Map<string, { nom: string; lieux: T[]; article: string | null }>()
  for (const { lieu, noms: siens } of connus) {
    for (const nom of siens) {
      const entier = normaliseNom(nom)
      const cle = entier.replace(ARTICLES_DE_TETE, '')
      if (cle.length < 3) continue
      const connu = noms.get(cle) ?? { nom, lieux: [], article: null }
      if (cle !== entier) connu.article = entier.slice(0, entier.length - cle.length)
      if (!connu.lieux.includes(lieu)) connu.lieux.push(lieu)
      noms.set(cle, connu)
    }
  }
  return noms
}
