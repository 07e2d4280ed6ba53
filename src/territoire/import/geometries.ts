/** Defects of the features of a file, and their geometries once the repairs advised are done: what is shown before anything is accepted. Pure. */
import type { Accord, Defaut, EntiteReparee, NatureDefaut } from '../defaut.ts'
import { findDefauts, type Identite } from '../defauts.ts'
import { aireM2, type Boite, boiteOf, decodeWkb, encodeWkb, type MultiPolygone } from '../geometrie.ts'
import type { EntiteLue, FormatGeo, LectureGeo } from '../lecture/lecture.ts'
import { repairEntites, repairEntite as repairOne } from '../reparation.ts'
import { difference } from '../superposition.ts'
import type { GenreImport } from './forme.ts'

export type GeometriesVues = { defauts: Defaut[]; reparees: EntiteReparee[] }

/** Overlaps smaller than this are the thickness of a drawing, m². */
const CHEVAUCHEMENT_M2 = 10

/** @param identites of each feature, in the order of the file: for sentences, and for where it should lie */
export function inspectGeometries(
  genre: GenreImport,
  lue: LectureGeo,
  identites: readonly Identite[],
  avance: (fait: number, total: number) => void,
): GeometriesVues {
  const contexte = {
    identites,
    // Codes and communes are checked against the database, which knows the generation and the reference.
    grammaire: null,
    generation: null,
    communes: null,
    annonces: null,
    // Neighbouring communes share their borders; generalised, they overlap everywhere a little.
    seuilChevauchementM2: genre === 'quartiers' ? CHEVAUCHEMENT_M2 : null,
  }
  const defauts = findDefauts(lue, contexte, avance)
  return { defauts, reparees: repairEntites(lue, adviceOf(defauts), null) }
}

/** The first repair of each defect. What two neighbours share is not taken off unasked: which of them is wrong, nobody knows. */
function adviceOf(defauts: readonly Defaut[]): Accord[] {
  return defauts.flatMap(({ nature, numero, reparations }) =>
    reparations[0] === undefined || nature === 'superposition'
      ? []
      : [{ nature, numero: numero ?? 'toutes', variante: reparations[0].variante }],
  )
}

/** A repair accepted on a feature; `voisine`: WKB of the neighbour, for an overlap. */
export type ReparationAcceptee = { genre: string; variante: string; voisine: Buffer | null }

/**
 * The geometry of a feature made again from what was published, with these repairs alone.
 * @param origine WKB, in the system of coordinates that was retained @param format of the file: winding is a rule of GeoJSON
 */
export function repairEntite(origine: Buffer, format: FormatGeo, acceptees: readonly ReparationAcceptee[]): FacesGeometrie {
  const entite: EntiteLue = {
    numero: 1,
    ligne: null,
    nature: 'MultiPolygon',
    polygones: decodeWkb(origine).map((polygone) => polygone.map((anneau) => Float64Array.from(anneau.flat()))),
    dimension: 2,
    proprietes: {},
  }
  const lecture: LectureGeo = {
    etat: 'lu',
    format,
    fichier: null,
    couche: null,
    projection: { epsg: 4326, origine: 'fichier' },
    colonnes: [],
    entites: [entite],
    annonce: null,
    avertissements: [],
  }
  const accords = acceptees
    .filter(({ genre }) => genre !== 'projection_fausse' && genre !== 'superposition')
    .map(({ genre, variante }): Accord => ({ nature: genre as NatureDefaut, numero: 1, variante }))
  const { geometrie } = repairOne(lecture, entite, accords)
  return facesOf(
    acceptees.reduce<MultiPolygone>(
      (reste, { genre, voisine }) => (genre === 'superposition' && voisine !== null ? difference(reste, decodeWkb(voisine)) : reste),
      geometrie,
    ),
  )
}

export type FacesGeometrie = { geometrie: Buffer | null; boite: Boite | null; aireM2: number | null }

/** The geometry of a feature with its box and its area; nothing when it is empty or cannot be measured. */
export function facesOf(geometrie: MultiPolygone): FacesGeometrie {
  const vide = { geometrie: null, boite: null, aireM2: null }
  if (geometrie.length === 0) return vide
  const boite = boiteOf(geometrie)
  if (!boite.every(Number.isFinite)) return vide
  return { geometrie: encodeWkb(geometrie), boite, aireM2: Math.round(aireM2(geometrie)) }
}
