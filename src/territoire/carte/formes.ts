/** From shapes in degrees to outlines in units of the drawing. Pure. */
import type { Boite, MultiPolygone, Position } from '../geometrie.ts'
import { type Calque, type DemandeCarte, type FormeCarte, isPosition } from './carte.ts'
import { contreeOf, type ProjectionCarte, projectionOf } from './projection-carte.ts'
import { clipRing, type Points, type Rectangle, rectangleOf, simplifyRing, writeRing } from './trace.ts'

/** Under this width and height in units, a shape is shown by a square of `COTE_MINIMAL`. */
const TAILLE_MINIMALE = 4
export const COTE_MINIMAL = 6
/** Nothing moves by more than this, in units of the drawing: under half a pixel. */
const TOLERANCE = 0.4
/** Outlines go on that far outside the frame, so that their cut does not show. */
const DEBORD = 12

export type FormeDessinee = {
  forme: FormeCarte
  /** Path in the units of the drawing; for a position or a shape too small, the centre of its mark. */
  trace: string
  nature: 'contour' | 'reduite' | 'point'
  /** Rings of its largest part within the frame, the shell first, for what is written on it. */
  anneaux: readonly Points[]
  boite: Rectangle
}

/** How degrees become units: x = (east − est) × echelle, y = (nord − north) × echelle. */
export type Cadrage = {
  projection: ProjectionCarte
  ouestM: number
  nordM: number
  echelle: number
  largeur: number
  hauteur: number
  centre: Position
}

const PROPORTIONS = { paysage: 0.72, carre: 1, portrait: 1.4 } as const
/** Flattest frame. */
const PLATE = 0.42
/** Room around the shapes, share of the width. */
const MARGE = 0.05

/** The shapes one map can hold together, and those that are elsewhere on Earth; null when nothing is to be drawn. */
export function splitContrees(demande: DemandeCarte): { calques: Calque[]; ailleurs: FormeCarte[] } | null {
  const comptes = new Map<string, number>()
  const lieux = demande.calques.map((calque) => calque.formes.map((forme) => contreeOfForme(forme)))
  for (const [rang, calque] of demande.calques.entries()) {
    const poids = calque.role === 'fond' ? 1e-6 : 1
    for (const lieu of lieux[rang] ?? []) if (lieu !== null) comptes.set(lieu, (comptes.get(lieu) ?? 0) + poids)
  }
  const cadre =
    typeof demande.cadre === 'object'
      ? contreeOf([(demande.cadre[0] + demande.cadre[2]) / 2, (demande.cadre[1] + demande.cadre[3]) / 2])
      : null
  const choisie = cadre ?? [...comptes].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0]
  if (choisie === undefined) return null
  const ailleurs: FormeCarte[] = []
  const calques = demande.calques.map((calque, rang) => ({
    ...calque,
    formes: calque.formes.filter((forme, place) => {
      const lieu = lieux[rang]?.[place]
      if (lieu === choisie) return true
      if (lieu !== null && calque.role !== 'fond') ailleurs.push(forme)
      return false
    }),
  }))
  return { calques, ailleurs }
}

function contreeOfForme({ geometrie }: FormeCarte): string | null {
  const position = isPosition(geometrie) ? geometrie : geometrie[0]?.[0]?.[0]
  return position === undefined ? null : contreeOf(position)
}

/** The frame that holds the box asked for, or all the shapes that are not background. */
export function frameOf(demande: DemandeCarte, calques: readonly Calque[]): Cadrage | null {
  const devant = calques.some((calque) => calque.role !== 'fond' && calque.formes.length > 0)
  const vus = devant ? calques.filter((calque) => calque.role !== 'fond') : calques
  const boite = typeof demande.cadre === 'object' ? demande.cadre : boxOf(vus)
  if (boite === null) return null
  const projection = projectionOf(boite)
  const m = new Float64Array(2)
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity]
  const compte = (lon: number, lat: number) => {
    projection.projete(lon, lat, m, 0)
    const [x, y] = [m[0] as number, m[1] as number]
    if (x < x1) x1 = x
    if (x > x2) x2 = x
    if (y < y1) y1 = y
    if (y > y2) y2 = y
  }
  if (typeof demande.cadre === 'object') {
    const [o, s, e, n] = boite
    for (let i = 0; i <= 8; i += 1) {
      const [lon, lat] = [o + ((e - o) * i) / 8, s + ((n - s) * i) / 8]
      for (const bord of [s, n]) compte(lon, bord)
      for (const bord of [o, e]) compte(bord, lat)
    }
  } else for (const calque of vus) for (const { geometrie } of calque.formes) eachPosition(geometrie, compte)
  const largeur = demande.largeur ?? 640
  // A place without extent (one point) is shown with half a kilometre around it.
  const [large, haut] = [Math.max(x2 - x1, 1), Math.max(y2 - y1, 1)]
  const minimum = large < 2 && haut < 2 ? 500 : 0
  const utile = 1 - 2 * MARGE
  const proportion = Math.min(PROPORTIONS[demande.format ?? 'paysage'], Math.max(PLATE, (haut / large) * utile + 2 * MARGE))
  const hauteur = Math.round(largeur * proportion)
  const marge = largeur * MARGE
  const echelle = Math.min((largeur - 2 * marge) / Math.max(large, minimum), (hauteur - 2 * marge) / Math.max(haut, minimum))
  return {
    projection,
    echelle,
    largeur,
    hauteur,
    ouestM: (x1 + x2) / 2 - largeur / 2 / echelle,
    nordM: (y1 + y2) / 2 + hauteur / 2 / echelle,
    centre: [(boite[0] + boite[2]) / 2, (boite[1] + boite[3]) / 2],
  }
}

function boxOf(calques: readonly Calque[]): Boite | null {
  let [o, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const calque of calques)
    for (const { geometrie } of calque.formes)
      eachPosition(geometrie, (lon, lat) => {
        if (lon < o) o = lon
        if (lon > e) e = lon
        if (lat < s) s = lat
        if (lat > n) n = lat
      })
  return o === Infinity ? null : [o, s, e, n]
}

function eachPosition(geometrie: MultiPolygone | Position, voir: (lon: number, lat: number) => void): void {
  if (isPosition(geometrie)) voir(geometrie[0], geometrie[1])
  else for (const polygone of geometrie) for (const [lon, lat] of polygone[0] ?? []) voir(lon, lat)
}

/** One shape in the frame; null when it is wholly outside. */
export function drawForme(forme: FormeCarte, cadrage: Cadrage): FormeDessinee | null {
  const { largeur, hauteur } = cadrage
  const vue = { x: -DEBORD, y: -DEBORD, largeur: largeur + 2 * DEBORD, hauteur: hauteur + 2 * DEBORD }
  if (isPosition(forme.geometrie)) {
    const boite = rectangleOf(projectRing([forme.geometrie, forme.geometrie], cadrage))
    if (!touches(boite, vue)) return null
    return { forme, trace: '', nature: 'point', anneaux: [], boite }
  }
  let trace = ''
  let boite: Rectangle | null = null
  let grand: { anneaux: Points[]; aire: number } | null = null
  for (const polygone of forme.geometrie) {
    const coque = polygone[0] === undefined ? new Float64Array(0) : projectRing(polygone[0], cadrage)
    if (coque.length < 6) continue
    const place = rectangleOf(coque)
    boite = boite === null ? place : around(boite, place)
    if (!touches(place, vue) || (place.largeur < TOLERANCE && place.hauteur < TOLERANCE)) continue
    const anneaux: Points[] = []
    for (const [rang, anneau] of polygone.entries()) {
      const leger = simplifyRing(clipRing(rang === 0 ? coque : projectRing(anneau, cadrage), vue), TOLERANCE)
      const ecrit = leger.length < 6 ? '' : writeRing(leger)
      if (ecrit === '') {
        if (rang === 0) break
        continue
      }
      trace += ecrit
      anneaux.push(leger)
    }
    const premier = anneaux[0]
    if (premier === undefined) continue
    const aire = Math.abs(aireOf(premier))
    if (grand === null || aire > grand.aire) grand = { anneaux, aire }
  }
  if (boite === null || !touches(boite, vue)) return null
  const petite = boite.largeur < TAILLE_MINIMALE && boite.hauteur < TAILLE_MINIMALE
  if (petite) return { forme, trace: '', nature: 'reduite', anneaux: [], boite }
  // Larger, and nothing of it in the frame: its box alone touches it.
  if (trace === '') return null
  return { forme, trace, nature: 'contour', anneaux: grand?.anneaux ?? [], boite }
}

/** A closed ring in units of the drawing, open and without repeated points. */
function projectRing(anneau: readonly Position[], { projection: { projete }, ouestM, nordM, echelle }: Cadrage): Points {
  const points = new Float64Array(Math.max(0, 2 * (anneau.length - 1)))
  for (let i = 0; i < anneau.length - 1; i += 1) {
    const [lon, lat] = anneau[i] as Position
    projete(lon, lat, points, 2 * i)
    points[2 * i] = ((points[2 * i] as number) - ouestM) * echelle
    points[2 * i + 1] = (nordM - (points[2 * i + 1] as number)) * echelle
  }
  return points
}

/** Where a position falls in the drawing, in units. */
export function placeOf([lon, lat]: Position, cadrage: Cadrage): { x: number; y: number } {
  const { x, y } = rectangleOf(
    projectRing(
      [
        [lon, lat],
        [lon, lat],
      ],
      cadrage,
    ),
  )
  return { x, y }
}

function touches(a: Rectangle, b: Rectangle): boolean {
  return a.x <= b.x + b.largeur && b.x <= a.x + a.largeur && a.y <= b.y + b.hauteur && b.y <= a.y + a.hauteur
}

function around(a: Rectangle, b: Rectangle): Rectangle {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  return { x, y, largeur: Math.max(a.x + a.largeur, b.x + b.largeur) - x, hauteur: Math.max(a.y + a.hauteur, b.y + b.hauteur) - y }
}

/** Signed area of a ring in square units. */
export function aireOf(points: Points): number {
  let somme = 0
  for (let i = 0; i < points.length; i += 2) {
    const j = (i + 2) % points.length
    somme += (points[i] as number) * (points[j + 1] as number) - (points[j] as number) * (points[i + 1] as number)
  }
  return somme / 2
}
