/** Reads WKB as GeoPackage (ISO) and PostGIS (EWKB) write it: polygons, with Z and M. */
import type { AnneauBrut, EntiteLue, PolygoneBrut } from './lecture.ts'
import { SANS_SURFACE } from './recueil-geo.ts'

export type GeometrieWkb = Pick<EntiteLue, 'nature' | 'polygones' | 'dimension'> & { srid: number | null }

const NOMS: Readonly<Record<number, string>> = {
  1: 'Point',
  2: 'LineString',
  4: 'MultiPoint',
  5: 'MultiLineString',
  7: 'GeometryCollection',
  8: 'CircularString',
  9: 'CompoundCurve',
  10: 'CurvePolygon',
  11: 'MultiCurve',
  12: 'MultiSurface',
  15: 'PolyhedralSurface',
  16: 'TIN',
  17: 'Triangle',
}

type Lecteur = { vue: DataView; ici: number }
type Entete = { type: number; petit: boolean; valeurs: 2 | 3 | 4; srid: number | null }

/** @throws RangeError when the bytes are not a WKB or are cut short */
export function readWkb(octets: Uint8Array, debut = 0): GeometrieWkb {
  const lecteur: Lecteur = { vue: new DataView(octets.buffer, octets.byteOffset, octets.byteLength), ici: debut }
  const entete = readEntete(lecteur)
  const { type, valeurs, srid } = entete
  if (type !== 3 && type !== 6) {
    const nature = NOMS[type]
    if (nature === undefined) throw new RangeError('unknown WKB type')
    return { nature, ...SANS_SURFACE, srid }
  }
  const polygones: PolygoneBrut[] = []
  if (type === 3) polygones.push(readPolygone(lecteur, entete))
  else {
    const nombre = readCompte(lecteur, entete.petit, 9)
    for (let p = 0; p < nombre; p += 1) {
      const partie = readEntete(lecteur)
      if (partie.type !== 3) throw new RangeError('a part of a MultiPolygon is not a Polygon')
      polygones.push(readPolygone(lecteur, partie))
    }
  }
  return {
    nature: type === 3 ? 'Polygon' : 'MultiPolygon',
    polygones: polygones.filter((polygone) => polygone.length > 0),
    dimension: valeurs,
    srid,
  }
}

function readEntete(lecteur: Lecteur): Entete {
  const { vue } = lecteur
  const ordre = vue.getUint8(lecteur.ici)
  if (ordre > 1) throw new RangeError('not a WKB')
  const petit = ordre === 1
  const brut = vue.getUint32(lecteur.ici + 1, petit)
  lecteur.ici += 5
  let srid: number | null = null
  if ((brut & 0x20000000) !== 0) {
    srid = vue.getInt32(lecteur.ici, petit)
    lecteur.ici += 4
  }
  const iso = brut & 0x0fffffff
  const millier = Math.floor(iso / 1000)
  if (millier > 3) throw new RangeError('unknown WKB type')
  const z = (brut & 0x80000000) !== 0 || millier === 1 || millier === 3
  const m = (brut & 0x40000000) !== 0 || millier === 2 || millier === 3
  return { type: iso % 1000, petit, valeurs: z && m ? 4 : z || m ? 3 : 2, srid }
}

/** A count that what is left of the bytes can hold. */
function readCompte(lecteur: Lecteur, petit: boolean, octets: number): number {
  const nombre = lecteur.vue.getUint32(lecteur.ici, petit)
  lecteur.ici += 4
  if (nombre * octets > lecteur.vue.byteLength - lecteur.ici) throw new RangeError('WKB cut short')
  return nombre
}

function readPolygone(lecteur: Lecteur, { petit, valeurs }: Entete): PolygoneBrut {
  const anneaux: AnneauBrut[] = []
  const nombre = readCompte(lecteur, petit, 4)
  for (let a = 0; a < nombre; a += 1) {
    const points = readCompte(lecteur, petit, 8 * valeurs)
    const anneau = new Float64Array(points * 2)
    const { vue } = lecteur
    let ici = lecteur.ici
    for (let i = 0; i < points; i += 1, ici += 8 * valeurs) {
      anneau[2 * i] = vue.getFloat64(ici, petit)
      anneau[2 * i + 1] = vue.getFloat64(ici + 8, petit)
    }
    lecteur.ici = ici
    if (points > 0) anneaux.push(anneau)
  }
  return anneaux
}
