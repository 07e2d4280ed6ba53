import { DatabaseSync } from 'node:sqlite'
import { RegleViolee } from '#platform/errors.ts'
import { epsgOfPrj, findProjection } from '../projection.ts'
import type { Brut, Valeur } from './lecture.ts'
import { createRecueilGeo, SANS_SURFACE, valeurOf } from './recueil-geo.ts'
import { ouEntite, refusGeo } from './refus-geo.ts'
import { readWkb } from './wkb.ts'

declare module 'node:sqlite' {
  // Node 24 has it, its types do not yet.
  interface DatabaseSync {
    deserialize(octets: Uint8Array): void
  }
}

/** Nothing of the file is trusted: neither its functions, nor the sizes its pages announce. */
const PRUDENCE = 'pragma trusted_schema = off; pragma cell_size_check = on; pragma query_only = on; pragma mmap_size = 0;'

type Couche = { table: string; colonne: string; srs: number }

/**
 * Reads one layer of a GeoPackage (OGC 12-128r18), from memory, read only: nothing is written to disk and no code of the file
 * runs (views and triggers of an untrusted schema included).
 * @returns the names of the layers when one must be chosen
 * @throws RegleViolee with one French sentence
 */
export function readGeoPackage(nom: string, octets: Buffer, couche: string | undefined): Brut | { couches: readonly string[] } {
  const base = openBase(nom, octets)
  try {
    const couches = base
      .prepare('select table_name as "table", column_name as colonne, srs_id as srs from gpkg_geometry_columns order by table_name')
      .all()
      .map((ligne): Couche => ({ table: String(ligne.table), colonne: String(ligne.colonne), srs: Number(ligne.srs) }))
    if (couches.length === 0) throw refusGeo.phrase(nom, 'ce GeoPackage ne contient aucune couche de contours.')
    const choisie = couche === undefined && couches.length === 1 ? couches[0] : couches.find(({ table }) => table === couche)
    if (choisie === undefined) return { couches: couches.map(({ table }) => table) }
    return readCouche(nom, base, choisie)
  } catch (erreur) {
    if (erreur instanceof RegleViolee) throw erreur
    throw Object.assign(refusGeo.abime(nom), { cause: erreur })
  } finally {
    base.close()
  }
}

function openBase(nom: string, octets: Buffer): DatabaseSync {
  const base = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false })
  try {
    const copie = Buffer.from(octets)
    // A file left in WAL mode by QGIS cannot be opened from memory; the journal is not in it anyway.
    copie[18] = 1
    copie[19] = 1
    base.deserialize(copie)
    base.exec(PRUDENCE)
    return base
  } catch (erreur) {
    base.close()
    throw Object.assign(refusGeo.abime(nom), { cause: erreur })
  }
}

function readCouche(nom: string, base: DatabaseSync, { table, colonne, srs }: Couche): Brut {
  const recueil = createRecueilGeo(nom)
  const lecture = base.prepare(`select * from ${quoted(table)}`)
  lecture.setReadBigInts(true)
  const autres = lecture
    .columns()
    .map(({ name }) => name)
    .filter((un) => un !== colonne)
  for (const ligne of lecture.iterate()) {
    const ou = ouEntite(recueil.entites.length + 1, null)
    const blob = ligne[colonne]
    const proprietes: Record<string, Valeur> = Object.fromEntries(autres.map((cle) => [cle, valeurOf(ligne[cle])]))
    if (!(blob instanceof Uint8Array) || blob.byteLength === 0) recueil.add({ ligne: null, nature: null, ...SANS_SURFACE, proprietes })
    else recueil.add({ ligne: null, ...geometrieOf(nom, ou, blob), proprietes })
  }
  const epsg = srsOf(base, srs)
  return {
    format: 'geopackage',
    couche: table,
    colonnes: autres,
    entites: recueil.entites,
    annonce: annonceOf(base, table),
    avertissements: recueil.avertissements,
    epsg: epsg.epsg,
    systemeInconnu: epsg.inconnu,
    epsgDuFormat: null,
  }
}

/** The geometry of a GeoPackage blob: its header (2.1.3), then a WKB. */
function geometrieOf(nom: string, ou: string, blob: Uint8Array) {
  const entete = [0, 32, 48, 48, 64][((blob[3] ?? 0) >> 1) & 7]
  if (blob[0] !== 0x47 || blob[1] !== 0x50 || entete === undefined)
    throw refusGeo.illisible(nom, ou, 'la géométrie n’est pas celle d’un GeoPackage')
  try {
    const { nature, polygones, dimension } = readWkb(blob, 8 + entete)
    return { nature, polygones, dimension }
  } catch (erreur) {
    if (!(erreur instanceof RangeError)) throw erreur
    throw refusGeo.illisible(nom, ou, 'la géométrie est incomplète')
  }
}

function srsOf(base: DatabaseSync, srs: number): { epsg: number | null; inconnu: string | null } {
  const ligne = base
    .prepare(
      'select srs_name as nom, organization as organisme, organization_coordsys_id as code, definition from gpkg_spatial_ref_sys where srs_id = ?',
    )
    .get(srs)
  if (ligne === undefined) return { epsg: findProjection(srs)?.epsg ?? null, inconnu: srs > 0 ? `EPSG:${srs}` : null }
  const code = Number(ligne.code)
  const epsg = /^epsg$/i.test(String(ligne.organisme)) ? (findProjection(code)?.epsg ?? null) : epsgOfPrj(String(ligne.definition))
  // -1 and 0 are « undefined » by the standard.
  if (epsg !== null || srs <= 0) return { epsg, inconnu: null }
  const trouve = epsgOfPrj(String(ligne.definition))
  return { epsg: trouve, inconnu: trouve === null ? String(ligne.nom).slice(0, 80) : null }
}

/** What gpkg_ogr_contents counts, when the writer kept it. */
function annonceOf(base: DatabaseSync, table: string): number | null {
  try {
    const ligne = base.prepare('select feature_count as n from gpkg_ogr_contents where table_name = ?').get(table)
    return ligne?.n === undefined || ligne.n === null ? null : Number(ligne.n)
  } catch {
    return null
  }
}

function quoted(nom: string): string {
  return `"${nom.replaceAll('"', '""')}"`
}
