/** From a tap on a drawn map to a place, and how sure it is. The map is drawn again from the same frame. Pure. */
import { frameOf } from './carte/formes.ts'
import { type Boite, distanceM, type Position, quantise } from './geometrie.ts'
import { findZoneDeFrance } from './zones-de-france.ts'

/** Width of the map that is tapped, in CSS pixels, when the browser says nothing else: it fits a phone. */
export const LARGEUR_TAPE = 288
/** A finger covers that much, in CSS pixels of the map. */
const DOIGT = 10
/** Each tap draws the map again, that much nearer. */
const ZOOM = 4
/** Narrowest frame, metres. */
const CADRE_MIN = 300

export type Tape = {
  position: Position
  /** Metres within which the person may have meant another place. */
  precisionM: number
  /** The frame of the next map, nearer. */
  cadre: Boite
}

/** The request of the map, whatever is drawn on it: only what places the frame. */
export function demandeDuCadre(cadre: Boite) {
  return { titre: 'Carte à toucher', description: '', calques: [], cadre, largeur: LARGEUR_TAPE, format: 'carre' as const, source: '' }
}

/**
 * Where this point of the picture lies. @param x, y from the top left corner, in pixels of a picture `largeur` wide
 * @returns null when it is not in the picture
 */
export function placeTape(cadre: Boite, x: number, y: number, largeur: number): Tape | null {
  const cadrage = frameOf(demandeDuCadre(cadre), [])
  if (cadrage === null || !(largeur > 0)) return null
  const rapport = cadrage.largeur / largeur
  const [u, v] = [x * rapport, y * rapport]
  if (!(u >= 0 && v >= 0 && u <= cadrage.largeur && v <= cadrage.hauteur)) return null
  const but = [cadrage.ouestM + u / cadrage.echelle, cadrage.nordM - v / cadrage.echelle] as const
  const position = unproject(cadrage.projection.projete, cadrage.centre, but)
  const metresParPixel = rapport / cadrage.echelle
  const largeurM = Math.max(CADRE_MIN, cadrage.largeur / cadrage.echelle / ZOOM)
  return { position, precisionM: Math.ceil(DOIGT * metresParPixel), cadre: boxAround(position, largeurM / 2) }
}

/** A square box around a place. @param rayonM metres from the middle to each side */
export function boxAround([lon, lat]: Position, rayonM: number): Boite {
  const enLat = rayonM / 111_195
  const enLon = enLat / Math.cos((lat * Math.PI) / 180)
  return [quantise(lon - enLon), quantise(lat - enLat), quantise(lon + enLon), quantise(lat + enLat)]
}

/** « o,s,e,n » back into a box; null when it is not one of France of a size that makes sense. */
export function parseCadre(texte: string): Boite | null {
  const nombres = texte.split(',').map((mot) => (/^-?\d{1,3}(\.\d{1,10})?$/.test(mot.trim()) ? Number(mot) : Number.NaN))
  const [ouest, sud, est, nord] = nombres
  if (nombres.length !== 4 || ouest === undefined || sud === undefined || est === undefined || nord === undefined) return null
  if (nombres.some(Number.isNaN) || !(ouest < est && sud < nord) || findZoneDeFrance((ouest + est) / 2, (sud + nord) / 2) === null)
    return null
  return distanceM([ouest, sud], [est, nord]) > 1_500_000 ? null : [ouest, sud, est, nord]
}

/** Newton's steps on a map that is nearly flat: a millimetre in four of them. */
function unproject(
  projete: (lon: number, lat: number, sortie: Float64Array, rang: number) => void,
  [lon0, lat0]: Position,
  [x, y]: readonly [number, number],
): Position {
  const m = new Float64Array(6)
  const pas = 1e-5
  let [lon, lat] = [lon0, lat0]
  for (let essai = 0; essai < 8; essai += 1) {
    projete(lon, lat, m, 0)
    projete(lon + pas, lat, m, 2)
    projete(lon, lat + pas, m, 4)
    const [x0 = 0, y0 = 0, xe = 0, ye = 0, xn = 0, yn = 0] = m
    const [a, b, c, d] = [(xe - x0) / pas, (xn - x0) / pas, (ye - y0) / pas, (yn - y0) / pas]
    const det = a * d - b * c
    lon += ((x - x0) * d - (y - y0) * b) / det
    lat += ((y - y0) * a - (x - x0) * c) / det
    if (Math.hypot(x - x0, y - y0) < 0.001) break
  }
  return [quantise(lon), quantise(lat)]
}
