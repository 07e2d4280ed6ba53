/**
 * What is written on a map: inside the shape when the words hold there, else beside it with a leader, never over another
 * text. What finds no room is left out: the table has it. Same input, same places. Pure.
 */
import type { Points, Rectangle } from './trace.ts'

export type Aposer = {
  /** Empty: nothing is written, but the words of others keep off it. */
  texte: string
  anneaux: readonly Points[]
  boite: Rectangle
  /** A background names itself only where it is free, never with a leader. */
  fond: boolean
}
export type Etiquette = {
  rang: number
  lignes: readonly string[]
  /** Middle of the words, baseline of the first line. */
  x: number
  y: number
  dedans: boolean
  /** From the words to the shape. */
  renvoi: { x1: number; y1: number; x2: number; y2: number } | null
}
export type Place = { largeur: number; hauteur: number; corps: number; pris: readonly Rectangle[] }

const INTERLIGNE = 1.12
/** Distances of the words from the shape, in heights of text, nearest first. */
const ECARTS = [0.35, 0.9, 1.8, 3, 4.5]

/** Width of a text in units, a little generous (Atkinson Hyperlegible Next). */
export function textWidth(texte: string, corps: number): number {
  let ems = 0
  for (const signe of texte)
    ems += /[ijltfrI’'.,:;|()\u00a0 -]/.test(signe) ? 0.33 : /[mwMW%]/.test(signe) ? 0.86 : /[A-ZÀ-Ý]/.test(signe) ? 0.66 : 0.56
  return ems * corps
}

/** Places as many of these texts as hold. Those first in the list are served first among the equals. */
export function placeEtiquettes(aposer: readonly Aposer[], place: Place): Etiquette[] {
  const occupes: Rectangle[] = [...place.pris]
  const traits: { x1: number; y1: number; x2: number; y2: number }[] = []
  const posees: Etiquette[] = []
  const rangs = aposer.map((_, rang) => rang)
  const pose = (etiquette: Etiquette, rectangle: Rectangle) => {
    posees.push(etiquette)
    occupes.push(rectangle)
    if (etiquette.renvoi !== null) traits.push(etiquette.renvoi)
  }
  const libre = (rectangle: Rectangle) => isWithin(rectangle, place) && !occupes.some((autre) => overlap(rectangle, autre))
  const restent: number[] = []
  for (const rang of rangs) {
    const { texte, anneaux, fond } = aposer[rang] as Aposer
    if (texte === '') continue
    const obstacles = fond ? aposer.filter((autre) => !autre.fond) : []
    const trouve = insideOf(texte, anneaux, place, (rectangle) => libre(rectangle) && !obstacles.some((o) => covers(o, rectangle)))
    if (trouve === null) {
      if (!fond) restent.push(rang)
      continue
    }
    pose({ rang, lignes: trouve.lignes, dedans: true, renvoi: null, ...middleOf(trouve, place.corps) }, trouve.rectangle)
  }
  // The smallest first: those around them have more room to step aside.
  restent.sort((a, b) => sizeOf(aposer[a]) - sizeOf(aposer[b]) || a - b)
  for (const rang of restent) {
    const { anneaux, boite } = aposer[rang] as Aposer
    const trouve = outsideOf(aposer[rang] as Aposer, aposer, place, libre, traits)
    if (trouve === null) continue
    const { rectangle, lignes, ecart } = trouve
    const but = poleOf(anneaux)?.centre ?? { x: boite.x + boite.largeur / 2, y: boite.y + boite.hauteur / 2 }
    pose(
      {
        rang,
        lignes,
        dedans: false,
        renvoi: ecart > place.corps * 0.5 ? leader(rectangle, but) : null,
        ...middleOf({ rectangle, lignes }, place.corps),
      },
      rectangle,
    )
  }
  return posees
}

type Trouve = { rectangle: Rectangle; lignes: string[] }

function middleOf({ rectangle }: Trouve, corps: number): { x: number; y: number } {
  return { x: round(rectangle.x + rectangle.largeur / 2), y: round(rectangle.y + corps * 0.82) }
}

/** A text in one line, then in two at the space nearest its middle. */
function cuts(texte: string): string[][] {
  const espaces = [...texte.matchAll(/[ -]/g)].map(({ index, 0: signe }) => index + (signe === '-' ? 1 : 0))
  const milieu = espaces.sort((a, b) => Math.abs(a - texte.length / 2) - Math.abs(b - texte.length / 2))[0]
  return milieu === undefined ? [[texte]] : [[texte], [texte.slice(0, milieu).trimEnd(), texte.slice(milieu).trimStart()]]
}

function sized(lignes: string[], corps: number): { largeur: number; hauteur: number } {
  return { largeur: Math.max(...lignes.map((ligne) => textWidth(ligne, corps))), hauteur: lignes.length * corps * INTERLIGNE }
}

/** Around the point farthest from the border, then on a grid of the shape. */
function insideOf(texte: string, anneaux: readonly Points[], { corps }: Place, libre: (r: Rectangle) => boolean): Trouve | null {
  const pole = poleOf(anneaux)
  if (pole === null) return null
  for (const lignes of cuts(texte)) {
    const { largeur, hauteur } = sized(lignes, corps)
    if (hauteur > 2 * pole.rayon * 1.3 + 2 || largeur > pole.etendue) continue
    for (const { x, y } of [pole.centre, ...pole.grille]) {
      const rectangle = { x: x - largeur / 2, y: y - hauteur / 2, largeur, hauteur }
      if (libre(rectangle) && holds(anneaux, rectangle)) return { rectangle, lignes }
    }
  }
  return null
}

function outsideOf(
  sien: Aposer,
  aposer: readonly Aposer[],
  { corps }: Place,
  libre: (r: Rectangle) => boolean,
  traits: readonly { x1: number; y1: number; x2: number; y2: number }[],
): (Trouve & { ecart: number }) | null {
  const { texte, boite } = sien
  let meilleur: (Trouve & { ecart: number; cout: number }) | null = null
  const [cx, cy] = [boite.x + boite.largeur / 2, boite.y + boite.hauteur / 2]
  const autres = aposer.filter(({ fond }) => !fond)
  for (const [essai, lignes] of cuts(texte).entries()) {
    const { largeur, hauteur } = sized(lignes, corps)
    for (const facteur of ECARTS) {
      const e = facteur * corps
      const [gauche, droite] = [boite.x - e - largeur, boite.x + boite.largeur + e]
      const [haut, bas] = [boite.y - e - hauteur, boite.y + boite.hauteur + e]
      const places = [
        [droite, cy - hauteur / 2],
        [gauche, cy - hauteur / 2],
        [cx - largeur / 2, haut],
        [cx - largeur / 2, bas],
        [droite, haut],
        [droite, bas],
        [gauche, haut],
        [gauche, bas],
      ] as const
      for (const [cote, [x, y]] of places.entries()) {
        const rectangle = { x, y, largeur, hauteur }
        const simple = facteur * 10 + cote + essai * 4
        if (simple >= (meilleur?.cout ?? 200) || !libre(rectangle)) continue
        const couverts = autres.filter((autre) => covers(autre, rectangle)).length
        // Words that touch another shape than theirs would seem to be its name.
        const large = grown(rectangle, corps * 1.2)
        const proches = autres.filter((autre) => autre !== sien && covers(autre, large)).length
        const cout = simple + couverts * 40 + proches * 14 + (traits.some((t) => crosses(t, rectangle)) ? 200 : 0)
        if (cout < (meilleur?.cout ?? 200)) meilleur = { rectangle, lignes, ecart: e, cout }
      }
    }
  }
  return meilleur
}

/** Segment from the side of the words nearest the point. */
function leader(r: Rectangle, but: { x: number; y: number }): { x1: number; y1: number; x2: number; y2: number } {
  const x1 = Math.min(Math.max(but.x, r.x), r.x + r.largeur)
  const y1 = Math.min(Math.max(but.y, r.y), r.y + r.hauteur)
  return { x1: round(x1), y1: round(y1), x2: round(but.x), y2: round(but.y) }
}

type Pole = { centre: { x: number; y: number }; rayon: number; etendue: number; grille: { x: number; y: number }[] }

/** The point farthest from the border, found by grids ever finer, and the points of the first grid, nearest first. */
export function poleOf(anneaux: readonly Points[]): Pole | null {
  const connu = poles.get(anneaux)
  if (connu !== undefined) return connu
  const pole = findPole(anneaux)
  poles.set(anneaux, pole)
  return pole
}

/** A map places its words once for each width of the screen: the shapes are the same. */
const poles = new WeakMap<readonly Points[], Pole | null>()

function findPole(anneaux: readonly Points[]): Pole | null {
  const coque = anneaux[0]
  if (coque === undefined) return null
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < coque.length; i += 2) {
    ;[x1, x2] = [Math.min(x1, coque[i] as number), Math.max(x2, coque[i] as number)]
    ;[y1, y2] = [Math.min(y1, coque[i + 1] as number), Math.max(y2, coque[i + 1] as number)]
  }
  const etendue = Math.max(x2 - x1, y2 - y1)
  let centre = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 }
  let rayon = Number.NEGATIVE_INFINITY
  const grille: { x: number; y: number }[] = []
  let [demiX, demiY] = [(x2 - x1) / 2, (y2 - y1) / 2]
  for (let tour = 0; tour < 4; tour += 1) {
    const { x, y } = centre
    const pas = tour === 0 ? 9 : 5
    for (let i = 0; i < pas; i += 1) {
      for (let j = 0; j < pas; j += 1) {
        const [px, py] = [x + demiX * ((2 * i + 1) / pas - 1), y + demiY * ((2 * j + 1) / pas - 1)]
        const d = depth(anneaux, px, py)
        if (tour === 0 && d > 0) grille.push({ x: px, y: py })
        if (d > rayon) [rayon, centre] = [d, { x: px, y: py }]
      }
    }
    demiX /= 3
    demiY /= 3
  }
  const { x, y } = centre
  grille.sort((a, b) => (a.x - x) ** 2 + (a.y - y) ** 2 - (b.x - x) ** 2 - (b.y - y) ** 2)
  return { centre, rayon: Math.max(0, rayon), etendue, grille }
}

/** Distance to the border, negative outside (even-odd over the rings). */
function depth(anneaux: readonly Points[], x: number, y: number): number {
  let dedans = false
  let proche = Infinity
  for (const points of anneaux) {
    let ax = points[points.length - 2] as number
    let ay = points[points.length - 1] as number
    for (let i = 0; i < points.length; i += 2) {
      const bx = points[i] as number
      const by = points[i + 1] as number
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) dedans = !dedans
      const dx = bx - ax
      const dy = by - ay
      const u = dx === 0 && dy === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
      const d = (x - ax - u * dx) ** 2 + (y - ay - u * dy) ** 2
      if (d < proche) proche = d
      ax = bx
      ay = by
    }
  }
  return (dedans ? 1 : -1) * Math.sqrt(proche)
}

/** Is the whole rectangle within the shape? */
function holds(anneaux: readonly Points[], r: Rectangle): boolean {
  return !isCrossed(anneaux, r) && depth(anneaux, r.x + r.largeur / 2, r.y + r.hauteur / 2) > 0
}

/** Do the shape and the rectangle share a point? */
export function covers({ anneaux, boite }: Pick<Aposer, 'anneaux' | 'boite'>, r: Rectangle): boolean {
  if (anneaux[0] === undefined || boite.x > r.x + r.largeur || r.x > boite.x + boite.largeur) return false
  if (boite.y > r.y + r.hauteur || r.y > boite.y + boite.hauteur) return false
  return isCrossed(anneaux, r) || depth(anneaux, r.x + r.largeur / 2, r.y + r.hauteur / 2) > 0
}

/** Does the border of the shape pass through the rectangle? */
function isCrossed(anneaux: readonly Points[], r: Rectangle): boolean {
  for (const points of anneaux) {
    for (let i = 0; i < points.length; i += 2) {
      const j = (i + 2) % points.length
      const [x1, y1, x2, y2] = [points[i] as number, points[i + 1] as number, points[j] as number, points[j + 1] as number]
      if (Math.max(x1, x2) < r.x || Math.min(x1, x2) > r.x + r.largeur || Math.max(y1, y2) < r.y || Math.min(y1, y2) > r.y + r.hauteur)
        continue
      if (crosses({ x1, y1, x2, y2 }, r)) return true
    }
  }
  return false
}

/** Does a segment cross a rectangle? (Liang and Barsky) */
function crosses({ x1, y1, x2, y2 }: { x1: number; y1: number; x2: number; y2: number }, r: Rectangle): boolean {
  const [dx, dy] = [x2 - x1, y2 - y1]
  let [entre, sort] = [0, 1]
  for (const [p, q] of [
    [-dx, x1 - r.x],
    [dx, r.x + r.largeur - x1],
    [-dy, y1 - r.y],
    [dy, r.y + r.hauteur - y1],
  ] as const) {
    if (p === 0) {
      if (q < 0) return false
      continue
    }
    const t = q / p
    if (p < 0) entre = Math.max(entre, t)
    else sort = Math.min(sort, t)
    if (entre > sort) return false
  }
  return true
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  const air = 2
  return a.x < b.x + b.largeur + air && b.x < a.x + a.largeur + air && a.y < b.y + b.hauteur + air && b.y < a.y + a.hauteur + air
}

function grown({ x, y, largeur, hauteur }: Rectangle, air: number): Rectangle {
  return { x: x - air, y: y - air / 2, largeur: largeur + 2 * air, hauteur: hauteur + air }
}

function isWithin(r: Rectangle, { largeur, hauteur }: Place): boolean {
  return r.x >= 3 && r.y >= 3 && r.x + r.largeur <= largeur - 3 && r.y + r.hauteur <= hauteur - 3
}

function sizeOf(aposer: Aposer | undefined): number {
  return aposer === undefined ? 0 : aposer.boite.largeur * aposer.boite.hauteur
}

function round(valeur: number): number {
  return Math.round(valeur * 10) / 10
}
