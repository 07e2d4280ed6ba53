/** Rules on communes as data: a few figures compared with bounds, all of which must hold. A missing figure is never a no. Pure. */
import type { Verdict } from './decret.ts'

export type ComparaisonRegle = 'plus_de' | 'au_moins' | 'moins_de' | 'au_plus'
export const LIBELLES_COMPARAISON: Record<ComparaisonRegle, string> = {
  plus_de: 'plus de',
  au_moins: 'au moins',
  moins_de: 'moins de',
  au_plus: 'au plus',
}

export type Condition = {
  rang: number
  mesure: string
  libelle: string
  unite: string
  comparaison: ComparaisonRegle
  /** In thousandths of the unit, as the values. */
  seuilMilliemes: number
}
export type RegleCommunale = {
  id: string
  nom: string
  description: string
  source: string
  debut: string | null
  fin: string | null
  departements: readonly string[]
  conditions: readonly Condition[]
}
export type MesureCommune = { mesure: string; communeCode: string; millesime: number; valeurMilliemes: number; source: string }

export type ConditionJugee = { condition: Condition; mesure: MesureCommune | null; verdict: Verdict }
export type CommuneJugee = { verdict: Verdict; conditions: ConditionJugee[] }

/** Judges a commune on the latest vintage of each figure. A no is sure even when another figure is missing; a yes needs them all. */
export function judgeCommune(regle: Pick<RegleCommunale, 'conditions'>, mesures: readonly MesureCommune[]): CommuneJugee {
  const conditions = regle.conditions.map((condition): ConditionJugee => {
    const [mesure = null] = mesures.filter((une) => une.mesure === condition.mesure).sort((a, b) => b.millesime - a.millesime)
    return { condition, mesure, verdict: mesure === null ? 'inconnu' : holds(condition, mesure.valeurMilliemes) ? 'oui' : 'non' }
  })
  const verdict = conditions.some((une) => une.verdict === 'non')
    ? 'non'
    : conditions.some((une) => une.verdict === 'inconnu')
      ? 'inconnu'
      : 'oui'
  return { verdict, conditions }
}

function holds({ comparaison, seuilMilliemes }: Condition, valeur: number): boolean {
  switch (comparaison) {
    case 'plus_de':
      return valeur > seuilMilliemes
    case 'au_moins':
      return valeur >= seuilMilliemes
    case 'moins_de':
      return valeur < seuilMilliemes
    case 'au_plus':
      return valeur <= seuilMilliemes
  }
}

/** Does the rule concern a commune, at a day? */
export function concerns(regle: Pick<RegleCommunale, 'departements' | 'debut' | 'fin'>, communeCode: string, jour: string): boolean {
  const departement = communeCode.startsWith('97') || communeCode.startsWith('98') ? communeCode.slice(0, 3) : communeCode.slice(0, 2)
  return (
    (regle.departements.length === 0 || regle.departements.includes(departement)) &&
    (regle.debut === null || regle.debut <= jour) &&
    (regle.fin === null || jour <= regle.fin)
  )
}
