import { openZip, type Zip } from '#platform/documents/lecture/zip.ts'
import { LIMITES_GEO } from './limites-geo.ts'
import { refusGeo } from './refus-geo.ts'
import type { PiecesShapefile } from './shapefile.ts'

/** A file of an archive that can be read alone. */
export type Candidat = { chemin: string; extension: string }

export type ArchiveGeo = {
  zip: Zip
  candidats: readonly Candidat[]
  /** Bytes of a file of the archive. @throws RegleViolee */
  read(chemin: string): Buffer
  /** The pieces of a Shapefile, whatever the case of their extensions. */
  pieces(chemin: string): PiecesShapefile
}

const EXTENSIONS = ['geojson', 'json', 'topojson', 'shp', 'gpkg', 'kml', 'csv']

/** Opens an archive and lists what can be read in it. @throws RegleViolee, which names what is missing of a Shapefile */
export async function openArchiveGeo(nom: string, octets: Uint8Array): Promise<ArchiveGeo> {
  const zip = await openZip(nom, octets)
  const candidats = zip.noms
    .filter((chemin) => !/(^|\/)(__MACOSX\/|\._|\.)/.test(chemin))
    .map((chemin) => ({ chemin, extension: /\.([a-z0-9]+)$/i.exec(chemin)?.[1]?.toLowerCase() ?? '' }))
    .filter(({ extension }) => EXTENSIONS.includes(extension))
  if (candidats.length === 0) {
    const pieces = zip.noms.filter((chemin) => /\.(dbf|shx|prj)$/i.test(chemin))
    if (pieces.length > 0) throw refusGeo.phrase(nom, 'il manque le fichier .shp (les contours). Joignez-le au .zip.')
    throw refusGeo.phrase(nom, 'l’archive ne contient aucun fichier géographique (.geojson, .shp, .gpkg, .kml ou .csv).')
  }
  const read = (chemin: string): Buffer => {
    const octetsLus = zip.read(chemin, affiche(chemin), LIMITES_GEO.octetsFichier)
    if (octetsLus === null) throw refusGeo.abime(nom)
    return Buffer.from(octetsLus.buffer, octetsLus.byteOffset, octetsLus.byteLength)
  }
  return {
    zip,
    candidats,
    read,
    pieces: (chemin) => ({
      nom: affiche(chemin),
      read(extension) {
        const radical = chemin.slice(0, -4).toLowerCase()
        // « x.shp.cpg » is also seen.
        const cle = zip.noms.find(
          (un) => un.toLowerCase() === `${radical}.${extension}` || un.toLowerCase() === `${radical}.shp.${extension}`,
        )
        return cle === undefined ? null : read(cle)
      },
    }),
  }
}

/** The file to read without asking: the only one, or the only GeoJSON (the official archive has the same layer in two formats). */
export function soleCandidat(candidats: readonly Candidat[]): Candidat | null {
  if (candidats.length === 1) return candidats[0] ?? null
  const geojson = candidats.filter(({ extension }) => extension === 'geojson')
  return geojson.length === 1 ? (geojson[0] ?? null) : null
}

/** The path without what would climb out of the archive: it is only ever shown. */
export function affiche(chemin: string): string {
  return chemin
    .split('/')
    .filter((part) => part !== '..' && part !== '.' && part !== '')
    .join('/')
}
