/** A perimeter drawn or pasted as GeoJSON, as the cells whose centre it holds. Pure. */
import { z } from 'zod'
import { RegleViolee } from '#platform/errors.ts'
import { boiteOf, type MultiPolygone } from '../geometrie.ts'
import type { Place } from './ajustement.ts'
import { centreOf, contains, type Emprise, empriseOf, type Repere } from './geometrie-cellules.ts'

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)], z.number())
const anneau = z.array(position).min(4).max(20_000)
const polygone = z.object({ type: z.literal('Polygon'), coordinates: z.array(anneau).min(1) })
const multi = z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(anneau).min(1)).min(1) })
const surface = z.discriminatedUnion('type', [polygone, multi])
const entite = z.object({ type: z.literal('Feature'), geometry: surface })
const collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(entite).min(1).max(1000) })
const geojson = z.discriminatedUnion('type', [polygone, multi, entite, collection])

/** Cells of an emprise whose centre is inside. @throws RegleViolee when the text is no GeoJSON of polygons, or holds no cell */
export function parsePerimetre(texte: string, repere: Repere, emprise: Emprise): Place[] {
  const trace = readSurfaces(texte)
  const places = new Map<string, Place>()
  for (const forme of trace) {
    const limites = empriseOf(repere, boiteOf(forme), 1)
    for (let y = Math.max(limites.y0, emprise.y0); y <= Math.min(limites.y1, emprise.y1); y += 1) {
      for (let x = Math.max(limites.x0, emprise.x0); x <= Math.min(limites.x1, emprise.x1); x += 1) {
        if (contains(forme, centreOf(repere, x, y))) places.set(`${x},${y}`, { x, y })
      }
    }
  }
  if (places.size === 0) throw fautif('Le périmètre ne contient le centre d’aucun carreau de l’emprise : agrandissez-le, ou déplacez-le.')
  return [...places.values()]
}

function readSurfaces(texte: string): MultiPolygone[] {
  let brut: unknown
  try {
    brut = JSON.parse(texte)
  } catch {
    throw fautif('Le périmètre n’est pas du GeoJSON : collez un objet Polygon, MultiPolygon, Feature ou FeatureCollection.')
  }
  const lu = geojson.safeParse(brut)
  if (!lu.success) throw fautif('Le périmètre n’est pas un GeoJSON de polygones en longitude et latitude (WGS 84).')
  const un = lu.data
  const surfaces =
    un.type === 'FeatureCollection' ? un.features.map(({ geometry }) => geometry) : [un.type === 'Feature' ? un.geometry : un]
  return surfaces.map((forme) =>
    (forme.type === 'Polygon' ? [forme.coordinates] : forme.coordinates).map((anneaux) =>
      anneaux.map((points) => points.map(([lon, lat]) => [lon, lat] as const)),
    ),
  )
}

function fautif(message: string): RegleViolee {
  return new RegleViolee(message, [{ champ: 'perimetre', message }])
}
