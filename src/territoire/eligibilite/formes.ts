/** Shapes of what the forms of eligibility give, with the French sentence for each defect. Pure. */
import { z } from 'zod'
import { identifiant, jour, jourFacultatif, ligneFacultative, ligneRequise, millesime } from '../generation-formes.ts'

/** A number as people type it: spaces of any width, comma or point. Null when it is not one. */
export function parseDecimal(texte: string, decimales: number): number | null {
  const net = texte.replace(/[\s€%]/gu, '').replace(/m$/, '')
  const lu = /^(-?)(\d{1,12})(?:[.,](\d+))?$/.exec(net)
  if (lu === null || (lu[3] ?? '').length > decimales) return null
  return Number(`${lu[1]}${lu[2]}${(lu[3] ?? '').padEnd(decimales, '0')}`)
}

const texte = z
  .string()
  .nullish()
  .transform((un) => un?.trim() ?? '')

/** Empty gives null. @param decimales digits kept after the comma: the value is an integer of that scale */
function nombre(decimales: number, message: string, { min = 0, max = 1e12 }: { min?: number; max?: number } = {}) {
  return texte.transform((ecrit, contexte) => {
    if (ecrit === '') return null
    const valeur = parseDecimal(ecrit, decimales)
    if (valeur === null || valeur < min || valeur > max) {
      contexte.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    return valeur
  })
}

/** Whole number that must be there. */
function entier(message: string, { min = 0, max = 1_000_000_000 }: { min?: number; max?: number } = {}) {
  return nombre(0, message, { min, max }).transform((valeur, contexte) => {
    if (valeur !== null) return valeur
    contexte.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

/** Per cent typed with a decimal, kept as ‰. */
const pourMille = (message: string) => nombre(1, message, { max: 1000 })
const requis = <T>(forme: z.ZodType<T | null>, message: string) =>
  forme.transform((valeur, contexte) => {
    if (valeur !== null) return valeur
    contexte.addIssue({ code: 'custom', message })
    return z.NEVER
  })

const voisinage = z
  .enum(['4', '8'], { error: 'Choisissez comment les carreaux se touchent.' })
  .transform((un): 4 | 8 => (un === '4' ? 4 : 8))

/** Settings of a simulation, as its form gives them. */
export const formeReglages = z.object({
  nom: ligneRequise('Donnez un nom à la simulation.', 120),
  description: z.string().max(2000, '2 000 caractères au plus.').default(''),
  carroyageId: identifiant,
  parametreId: identifiant,
  critere: z.enum(['revenu', 'pauvrete'], { error: 'Choisissez un critère.' }),
  partPauvres: pourMille('Une part entre 0 et 100 %, par exemple 40.'),
  uniteNom: ligneFacultative(120).transform((un) => un ?? ''),
  unitePopulation: nombre(0, 'Un nombre d’habitants, par exemple 362 000.', { max: 100_000_000 }),
  unitePopulationSource: ligneFacultative(200).transform((un) => un ?? ''),
  revenuNational: nombre(2, 'Un montant en euros, par exemple 22 040.', { min: 1, max: 100_000_000 }),
  revenuNationalSource: ligneFacultative(200).transform((un) => un ?? ''),
  revenuUnite: nombre(2, 'Un montant en euros, par exemple 21 560.', { min: 1, max: 100_000_000 }),
  revenuUniteSource: ligneFacultative(200).transform((un) => un ?? ''),
  passeeSousLe: jourFacultatif,
  voisinage,
  populationMin: entier('Un nombre d’habitants, par exemple 1 000.', { max: 100_000_000 }),
  procheDe: requis(
    pourMille('Une part entre 0 et 100 %, par exemple 80.'),
    'Indiquez à partir de quelle part un ensemble est dit proche, par exemple 80 %.',
  ),
  jour,
  empriseSorte: z.enum(['communes', 'quartiers', 'point', 'garder'], { error: 'Choisissez où lire les carreaux.' }),
  latitude: nombre(6, 'Une latitude en degrés, par exemple 47,3941.', { min: -90_000_000, max: 90_000_000 }),
  longitude: nombre(6, 'Une longitude en degrés, par exemple 0,6848.', { min: -180_000_000, max: 180_000_000 }),
  rayonKm: nombre(1, 'Un rayon de 0,5 à 60 km.', { min: 5, max: 600 }),
  /** Communes of the contract, given by the page. */
  communes: z
    .array(z.string().regex(/^[0-9AB]{5}$/))
    .max(2000)
    .default([]),
})
export type SaisieReglages = z.infer<typeof formeReglages>

/** A line of parameters, as its form gives it. */
export const formeParametre = z.object({
  cle: z
    .string({ error: 'Donnez une clé.' })
    .trim()
    .regex(
      /^[a-z0-9][a-z0-9/-]{2,60}$/,
      'La clé compte des minuscules, chiffres, tirets et barres, par exemple 2023-1312/moins-de-5-millions.',
    ),
  decret: ligneRequise('Citez le texte, par exemple 2014-767.', 120),
  libelle: ligneRequise('Dites à quoi la ligne s’applique.', 200),
  champ: z.enum(['metropole', 'outre_mer'], { error: 'Choisissez la métropole ou l’outre-mer.' }),
  debut: jour,
  fin: jourFacultatif,
  tailleMin: entier('Un nombre d’habitants, 0 s’il n’y a pas de minimum.'),
  tailleMax: nombre(0, 'Un nombre d’habitants, ou rien s’il n’y a pas de maximum.', { max: 1_000_000_000 }),
  coteM: entier('Un côté en mètres, par exemple 200.', { min: 1, max: 100_000 }),
  populationMin: entier('Un nombre d’habitants, par exemple 1 000.'),
  unitePopulationMin: entier('Un nombre d’habitants, par exemple 10 000.'),
  uniteArrondi: entier('Un multiple, par exemple 100.', { min: 1, max: 1_000_000 }),
  facteurPm: requis(pourMille('Un facteur en %, par exemple 60.'), 'Un facteur en %, par exemple 60.'),
  poidsNationalPm: requis(pourMille('Un poids en %, par exemple 70.'), 'Un poids en %, par exemple 70.'),
  poidsUnitePm: requis(pourMille('Un poids en %, par exemple 30.'), 'Un poids en %, par exemple 30.'),
  inegalite: z.enum(['stricte', 'large'], { error: 'Choisissez la comparaison.' }),
  derogationAnnees: entier('Un nombre d’années, par exemple 6.', { max: 50 }),
  voisinage,
  source: ligneRequise('Citez la source : décret, article.', 400),
  verifieLe: jourFacultatif,
})

/** A grid, as its form gives it. */
export const formeCarroyage = z.object({
  nom: ligneRequise('Donnez un nom au carroyage, par exemple Filosofi 2021.', 120),
  source: ligneRequise('Citez la source, par exemple Insee, Filosofi 2021.', 200),
  millesime,
  coteM: entier('Un côté en mètres, par exemple 200.', { min: 1, max: 100_000 }).default(200),
  sorte: z.enum(['code', 'metres', 'tuile'], { error: 'Dites comment les carreaux sont repérés.' }),
  epsg: nombre(0, 'Un code de projection, par exemple 2975.', { max: 99_999 }),
  origineX: nombre(0, 'Une origine en mètres.', { max: 100_000_000 }),
  origineY: nombre(0, 'Une origine en mètres.', { max: 100_000_000 }),
  tuileX: nombre(0, 'Un numéro de tuile.', { max: 10_000 }),
  tuileY: nombre(0, 'Un numéro de tuile.', { max: 10_000 }),
  cellulesTuile: nombre(0, 'Un nombre de carreaux, par exemple 256.', { min: 1, max: 10_000 }),
})
