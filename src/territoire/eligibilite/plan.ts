/** A window of cells around a place, north first, for a plan on which they are ticked. Pure. */
import type { QuartierCompare } from './comparaison.ts'
import { centreOf, contains, type Emprise, type Repere } from './geometrie-cellules.ts'
import { ABSENT, ECHELLE, findCellule, type Grille } from './grille.ts'

/** Cells on a side of the window. */
const COTE_PLAN = 18

export type Vue = { x: number; y: number }
export type CarreauPlan = {
  x: number
  y: number
  garde: boolean
  sousLeSeuil: boolean
  /** Null: nobody lives there, or the grid does not say. */
  habitants: number | null
  menages: number | null
  /** Mean standard of living in thousands of euros, or poor households in %: rounded, for the eye. */
  chiffre: number | null
  imputee: boolean
  /** Official quartier that holds its centre. */
  quartier: string | null
}
export type Plan = { centre: Vue; colonnes: readonly number[]; lignes: readonly { y: number; carreaux: readonly CarreauPlan[] }[] }

/** « 21290,14430 » from an address; null when it is not a place. */
export function findVue(texte: string): Vue | null {
  const lu = /^(-?\d{1,7}),(-?\d{1,7})$/.exec(texte)
  return lu === null ? null : { x: Number(lu[1]), y: Number(lu[2]) }
}

export type DemandePlan = {
  grille: Grille
  retenue: Uint8Array
  sousLeSeuil: Uint8Array
  repere: Repere
  emprise: Emprise
  quartiers: readonly QuartierCompare[]
  /** Null: the middle of the emprise. */
  centre: Vue | null
}

/** The window, kept within the emprise. */
export function buildPlan({ grille, retenue, sousLeSeuil, repere, emprise, quartiers, centre }: DemandePlan): Plan {
  const [x0, x1] = fenetre(centre?.x ?? (emprise.x0 + emprise.x1) >> 1, emprise.x0, emprise.x1)
  const [y0, y1] = fenetre(centre?.y ?? (emprise.y0 + emprise.y1) >> 1, emprise.y0, emprise.y1)
  const colonnes = Array.from({ length: x1 - x0 + 1 }, (_, i) => x0 + i)
  const rangees = Array.from({ length: y1 - y0 + 1 }, (_, i) => y1 - i)
  const lignes = rangees.map((y) => ({
    y,
    carreaux: colonnes.map((x): CarreauPlan => {
      const i = findCellule(grille, x, y)
      const ici = centreOf(repere, x, y)
      const quartier = quartiers.find(({ geometrie }) => contains(geometrie, ici))?.nom ?? null
      if (i < 0) return { x, y, garde: false, sousLeSeuil: false, habitants: null, menages: null, chiffre: null, imputee: false, quartier }
      return {
        x,
        y,
        garde: retenue[i] === 1,
        sousLeSeuil: sousLeSeuil[i] === 1,
        ...figuresOf(grille, i),
        imputee: grille.imputee[i] === 1,
        quartier,
      }
    }),
  }))
  return { centre: { x: (x0 + x1) >> 1, y: (y0 + y1) >> 1 }, colonnes, lignes }
}

function figuresOf(grille: Grille, i: number): Pick<CarreauPlan, 'habitants' | 'menages' | 'chiffre'> {
  const population = grille.population[i] as number
  const niveau = grille.niveauCents[i] as number
  const menages = grille.menages[i] as number
  const chiffre =
    niveau !== ABSENT && population > 0
      ? Math.round((niveau * ECHELLE) / population / 10_000) / 10
      : menages > 0
        ? Math.round(((grille.menagesPauvres[i] as number) * 100) / menages)
        : null
  return {
    habitants: population > 0 ? Math.round(population / ECHELLE) : null,
    menages: menages > 0 ? Math.round(menages / ECHELLE) : null,
    chiffre,
  }
}

/** A stretch of COTE_PLAN around a place, moved inside the bounds. */
function fenetre(milieu: number, min: number, max: number): [number, number] {
  const debut = Math.max(min, Math.min(milieu - (COTE_PLAN >> 1), max - COTE_PLAN + 1))
  return [debut, Math.min(max, debut + COTE_PLAN - 1)]
}
