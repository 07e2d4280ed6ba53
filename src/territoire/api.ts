/** What the API reads and says. Field names are those of the data, in French; docs/api.md tells them. Pure. */
import { z } from 'zod'
import { judgePoint } from './certitude.ts'
import type { Position } from './geometrie.ts'
import type { Generation, Quartier } from './quartier.ts'
import { bandeOf, mesureOf, type QuartierSitue, type SituationDatee, situationOf } from './situation.ts'

/** A question that cannot be answered: one French sentence, said with HTTP 400. */
export class DemandeRefusee extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DemandeRefusee'
  }
}

export type DemandeApi = { position: Position; jour: string; precisionM: number | null }

/** @throws DemandeRefusee */
export function parseDemandeApi(lu: (nom: string) => string | undefined, aujourdhui: string): DemandeApi {
  return {
    position: [parseDegres('lon', lu('lon'), 180), parseDegres('lat', lu('lat'), 90)],
    jour: parseJour(lu('date'), aujourdhui),
    precisionM: parsePrecision(lu('precision')),
  }
}

/** @throws DemandeRefusee */
export function parseDegres(nom: 'lon' | 'lat', texte: string | undefined, max: number): number {
  const exemple = nom === 'lon' ? '0.6889' : '47.3900'
  if (texte === undefined || texte.trim() === '')
    throw new DemandeRefusee(`Il manque « ${nom} » : donnez des degrés décimaux, par exemple ${nom}=${exemple}.`)
  const valeur = /^[+-]?\d{1,3}(\.\d{0,20})?$/.test(texte.trim()) ? Number(texte) : Number.NaN
  if (!(Math.abs(valeur) <= max))
    throw new DemandeRefusee(`« ${nom} » n’est pas un nombre de degrés entre −${max} et ${max} : donnez par exemple ${nom}=${exemple}.`)
  return valeur
}

/** An ISO day that exists, between 1900 and 2199; today when nothing is said. @throws DemandeRefusee */
export function parseJour(texte: string | undefined, aujourdhui: string): string {
  const dit = texte?.trim() ?? ''
  if (dit === '') return aujourdhui
  const [, annee, mois, jour] = /^((?:19|20|21)\d\d)-(\d\d)-(\d\d)$/.exec(dit) ?? []
  const date = annee === undefined ? null : new Date(Date.UTC(Number(annee), Number(mois) - 1, Number(jour)))
  if (date === null || date.toISOString().slice(0, 10) !== dit)
    throw new DemandeRefusee('« date » n’est pas un jour : donnez-le comme 2024-01-31.')
  return dit
}

function parsePrecision(texte: string | undefined): number | null {
  if (texte === undefined || texte.trim() === '') return null
  const valeur = /^\d{1,6}(\.\d{1,6})?$/.test(texte.trim()) ? Number(texte) : Number.NaN
  if (Number.isNaN(valeur)) throw new DemandeRefusee('« precision » n’est pas un nombre de mètres : donnez par exemple precision=10.')
  return valeur
}

const formeLot = z.object({
  date: z.string().optional(),
  precision: z.number().min(0).max(999_999).optional(),
  points: z.array(z.unknown()),
})
const formePoint = z.object({
  id: z.union([z.string().max(100), z.number()]).optional(),
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
})

export type PointApi = { id: string | number | undefined; position: Position }
export type LotApi = { points: readonly PointApi[]; jour: string; precisionM: number | null }

/** @throws DemandeRefusee naming the first point at fault by its place, from 1 */
export function parseLotApi(texte: string, aujourdhui: string, max: number): LotApi {
  let brut: unknown
  try {
    brut = JSON.parse(texte)
  } catch {
    throw new DemandeRefusee('Le corps de la demande n’est pas du JSON : envoyez { "points": [{ "lon": 0.6889, "lat": 47.39 }] }.')
  }
  const lot = formeLot.safeParse(brut)
  if (!lot.success)
    throw new DemandeRefusee(
      'Envoyez { "points": [{ "lon": 0.6889, "lat": 47.39 }], "date": "2024-01-31" } : « date » et « precision » peuvent manquer.',
    )
  const { points, date, precision } = lot.data
  if (points.length === 0) throw new DemandeRefusee('« points » est vide : donnez au moins un point.')
  if (points.length > max) throw new DemandeRefusee(`« points » compte ${points.length} points : ${max} au plus par envoi.`)
  const lus = points.map((point, rang): PointApi => {
    const lu = formePoint.safeParse(point)
    if (!lu.success)
      throw new DemandeRefusee(
        `Le point n° ${rang + 1} n’a pas un « lon » et un « lat » en degrés : donnez par exemple { "lon": 0.6889, "lat": 47.39 }.`,
      )
    return { id: lu.data.id, position: [lu.data.lon, lu.data.lat] }
  })
  return { points: lus, jour: parseJour(date, aujourdhui), precisionM: precision ?? null }
}

/** `sure`: the border is farther than the precision of the point. `limite`: nearer. `inconnue`: this site does not know the quartiers there. */
export type CertitudeApi = 'sure' | 'limite' | 'inconnue'

export type ReponsePoint = {
  lon: number
  lat: number
  /** null when unsure or unknown. */
  dans_un_quartier: boolean | null
  certitude: CertitudeApi
  precision_m: number
  quartiers: readonly { code: string; nom: string; nature: string; generation: string; distance_bord_m: number }[]
  plus_proche: { code: string; nom: string; generation: string; distance_m: number } | null
  /** The smallest band of the instance that holds a point outside. */
  bande_m: number | null
}

export type ReglesApi = { toleranceM: number; rayonConnuM: number; bandes: readonly number[] }

export function answerPoint([lon, lat]: Position, situation: SituationDatee, precisionM: number | null, regles: ReglesApi): ReponsePoint {
  const precision = precisionM ?? regles.toleranceM
  const verdict = judgePoint(situationOf(situation), mesureOf(situation, regles.rayonConnuM, precision))
  const dehors = situation.dedans.length === 0
  const { proche } = situation
  return {
    lon,
    lat,
    dans_un_quartier: verdict === 'oui' ? true : verdict === 'non' ? false : null,
    certitude: verdict === 'limite' ? 'limite' : verdict === 'inconnu' ? 'inconnue' : 'sure',
    precision_m: precision,
    quartiers: situation.dedans.map(({ code, nom, nature, generation, distanceM }) => ({
      code,
      nom,
      nature,
      generation,
      distance_bord_m: round(distanceM),
    })),
    plus_proche: dehors && proche !== null && verdict !== 'inconnu' ? nearest(proche) : null,
    bande_m: dehors && proche !== null && verdict !== 'inconnu' ? bandeOf(proche.distanceM, regles.bandes) : null,
  }
}

function nearest({ code, nom, generation, distanceM }: QuartierSitue) {
  return { code, nom, generation, distance_m: round(distanceM) }
}

/** Decimetres: contours are not better known than that. */
function round(metres: number): number {
  return Math.round(metres * 10) / 10
}

export function sayGeneration({ code, libelle, nature, debut, fin, decrets }: Generation) {
  return {
    code,
    libelle,
    nature,
    debut,
    fin,
    textes: decrets.map((texte) => ({
      numero: texte.numero,
      objet: texte.objet,
      signe_le: texte.signeLe,
      publie_le: texte.publieLe,
      en_vigueur_le: texte.enVigueurLe,
    })),
  }
}

export function sayQuartier(quartier: Quartier) {
  return {
    code: quartier.code,
    nom: quartier.nom,
    nature: quartier.nature,
    generation: quartier.generation,
    debut: quartier.debut,
    fin: quartier.fin,
    communes: quartier.communes.map(({ code, nom, surfacePm }) => ({ code, nom, part_surface_pour_mille: surfacePm })),
    sous_quartiers: quartier.sousQuartiers,
    departement: quartier.departementCode,
    epci_siren: quartier.epciSiren,
    population: quartier.population,
    population_millesime: quartier.populationMillesime,
    population_source: quartier.populationSource,
    surface_m2: quartier.aireM2,
  }
}
