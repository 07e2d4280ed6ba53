import { dimensionOf } from './geojson-geometrie.ts'
import type { AnneauBrut, Brut, PolygoneBrut } from './lecture.ts'
import { LIMITES_GEO } from './limites-geo.ts'
import { createRecueilGeo, SANS_SURFACE, valeurOf } from './recueil-geo.ts'
import { ouEntite, refusGeo } from './refus-geo.ts'

/** Reads one object of a TopoJSON topology (specification 1.0). @throws RegleViolee; gives the names when a choice is needed */
export function readTopojson(nom: string, topologie: unknown, couche: string | undefined): Brut | { couches: readonly string[] } {
  if (!isObjet(topologie) || !isObjet(topologie.objects) || !Array.isArray(topologie.arcs)) throw refusGeo.abime(nom)
  const couches = Object.keys(topologie.objects)
  const choisie = couche ?? (couches.length === 1 ? couches[0] : undefined)
  if (choisie === undefined || !couches.includes(choisie)) return { couches }
  const arcs = decodeArcs(nom, topologie.arcs, topologie.transform)
  const recueil = createRecueilGeo(nom)
  const objet: unknown = Object.entries(topologie.objects).find(([cle]) => cle === choisie)?.[1]
  if (!isObjet(objet)) throw refusGeo.abime(nom)
  const geometries = objet.type === 'GeometryCollection' && Array.isArray(objet.geometries) ? objet.geometries : [objet]
  let sommets = 0
  for (const [rang, geometrie] of geometries.entries()) {
    if (!isObjet(geometrie)) throw refusGeo.abime(nom)
    const fail = () => refusGeo.illisible(nom, ouEntite(rang + 1, null), 'un arc manque')
    const polygoneOf = (anneaux: unknown): PolygoneBrut => {
      if (!Array.isArray(anneaux)) throw fail()
      return anneaux.map((liste) => {
        const anneau = joined(liste, arcs, fail)
        sommets += anneau.length / 2
        // A small file may name the same arcs many times over.
        if (sommets > LIMITES_GEO.sommets) throw refusGeo.tropLong(nom, 'sommets')
        return anneau
      })
    }
    const nature = typeof geometrie.type === 'string' ? geometrie.type.slice(0, 40) : null
    const polygones =
      nature === 'Polygon'
        ? [polygoneOf(geometrie.arcs)]
        : nature === 'MultiPolygon' && Array.isArray(geometrie.arcs)
          ? geometrie.arcs.map(polygoneOf)
          : []
    const proprietes = isObjet(geometrie.properties) ? geometrie.properties : {}
    recueil.add({
      ligne: null,
      nature,
      ...(polygones.length === 0 ? SANS_SURFACE : { polygones, dimension: dimensionOf(new Set([2])) }),
      proprietes: Object.fromEntries(Object.entries(proprietes).map(([cle, valeur]) => [cle, valeurOf(valeur)])),
    })
  }
  return {
    format: 'topojson',
    couche: choisie,
    colonnes: recueil.colonnes,
    entites: recueil.entites,
    annonce: null,
    avertissements: recueil.avertissements,
    epsg: null,
    systemeInconnu: null,
    epsgDuFormat: 4326,
  }
}

/** Arcs as coordinates: with a transform, integers that add up from the first position. */
function decodeArcs(nom: string, arcs: readonly unknown[], transform: unknown): AnneauBrut[] {
  const [ex, ey] = isObjet(transform) ? pairOf(transform.scale) : [1, 1]
  const [tx, ty] = isObjet(transform) ? pairOf(transform.translate) : [0, 0]
  const delta = isObjet(transform)
  return arcs.map((arc) => {
    if (!Array.isArray(arc)) throw refusGeo.abime(nom)
    const plat = new Float64Array(arc.length * 2)
    let [x, y] = [0, 0]
    for (let i = 0; i < arc.length; i += 1) {
      const [px, py] = pairOf(arc[i])
      x = delta ? x + px : px
      y = delta ? y + py : py
      plat[2 * i] = x * ex + tx
      plat[2 * i + 1] = y * ey + ty
    }
    return plat
  })
}

/** Arcs end to end, each without the first position of the next; a negative rank is the arc backwards. */
function joined(liste: unknown, arcs: readonly AnneauBrut[], fail: () => Error): AnneauBrut {
  if (!Array.isArray(liste)) throw fail()
  const morceaux = liste.map((rang: unknown) => {
    const arc = typeof rang === 'number' ? arcs[rang < 0 ? ~rang : rang] : undefined
    if (arc === undefined) throw fail()
    return { arc, inverse: typeof rang === 'number' && rang < 0 }
  })
  const total = morceaux.reduce((somme, { arc }) => somme + arc.length, 0)
  if (total / 2 > LIMITES_GEO.sommets) throw fail()
  const anneau = new Float64Array(total)
  let ici = 0
  for (const { arc, inverse } of morceaux) {
    if (ici > 0) ici -= 2
    for (let i = 0; i < arc.length; i += 2) {
      const source = inverse ? arc.length - 2 - i : i
      anneau[ici + i] = arc[source] as number
      anneau[ici + i + 1] = arc[source + 1] as number
    }
    ici += arc.length
  }
  return anneau.slice(0, Math.max(0, ici))
}

function pairOf(valeur: unknown): [number, number] {
  if (!Array.isArray(valeur)) return [Number.NaN, Number.NaN]
  const [a, b]: unknown[] = valeur
  return [typeof a === 'number' ? a : Number.NaN, typeof b === 'number' ? b : Number.NaN]
}

function isObjet(valeur: unknown): valeur is Record<string, unknown> {
  return typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur)
}
