import { decodeTexte } from '#platform/documents/lecture/encodage.ts'
import { epsgOfPrj } from '../projection.ts'
import { readDbf } from './dbf.ts'
import type { Brut } from './lecture.ts'
import { createRecueilGeo } from './recueil-geo.ts'
import { refusGeo } from './refus-geo.ts'
import { readShp } from './shp.ts'

/** The pieces of one Shapefile: same name, several extensions. `read` gives null for a piece that is not there. */
export type PiecesShapefile = { nom: string; read(extension: 'shp' | 'dbf' | 'prj' | 'cpg'): Uint8Array | null }

/** Reads a Shapefile: shapes, attributes, projection, encoding. @throws RegleViolee that names the piece missing or damaged */
export function readShapefile({ nom, read }: PiecesShapefile): Brut {
  const shp = read('shp')
  const dbf = read('dbf')
  if (shp === null) throw refusGeo.phrase(nom, 'il manque le fichier .shp (les contours). Joignez-le au .zip.')
  if (dbf === null) {
    throw refusGeo.phrase(
      nom,
      'il manque le fichier .dbf (les attributs\u00a0: codes et noms). Joignez-le au .zip, avec le même nom que le .shp.',
    )
  }
  const prj = read('prj')
  const cpg = read('cpg')
  const formes = readShp(nom, shp)
  const table = readDbf(nom, dbf, cpg === null ? null : decodeTexte(cpg).texte.slice(0, 100))
  if (formes.length !== table.lignes.length) {
    throw refusGeo.phrase(
      nom,
      `le .shp a ${formes.length}\u00a0contours et le .dbf ${table.lignes.length}\u00a0lignes\u00a0: ils ne vont pas ensemble. Exportez-le de nouveau.`,
    )
  }
  const recueil = createRecueilGeo(nom)
  let supprimees = 0
  for (const [rang, forme] of formes.entries()) {
    const proprietes = table.lignes[rang]
    if (proprietes === null || proprietes === undefined) supprimees += 1
    else recueil.add({ ligne: null, ...forme, proprietes })
  }
  if (supprimees > 0) recueil.warn(`${supprimees}\u00a0entités marquées comme supprimées dans le .dbf ont été laissées de côté.`)
  const wkt = prj === null ? '' : decodeTexte(prj).texte.trim()
  const epsg = wkt === '' ? null : epsgOfPrj(wkt)
  return {
    format: 'shapefile',
    couche: null,
    colonnes: table.colonnes,
    entites: recueil.entites,
    annonce: table.annonce,
    avertissements: recueil.avertissements,
    epsg,
    systemeInconnu: wkt !== '' && epsg === null ? (/"([^"]{1,80})"/.exec(wkt)?.[1] ?? wkt.slice(0, 80)) : null,
    epsgDuFormat: null,
  }
}
