/** Writes the formats that are read, for tests and benchmarks: each as the usual software does. */
import { DatabaseSync } from 'node:sqlite'
import PizZip from 'pizzip'
import { encodeWkb, type MultiPolygone } from '../geometrie.ts'
import { fromWgs84, nomProjection } from '../projection.ts'
import type { Valeur } from './lecture.ts'

declare module 'node:sqlite' {
  // Node 24 has it, its types do not yet.
  interface DatabaseSync {
    serialize(): Uint8Array
  }
}

export type EntiteDeTest = { geometrie: MultiPolygone; proprietes: Readonly<Record<string, Valeur>> }

/** The coordinates in another system. */
export function projected(m: MultiPolygone, epsg: number): MultiPolygone {
  return m.map((polygone) => polygone.map((anneau) => anneau.map(([lon, lat]) => fromWgs84(epsg, lon, lat))))
}

export function geojsonOf(entites: readonly EntiteDeTest[], membres: Record<string, unknown> = {}): Buffer {
  const features = entites.map(({ geometrie, proprietes }) => ({
    type: 'Feature',
    properties: proprietes,
    geometry: { type: 'MultiPolygon', coordinates: geometrie },
  }))
  return Buffer.from(JSON.stringify({ type: 'FeatureCollection', ...membres, features }))
}

export function wktOf(m: MultiPolygone): string {
  const anneaux = (polygone: MultiPolygone[number]) =>
    `(${polygone.map((anneau) => `(${anneau.map((p) => p.join(' ')).join(', ')})`).join(', ')})`
  return `MULTIPOLYGON (${m.map(anneaux).join(', ')})`
}

export function csvOf(entites: readonly EntiteDeTest[], srid: number | null): Buffer {
  const colonnes = Object.keys(entites[0]?.proprietes ?? {})
  const cell = (valeur: Valeur) => `"${String(valeur ?? '').replaceAll('"', '""')}"`
  const lignes = entites.map(({ geometrie, proprietes }) =>
    [
      ...colonnes.map((colonne) => cell(proprietes[colonne] ?? null)),
      cell(`${srid === null ? '' : `SRID=${srid};`}${wktOf(geometrie)}`),
    ].join(';'),
  )
  return Buffer.from(`${[...colonnes, 'geom'].join(';')}\n${lignes.join('\n')}\n`)
}

export function kmlOf(entites: readonly EntiteDeTest[]): Buffer {
  const echappe = (texte: string) => texte.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const ring = (anneau: MultiPolygone[number][number]) =>
    `<LinearRing><coordinates>${anneau.map(([x, y]) => `${x},${y},0`).join(' ')}</coordinates></LinearRing>`
  const polygon = ([coque = [], ...trous]: MultiPolygone[number]) =>
    `<Polygon><outerBoundaryIs>${ring(coque)}</outerBoundaryIs>${trous.map((trou) => `<innerBoundaryIs>${ring(trou)}</innerBoundaryIs>`).join('')}</Polygon>`
  const reperes = entites.map(({ geometrie, proprietes }) => {
    const donnees = Object.entries(proprietes).map(
      ([cle, valeur]) => `<SimpleData name="${cle}">${echappe(String(valeur ?? ''))}</SimpleData>`,
    )
    const surface =
      geometrie.length === 1 ? geometrie.map(polygon).join('') : `<MultiGeometry>${geometrie.map(polygon).join('')}</MultiGeometry>`
    return `<Placemark><ExtendedData><SchemaData schemaUrl="#s">${donnees.join('')}</SchemaData></ExtendedData>${surface}</Placemark>`
  })
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>quartiers</name>\n${reperes.join('\n')}\n</Folder></Document></kml>`,
  )
}

export function zipOf(fichiers: Readonly<Record<string, Uint8Array | string>>): Buffer {
  const zip = new PizZip()
  for (const [nom, contenu] of Object.entries(fichiers)) zip.file(nom, contenu)
  return Buffer.from(zip.generate({ type: 'uint8array', compression: 'DEFLATE' }))
}

export const kmzOf = (entites: readonly EntiteDeTest[]) => zipOf({ 'doc.kml': kmlOf(entites) })

/** .shp of polygons: rings loose, shells clockwise, as the specification asks. */
export function shpOf(formes: readonly MultiPolygone[]): Buffer {
  const fiches = formes.map((m, rang) => {
    const anneaux = m.flatMap((polygone) => polygone.map((anneau, n) => wound(anneau, n === 0 ? -1 : 1)))
    const points = anneaux.reduce((total, anneau) => total + anneau.length, 0)
    const contenu = Buffer.alloc(44 + 4 * anneaux.length + 16 * points)
    contenu.writeInt32LE(5, 0)
    contenu.writeInt32LE(anneaux.length, 36)
    contenu.writeInt32LE(points, 40)
    let debut = 0
    let ici = 44 + 4 * anneaux.length
    for (const [n, anneau] of anneaux.entries()) {
      contenu.writeInt32LE(debut, 44 + 4 * n)
      debut += anneau.length
      for (const [x, y] of anneau) {
        contenu.writeDoubleLE(x, ici)
        contenu.writeDoubleLE(y, ici + 8)
        ici += 16
      }
    }
    const tete = Buffer.alloc(8)
    tete.writeInt32BE(rang + 1, 0)
    tete.writeInt32BE(contenu.length / 2, 4)
    return Buffer.concat([tete, contenu])
  })
  const corps = Buffer.concat(fiches)
  const entete = Buffer.alloc(100)
  entete.writeInt32BE(9994, 0)
  entete.writeInt32BE((100 + corps.length) / 2, 24)
  entete.writeInt32LE(1000, 28)
  entete.writeInt32LE(5, 32)
  return Buffer.concat([entete, corps])
}

/** .dbf of texts, in the encoding asked. */
export function dbfOf(lignes: readonly Readonly<Record<string, Valeur>>[], encodage: 'utf8' | 'latin1' = 'utf8'): Buffer {
  const colonnes = Object.keys(lignes[0] ?? {})
  const textes = lignes.map((ligne) => colonnes.map((colonne) => Buffer.from(String(ligne[colonne] ?? ''), encodage)))
  const largeurs = colonnes.map((_, rang) => Math.min(254, Math.max(1, ...textes.map((ligne) => ligne[rang]?.length ?? 0))))
  const entete = Buffer.alloc(33 + 32 * colonnes.length)
  entete[0] = 3
  entete.writeUInt32LE(lignes.length, 4)
  entete.writeUInt16LE(entete.length, 8)
  entete.writeUInt16LE(1 + largeurs.reduce((somme, un) => somme + un, 0), 10)
  colonnes.forEach((colonne, rang) => {
    entete.write(colonne.slice(0, 10), 32 + 32 * rang, 'latin1')
    entete.write('C', 43 + 32 * rang, 'latin1')
    entete[48 + 32 * rang] = largeurs[rang] ?? 1
  })
  entete[entete.length - 1] = 0x0d
  const corps = textes.map((ligne) =>
    Buffer.concat([
      Buffer.from(' '),
      ...ligne.map((texte, rang) => {
        const cellule = Buffer.alloc(largeurs[rang] ?? 1, 0x20)
        texte.copy(cellule, 0, 0, cellule.length)
        return cellule
      }),
    ]),
  )
  return Buffer.concat([entete, ...corps, Buffer.from([0x1a])])
}

export const PRJ_LAMBERT93 =
  'PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0],PARAMETER["Standard_Parallel_1",44.0],PARAMETER["Standard_Parallel_2",49.0],PARAMETER["Latitude_Of_Origin",46.5],UNIT["Meter",1.0]]'

/** A zip of .shp, .dbf, .prj and .cpg in Lambert-93. */
export function shapefileOf(entites: readonly EntiteDeTest[], nom = 'quartiers'): Buffer {
  return zipOf({
    [`${nom}.shp`]: shpOf(entites.map(({ geometrie }) => projected(geometrie, 2154))),
    [`${nom}.dbf`]: dbfOf(entites.map(({ proprietes }) => proprietes)),
    [`${nom}.prj`]: PRJ_LAMBERT93,
    [`${nom}.cpg`]: 'UTF-8',
  })
}

/** A GeoPackage of one layer or more, each in its own system. */
export function gpkgOf(couches: Readonly<Record<string, { epsg: number; entites: readonly EntiteDeTest[] }>>): Buffer {
  const base = new DatabaseSync(':memory:')
  base.exec(`create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text, organization_coordsys_id integer, definition text, description text);
    create table gpkg_contents (table_name text primary key, data_type text, identifier text, srs_id integer);
    create table gpkg_geometry_columns (table_name text, column_name text, geometry_type_name text, srs_id integer, z tinyint, m tinyint);
    create table gpkg_ogr_contents (table_name text primary key, feature_count integer);`)
  for (const [table, { epsg, entites }] of Object.entries(couches)) {
    const colonnes = Object.keys(entites[0]?.proprietes ?? {})
    base
      .prepare('insert or ignore into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, ?)')
      .run(nomProjection(epsg), epsg, 'EPSG', epsg, 'undefined', '')
    base.prepare('insert into gpkg_contents values (?, ?, ?, ?)').run(table, 'features', table, epsg)
    base.prepare('insert into gpkg_geometry_columns values (?, ?, ?, ?, 0, 0)').run(table, 'geom', 'MULTIPOLYGON', epsg)
    base.prepare('insert into gpkg_ogr_contents values (?, ?)').run(table, entites.length)
    base.exec(
      `create table "${table.replaceAll('"', '""')}" (fid integer primary key, geom blob${colonnes.map((colonne) => `, "${colonne}" text`).join('')})`,
    )
    const insert = base.prepare(
      `insert into "${table.replaceAll('"', '""')}" (geom${colonnes.map((un) => `, "${un}"`).join('')}) values (?${colonnes.map(() => ', ?').join('')})`,
    )
    for (const { geometrie, proprietes } of entites) {
      const entete = Buffer.from([0x47, 0x50, 0, 1, 0, 0, 0, 0])
      entete.writeInt32LE(epsg, 4)
      const wkb = encodeWkb(epsg === 4326 ? geometrie : projected(geometrie, epsg))
      insert.run(
        Buffer.concat([entete, wkb]),
        ...colonnes.map((colonne) => (proprietes[colonne] === null ? null : String(proprietes[colonne]))),
      )
    }
  }
  const octets = Buffer.from(base.serialize())
  base.close()
  return octets
}

function wound(anneau: MultiPolygone[number][number], sens: 1 | -1): MultiPolygone[number][number] {
  let somme = 0
  for (let i = 1; i < anneau.length; i += 1) {
    const [[ax, ay], [bx, by]] = [anneau[i - 1] ?? [0, 0], anneau[i] ?? [0, 0]]
    somme += ax * by - bx * ay
  }
  return somme * sens < 0 ? anneau.toReversed() : anneau
}
