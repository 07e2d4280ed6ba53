/** A block of a grid as bytes: 128 × 128 cells, columns packed then deflated. A grid of 2.3 million cells makes about a thousand. Pure. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { buildCellules, type Cellules, type Grille, headOf } from './grille.ts'

/** Cells on a side of a block. */
export const COTE_BLOC = 128
/** Place (2), persons (4), income (8), households (4), poor households (4), imputed (1). */
const OCTETS_CELLULE = 23
const ENTETE = 8
const FORME = 1

export type Bloc = { x: number; y: number; cellules: number; donnees: Buffer }

/** Blocks of a grid, in raster order. */
export function* listBlocs(grille: Grille): Generator<Bloc> {
  const rangs = new Map<string, number[]>()
  const n = grille.x.length
  let bande = Number.NaN
  for (let i = 0; i <= n; i += 1) {
    const y = i < n ? Math.floor((grille.y[i] as number) / COTE_BLOC) : Number.NaN
    if (y !== bande) {
      for (const [cle, ceux] of [...rangs].sort(([a], [b]) => Number(a) - Number(b))) {
        yield { x: Number(cle), y: bande, cellules: ceux.length, donnees: encodeBloc(grille, ceux) }
      }
      rangs.clear()
      bande = y
    }
    if (i === n) return
    const cle = String(Math.floor((grille.x[i] as number) / COTE_BLOC))
    const connus = rangs.get(cle)
    if (connus === undefined) rangs.set(cle, [i])
    else connus.push(i)
  }
}

function encodeBloc(grille: Cellules, rangs: readonly number[]): Buffer {
  const n = rangs.length
  const octets = Buffer.alloc(ENTETE + n * OCTETS_CELLULE)
  octets.writeUInt32LE(FORME, 0)
  octets.writeUInt32LE(n, 4)
  const places = colonnesDe(n)
  rangs.forEach((i, j) => {
    const dansX = (((grille.x[i] as number) % COTE_BLOC) + COTE_BLOC) % COTE_BLOC
    const dansY = (((grille.y[i] as number) % COTE_BLOC) + COTE_BLOC) % COTE_BLOC
    octets.writeUInt16LE(dansY * COTE_BLOC + dansX, places.place + 2 * j)
    octets.writeInt32LE(grille.population[i] as number, places.population + 4 * j)
    octets.writeDoubleLE(grille.niveauCents[i] as number, places.niveau + 8 * j)
    octets.writeInt32LE(grille.menages[i] as number, places.menages + 4 * j)
    octets.writeInt32LE(grille.menagesPauvres[i] as number, places.pauvres + 4 * j)
    octets.writeUInt8(grille.imputee[i] as number, places.imputee + j)
  })
  return deflateRawSync(octets, { level: 3 })
}

/** Where each column begins. */
function colonnesDe(n: number) {
  const place = ENTETE
  const population = place + 2 * n
  const niveau = population + 4 * n
  const menages = niveau + 8 * n
  const pauvres = menages + 4 * n
  return { place, population, niveau, menages, pauvres, imputee: pauvres + 4 * n }
}

/** Cells of blocks within a rectangle of absolute indices, bounds included. @throws RangeError on bytes that are not a block */
export function decodeBlocs(
  blocs: readonly { x: number; y: number; cellules: number; donnees: Buffer }[],
  { x0, y0, x1, y1 }: { x0: number; y0: number; x1: number; y1: number },
): Cellules {
  const lues = buildCellules(blocs.reduce((somme, bloc) => somme + bloc.cellules, 0))
  let total = 0
  for (const bloc of blocs) {
    const attendus = ENTETE + bloc.cellules * OCTETS_CELLULE
    const octets = inflateRawSync(bloc.donnees, { maxOutputLength: attendus })
    if (octets.length !== attendus || octets.readUInt32LE(0) !== FORME) throw new RangeError('not a block of cells')
    const places = colonnesDe(bloc.cellules)
    for (let j = 0; j < bloc.cellules; j += 1) {
      const place = octets.readUInt16LE(places.place + 2 * j)
      const x = bloc.x * COTE_BLOC + (place % COTE_BLOC)
      const y = bloc.y * COTE_BLOC + Math.floor(place / COTE_BLOC)
      if (x < x0 || x > x1 || y < y0 || y > y1) continue
      lues.x[total] = x
      lues.y[total] = y
      lues.population[total] = octets.readInt32LE(places.population + 4 * j)
      lues.niveauCents[total] = octets.readDoubleLE(places.niveau + 8 * j)
      lues.menages[total] = octets.readInt32LE(places.menages + 4 * j)
      lues.menagesPauvres[total] = octets.readInt32LE(places.pauvres + 4 * j)
      lues.imputee[total] = octets.readUInt8(places.imputee + j)
      total += 1
    }
  }
  return headOf(lues, total)
}
