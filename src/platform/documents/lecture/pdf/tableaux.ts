import type { Trait } from './page-brute.ts'

/** A box of a ruled table, in points, with its place on the grid. */
export type Boite = { x1: number; y1: number; x2: number; y2: number; ligne: number; colonne: number; lignes: number; colonnes: number }

/** A ruled table: at least two boxes. `xs` are the abscissas of its rules. */
export type TableauRegle = { x1: number; y1: number; x2: number; y2: number; xs: number[]; boites: Boite[] }

const TOLERANCE = 3
// Between the two strokes of a double rule there is no box.
const MINCE = 5
const CASES_MAX = 40_000

/** The tables that the rules of a page draw. Boxes not parted by a rule are one merged box. */
export function findTableaux(traits: readonly Trait[]): TableauRegle[] {
  const horizontaux = mergeAligned(
    traits.filter((trait) => trait.y1 === trait.y2),
    'y1',
    'x1',
    'x2',
  )
  const verticaux = mergeAligned(
    traits.filter((trait) => trait.x1 === trait.x2),
    'x1',
    'y1',
    'y2',
  )
  return components(horizontaux, verticaux)
    .map(buildTableau)
    .filter((tableau) => tableau !== null)
    .sort((a, b) => a.y1 - b.y1 || a.x1 - b.x1)
}

type Axe = 'x1' | 'y1'

/** Rules on one axis and touching one another become one. */
function mergeAligned(traits: readonly Trait[], axe: Axe, debut: Axe, fin: 'x2' | 'y2'): Trait[] {
  const fusionnes: Trait[] = []
  const rangs = snap(traits.map((trait) => trait[axe]))
  const parRang = new Map<number, Trait[]>()
  for (const trait of traits) {
    const rang = rangs(trait[axe])
    const groupe = parRang.get(rang)
    if (groupe === undefined) parRang.set(rang, [trait])
    else groupe.push(trait)
  }
  for (const [rang, groupe] of parRang) {
    let courant: Trait | null = null
    for (const trait of groupe.sort((a, b) => a[debut] - b[debut])) {
      if (courant !== null && trait[debut] <= courant[fin] + TOLERANCE + 1) courant[fin] = Math.max(courant[fin], trait[fin])
      else {
        courant = { ...trait, [axe]: rang, [axe === 'x1' ? 'x2' : 'y2']: rang }
        fusionnes.push(courant)
      }
    }
  }
  return fusionnes
}

/** Brings coordinates that are nearly the same to one value. */
function snap(valeurs: readonly number[]): (valeur: number) => number {
  const tries = [...new Set(valeurs)].sort((a, b) => a - b)
  const vers = new Map<number, number>()
  let base = Number.NEGATIVE_INFINITY
  let precedente = Number.NEGATIVE_INFINITY
  for (const valeur of tries) {
    if (valeur - precedente > TOLERANCE) base = valeur
    vers.set(valeur, base)
    precedente = valeur
  }
  return (valeur) => vers.get(valeur) ?? valeur
}

type Groupe = { horizontaux: Trait[]; verticaux: Trait[] }

function components(horizontaux: readonly Trait[], verticaux: readonly Trait[]): Groupe[] {
  const parents = [...horizontaux, ...verticaux].map((_, rang) => rang)
  const root = (rang: number): number => {
    let courant = rang
    while (parents[courant] !== courant) {
      parents[courant] = parents[parents[courant] ?? courant] ?? courant
      courant = parents[courant] ?? courant
    }
    return courant
  }
  horizontaux.forEach((h, i) => {
    verticaux.forEach((v, j) => {
      const croise = v.x1 >= h.x1 - TOLERANCE && v.x1 <= h.x2 + TOLERANCE && h.y1 >= v.y1 - TOLERANCE && h.y1 <= v.y2 + TOLERANCE
      if (croise) parents[root(i)] = root(horizontaux.length + j)
    })
  })
  const groupes = new Map<number, Groupe>()
  const groupOf = (rang: number): Groupe => {
    const cle = root(rang)
    const connu = groupes.get(cle)
    if (connu !== undefined) return connu
    const nouveau: Groupe = { horizontaux: [], verticaux: [] }
    groupes.set(cle, nouveau)
    return nouveau
  }
  horizontaux.forEach((h, i) => {
    groupOf(i).horizontaux.push(h)
  })
  verticaux.forEach((v, j) => {
    groupOf(horizontaux.length + j).verticaux.push(v)
  })
  return [...groupes.values()].filter((groupe) => groupe.horizontaux.length > 0 && groupe.verticaux.length > 0)
}

function buildTableau({ horizontaux, verticaux }: Groupe): TableauRegle | null {
  const xs = axis([...verticaux.map((v) => v.x1), ...horizontaux.flatMap((h) => [h.x1, h.x2])])
  const ys = axis([...horizontaux.map((h) => h.y1), ...verticaux.flatMap((v) => [v.y1, v.y2])])
  const colonnes = xs.length - 1
  const rangees = ys.length - 1
  if (colonnes < 1 || rangees < 1 || colonnes * rangees < 2 || colonnes * rangees > CASES_MAX) return null
  const parents = Array.from({ length: colonnes * rangees }, (_, rang) => rang)
  const root = (rang: number): number => {
    let courant = rang
    while ((parents[courant] ?? courant) !== courant) courant = parents[courant] ?? courant
    return courant
  }
  const at = (valeurs: readonly number[], rang: number) => valeurs[rang] ?? 0
  for (let i = 0; i < rangees; i += 1) {
    for (let j = 0; j < colonnes; j += 1) {
      const cx = (at(xs, j) + at(xs, j + 1)) / 2
      const cy = (at(ys, i) + at(ys, i + 1)) / 2
      const ici = i * colonnes + j
      const murDroit = verticaux.some((v) => Math.abs(v.x1 - at(xs, j + 1)) <= TOLERANCE && v.y1 <= cy && v.y2 >= cy)
      if (j + 1 < colonnes && !murDroit) parents[root(ici + 1)] = root(ici)
      const murBas = horizontaux.some((h) => Math.abs(h.y1 - at(ys, i + 1)) <= TOLERANCE && h.x1 <= cx && h.x2 >= cx)
      if (i + 1 < rangees && !murBas) parents[root(ici + colonnes)] = root(ici)
    }
  }
  const boites = new Map<number, Boite>()
  for (let rang = 0; rang < parents.length; rang += 1) {
    const i = Math.floor(rang / colonnes)
    const j = rang % colonnes
    const cle = root(rang)
    const boite = boites.get(cle) ?? { x1: 0, y1: 0, x2: 0, y2: 0, ligne: i, colonne: j, lignes: 1, colonnes: 1 }
    const fin = { ligne: Math.max(boite.ligne + boite.lignes, i + 1), colonne: Math.max(boite.colonne + boite.colonnes, j + 1) }
    boite.ligne = Math.min(boite.ligne, i)
    boite.colonne = Math.min(boite.colonne, j)
    boite.lignes = fin.ligne - boite.ligne
    boite.colonnes = fin.colonne - boite.colonne
    boites.set(cle, boite)
  }
  if (boites.size < 2) return null
  for (const boite of boites.values()) {
    boite.x1 = at(xs, boite.colonne)
    boite.x2 = at(xs, boite.colonne + boite.colonnes)
    boite.y1 = at(ys, boite.ligne)
    boite.y2 = at(ys, boite.ligne + boite.lignes)
  }
  const vraies = [...boites.values()].filter((boite) => boite.x2 - boite.x1 > MINCE && boite.y2 - boite.y1 > MINCE)
  if (vraies.length < 2) return null
  return { x1: at(xs, 0), y1: at(ys, 0), x2: at(xs, colonnes), y2: at(ys, rangees), xs, boites: countRanks(vraies) }
}

/** Rows and columns counted where boxes begin: double rules and tables inside a box draw more lines than there are rows. */
function countRanks(boites: readonly Boite[]): Boite[] {
  const rangees = [...new Set(boites.map((boite) => boite.ligne))].sort((a, b) => a - b)
  const colonnes = [...new Set(boites.map((boite) => boite.colonne))].sort((a, b) => a - b)
  const within = (debuts: readonly number[], debut: number, fin: number) => debuts.filter((rang) => rang >= debut && rang < fin).length
  return boites.map((boite) => ({
    ...boite,
    ligne: rangees.indexOf(boite.ligne),
    colonne: colonnes.indexOf(boite.colonne),
    lignes: Math.max(1, within(rangees, boite.ligne, boite.ligne + boite.lignes)),
    colonnes: Math.max(1, within(colonnes, boite.colonne, boite.colonne + boite.colonnes)),
  }))
}

function axis(valeurs: readonly number[]): number[] {
  const rang = snap(valeurs)
  return [...new Set(valeurs.map(rang))].sort((a, b) => a - b)
}
