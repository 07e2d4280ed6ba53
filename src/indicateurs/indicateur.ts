/** What is measured: the definition of an indicator. Pure. */
import { type ChampFautif, RegleViolee } from '#platform/errors.ts'
import { INSECABLE } from '#platform/formats.ts'
import { type Decimal, formatDecimal, roundDecimal } from './decimal.ts'

export const TYPES_INDICATEUR = ['contexte', 'realisation', 'effet'] as const
export type TypeIndicateur = (typeof TYPES_INDICATEUR)[number]
export const LIBELLES_TYPES: Record<TypeIndicateur, string> = {
  contexte: 'contexte',
  realisation: 'réalisation',
  effet: 'effet',
}

export const UNITES = ['pourcent', 'nombre', 'euros', 'pour_mille', 'ratio', 'jours', 'heures'] as const
export type Unite = (typeof UNITES)[number]
export const LIBELLES_UNITES: Record<Unite, string> = {
  pourcent: 'pourcentage (%)',
  nombre: 'nombre',
  euros: 'euros (€)',
  pour_mille: 'pour mille (‰)',
  ratio: 'rapport',
  jours: 'jours',
  heures: 'heures',
}
const SUFFIXES: Record<Unite, string> = { pourcent: '%', nombre: '', euros: '€', pour_mille: '‰', ratio: '', jours: 'j', heures: 'h' }
/** Amounts that may be added; shares never. */
const UNITES_SOMMABLES: readonly Unite[] = ['nombre', 'euros', 'jours', 'heures']

export const SENS = ['hausse', 'baisse', 'neutre'] as const
/** Which way things should go. */
export type Sens = (typeof SENS)[number]
export const LIBELLES_SENS: Record<Sens, string> = { hausse: 'à la hausse', baisse: 'à la baisse', neutre: 'neutre' }

export const MILLESIMES = ['comparables', 'non_comparables'] as const
export type Millesimes = (typeof MILLESIMES)[number]

export type Indicateur = {
  id: string
  code: string
  libelle: string
  definition: string
  theme: string
  type: TypeIndicateur
  unite: Unite
  sens: Sens
  sommable: boolean
  decimales: number
  /** « non_comparables »: its source forbids measuring an evolution from one vintage to another. */
  millesimes: Millesimes
  /** Codes of the two indicators of which it is the ratio, when it can be recomputed from their sums. */
  numerateurCode: string | null
  denominateurCode: string | null
  /** What that ratio is expressed for: 100 for a percentage, 10 000 for « pour 10 000 habitants ». */
  facteur: number
  ordre: number
  version: number
  archiveLe: Date | null
}

/** A definition as it may be kept: words in order, units that agree with sums. @throws RegleViolee naming the fields */
export function definedIndicateur(brut: Indicateur): Indicateur {
  const indicateur = { ...brut, libelle: oneLine(brut.libelle), theme: oneLine(brut.theme), definition: brut.definition.trim() }
  const champs: ChampFautif[] = []
  if (!/^[a-z][a-z0-9_]{1,59}$/.test(indicateur.code))
    champs.push({ champ: 'code', message: 'Le code compte 2 à 60 lettres minuscules sans accent, chiffres ou tirets bas : taux_emploi.' })
  if (indicateur.libelle === '') champs.push({ champ: 'libelle', message: 'Donnez un nom à l’indicateur.' })
  if (indicateur.sommable && !UNITES_SOMMABLES.includes(indicateur.unite))
    champs.push({ champ: 'sommable', message: 'Une part, un taux ou un rapport ne s’additionne pas : retirez « se somme ».' })
  if ((indicateur.numerateurCode === null) !== (indicateur.denominateurCode === null))
    champs.push({ champ: 'numerateurCode', message: 'Un rapport se recalcule de deux indicateurs : donnez les deux, ou aucun.' })
  if (indicateur.numerateurCode !== null && indicateur.sommable)
    champs.push({
      champ: 'sommable',
      message: 'Un rapport recalculable ne se somme pas lui-même : ce sont ses deux termes qui se somment.',
    })
  if (indicateur.code !== '' && [indicateur.numerateurCode, indicateur.denominateurCode].includes(indicateur.code))
    champs.push({ champ: 'numerateurCode', message: 'Un indicateur ne se calcule pas de lui-même.' })
  if (champs.length > 0) throw new RegleViolee(champs[0]?.message ?? '', champs)
  return indicateur
}

/** « 48,1 % », « 12 740 € », « 2,4 »: rounded to the decimals of the indicator. */
export function formatValeur(valeur: Decimal, indicateur: Pick<Indicateur, 'unite' | 'decimales'>): string {
  return withUnite(formatDecimal(roundDecimal(valeur, indicateur.decimales)), SUFFIXES[indicateur.unite])
}

/** « +31,2 points », « −1 240 € »: a difference between two values; that of two percentages is in points. */
export function formatDifference(difference: Decimal, indicateur: Pick<Indicateur, 'unite' | 'decimales'>): string {
  const arrondie = roundDecimal(difference, indicateur.decimales)
  return withUnite(formatDecimal(arrondie, 'toujours'), uniteDifference(arrondie, indicateur.unite))
}

/** « points », « € »: unit of a difference, in the plural from two on. */
export function uniteDifference({ entier, echelle }: Decimal, unite: Unite): string {
  if (unite !== 'pourcent' && unite !== 'pour_mille') return SUFFIXES[unite]
  const pluriel = Math.abs(entier) >= 2 * 10 ** echelle ? 's' : ''
  return unite === 'pourcent' ? `point${pluriel}` : `point${pluriel} pour mille`
}

/** « % », « € », « »: what follows a figure of this unit; above a column. */
export function suffixeUnite(unite: Unite): string {
  return SUFFIXES[unite]
}

function withUnite(texte: string, suffixe: string): string {
  return suffixe === '' ? texte : `${texte}${INSECABLE}${suffixe}`
}

function oneLine(texte: string): string {
  return texte.trim().replace(/\s+/g, ' ')
}
