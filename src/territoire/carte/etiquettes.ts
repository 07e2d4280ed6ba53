/**
 * What is written on a map: inside the shape when the words hold there, else beside it with a leader, never over another
 * text. What finds no room is left out: the table has it. Same input, same places. Pure.
 */
import { covers, crosses, holds, poleOf } from './coeur.ts'
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
/** Leaders longer than this share of the width would cross the map. */
const RENVOI_MAX = 0.12

const FINS = new Set("ijltfrI’'.,:;|()\u00a0 -")
const LARGES = new Set('mwMW%ÀÉÈÊÎÔÛÇŒ')

/** Width of a text in units, a little generous (Atkinson Hyperlegible Next). */
export function textWidth(texte: string, corps: number): number {
  let ems = 0
  for (const signe of texte) ems += FINS.has(signe) ? 0.33 : LARGES.has(signe) ? 0.86 : signe >= 'A' && signe <= 'Z' ? 0.66 : 0.56
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
    const trouve = outsideOf(aposer[rang] as Aposer, aposer, place, libre, { traits, pris: occupes })
    if (trouve === null) continue
    const { rectangle, lignes, ecart } = trouve
    const but = centreOf(aposer[rang] as Aposer)
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

type Segment = { x1: number; y1: number; x2: number; y2: number }
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
  place: Place,
  libre: (r: Rectangle) => boolean,
  { traits, pris }: { traits: readonly Segment[]; pris: readonly Rectangle[] },
): (Trouve & { ecart: number }) | null {
  const { texte, boite } = sien
  const { corps } = place
  let meilleur: (Trouve & { ecart: number; cout: number }) | null = null
  const [cx, cy] = [boite.x + boite.largeur / 2, boite.y + boite.hauteur / 2]
  const autres = aposer.filter(({ fond }) => !fond)
  for (const [essai, lignes] of cuts(texte).entries()) {
    const { largeur, hauteur } = sized(lignes, corps)
    for (const facteur of ECARTS) {
      const e = facteur * corps
      if (facteur > 1 && e > RENVOI_MAX * place.largeur) continue
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
        const renvoi = leader(rectangle, centreOf(sien))
        const croise = traits.some((t) => crosses(t, rectangle)) || (facteur > 0.5 && pris.some((autre) => crosses(renvoi, autre)))
        const cout = simple + couverts * 40 + proches * 14 + (croise ? 200 : 0)
        if (cout < (meilleur?.cout ?? 200)) meilleur = { rectangle, lignes, ecart: e, cout }
      }
    }
  }
  return meilleur
}

/** Where a leader ends. */
function centreOf({ anneaux, boite }: Aposer): { x: number; y: number } {
  return poleOf(anneaux)?.centre ?? { x: boite.x + boite.largeur / 2, y: boite.y + boite.hauteur / 2 }
}

/** Segment from the side of the words nearest the point. */
function leader(r: Rectangle, but: { x: number; y: number }): { x1: number; y1: number; x2: number; y2: number } {
  const x1 = Math.min(Math.max(but.x, r.x), r.x + r.largeur)
  const y1 = Math.min(Math.max(but.y, r.y), r.y + r.hauteur)
  return { x1: round(x1), y1: round(y1), x2: round(but.x), y2: round(but.y) }
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
