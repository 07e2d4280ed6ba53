/** What the instance chooses of the answer to « is it in a quartier? »: when one may decide, what it opens, whom to ask. */
import { z } from 'zod'
import type { Tx } from '#platform/db/base.ts'
import { declareReglage, getReglages, type Reglage } from '#platform/reglages.ts'
import type { SeuilsCertitude } from './certitude.ts'

const SECTION = 'Mon adresse et son quartier'

const part = (max: number) =>
  z
    .number('Tapez un nombre, par exemple 0,7.')
    .min(0, 'Tapez 0 ou plus.')
    .max(max, `Tapez ${String(max).replace('.', ',')} au plus.`)
const entier = (min: number, max: number) =>
  z.number('Tapez un nombre entier.').int('Tapez un nombre entier.').min(min, `Tapez ${min} au moins.`).max(max, `Tapez ${max} au plus.`)
const prose = z.string().trim().min(1, 'tapez un texte, ou laissez vide.').max(4000, '4 000 caractères au plus.').nullable()

export const reglageScoreMin = declareReglage({
  cle: 'territoire.adresse_score_min',
  libelle: 'Une adresse est reconnue à partir d’une ressemblance de',
  aide: 'Entre 0 et 1, comme la donne le service des adresses. En dessous, la réponse est « à vérifier ». Une rue ou une commune, sans numéro, ne décide jamais.',
  section: SECTION,
  forme: part(1),
  defaut: 0.7,
})
export const reglageEcartMin = declareReglage({
  cle: 'territoire.adresse_ecart_min',
  libelle: 'Écart demandé avec l’adresse suivante',
  aide: 'Deux adresses presque aussi ressemblantes : la réponse est « à vérifier ».',
  section: SECTION,
  forme: part(1),
  defaut: 0.05,
})
export const reglageTolerance = declareReglage({
  cle: 'territoire.adresse_tolerance_m',
  libelle: 'Trop près d’une limite pour décider',
  aide: 'Le point d’une adresse est posé côté rue : à moins de cette distance de la limite d’un quartier, la réponse est « à vérifier auprès de… ».',
  section: SECTION,
  unite: 'mètres',
  forme: entier(0, 500),
  defaut: 30,
})
export const reglageRayonConnu = declareReglage({
  cle: 'territoire.adresse_rayon_connu_km',
  libelle: 'Dire « non » jusqu’à cette distance des quartiers connus',
  aide: 'Sert tant que tous les quartiers de la liste officielle ne sont pas chargés ici : plus loin, la réponse est « nous ne savons pas ».',
  section: SECTION,
  unite: 'kilomètres',
  forme: entier(0, 500),
  defaut: 5,
})
export const reglageBandes = declareReglage({
  cle: 'territoire.adresse_bandes_m',
  libelle: 'Distances à dire autour d’un quartier, en mètres',
  aide: 'Séparées par des points-virgules, par exemple : 300 ; 500. Hors du quartier, la page dit si l’adresse est en deçà. Vide : rien n’est dit.',
  section: SECTION,
  forme: z
    .string()
    .trim()
    .regex(/^\d{1,5}(\s*;\s*\d{1,5}){0,5}$/, 'tapez des nombres de mètres séparés par des points-virgules.')
    .nullable(),
  defaut: '300 ; 500',
})
export const reglageDroitsOuverts = declareReglage({
  cle: 'territoire.adresse_ouvre',
  libelle: 'Ce qu’ouvre une adresse dans un quartier',
  aide: 'Paragraphes, **gras**, *italique* et [liens](https://…). Vide : la page dit seulement à qui demander.',
  section: SECTION,
  saisie: 'texte',
  forme: prose,
  defaut: null,
})
export const reglageTexteBandes = declareReglage({
  cle: 'territoire.adresse_bandes_texte',
  libelle: 'Ce qu’ouvre une adresse près d’un quartier',
  aide: 'Montré sous la distance, pour une adresse en deçà de la plus grande des distances ci-dessus. Vide : la distance seule est dite.',
  section: SECTION,
  saisie: 'texte',
  forme: prose,
  defaut: null,
})
export const reglageContactQuartiers = declareReglage({
  cle: 'territoire.adresse_contact',
  libelle: 'À qui demander',
  aide: 'Le service qui répond en cas de doute, avec son téléphone ou son adresse électronique. Vide : « votre mairie ».',
  section: SECTION,
  saisie: 'texte',
  forme: prose,
  defaut: null,
})
export const reglageAttribution = declareReglage({
  cle: 'territoire.attribution',
  libelle: 'Source des contours de quartiers',
  aide: 'Citée avec chaque réponse et dans l’API. Exemple : ANCT, data.gouv.fr, Licence Ouverte 2.0. Vide : « contours chargés sur ce site ».',
  section: SECTION,
  forme: z.string().trim().min(1, 'tapez un texte, ou laissez vide.').max(300, '300 caractères au plus.').nullable(),
  defaut: null,
})
export const reglageAdressesParMinute = declareReglage({
  cle: 'territoire.adresse_par_minute',
  libelle: 'Recherches d’adresse par minute, depuis un même réseau',
  aide: 'Propositions pendant la frappe comprises. Un lieu d’accueil partage souvent une seule adresse de réseau.',
  section: SECTION,
  forme: entier(1, 6000),
  defaut: 240,
})
export const reglageApiParMinute = declareReglage({
  cle: 'territoire.api_par_minute',
  libelle: 'API : points demandés par minute, depuis un même réseau',
  aide: 'Un envoi de plusieurs points compte chacun d’eux.',
  section: SECTION,
  forme: entier(1, 1_000_000),
  defaut: 6000,
})
export const reglageApiPoints = declareReglage({
  cle: 'territoire.api_points_max',
  libelle: 'API : points d’un même envoi',
  section: SECTION,
  forme: entier(1, 10_000),
  defaut: 1000,
})

export type ReglagesAdresse = {
  seuils: SeuilsCertitude
  rayonConnuM: number
  /** Metres, ascending. */
  bandes: readonly number[]
  ouvre: string | null
  texteBandes: string | null
  contact: string | null
  attribution: string
  parMinute: number
  apiParMinute: number
  apiPoints: number
}

const TOUS: readonly Reglage<unknown>[] = [
  reglageScoreMin,
  reglageEcartMin,
  reglageTolerance,
  reglageRayonConnu,
  reglageBandes,
  reglageDroitsOuverts,
  reglageTexteBandes,
  reglageContactQuartiers,
  reglageAttribution,
  reglageAdressesParMinute,
  reglageApiParMinute,
  reglageApiPoints,
]

/** All of them, in one statement. */
export async function getReglagesAdresse(tx: Tx): Promise<ReglagesAdresse> {
  const { valeurOf } = await getReglages(tx, TOUS)
  return {
    seuils: { scoreMin: valeurOf(reglageScoreMin), ecartMin: valeurOf(reglageEcartMin), toleranceM: valeurOf(reglageTolerance) },
    rayonConnuM: valeurOf(reglageRayonConnu) * 1000,
    bandes: parseBandes(valeurOf(reglageBandes)),
    ouvre: valeurOf(reglageDroitsOuverts),
    texteBandes: valeurOf(reglageTexteBandes),
    contact: valeurOf(reglageContactQuartiers),
    attribution: valeurOf(reglageAttribution) ?? 'contours chargés sur ce site',
    parMinute: valeurOf(reglageAdressesParMinute),
    apiParMinute: valeurOf(reglageApiParMinute),
    apiPoints: valeurOf(reglageApiPoints),
  }
}

function parseBandes(texte: string | null): number[] {
  return (texte?.match(/\d+/g) ?? []).map(Number).sort((a, b) => a - b)
}
