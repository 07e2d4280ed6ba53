import { SaxesParser } from 'saxes'
import { decodeTexte } from '#platform/documents/lecture/encodage.ts'
import { RegleViolee } from '#platform/errors.ts'
import { dimensionOf } from './geojson-geometrie.ts'
import type { AnneauBrut, Brut, PolygoneBrut, Valeur } from './lecture.ts'
import { LIMITES_GEO } from './limites-geo.ts'
import { createRecueilGeo, type RecueilGeo, SANS_SURFACE, valeurOf } from './recueil-geo.ts'
import { ouEntite, refusGeo } from './refus-geo.ts'

/** A Placemark being read. */
type Repere = {
  ligne: number
  nature: string | null
  polygones: PolygoneBrut[]
  dimensions: Set<number>
  proprietes: [string, Valeur][]
  contour: AnneauBrut | null
  trous: AnneauBrut[]
}

/** Elements of a Placemark kept as columns. */
const CHAMPS = new Set(['name', 'description', 'address', 'phoneNumber'])
const AUTRES = new Set(['Point', 'LineString', 'Track', 'MultiTrack', 'Model'])

/**
 * Reads a KML (OGC 12-007r2): Placemarks with polygons, outer and inner borders, ExtendedData. Links to other files are not
 * followed; entities are never expanded.
 * @throws RegleViolee with one French sentence
 */
export function readKml(nom: string, octets: Buffer): Brut {
  const recueil = createRecueilGeo(nom)
  const parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true })
  const pile: string[] = []
  let repere: Repere | null = null
  let texte = ''
  let cle = ''
  let racine = false
  parser.on('error', (erreur) => {
    throw erreur
  })
  parser.on('doctype', (declaration) => {
    if (/\[|<!|ENTITY/i.test(declaration)) throw refusGeo.phrase(nom, 'il contient une déclaration XML interdite (DTD ou entité).')
  })
  const gather = (contenu: string) => {
    if (repere !== null && texte.length < octets.length) texte += contenu
  }
  parser.on('text', gather)
  parser.on('cdata', gather)
  parser.on('opentag', ({ name, attributes }) => {
    const local = name.slice(name.indexOf(':') + 1)
    if (pile.length >= LIMITES_GEO.profondeur * 2) throw refusGeo.tropProfond(nom)
    pile.push(local)
    texte = ''
    if (local === 'kml' || local === 'Document' || local === 'Folder' || local === 'Placemark') racine = true
    if (local === 'NetworkLink') recueil.warn('Ce KML renvoie à d’autres fichiers\u00a0: ils n’ont pas été lus.')
    if (local === 'Placemark') {
      repere = { ligne: parser.line, nature: null, polygones: [], dimensions: new Set(), proprietes: [], contour: null, trous: [] }
    } else if (repere !== null) openIn(repere, local)
    if (local === 'Data' || local === 'SimpleData') cle = attributes.name ?? ''
  })
  parser.on('closetag', () => {
    const local = pile.pop() ?? ''
    if (repere === null) return
    if (local === 'Placemark') {
      addRepere(recueil, repere)
      repere = null
    } else closeIn(repere, local, pile, texte, cle, () => ouEntite(recueil.entites.length + 1, repere?.ligne ?? null), nom)
    texte = ''
  })
  try {
    parser.write(decodeTexte(octets).texte).close()
  } catch (erreur) {
    if (erreur instanceof RegleViolee) throw erreur
    throw Object.assign(refusGeo.illisible(nom, `vers la ligne ${parser.line}`, 'le XML est mal écrit'), { cause: erreur })
  }
  if (!racine) throw refusGeo.inconnu(nom)
  return {
    format: 'kml',
    couche: null,
    colonnes: recueil.colonnes,
    entites: recueil.entites,
    annonce: null,
    avertissements: recueil.avertissements,
    epsg: null,
    systemeInconnu: null,
    epsgDuFormat: 4326,
  }
}

function openIn(repere: Repere, local: string): void {
  if (local === 'Polygon') {
    repere.nature = repere.polygones.length > 0 ? 'MultiPolygon' : 'Polygon'
    repere.contour = null
    repere.trous = []
  } else if (AUTRES.has(local) && repere.nature === null) repere.nature = local
}

function closeIn(repere: Repere, local: string, pile: readonly string[], texte: string, cle: string, ou: () => string, nom: string): void {
  const parent = pile.at(-1) ?? ''
  if (local === 'coordinates' && parent === 'LinearRing') {
    const anneau = anneauOf(texte, repere.dimensions)
    if (anneau === null) throw refusGeo.illisible(nom, ou(), 'les coordonnées sont mal écrites')
    if (pile.at(-2) === 'innerBoundaryIs') repere.trous.push(anneau)
    else repere.contour = anneau
  } else if (local === 'Polygon') {
    const anneaux = [...(repere.contour === null ? [] : [repere.contour]), ...repere.trous].filter((anneau) => anneau.length > 0)
    if (anneaux.length > 0) repere.polygones.push(anneaux)
  } else if (local === 'SimpleData' || (local === 'value' && parent === 'Data')) {
    if (cle !== '') repere.proprietes.push([cle, valeurOf(texte.trim() || null)])
  } else if (parent === 'Placemark' && CHAMPS.has(local)) repere.proprietes.push([local, valeurOf(texte.trim() || null)])
}

function addRepere(recueil: RecueilGeo, { ligne, nature, polygones, dimensions, proprietes }: Repere): void {
  recueil.add({
    ligne,
    nature: polygones.length > 1 ? 'MultiPolygon' : polygones.length === 1 ? 'Polygon' : nature,
    ...(polygones.length === 0 ? SANS_SURFACE : { polygones, dimension: dimensionOf(dimensions) }),
    proprietes: Object.fromEntries(proprietes),
  })
}

/** « lon,lat[,alt] lon,lat[,alt] … »; null when a number cannot be read. */
function anneauOf(texte: string, dimensions: Set<number>): AnneauBrut | null {
  const positions = texte.trim().split(/\s+/)
  if (positions.length === 1 && positions[0] === '') return new Float64Array()
  const anneau = new Float64Array(positions.length * 2)
  for (const [rang, position] of positions.entries()) {
    const nombres = position.split(',')
    const [x, y] = [Number(nombres[0]), Number(nombres[1])]
    const ecrits = /^[+-]?(nan|inf(inity)?)$/i
    if (nombres.length < 2 || nombres[0] === '' || nombres[1] === '') return null
    if ((Number.isNaN(x) && !ecrits.test(nombres[0] ?? '')) || (Number.isNaN(y) && !ecrits.test(nombres[1] ?? ''))) return null
    anneau[2 * rang] = x
    anneau[2 * rang + 1] = y
    dimensions.add(Math.min(nombres.length, 4))
  }
  return anneau
}
