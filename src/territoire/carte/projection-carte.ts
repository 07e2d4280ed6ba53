/**
 * Conformal projections of the maps, exact on the ellipsoid GRS80: Lambert-93 in metropolitan France (IGN, NTG 71), elsewhere
 * a transverse Mercator on the middle meridian of the map. Angles, and so shapes, are kept; a map has one projection. Pure.
 */
import type { Boite, Position } from '../geometrie.ts'

const A = 6_378_137
const F = 1 / 298.257222101
const E2 = F * (2 - F)
const E = Math.sqrt(E2)
const RAD = Math.PI / 180

/** Writes the metres east and north of a position at `sortie[rang]` and `sortie[rang + 1]`. */
export type Projete = (lon: number, lat: number, sortie: Float64Array, rang: number) => void
export type ProjectionCarte = { nom: string; projete: Projete }

function grandeNormaleCos(phi: number): number {
  return Math.cos(phi) / Math.sqrt(1 - E2 * Math.sin(phi) ** 2)
}
/** Isometric latitude. */
function isometrique(phi: number): number {
  const s = Math.sin(phi)
  return Math.atanh(s) - E * Math.atanh(E * s)
}

/** Lambert conformal conic with two standard parallels, in degrees; false origins in metres. */
function conique(parallele1: number, parallele2: number, latitude0: number, longitude0: number, x0: number, y0: number): Projete {
  const [phi1, phi2] = [parallele1 * RAD, parallele2 * RAD]
  const n = Math.log(grandeNormaleCos(phi2) / grandeNormaleCos(phi1)) / (isometrique(phi1) - isometrique(phi2))
  const c = (A * grandeNormaleCos(phi1) * Math.exp(n * isometrique(phi1))) / n
  const rayon0 = c * Math.exp(-n * isometrique(latitude0 * RAD))
  return (lon, lat, sortie, rang) => {
    const rayon = c * Math.exp(-n * isometrique(lat * RAD))
    const angle = n * (lon - longitude0) * RAD
    sortie[rang] = x0 + rayon * Math.sin(angle)
    sortie[rang + 1] = y0 + rayon0 - rayon * Math.cos(angle)
  }
}

/** Transverse Mercator by Krüger's series to the third order: under a millimetre within 3° of the meridian. Scale 1 on it. */
function transverse(longitude0: number): Projete {
  const n = F / (2 - F)
  const rayon = (A / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64)
  const a1 = n / 2 - (2 * n ** 2) / 3 + (5 * n ** 3) / 16
  const a2 = (13 * n ** 2) / 48 - (3 * n ** 3) / 5
  const a3 = (61 * n ** 3) / 240
  return (lon, lat, sortie, rang) => {
    const t = Math.sinh(isometrique(lat * RAD))
    const delta = (lon - longitude0) * RAD
    const xi = Math.atan2(t, Math.cos(delta))
    const eta = Math.atanh(Math.sin(delta) / Math.sqrt(1 + t * t))
    sortie[rang] =
      rayon *
      (eta +
        a1 * Math.cos(2 * xi) * Math.sinh(2 * eta) +
        a2 * Math.cos(4 * xi) * Math.sinh(4 * eta) +
        a3 * Math.cos(6 * xi) * Math.sinh(6 * eta))
    sortie[rang + 1] =
      rayon *
      (xi +
        a1 * Math.sin(2 * xi) * Math.cosh(2 * eta) +
        a2 * Math.sin(4 * xi) * Math.cosh(4 * eta) +
        a3 * Math.sin(6 * xi) * Math.cosh(6 * eta))
  }
}

export const LAMBERT_93: ProjectionCarte = { nom: 'Lambert-93', projete: conique(44, 49, 46.5, 3, 700_000, 6_600_000) }

/** Parts of the country that one map can hold together; a map of one never shows another. */
const CONTREES: readonly { nom: string; boite: Boite }[] = [
  { nom: 'métropole', boite: [-6, 41, 10.5, 51.7] },
  { nom: 'Saint-Pierre-et-Miquelon', boite: [-57.2, 46.2, -55.7, 47.6] },
  { nom: 'Antilles', boite: [-63.8, 13.9, -60, 18.7] },
  { nom: 'Guyane', boite: [-55.3, 1.5, -50.8, 6.4] },
  { nom: 'La Réunion', boite: [54.7, -21.9, 56.4, -20.3] },
  { nom: 'Mayotte', boite: [44.4, -13.5, 45.9, -12] },
  { nom: 'Nouvelle-Calédonie', boite: [157, -24, 169.5, -17] },
  { nom: 'Wallis-et-Futuna', boite: [-179, -15, -175.5, -12.5] },
  { nom: 'Polynésie française', boite: [-156, -29, -133, -7] },
]

/** Name of the part of the country where a position lies; « ailleurs » when in none. */
export function contreeOf([lon, lat]: Position): string {
  return CONTREES.find(({ boite: [o, s, e, n] }) => lon >= o && lon <= e && lat >= s && lat <= n)?.nom ?? 'ailleurs'
}

/** The projection of a map, from the middle of its frame. */
export function projectionOf([ouest, sud, est, nord]: Boite): ProjectionCarte {
  const milieu: Position = [(ouest + est) / 2, (sud + nord) / 2]
  if (contreeOf(milieu) === 'métropole') return LAMBERT_93
  // A tenth of a degree: neighbouring maps of one place share their meridian.
  const meridien = Math.round(milieu[0] * 10) / 10
  const ecrit = String(Math.abs(meridien)).replace('.', ',')
  return { nom: `Mercator transverse, méridien ${ecrit}° ${meridien < 0 ? 'ouest' : 'est'}`, projete: transverse(meridien) }
}

/** Metres of the drawing plane for one metre on the ground, and the lean of the north in degrees clockwise, at a position. */
export function localeOf({ projete }: ProjectionCarte, [lon, lat]: Position): { echelle: number; nord: number } {
  const pas = 1e-4
  const m = new Float64Array(4)
  projete(lon, lat - pas, m, 0)
  projete(lon, lat + pas, m, 2)
  const [dx, dy] = [(m[2] ?? 0) - (m[0] ?? 0), (m[3] ?? 0) - (m[1] ?? 0)]
  // Meridian radius of curvature: length of the arc between the two.
  const vrai = ((A * (1 - E2)) / (1 - E2 * Math.sin(lat * RAD) ** 2) ** 1.5) * 2 * pas * RAD
  return { echelle: Math.hypot(dx, dy) / vrai, nord: Math.atan2(dx, dy) / RAD }
}
