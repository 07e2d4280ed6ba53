import { findColonnes } from './colonnes.ts'
import { type Ligne, setLines } from './lignes.ts'
import type { Fragment, PageBrute, Trait } from './page-brute.ts'
import { type Cadre, type CasePdf, type Para, setParagraphs, wholeLine } from './paragraphes.ts'
import { setRows } from './rangees.ts'
import { findTableaux, type TableauRegle } from './tableaux.ts'

/** What stands on a page in reading order: running text, or a table with its cells in order. */
export type Element = { sorte: 'texte'; paras: Para[] } | { sorte: 'tableau'; cases: CasePdf[]; xs: number[] }

type Contexte = Cadre & { traits: readonly Trait[] }

/**
 * Sets a page back in reading order: ruled tables, columns read one after the other, tables without rules, text.
 * @param bord abscissa that the lines of the document may reach, in points
 */
export function layOutPage(page: PageBrute, fragments: readonly Fragment[], bord: number, mots: ReadonlySet<string>): Element[] {
  const contexte: Contexte = { page: page.numero, traits: page.traits, mots }
  const { tableaux, libres } = dispatch(findTableaux(page.traits), fragments)
  const elements: Element[] = []
  let restants = libres
  for (const { tableau, contenus } of tableaux) {
    const milieu = (tableau.y1 + tableau.y2) / 2
    const avant = restants.filter((fragment) => fragment.y < milieu)
    elements.push(...layOutLines(contexte, setLines(avant), bord))
    restants = restants.filter((fragment) => fragment.y >= milieu)
    elements.push(readTableau(contexte, tableau, contenus))
  }
  elements.push(...layOutLines(contexte, setLines(restants), bord))
  return elements
}

type Contenus = Map<number, Fragment[]>

/** Gives each fragment to the smallest box that holds its middle. A frame with text in one box only is no table. */
function dispatch(trouves: readonly TableauRegle[], fragments: readonly Fragment[]) {
  const boites = trouves.flatMap((tableau, t) =>
    tableau.boites.map((boite, b) => ({ boite, t, b, aire: (boite.x2 - boite.x1) * (boite.y2 - boite.y1) })),
  )
  boites.sort((a, b) => a.aire - b.aire)
  const contenus: Contenus[] = trouves.map(() => new Map())
  const libres: Fragment[] = []
  for (const fragment of fragments) {
    const cx = fragment.x + Math.min(fragment.largeur, 40) / 2
    const cy = fragment.y - fragment.taille * 0.3
    const hote = boites.find(({ boite }) => cx >= boite.x1 && cx <= boite.x2 && cy >= boite.y1 && cy <= boite.y2)
    const liste = hote === undefined ? libres : entryOf(contenus[hote.t] ?? new Map(), hote.b)
    liste.push(fragment)
  }
  const tableaux: { tableau: TableauRegle; contenus: Contenus }[] = []
  trouves.forEach((tableau, t) => {
    const remplis = contenus[t] ?? new Map()
    if (remplis.size >= 2) tableaux.push({ tableau, contenus: remplis })
    else for (const liste of remplis.values()) libres.push(...liste)
  })
  return { tableaux, libres }
}

function entryOf(contenus: Contenus, cle: number): Fragment[] {
  const connu = contenus.get(cle)
  if (connu !== undefined) return connu
  const nouveau: Fragment[] = []
  contenus.set(cle, nouveau)
  return nouveau
}

function readTableau(contexte: Contexte, tableau: TableauRegle, contenus: Contenus): Element {
  const cases: CasePdf[] = []
  tableau.boites.forEach((boite, rang) => {
    const lignes = setLines(contenus.get(rang) ?? []).map(wholeLine)
    if (lignes.length === 0) return
    const gauche = Math.min(...lignes.map((ligne) => ligne.x1))
    // The padding on the right is that on the left, seldom more than a few points.
    const marge = Math.min(8, Math.max(1, gauche - boite.x1))
    const { ligne, colonne, lignes: hauteur, colonnes } = boite
    cases.push({ ligne, colonne, lignes: hauteur, colonnes, paras: setParagraphs(lignes, boite.x2 - marge, contexte) })
  })
  cases.sort((a, b) => a.ligne - b.ligne || a.colonne - b.colonne)
  return { sorte: 'tableau', cases, xs: tableau.xs }
}

function layOutLines(contexte: Contexte, lignes: readonly Ligne[], bord: number): Element[] {
  const elements: Element[] = []
  let courantes: Ligne[] = []
  const flush = () => {
    if (courantes.length > 0) elements.push({ sorte: 'texte', paras: setParagraphs(courantes.map(wholeLine), bord, contexte) })
    courantes = []
  }
  for (let i = 0; i < lignes.length; ) {
    const colonnes = findColonnes(lignes, i)
    const ligne = lignes[i]
    if (colonnes === null) {
      if (ligne !== undefined) courantes.push(ligne)
      i += 1
      continue
    }
    flush()
    if (colonnes.sorte === 'journal') {
      elements.push(...layOutLines(contexte, colonnes.gauche, colonnes.gouttiere.x1))
      elements.push(...layOutLines(contexte, colonnes.droite, bord))
    } else {
      const cases = setRows(colonnes.lignes, colonnes.gouttieres, bord, contexte.traits, contexte)
      elements.push({ sorte: 'tableau', cases, xs: colonnes.gouttieres.map((gouttiere) => gouttiere.x2) })
    }
    i = colonnes.fin
  }
  flush()
  return elements
}
