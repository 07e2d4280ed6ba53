/** Shares of area of a quartier in the communes whose outlines are loaded. Pure. */
import { aireCommuneM2, boitesSeCouvrent, type ContourPrepare, prepareContour } from '../aire-commune.ts'
import { decodeWkb } from '../geometrie.ts'

export type QuartierAMesurer = { rang: number; geometrie: Uint8Array; communes: readonly string[] }
export type ContourAMesurer = { code: string; geometrie: Uint8Array }

/**
 * `parts` null: the outlines loaded do not cover the quartier, nothing is invented. `nonCitees`: communes that it covers and that
 * the file does not name.
 */
export type PartsMesurees = {
  rang: number
  parts: { code: string; surfacePm: number }[] | null
  nonCitees: { code: string; surfacePm: number }[]
}

/** Outlines are generalised: a sliver this small over a border that the file does not name is a tremor of the drawing. */
const TREMBLE_PM = 20
/** Below this the outlines loaded leave a hole: a commune is missing. */
const COUVERT_PM = 970

/** A second for a national layer. */
export function measureParts(
  quartiers: readonly QuartierAMesurer[],
  contours: readonly ContourAMesurer[],
  avance: (fait: number, total: number, message: string) => void,
): PartsMesurees[] {
  const prets = contours.map(({ code, geometrie }) => ({ code, contour: prepareContour(decodeWkb(Buffer.from(geometrie))) }))
  return quartiers.map((quartier, fait) => {
    if (fait % 200 === 0) avance(80 + Math.floor((10 * fait) / quartiers.length), 100, 'Mesure des parts de surface par commune')
    return partsOf(quartier, prepareContour(decodeWkb(Buffer.from(quartier.geometrie))), prets)
  })
}

function partsOf(
  { rang, communes }: QuartierAMesurer,
  quartier: ContourPrepare,
  contours: readonly { code: string; contour: ContourPrepare }[],
): PartsMesurees {
  const couvertes = contours
    .filter(({ contour }) => boitesSeCouvrent(quartier, contour))
    .map(({ code, contour }) => ({ code, aire: aireCommuneM2(quartier, contour) }))
  const total = couvertes.reduce((somme, { aire }) => somme + aire, 0)
  if (quartier.aireM2 <= 0 || (total * 1000) / quartier.aireM2 < COUVERT_PM) return { rang, parts: null, nonCitees: [] }
  const retenues = couvertes.filter(({ code, aire }) => communes.includes(code) || (aire * 1000) / quartier.aireM2 >= TREMBLE_PM)
  // A commune named by the file and that the outline does not reach is kept, with nothing.
  for (const code of communes) if (!retenues.some((une) => une.code === code)) retenues.push({ code, aire: 0 })
  const parts = toPerMille(retenues)
  return { rang, parts, nonCitees: parts.filter(({ code }) => !communes.includes(code)) }
}

/** Per mille by largest remainder: they sum to 1 000. */
export function toPerMille(aires: readonly { code: string; aire: number }[]): { code: string; surfacePm: number }[] {
  const total = aires.reduce((somme, { aire }) => somme + aire, 0)
  if (total <= 0) return []
  const exactes = aires.map(({ code, aire }) => ({ code, exacte: (aire * 1000) / total }))
  let reste = 1000 - exactes.reduce((somme, { exacte }) => somme + Math.floor(exacte), 0)
  const servies = new Set<string>()
  for (const { code } of [...exactes].sort((a, b) => (b.exacte % 1) - (a.exacte % 1) || (a.code < b.code ? -1 : 1))) {
    if (reste === 0) break
    servies.add(code)
    reste -= 1
  }
  return exactes
    .map(({ code, exacte }) => ({ code, surfacePm: Math.floor(exacte) + (servies.has(code) ? 1 : 0) }))
    .sort((a, b) => b.surfacePm - a.surfacePm || (a.code < b.code ? -1 : 1))
}
