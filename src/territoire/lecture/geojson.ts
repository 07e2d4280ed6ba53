import { isUtf8 } from 'node:buffer'
import { decodeTexte } from '#platform/documents/lecture/encodage.ts'
import { epsgOfNom, findProjection } from '../projection.ts'
import { type Geometrie, geometrieOf } from './geojson-geometrie.ts'
import { elementsOf, type Morceau, membersOf, skipSpaces } from './json-morceaux.ts'
import type { Brut } from './lecture.ts'
import { createRecueilGeo, type RecueilGeo, valeurOf } from './recueil-geo.ts'
import { ouEntite, refusGeo } from './refus-geo.ts'
import { readTopojson } from './topojson.ts'

const GEOMETRIES = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon']

/**
 * Reads a GeoJSON (RFC 7946, and the `crs` of the specification of 2008) or a TopoJSON. Features are found in the bytes and
 * parsed one by one: a fault is told by its feature and line.
 * @throws RegleViolee with one French sentence
 */
export function readGeoJson(nom: string, octets: Buffer, couche: string | undefined): Brut | { couches: readonly string[] } {
  const texte = utf8Of(octets)
  const debut = skipSpaces(texte, texte[0] === 0xef && texte[1] === 0xbb && texte[2] === 0xbf ? 3 : 0)
  const racine = membersOf(nom, texte, debut)
  const type = racine.has('type') ? parseAt(nom, texte, racine.get('type')) : null
  if (type === 'Topology') return readTopojson(nom, parseAt(nom, texte, { debut, fin: texte.length }), couche)
  const recueil = createRecueilGeo(nom)
  if (type === 'FeatureCollection') {
    const features = racine.get('features')
    if (features === undefined) throw refusGeo.phrase(nom, 'la collection n’a pas de liste «\u00a0features\u00a0».')
    addFeatures(recueil, texte, elementsOf(nom, texte, features.debut))
  } else if (type === 'Feature') addFeature(recueil, parseAt(nom, texte, { debut, fin: texte.length }), 1)
  else if (type === 'GeometryCollection')
    throw refusGeo.phrase(nom, 'il assemble des géométries sans attributs (GeometryCollection). Exportez une entité par quartier.')
  else if (typeof type === 'string' && GEOMETRIES.includes(type)) {
    addFeature(recueil, { type: 'Feature', properties: {}, geometry: parseAt(nom, texte, { debut, fin: texte.length }) }, 1)
  } else throw refusGeo.phrase(nom, 'ce JSON n’est pas du GeoJSON (il manque «\u00a0"type": "FeatureCollection"\u00a0»).')
  const crs = nomCrs(racine.has('crs') ? parseAt(nom, texte, racine.get('crs')) : null)
  const epsg = crs === null ? null : epsgOfNom(crs)
  const connue = epsg === null ? null : findProjection(epsg)
  const couche_ = racine.has('name') ? valeurOf(parseAt(nom, texte, racine.get('name'))) : null
  const annonce = ['numberMatched', 'totalFeatures', 'nombre', 'count']
    .map((cle) => (racine.has(cle) ? parseAt(nom, texte, racine.get(cle)) : null))
    .find((valeur) => typeof valeur === 'number' && Number.isInteger(valeur))
  return {
    format: 'geojson',
    couche: typeof couche_ === 'string' ? couche_ : null,
    colonnes: recueil.colonnes,
    entites: recueil.entites,
    annonce: typeof annonce === 'number' ? annonce : null,
    avertissements: recueil.avertissements,
    epsg: connue?.epsg ?? null,
    systemeInconnu: crs !== null && connue === null ? crs : null,
    epsgDuFormat: 4326,
  }
}

function addFeatures(recueil: RecueilGeo, octets: Buffer, morceaux: readonly Morceau[]): void {
  let ligne = 1
  let saut = octets.indexOf(10)
  for (const [rang, morceau] of morceaux.entries()) {
    for (; saut !== -1 && saut < morceau.debut; saut = octets.indexOf(10, saut + 1)) ligne += 1
    let lu: unknown
    try {
      lu = JSON.parse(octets.toString('utf8', morceau.debut, morceau.fin))
    } catch {
      throw refusGeo.illisible(recueil.nom, ouEntite(rang + 1, ligne), 'le JSON est mal écrit')
    }
    addFeature(recueil, lu, ligne)
  }
}

function addFeature(recueil: RecueilGeo, lu: unknown, ligne: number): void {
  const ou = ouEntite(recueil.entites.length + 1, ligne)
  if (!isObjet(lu) || lu.type !== 'Feature') {
    throw refusGeo.illisible(recueil.nom, ou, 'ce n’est pas une entité GeoJSON («\u00a0"type": "Feature"\u00a0»)')
  }
  const geometrie: Geometrie = geometrieOf(lu.geometry, (quoi) => refusGeo.illisible(recueil.nom, ou, quoi))
  const proprietes = isObjet(lu.properties) ? lu.properties : {}
  recueil.add({
    ligne,
    ...geometrie,
    proprietes: Object.fromEntries(Object.entries(proprietes).map(([cle, valeur]) => [cle, valeurOf(valeur)])),
  })
}

/** The name inside the old `crs` member: { type: "name", properties: { name } } or { type: "EPSG", properties: { code } }. */
function nomCrs(crs: unknown): string | null {
  if (!isObjet(crs) || !isObjet(crs.properties)) return null
  const { name, code } = crs.properties
  if (typeof name === 'string') return name
  return typeof code === 'number' || typeof code === 'string' ? `EPSG:${code}` : null
}

function utf8Of(octets: Buffer): Buffer {
  if (isUtf8(octets)) return octets
  return Buffer.from(decodeTexte(octets).texte)
}

function parseAt(nom: string, octets: Buffer, morceau: Morceau | undefined): unknown {
  if (morceau === undefined) return null
  try {
    return JSON.parse(octets.toString('utf8', morceau.debut, morceau.fin))
  } catch {
    throw refusGeo.phrase(nom, 'le JSON est mal écrit. Exportez-le de nouveau, puis réessayez.')
  }
}

function isObjet(valeur: unknown): valeur is Record<string, unknown> {
  return typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur)
}
