/**
 * A synthetic set of the size of the national layer: 1 609 multipolygons and 372 000 vertices (closing ones counted) around the
 * real centres of the contrats de ville, or around drawn centres where that file is absent. NOT real quartiers: codes, names and
 * shapes are drawn from a seed. Holes, several parts, neighbours that share a border vertex for vertex, and overlaps are among them.
 */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Anneau, type MultiPolygone, type Position, quantise } from './geometrie.ts'

export type QuartierSynthetique = {
  /** Grammar of the 2024 codes. */
  code: string
  nom: string
  departement: string
  epciSiren: string
  geometrie: MultiPolygone
}

export const NOMBRE_SYNTHETIQUE = 1609
export const SOMMETS_SYNTHETIQUES = 372_000

type Centre = { position: Position; departement: string; siren: string }
type Hasard = () => number

/** The same set for the same seed and the same centres. @param options smaller sets for quick tests */
export function generateQuartiers(graine: number, options: { nombre?: number; sommets?: number } = {}): QuartierSynthetique[] {
  const nombre = options.nombre ?? NOMBRE_SYNTHETIQUE
  const sommets = options.sommets ?? Math.round((SOMMETS_SYNTHETIQUES * nombre) / NOMBRE_SYNTHETIQUE)
  const hasard = createHasard(graine)
  const centres = [...(readCentres() ?? drawCentres(hasard)), ...OUTRE_MER]
  const formes: { centre: Centre; trace: (part: number) => MultiPolygone }[] = []
  for (let n = 0; formes.length < nombre; n += 1) {
    const centre = centres[n % centres.length] as Centre
    const tour = Math.floor(n / centres.length)
    // On a spiral around the centre, far enough to stay apart, except one in fifteen that is laid over its neighbour.
    const angle = tour * 2.4 + (n % 7)
    const ecart = hasard() < 1 / 15 ? 350 : 900 + 1500 * Math.sqrt(tour)
    const lieu = shift(centre.position, ecart * Math.cos(angle), ecart * Math.sin(angle))
    const rayon = 220 + 480 * hasard() ** 2
    const dessin = Math.floor(hasard() * 2 ** 31)
    const genre = hasard()
    if (genre < 0.08 && formes.length + 2 <= nombre) {
      // Two neighbours cut out of one shape along a broken line.
      for (const moitie of [0, 1] as const) {
        formes.push({ centre, trace: (part) => [[halves(lieu, rayon, part, dessin)[moitie]]] })
      }
    } else if (genre < 0.14) {
      formes.push({
        centre,
        trace: (part) => {
          const trou = Math.max(8, Math.floor(part / 6))
          return [[star(lieu, rayon, part - trou, dessin), star(lieu, rayon * 0.25, trou, dessin + 1).toReversed()]]
        },
      })
    } else if (genre < 0.22) {
      formes.push({
        centre,
        trace: (part) => {
          const second = Math.max(8, Math.floor(part / 4))
          return [[star(lieu, rayon, part - second, dessin)], [star(shift(lieu, rayon * 2.6, rayon), rayon * 0.4, second, dessin + 1)]]
        },
      })
    } else formes.push({ centre, trace: (part) => [[star(lieu, rayon, part, dessin)]] })
  }
  const parDepartement = new Map<string, number>()
  return formes.map(({ centre, trace }, rang) => {
    const numero = parDepartement.get(centre.departement) ?? 0
    parDepartement.set(centre.departement, numero + 1)
    const part = Math.floor((sommets * (rang + 1)) / nombre) - Math.floor((sommets * rang) / nombre)
    return {
      code: `QN${centre.departement.padStart(3, '0')}${String(numero % 100).padStart(2, '0')}${'MNI'[Math.floor(numero / 100) % 3]}`,
      nom: `Quartier synthétique ${rang + 1}`,
      departement: centre.departement,
      epciSiren: centre.siren,
      geometrie: trace(part),
    }
  })
}

/** Far from the rest, as in the national layer. */
const OUTRE_MER: readonly Centre[] = [
  { position: [-61.533, 16.241], departement: '971', siren: '249710062' },
  { position: [-61.066, 14.604], departement: '972', siren: '249720061' },
  { position: [-52.326, 4.922], departement: '973', siren: '249730045' },
  { position: [55.448, -20.882], departement: '974', siren: '249740119' },
  { position: [55.478, -21.34], departement: '974', siren: '249740085' },
  { position: [45.228, -12.78], departement: '976', siren: '200050532' },
]

/** Numbers in [0, 1[ from a seed (mulberry32). */
export function createHasard(graine: number): Hasard {
  let etat = graine >>> 0
  return () => {
    etat = (etat + 0x6d2b79f5) >>> 0
    let t = Math.imul(etat ^ (etat >>> 15), 1 | etat)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A ring around a place, counter-clockwise, of exactly that many positions, the closing one counted. It never crosses itself. */
function star(lieu: Position, rayonM: number, positions: number, dessin: number): Anneau {
  const rayonA = contour(rayonM, dessin)
  const pas = Math.max(3, positions - 1)
  const anneau: Position[] = []
  for (let i = 0; i < pas; i += 1) {
    const angle = (2 * Math.PI * i) / pas
    anneau.push(shift(lieu, rayonA(i, angle) * Math.cos(angle), rayonA(i, angle) * Math.sin(angle)))
  }
  return [...anneau, anneau[0] as Position]
}

/** The two sides of a shape cut along a broken line through its middle: their common border is the same vertices. */
function halves(lieu: Position, rayonM: number, positions: number, dessin: number): [Anneau, Anneau] {
  const rayonA = contour(rayonM, dessin)
  const coupe = Math.max(2, Math.floor(positions / 4))
  const arc = Math.max(3, positions - coupe)
  const at = (i: number, angle: number) => shift(lieu, rayonA(i, angle) * Math.cos(angle), rayonA(i, angle) * Math.sin(angle))
  const nord = Array.from({ length: arc }, (_, i) => at(i, (Math.PI * i) / (arc - 1)))
  const sud = Array.from({ length: arc }, (_, i) => at(2 * arc - 2 - i, Math.PI + (Math.PI * i) / (arc - 1)))
  const [est, ouest] = [nord[0] as Position, nord[arc - 1] as Position]
  sud[0] = ouest
  sud[arc - 1] = est
  const hasard = createHasard(dessin + 7)
  // Strictly between the ends, west to east, never leaving the band where both arcs stand away from the line.
  const ligne = Array.from({ length: coupe - 1 }, (_, i): Position => {
    const t = (i + 1) / coupe
    const bosse = (hasard() - 0.5) * rayonM * 0.12 * Math.sin(Math.PI * t)
    const [lon, lat] = [ouest[0] + (est[0] - ouest[0]) * t, ouest[1] + (est[1] - ouest[1]) * t]
    return shift([lon, lat], 0, bosse)
  })
  return [
    [...nord, ...ligne, est],
    [...sud, ...ligne.toReversed(), ouest],
  ]
}

/** Distance to the middle by angle: three smooth waves and a little roughness at each vertex. */
function contour(rayonM: number, dessin: number): (i: number, angle: number) => number {
  const hasard = createHasard(dessin)
  const ondes = [2, 3, 5].map((k) => ({ k, a: 0.1 * hasard(), phase: hasard() * 6.28 }))
  const rugueux = createHasard(dessin ^ 0x5bd1e995)
  const bruits: number[] = []
  return (i, angle) => {
    while (bruits.length <= i) bruits.push((rugueux() - 0.5) * 0.05)
    return rayonM * (1 + ondes.reduce((somme, { k, a, phase }) => somme + a * Math.cos(k * angle + phase), 0) + (bruits[i] as number))
  }
}

function shift([lon, lat]: Position, estM: number, nordM: number): Position {
  return [quantise(lon + estM / (111_320 * Math.cos((lat * Math.PI) / 180))), quantise(lat + nordM / 111_195)]
}

const Centres = z.object({
  features: z.array(
    z.object({
      properties: z.object({ codgeo: z.string(), insee_dep: z.string().nullable() }),
      geometry: z.object({ coordinates: z.tuple([z.number(), z.number()]) }),
    }),
  ),
})

/** The 434 real centres of ../shared/data; null where that folder is absent. */
function readCentres(): Centre[] | null {
  let texte: string
  try {
    texte = readFileSync(new URL('../../../shared/data/anct-civille/geom_cv_ctr.json', import.meta.url), 'utf8')
  } catch {
    return null
  }
  return Centres.parse(JSON.parse(texte)).features.map(({ properties, geometry }) => ({
    position: geometry.coordinates,
    departement: properties.insee_dep ?? '99',
    siren: properties.codgeo,
  }))
}

/** Centres drawn in metropolitan France. */
function drawCentres(hasard: Hasard): Centre[] {
  return Array.from({ length: 434 }, (_, rang) => {
    const position: Position = [-1 + 8 * hasard(), 43.6 + 6 * hasard()]
    return { position, departement: String(1 + (rang % 95)).padStart(2, '0'), siren: String(200_000_000 + rang) }
  })
}
