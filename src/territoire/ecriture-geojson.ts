/** Writes contours as a GeoJSON file (RFC 7946) that other software can open and that says where it comes from. Pure. */
import { type MultiPolygone, toGeoJson } from './geometrie.ts'
import type { Valeur } from './lecture/lecture.ts'

export type EntiteEcrite = { id: string; geometrie: MultiPolygone | null; proprietes: Readonly<Record<string, Valeur>> }

export type EnteteGeoJson = {
  nom: string
  /** Who made the contours and under which licence, as it must be cited. */
  attribution: string
  /** ISO day of the data. */
  date: string
}

/** The text of the file: WGS84, one feature a line, header members that the standard lets pass (RFC 7946, 6.1). */
export function writeGeoJson(entites: readonly EntiteEcrite[], { nom, attribution, date }: EnteteGeoJson): string {
  const entete = JSON.stringify({ type: 'FeatureCollection', name: nom, attribution, date }).slice(0, -1)
  const lignes = entites.map(({ id, geometrie, proprietes }) =>
    JSON.stringify({ type: 'Feature', id, properties: proprietes, geometry: geometrie === null ? null : toGeoJson(geometrie) }),
  )
  return `${entete},"features":[\n${lignes.join(',\n')}\n]}\n`
}
