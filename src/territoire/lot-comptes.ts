/**
 * Counts of a batch, and what of them may be shown. Pure.
 *
 * A line whose count is under the threshold (but not zero) is masked, all of its figures with it. One masked line could be found
 * again by taking the others from the total: more lines are masked, the smallest first, until at least two are and until what they
 * hold together is not itself under the threshold. Then each masked figure can be several numbers, whatever one computes from the
 * table. (Two tables of one file that a person knows how to tie together, say quartiers and the commune that holds them, are not
 * compared: give one of them.)
 */

/** What is counted in a line: in a quartier, in none, not decided, without a position. */
export const CLASSES = ['dedans', 'dehors', 'averifier', 'sans'] as const
export type Classe = (typeof CLASSES)[number]

export const LIBELLES_CLASSES: Record<Classe, string> = {
  dedans: 'En quartier',
  dehors: 'Hors quartier',
  averifier: 'À vérifier',
  sans: 'Sans position',
}

export type Compte = Record<Classe, number>
export type LigneComptes = { libelle: string; compte: Compte }
export type TableComptes = { titre: string; lignes: readonly LigneComptes[]; total: Compte; abandon: string | null }

/** Beyond so many different values, a column is not one to count by (names, identifiers), and memory would grow with the file. */
export const VALEURS_MAX = 500

export type Compteur = { add(valeur: string, classe: Classe): void; table(): TableComptes }

export function emptyCompte(): Compte {
  return { dedans: 0, dehors: 0, averifier: 0, sans: 0 }
}

/** @param ordre lines come in this order; others after, in French alphabetical order */
export function createCompteur(titre: string, ordre: readonly string[] = [], max = VALEURS_MAX): Compteur {
  const lignes = new Map<string, Compte>()
  const total = emptyCompte()
  let abandon: string | null = null
  return {
    add(valeur, classe) {
      total[classe] += 1
      if (abandon !== null) return
      let compte = lignes.get(valeur)
      if (compte === undefined) {
        if (lignes.size === max) {
          lignes.clear()
          abandon = `Plus de ${max} valeurs différentes : cette colonne ne se compte pas.`
          return
        }
        compte = emptyCompte()
        lignes.set(valeur, compte)
      }
      compte[classe] += 1
    },
    table() {
      const rangs = new Map(ordre.map((libelle, rang) => [libelle, rang]))
      const rangOf = (libelle: string) => rangs.get(libelle) ?? ordre.length
      const triees = [...lignes].map(([libelle, compte]) => ({ libelle, compte }))
      triees.sort((a, b) => rangOf(a.libelle) - rangOf(b.libelle) || a.libelle.localeCompare(b.libelle, 'fr', { numeric: true }))
      return { titre, lignes: triees, total, abandon }
    },
  }
}

/** A line as it may be shown: null, masked. */
export type LigneMontree = { libelle: string; compte: Compte | null }
export type TableMontree = {
  titre: string
  lignes: readonly LigneMontree[]
  /** Null when a total is itself under the threshold. */
  total: Compte | null
  /** Sum of the masked lines, which anybody could compute; null when none is masked. */
  masquees: { nombre: number; compte: Compte } | null
  abandon: string | null
}

/** @param seuil smallest count that may be shown; 0 and 1 mask nothing */
export function masked(table: TableComptes, seuil: number): TableMontree {
  const { titre, abandon } = table
  const petit = (nombre: number) => nombre > 0 && nombre < seuil
  if (hasSmall(table.total, petit)) {
    return { titre, lignes: table.lignes.map(({ libelle }) => ({ libelle, compte: null })), total: null, masquees: null, abandon }
  }
  const cachees = new Set(table.lignes.filter(({ compte }) => hasSmall(compte, petit)))
  const visibles = table.lignes.filter((ligne) => !cachees.has(ligne)).sort((a, b) => sumOf(a.compte) - sumOf(b.compte))
  while (cachees.size > 0 && visibles.length > 0 && (cachees.size < 2 || hasSmall(addUp([...cachees]), petit))) {
    const suivante = visibles.shift()
    // A line of zeros protects nothing.
    if (suivante !== undefined && sumOf(suivante.compte) > 0) cachees.add(suivante)
  }
  return {
    titre,
    lignes: table.lignes.map((ligne) => ({ libelle: ligne.libelle, compte: cachees.has(ligne) ? null : ligne.compte })),
    total: table.total,
    masquees: cachees.size === 0 ? null : { nombre: cachees.size, compte: addUp([...cachees]) },
    abandon,
  }
}

export function sumOf(compte: Compte): number {
  return CLASSES.reduce((somme, classe) => somme + compte[classe], 0)
}

function addUp(lignes: readonly LigneComptes[]): Compte {
  const somme = emptyCompte()
  for (const { compte } of lignes) for (const classe of CLASSES) somme[classe] += compte[classe]
  return somme
}

/** Where people live, or the whole line, is under the threshold. What is not decided tells of the file, not of people. */
function hasSmall(compte: Compte, petit: (nombre: number) => boolean): boolean {
  return petit(compte.dedans) || petit(compte.dehors) || petit(sumOf(compte))
}
