import { continuesLine } from '../texte/jointure.ts'
import type { Element } from './mise-en-page.ts'
import { append, type CasePdf, type Para } from './paragraphes.ts'

/**
 * Puts back together what a column or page end has cut: a paragraph, a table, a cell. What goes on joins the element
 * where it began. Gives the elements that remain on each page.
 */
export function stitchPages(pages: readonly Element[][], mots: ReadonlySet<string>): Element[][] {
  let dernier: Element | null = null
  return pages.map((elements) => {
    const gardes: Element[] = []
    elements.forEach((element, rang) => {
      if (dernier !== null && joined(dernier, element, rang === 0, mots)) return
      gardes.push(element)
      dernier = element
    })
    return gardes
  })
}

/** True when all of the element went into the one before it. */
function joined(avant: Element, element: Element, nouvellePage: boolean, mots: ReadonlySet<string>): boolean {
  if (avant.sorte === 'texte' && element.sorte === 'texte') {
    joinParas(avant.paras, element.paras, mots)
    return element.paras.length === 0
  }
  if (!nouvellePage || avant.sorte !== 'tableau' || element.sorte !== 'tableau' || !sameGrid(avant.xs, element.xs)) return false
  const hauteur = Math.max(0, ...avant.cases.map((cellule) => cellule.ligne + cellule.lignes))
  const decalage = continuesRow(avant.cases, element.cases, hauteur) ? hauteur - 1 : hauteur
  for (const cellule of element.cases) {
    const ligne = cellule.ligne + decalage
    const hote = avant.cases.find(
      (autre) => autre.colonne === cellule.colonne && autre.ligne <= ligne && autre.ligne + autre.lignes > ligne,
    )
    if (hote === undefined) avant.cases.push({ ...cellule, ligne })
    else {
      joinParas(hote.paras, cellule.paras, mots)
      hote.paras.push(...cellule.paras)
    }
  }
  return true
}

function joinParas(avant: readonly Para[], suite: Para[], mots: ReadonlySet<string>): void {
  const fin = avant.at(-1)
  const debut = suite[0]
  if (fin === undefined || debut === undefined || !fin.pleine || fin.gras !== debut.gras) return
  if (Math.abs(fin.taille - debut.taille) > fin.taille * 0.08 || !continuesLine(fin.fin, debut.debut, 0, { largeur: 1 })) return
  append(fin, debut, mots)
  fin.pleine = debut.pleine
  suite.shift()
}

function sameGrid(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x, rang) => Math.abs(x - (b[rang] ?? 0)) < 5)
}

/** The first row of the page has no label of its own while the last one had: it is the same row. */
function continuesRow(avant: readonly CasePdf[], suite: readonly CasePdf[], hauteur: number): boolean {
  const premiere = suite.filter((cellule) => cellule.ligne === 0)
  const derniere = avant.filter((cellule) => cellule.ligne + cellule.lignes === hauteur)
  const gauche = Math.min(...derniere.map((cellule) => cellule.colonne))
  if (premiere.length === 0 || derniere.length < 2) return false
  return (
    premiere.every((cellule) => cellule.colonne > gauche) &&
    premiere.every((cellule) => derniere.some((autre) => autre.colonne === cellule.colonne))
  )
}
