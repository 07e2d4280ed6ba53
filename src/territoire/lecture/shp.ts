/** Reads the shapes of a .shp (ESRI Shapefile Technical Description, July 1998): polygons and their Z and M forms. */
import { groupAnneaux } from './grouper-anneaux.ts'
import type { AnneauBrut, EntiteLue } from './lecture.ts'
import { SANS_SURFACE } from './recueil-geo.ts'
import { ouEntite, refusGeo } from './refus-geo.ts'

export type Forme = Pick<EntiteLue, 'nature' | 'polygones' | 'dimension'>

const TYPES: Readonly<Record<number, string>> = {
  1: 'Point',
  3: 'PolyLine',
  8: 'MultiPoint',
  11: 'PointZ',
  13: 'PolyLineZ',
  18: 'MultiPointZ',
  21: 'PointM',
  23: 'PolyLineM',
  28: 'MultiPointM',
  31: 'MultiPatch',
}
const POLYGONES: Readonly<Record<number, { nature: string; dimension: 2 | 3 }>> = {
  5: { nature: 'Polygon', dimension: 2 },
  15: { nature: 'PolygonZ', dimension: 3 },
  25: { nature: 'PolygonM', dimension: 2 },
}

/** One shape a record, in order. @throws RegleViolee when the file is something else, is cut short or lies about its sizes */
export function readShp(nom: string, octets: Uint8Array): Forme[] {
  const vue = new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
  if (octets.byteLength < 100 || vue.getInt32(0) !== 9994) throw refusGeo.abime(nom)
  const formes: Forme[] = []
  let ici = 100
  while (ici + 8 <= octets.byteLength) {
    const longueur = vue.getInt32(ici + 4) * 2
    const ou = ouEntite(formes.length + 1, null)
    if (longueur < 4 || ici + 8 + longueur > octets.byteLength) throw refusGeo.illisible(nom, ou, 'la forme est incomplète')
    formes.push(readForme(nom, ou, new DataView(octets.buffer, octets.byteOffset + ici + 8, longueur)))
    ici += 8 + longueur
  }
  return formes
}

function readForme(nom: string, ou: string, vue: DataView): Forme {
  const type = vue.getInt32(0, true)
  if (type === 0) return { nature: null, ...SANS_SURFACE }
  const polygone = POLYGONES[type]
  if (polygone === undefined) {
    if (TYPES[type] === undefined) throw refusGeo.illisible(nom, ou, 'le genre de la forme est inconnu')
    return { nature: TYPES[type], ...SANS_SURFACE }
  }
  const faux = () => refusGeo.illisible(nom, ou, 'la forme annonce plus de sommets qu’elle n’en a')
  if (vue.byteLength < 44) throw faux()
  const parties = vue.getInt32(36, true)
  const points = vue.getInt32(40, true)
  const debutPoints = 44 + 4 * parties
  if (parties < 0 || points < 0 || debutPoints + 16 * points > vue.byteLength) throw faux()
  const anneaux: AnneauBrut[] = []
  for (let p = 0; p < parties; p += 1) {
    const debut = vue.getInt32(44 + 4 * p, true)
    const fin = p + 1 < parties ? vue.getInt32(48 + 4 * p, true) : points
    if (debut < 0 || fin < debut || fin > points) throw faux()
    const anneau = new Float64Array((fin - debut) * 2)
    for (let i = 0; i < anneau.length; i += 1) anneau[i] = vue.getFloat64(debutPoints + 16 * debut + 8 * i, true)
    if (anneau.length > 0) anneaux.push(anneau)
  }
  return { nature: polygone.nature, polygones: groupAnneaux(anneaux), dimension: polygone.dimension }
}
