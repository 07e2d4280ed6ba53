/**
 * Shape of the spatial index: a raster of three levels over coordinates in steps of 1e-7 degree (integers of 32 bits).
 * A page holds 16 × 16 cases, a case with a border in it is a block of 16 × 16 fine cells, a fine cell is `2 ** pas` steps wide.
 * A case or a fine cell without any border is answered as it stands; a fine cell with one leads to a record, whose edges alone
 * are looked at. Every array may stand in shared memory.
 */
import { type MultiPolygone, PAS_PAR_DEGRE } from './geometrie.ts'

/** What is looked up. Its rank in the list is what answers give. */
export type Zone = { id: string; geometrie: MultiPolygone }

export type IndexSpatial = {
  /** Number of zones. */
  readonly nombre: number
  /** log2 of the width of a fine cell, in steps. */
  readonly pas: number
  /** Box of all zones, in steps. Empty index: est < ouest. */
  readonly ouest: number
  readonly sud: number
  readonly est: number
  readonly nord: number
  /** Rank among the columns (rows) of pages that hold something, by column (row) from the west (south); 0: nothing there. */
  readonly colonnes: Uint16Array
  readonly lignes: Uint16Array
  /** Columns of `pages`. */
  readonly largeur: number
  /** Number of the page by row × largeur + column, from 1; 0: nothing there. */
  readonly pages: Int32Array
  /** 256 cases a page: 0 outside of all, > 0 number of a block, < 0 inside the zones of the set `-1 - case`. */
  readonly cases: Int32Array
  /** 256 fine cells a block: 0 outside of all, < 0x8000 inside the set `cell - 1`, else record `cell - 0x8000` of the block. */
  readonly fines: Uint16Array
  /** First record of each block in `adresses`. */
  readonly bases: Int32Array
  /** Place of each record in `fiches`. */
  readonly adresses: Int32Array
  /**
   * A record is one entry a polygon: [zone, LAST | PARITY | changes × 4, runs, y of each change…, first and end of each run…].
   * A run is consecutive edges of `sommets`; parity and changes stand for all edges of the polygon that are not listed.
   */
  readonly fiches: Int32Array
  /** Sets of zones: those of rank < nombre are the zone alone. Others: ranks between two starts. */
  readonly debuts: Int32Array
  readonly membres: Int32Array
  /** x and y of the vertices, ring after ring, each ring closed. */
  readonly sommets: Int32Array
  readonly arbre: ArbreBords
}

/**
 * Boxes of short chains of edges, for distances: a small tree a polygon, its chains in the order of the ring; then a tree of those
 * trees, packed in Hilbert order. The last node is the root of all.
 */
export type ArbreBords = {
  /** west, south, east, north of each node, in steps. */
  readonly boites: Int32Array
  /** First child; for a leaf, `-1 - first vertex` of its chain. */
  readonly premiers: Int32Array
  /** End of the children (excluded); for a leaf, the last vertex of its chain. */
  readonly fins: Int32Array
  /** Zone of the node; -1 above the polygons. */
  readonly zones: Int32Array
  /** Roots of the polygons of each zone: `racines` between two starts. */
  readonly debutsRacines: Int32Array
  readonly racines: Int32Array
}

export const DERNIERE = 1
export const DEDANS = 2
/** A fine cell at or above it leads to a record. */
export const FICHE = 0x8000
/** log2 of the cells on a side of a block and of the cases on a side of a page. */
export const COTE = 4

/** A coordinate in whole steps of 1e-7 degree: `pasDe`, in a form that is four times faster. */
export function stepOf(degres: number): number {
  return Math.floor(degres * PAS_PAR_DEGRE + 0.5)
}

/** Memory of the index, bytes. */
export function octetsOf(index: IndexSpatial): number {
  return arraysOf(index).reduce((total, tableau) => total + tableau.byteLength, 0)
}

export function arraysOf(index: IndexSpatial): (Int32Array | Uint16Array)[] {
  return [...Object.values(index), ...Object.values(index.arbre)].filter((valeur) => ArrayBuffer.isView(valeur))
}

/** A list of 32-bit integers that grows. */
export type Liste = { valeurs: Int32Array; taille: number }

export function createListe(capacite = 1024): Liste {
  return { valeurs: new Int32Array(capacite), taille: 0 }
}

/** Room for `nombre` more. */
export function reserve(liste: Liste, nombre: number): Int32Array {
  const voulu = liste.taille + nombre
  if (voulu > liste.valeurs.length) {
    const plus = new Int32Array(Math.max(voulu, liste.valeurs.length * 2))
    plus.set(liste.valeurs.subarray(0, liste.taille))
    liste.valeurs = plus
  }
  return liste.valeurs
}

export function push(liste: Liste, valeur: number): void {
  reserve(liste, 1)[liste.taille++] = valeur
}
