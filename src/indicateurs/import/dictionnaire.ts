/** The list of variables that comes with a table, in another sheet or another file. Pure. */
import type { Feuille } from './grille.ts'
import { isCodeVariable } from './variables.ts'

/** Labels by name of variable, from the sheet where most of these names stand in one column; empty when there is none. */
export function readDictionnaire(feuilles: readonly Feuille[], codes: readonly string[]): Map<string, string> {
  const voulus = new Set(codes.map((code) => code.toUpperCase()))
  let meilleur = new Map<string, string>()
  for (const { lignes } of feuilles) {
    const largeur = lignes.reduce((max, ligne) => Math.max(max, ligne.length), 0)
    for (let colonne = 0; colonne < largeur; colonne += 1) {
      const rangs = lignes.flatMap((ligne, rang) => (voulus.has((ligne[colonne] ?? '').toUpperCase()) ? [rang] : []))
      if (rangs.length < Math.max(1, voulus.size * 0.3) || rangs.length <= meilleur.size) continue
      const libelles = labelColumn(lignes, rangs, colonne, largeur)
      if (libelles === null) continue
      const lu = new Map<string, string>()
      for (const rang of rangs) {
        const code = (lignes[rang]?.[colonne] ?? '').toUpperCase()
        const libelle = lignes[rang]?.[libelles] ?? ''
        if (libelle !== '' && !lu.has(code)) lu.set(code, libelle)
      }
      if (lu.size > meilleur.size) meilleur = lu
    }
  }
  return meilleur
}

/** The column of sentences: the longest texts, on the same lines. */
function labelColumn(lignes: readonly string[][], rangs: readonly number[], sauf: number, largeur: number): number | null {
  let choisie: { colonne: number; longueur: number } | null = null
  for (let colonne = 0; colonne < largeur; colonne += 1) {
    if (colonne === sauf) continue
    const textes = rangs.map((rang) => lignes[rang]?.[colonne] ?? '')
    const phrases = textes.filter((texte) => texte !== '' && !isCodeVariable(texte) && /\p{L}{3}/u.test(texte))
    if (phrases.length < rangs.length / 2) continue
    const longueur = phrases.reduce((somme, texte) => somme + texte.length, 0) / rangs.length
    if (choisie === null || longueur > choisie.longueur) choisie = { colonne, longueur }
  }
  return choisie?.colonne ?? null
}
