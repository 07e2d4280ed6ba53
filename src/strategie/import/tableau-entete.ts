import type { Case, Grille } from './grille.ts'

// A table of figures or of dates: several rows, several columns, at most one of our labels and that in its header.
export function isData(grille: Grille, etiquetees: readonly Case[]): boolean {
  const premiere = grille.rangees[0]
  const seule = etiquetees[0]
  if (etiquetees.length > 1 || (seule !== undefined && (seule.ligne !== premiere?.[0]?.ligne || !isDataHeader(premiere)))) return false
  const pleines = grille.rangees.filter((rangee) => rangee.length >= 2)
  return pleines.length >= 2 && pleines.length >= grille.rangees.length * 0.6 && !grille.cases.some((une) => une.ouvre && une.colonne === 0)
}

export function isDataHeader(rangee: readonly Case[]): boolean {
  return rangee.length >= 2 && rangee.every((une) => une.courte && MOTS_D_ENTETE.test(plain(une.texte)))
}

const MOTS_D_ENTETE =
  /^(?:n|no|postes?|financeurs?|montants?.*|natures?|organismes?|echeances?|etapes?|phases?|responsables?|indicateurs?|cibles?|valeurs?.*|sources?|dates?|annees?|20\d\d|types?|quantite|frequence|total|charges?|produits?|depenses?|recettes?|periodes?|mois|trimestres?|libelles?|intitules?|actions?|descriptions?|unites?|situation.*|objectifs?|structures?|roles?|noms?|fonctions?|debut|fin|calendrier|taches?|livrables?|pilotes?|partenaires?|observations?|part|taux|en|euros?)(?: .{0,30})?$/u

function plain(texte: string): string {
  return texte
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** A row of labels with values under it, not beside them. */
export function isHeader(grille: Grille, rang: number, colonnesDeLabels: ReadonlySet<number>): boolean {
  const rangee = grille.rangees[rang]
  const suivante = grille.rangees[rang + 1]
  if (rangee === undefined || suivante === undefined || rangee.length < 2) return false
  const labels = rangee.filter((une) => une.etiquettes !== null)
  if (labels.length < 2 || labels.length < rangee.length * 0.4 || !rangee.every((une) => une.etiquettes !== null || une.courte))
    return false
  const dessous = labels.filter((une) => below(suivante, une)?.etiquettes !== null && below(suivante, une) !== null)
  if (dessous.length > 0 && dessous.length >= labels.length * 0.5) return false
  if (labels.length === rangee.length) {
    // "Échelle | Quartier" in a table whose left column is labels is a pair.
    return !(
      rangee.length === 2 &&
      colonnesDeLabels.has(rangee[0]?.colonne ?? 0) &&
      !colonnesDeLabels.has(rangee[1]?.colonne ?? 1) &&
      pairs(grille) >= 2
    )
  }
  if (alternates(rangee) && (rangee.length > 2 ? !hasUnder(suivante, rangee) : true)) return false
  return hasUnder(suivante, rangee)
}

export function below(rangee: readonly Case[], une: Case): Case | null {
  return rangee.find((autre) => autre.colonne < une.colonne + une.colonnes && une.colonne < autre.colonne + autre.colonnes) ?? null
}

function hasUnder(suivante: readonly Case[], rangee: readonly Case[]): boolean {
  return suivante.length >= Math.max(2, rangee.length * 0.5) && suivante.every((une) => une.etiquettes === null)
}

function alternates(rangee: readonly Case[]): boolean {
  return rangee.every((une, rang) => (une.etiquettes !== null) === (rang % 2 === 0))
}

/** Rows that read "label | value". */
function pairs(grille: Grille): number {
  return grille.rangees.filter((rangee) => rangee.length >= 2 && rangee[0]?.etiquettes !== null && rangee[1]?.etiquettes === null).length
}
