import { decodeTexte } from '#platform/documents/lecture/encodage.ts'
import { findProjection } from '../projection.ts'
import { type Rangee, rangeesOf, separatorOf } from './csv-rangees.ts'
import { geometrieOf } from './geojson-geometrie.ts'
import type { Brut, Valeur } from './lecture.ts'
import { createRecueilGeo, SANS_SURFACE, valeurOf } from './recueil-geo.ts'
import { ouEntite, refusGeo } from './refus-geo.ts'
import { readWkb } from './wkb.ts'
import { isWkt, readWkt } from './wkt.ts'

/**
 * Reads a CSV with one column of geometry: WKT, EWKT (SRID=…;), the hexadecimal EWKB of PostGIS, or GeoJSON (the `geo_shape` of
 * open data portals). The column is told by its content.
 * @throws RegleViolee with one French sentence
 */
export function readCsvGeo(nom: string, octets: Buffer): Brut {
  const { texte } = decodeTexte(octets)
  const lignes = rangees(nom, texte.replace(/^\ufeff/, ''))
  const [entete, ...suite] = lignes
  if (entete === undefined) throw refusGeo.vide(nom)
  const colonnes = entete.cellules.map((cellule, rang) => cellule.trim() || `colonne_${rang + 1}`)
  const geo = columnOf(colonnes, suite)
  if (geo === -1) {
    throw refusGeo.phrase(
      nom,
      'ce CSV n’a pas de colonne de contours (WKT ou EWKT, par exemple POLYGON((…))). Ajoutez-la à l’export, puis réessayez.',
    )
  }
  const recueil = createRecueilGeo(nom)
  const srids = new Set<number>()
  for (const { ligne, cellules } of suite) {
    const ou = ouEntite(recueil.entites.length + 1, ligne)
    const proprietes: Record<string, Valeur> = Object.fromEntries(
      colonnes.flatMap((colonne, rang): [string, Valeur][] => (rang === geo ? [] : [[colonne, valeurOf(cellules[rang]?.trim() || null)]])),
    )
    const { srid, ...geometrie } = cellOf(nom, ou, cellules[geo]?.trim() ?? '')
    if (srid !== null && srid > 0) srids.add(srid)
    recueil.add({ ligne, ...geometrie, proprietes })
  }
  if (srids.size > 1) {
    throw refusGeo.phrase(
      nom,
      `il mélange plusieurs systèmes de coordonnées (${[...srids].slice(0, 5).join(', ')}). Exportez-le dans un seul.`,
    )
  }
  const [srid = null] = srids
  const epsg = srid === null ? null : (findProjection(srid)?.epsg ?? null)
  return {
    format: 'csv',
    couche: null,
    colonnes: colonnes.filter((_, rang) => rang !== geo),
    entites: recueil.entites,
    annonce: null,
    avertissements: recueil.avertissements,
    epsg,
    systemeInconnu: srid !== null && epsg === null ? `SRID ${srid}` : null,
    epsgDuFormat: null,
  }
}

function rangees(nom: string, texte: string): Rangee[] {
  try {
    return [...rangeesOf(texte, separatorOf(texte))]
  } catch {
    throw refusGeo.phrase(nom, 'un guillemet n’est jamais fermé. Exportez-le de nouveau, puis réessayez.')
  }
}

const isHex = (texte: string) => /^0[01][0-9a-f]{16}/i.test(texte) && texte.length % 2 === 0
const isJson = (texte: string) => /^\{\s*"(type|coordinates)"/.test(texte)

/** The column whose first filled cells look like a geometry. */
function columnOf(colonnes: readonly string[], lignes: readonly Rangee[]): number {
  return colonnes.findIndex((_, rang) => {
    const premiere = lignes.find(({ cellules }) => (cellules[rang] ?? '').trim() !== '')?.cellules[rang]?.trim() ?? ''
    return isWkt(premiere) || isHex(premiere) || isJson(premiere)
  })
}

function cellOf(nom: string, ou: string, cellule: string) {
  if (cellule === '') return { nature: null, ...SANS_SURFACE, srid: null }
  try {
    if (isJson(cellule)) return { ...geometrieOf(JSON.parse(cellule), (quoi) => new RangeError(quoi)), srid: null }
    return isHex(cellule) ? readWkb(Buffer.from(cellule, 'hex')) : readWkt(cellule)
  } catch (erreur) {
    if (!(erreur instanceof RangeError) && !(erreur instanceof SyntaxError)) throw erreur
    throw refusGeo.illisible(nom, ou, 'le contour est mal écrit ou incomplet')
  }
}
