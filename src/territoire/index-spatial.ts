/**
 * « Is this point in one of these zones, and in which? » The answer is exact: coordinates are whole steps of 1e-7 degree, and
 * every test is decided in integers. A border belongs to what it surrounds, holes' borders included; each polygon of a zone counts
 * by itself (a zone covers what one of its polygons covers), and inside a polygon the parity of its rings decides.
 */
import type { MultiPolygone } from './geometrie.ts'
import { buildArbre } from './index-spatial-arbre.ts'
import { assemble } from './index-spatial-assemblage.ts'
import { createAtelier, createBalayage, sweepPolygone } from './index-spatial-balayage.ts'
import { COTE, FICHE, type IndexSpatial, stepOf, type Zone } from './index-spatial-forme.ts'
import { AUCUNE, collectFiche } from './index-spatial-parite.ts'

export { type IndexSpatial, octetsOf, type Zone } from './index-spatial-forme.ts'

/** Width of a fine cell: 2^12 steps are about 45 m north to south. Wider when there are so many borders that memory would suffer. */
const PAS_MIN = 12
const PAS_MAX = 22
/** Cells touched by a border for each vertex, beyond which the cells are made wider. */
const CELLULES_PAR_SOMMET = 6

/**
 * Builds the index. Rings may be open or closed, in any winding; empty ones are left out. `pas` (log2 of the width of a fine cell,
 * in steps, 22 at most) is chosen when not given. @throws RangeError for a coordinate out of ±180° or ±90°
 */
export function buildIndexSpatial(zones: readonly Zone[], options: { pas?: number } = {}): IndexSpatial {
  const { sommets, polygones, boite } = layVertices(zones)
  const pas = Math.min(PAS_MAX, options.pas ?? choosePas(sommets, polygones))
  const [ouest, sud, est, nord] = boite
  const atelier = createAtelier()
  const balayage = createBalayage()
  for (const { zone, anneaux } of polygones) sweepPolygone(zone, anneaux, sommets, pas, atelier, balayage)
  const etendue = { colonne: ouest >> pas, ligne: sud >> pas, derniereColonne: est >> pas, derniereLigne: nord >> pas }
  const raster = assemble(zones.length, etendue, balayage)
  return { nombre: zones.length, pas, ouest, sud, est, nord, ...raster, sommets, arbre: buildArbre(zones.length, sommets, polygones) }
}

/** A polygon: its zone, and the first and last vertex of each ring. */
export type PolygoneIndexe = { zone: number; anneaux: readonly (readonly [number, number])[] }

function layVertices(zones: readonly Zone[]): {
  sommets: Int32Array
  polygones: PolygoneIndexe[]
  boite: [number, number, number, number]
} {
  const total = zones.reduce((somme, { geometrie }) => somme + roomOf(geometrie), 0)
  const sommets = new Int32Array(2 * total)
  const polygones: PolygoneIndexe[] = []
  let [ouest, sud, est, nord] = [0, 0, -1, -1]
  let suivant = 0
  const put = (x: number, y: number) => {
    if (suivant === 0) [ouest, sud, est, nord] = [x, y, x, y]
    if (x < ouest) ouest = x
    if (x > est) est = x
    if (y < sud) sud = y
    if (y > nord) nord = y
    sommets[2 * suivant] = x
    sommets[2 * suivant + 1] = y
    suivant += 1
  }
  for (const [zone, { id, geometrie }] of zones.entries()) {
    for (const polygone of geometrie) {
      const anneaux: [number, number][] = []
      for (const anneau of polygone) {
        const debut = suivant
        for (const [lon, lat] of anneau) {
          if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))
            throw new RangeError(`zone ${id}: ${lon}, ${lat} is not a position in degrees`)
          put(stepOf(lon), stepOf(lat))
        }
        if (suivant === debut) continue
        const [x, y] = [sommets[2 * debut] as number, sommets[2 * debut + 1] as number]
        // A ring of one position is a closed edge of no length.
        if (suivant === debut + 1 || x !== sommets[2 * suivant - 2] || y !== sommets[2 * suivant - 1]) put(x, y)
        anneaux.push([debut, suivant - 1])
      }
      if (anneaux.length > 0) polygones.push({ zone, anneaux })
    }
  }
  return { sommets: sommets.slice(0, 2 * suivant), polygones, boite: [ouest, sud, est, nord] }
}

function roomOf(geometrie: MultiPolygone): number {
  let total = 0
  for (const polygone of geometrie) for (const anneau of polygone) total += anneau.length + 1
  return total
}

function choosePas(sommets: Int32Array, polygones: readonly PolygoneIndexe[]): number {
  let largeurs = 0
  for (const { anneaux } of polygones) {
    for (const [premier, dernier] of anneaux) {
      for (let i = 2 * premier; i < 2 * dernier; i += 2) {
        const dx = Math.abs((sommets[i + 2] as number) - (sommets[i] as number))
        largeurs += dx + Math.abs((sommets[i + 3] as number) - (sommets[i + 1] as number))
      }
    }
  }
  let pas = PAS_MIN
  while (pas < PAS_MAX && largeurs / 2 ** pas > (CELLULES_PAR_SOMMET * sommets.length) / 2) pas += 1
  return pas
}

/** Ranks of all the zones that cover the point, border included, in order. A position that is not a number is nowhere. */
export function locate(index: IndexSpatial, lon: number, lat: number): readonly number[] {
  return locateSteps(index, stepOf(lon), stepOf(lat))
}

/** `locate` for whole steps of 1e-7 degree. */
export function locateSteps(index: IndexSpatial, x: number, y: number): readonly number[] {
  const cellule = cellAt(index, x, y)
  if (cellule === AUCUNE) return []
  if (cellule >= 0) return setOf(index, cellule)
  const trouvees: number[] = []
  collectFiche(index.fiches, index.sommets, -3 - cellule, x, y, trouvees)
  return trouvees.sort((a, b) => a - b)
}

/** Is the point in that zone, border included? */
export function isIn(index: IndexSpatial, zone: number, lon: number, lat: number): boolean {
  return locate(index, lon, lat).includes(zone)
}

/** Zones of a set. */
export function setOf({ nombre, debuts, membres }: IndexSpatial, ensemble: number): readonly number[] {
  if (ensemble < nombre) return [ensemble]
  return Array.from(membres.subarray(debuts[ensemble - nombre], debuts[ensemble - nombre + 1]))
}

/** What the raster says: AUCUNE, a set (≥ 0), or `-3 - place of the record`. */
function cellAt(index: IndexSpatial, x: number, y: number): number {
  if (!(x >= index.ouest && x <= index.est && y >= index.sud && y <= index.nord)) return AUCUNE
  const colonne = x >> index.pas
  const ligne = y >> index.pas
  const c = index.colonnes[(colonne >> (2 * COTE)) - (index.ouest >> (index.pas + 2 * COTE))] as number
  const l = index.lignes[(ligne >> (2 * COTE)) - (index.sud >> (index.pas + 2 * COTE))] as number
  const page = index.pages[l * index.largeur + c] as number
  const bloc = index.cases[(page << (2 * COTE)) | (((ligne >> COTE) & 15) << COTE) | ((colonne >> COTE) & 15)] as number
  if (bloc <= 0) return bloc === 0 ? AUCUNE : -1 - bloc
  const fine = index.fines[(bloc << (2 * COTE)) | ((ligne & 15) << COTE) | (colonne & 15)] as number
  if (fine < FICHE) return fine - 1
  return -3 - (index.adresses[(index.bases[bloc] as number) + fine - FICHE] as number)
}
