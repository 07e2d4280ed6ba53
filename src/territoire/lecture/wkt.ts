/** Reads WKT and EWKT: POLYGON and MULTIPOLYGON, with Z and M. */
import type { AnneauBrut, EntiteLue, PolygoneBrut } from './lecture.ts'
import { SANS_SURFACE } from './recueil-geo.ts'

export type GeometrieWkt = Pick<EntiteLue, 'nature' | 'polygones' | 'dimension'> & { srid: number | null }

const TETE = /^\s*(?:SRID\s*=\s*(\d{1,6})\s*;)?\s*([A-Z]+)\s*(ZM|Z|M)?\s*(EMPTY\b|\()/i
const AUTRES =
  /^(POINT|LINESTRING|MULTIPOINT|MULTILINESTRING|GEOMETRYCOLLECTION|CURVEPOLYGON|MULTISURFACE|TRIANGLE|TIN|POLYHEDRALSURFACE)[ZM]*$/i

/** Does the text begin as a WKT does? */
export function isWkt(texte: string): boolean {
  const nature = TETE.exec(texte)?.[2] ?? ''
  return /^(MULTI)?POLYGON[ZM]*$/i.test(nature) || AUTRES.test(nature)
}

/** @throws RangeError when the text is not a WKT or is cut short */
export function readWkt(texte: string): GeometrieWkt {
  const tete = TETE.exec(texte)
  if (tete === null) throw new RangeError('not a WKT')
  const srid = tete[1] === undefined ? null : Number(tete[1])
  const nature = (tete[2] ?? '').toUpperCase()
  if (AUTRES.test(nature)) return { nature: (tete[2] ?? '').slice(0, 40), ...SANS_SURFACE, srid }
  if (!/^(MULTI)?POLYGON[ZM]*$/.test(nature)) throw new RangeError('unknown WKT type')
  const multiple = nature.startsWith('MULTI')
  const nom = multiple ? 'MultiPolygon' : 'Polygon'
  if (tete[4]?.toUpperCase() === 'EMPTY') return { nature: nom, ...SANS_SURFACE, srid }
  const lecteur: Lecteur = { texte, ici: tete.index + tete[0].length - 1, dimensions: new Set() }
  const polygones = multiple ? readListe(lecteur, readPolygone) : [readPolygone(lecteur)]
  if (texte.slice(lecteur.ici).trim().replace(/;$/, '') !== '') throw new RangeError('text after the WKT')
  const [une = 2] = lecteur.dimensions
  return {
    nature: nom,
    polygones: polygones.filter((polygone) => polygone.length > 0),
    dimension: lecteur.dimensions.size > 1 ? 'mixte' : une >= 4 ? 4 : une === 3 ? 3 : 2,
    srid,
  }
}

type Lecteur = { texte: string; ici: number; dimensions: Set<number> }

const readPolygone = (lecteur: Lecteur): PolygoneBrut => readListe(lecteur, readAnneau).filter((anneau) => anneau.length > 0)

/** A list between brackets, or EMPTY. */
function readListe<T>(lecteur: Lecteur, read: (lecteur: Lecteur) => T): T[] {
  if (isEmpty(lecteur)) return []
  expect(lecteur, '(')
  const elements: T[] = []
  for (;;) {
    elements.push(read(lecteur))
    skipSpaces(lecteur)
    const signe = lecteur.texte[lecteur.ici]
    lecteur.ici += 1
    if (signe === ')') return elements
    if (signe !== ',') throw new RangeError('bracket or comma missing')
  }
}

function readAnneau(lecteur: Lecteur): AnneauBrut {
  if (isEmpty(lecteur)) return new Float64Array()
  expect(lecteur, '(')
  const fin = lecteur.texte.indexOf(')', lecteur.ici)
  if (fin === -1) throw new RangeError('WKT cut short')
  const positions = lecteur.texte.slice(lecteur.ici, fin).split(',')
  lecteur.ici = fin + 1
  const anneau = new Float64Array(positions.length * 2)
  for (const [rang, position] of positions.entries()) {
    const nombres = position.trim().split(/\s+/)
    if (nombres.length < 2 || nombres.length > 4) throw new RangeError('a position has two to four numbers')
    anneau[2 * rang] = nombreOf(nombres[0] ?? '')
    anneau[2 * rang + 1] = nombreOf(nombres[1] ?? '')
    lecteur.dimensions.add(nombres.length)
  }
  return anneau
}

function nombreOf(texte: string): number {
  const nombre = Number(texte)
  if (Number.isNaN(nombre) && !/^[+-]?(nan|inf(inity)?)$/i.test(texte)) throw new RangeError('not a number')
  return nombre
}

function isEmpty(lecteur: Lecteur): boolean {
  skipSpaces(lecteur)
  if (lecteur.texte.slice(lecteur.ici, lecteur.ici + 5).toUpperCase() !== 'EMPTY') return false
  lecteur.ici += 5
  return true
}

function expect(lecteur: Lecteur, signe: string): void {
  skipSpaces(lecteur)
  if (lecteur.texte[lecteur.ici] !== signe) throw new RangeError('bracket missing')
  lecteur.ici += 1
}

function skipSpaces(lecteur: Lecteur): void {
  while (/\s/.test(lecteur.texte[lecteur.ici] ?? '')) lecteur.ici += 1
}
