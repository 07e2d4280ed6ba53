/** The parameters of a decree, as data, and what they say of an urban unit and of a set of cells (BR-01 to BR-03). Pure. */
import { RegleViolee } from '#platform/errors.ts'
import type { Voisinage } from './amas.ts'
import { arrondieAuDessus } from './seuil.ts'

/** One line of parameters: a version of a decree for the urban units of one size. */
export type ParametreDecret = {
  id: string
  /** The same through its corrections: `2023-1312/moins-de-5-millions`. */
  cle: string
  numero: number
  decret: string
  libelle: string
  /** `outre_mer`: criteria of its own, which are not computed. */
  champ: 'metropole' | 'outre_mer'
  debut: string
  fin: string | null
  /** Size of the urban unit, lower bound included, upper bound excluded; null: none. */
  tailleMin: number
  tailleMax: number | null
  coteM: number
  populationMin: number
  unitePopulationMin: number
  uniteArrondi: number
  facteurPm: number
  poidsNationalPm: number
  poidsUnitePm: number
  /** `stricte`: an income equal to the threshold is not under it. */
  inegalite: 'stricte' | 'large'
  derogationAnnees: number
  voisinage: Voisinage
  source: string
  /** Null while nobody has checked it against the text. */
  verifieLe: string | null
}

/** A line without what the database adds. */
export type SaisieParametre = Omit<ParametreDecret, 'id' | 'numero'>

/** @throws RegleViolee when the line contradicts itself */
export function checkParametre(parametre: SaisieParametre): void {
  const fautes = [
    ...(parametre.champ === 'metropole' && parametre.poidsNationalPm + parametre.poidsUnitePm !== 1000
      ? [{ champ: 'poidsUnitePm', message: 'Les deux poids font ensemble 1 000 ‰.' }]
      : []),
    ...(parametre.tailleMax !== null && parametre.tailleMax <= parametre.tailleMin
      ? [{ champ: 'tailleMax', message: 'La taille maximale dépasse la taille minimale.' }]
      : []),
    ...(parametre.fin !== null && parametre.fin < parametre.debut ? [{ champ: 'fin', message: 'La fin ne précède pas le début.' }] : []),
  ]
  const premiere = fautes[0]
  if (premiere !== undefined) throw new RegleViolee(premiere.message, fautes)
}

/** The line that holds for an urban unit of this size at a day; null when no decree gives one. */
export function findParametre(
  parametres: readonly ParametreDecret[],
  cas: { champ: ParametreDecret['champ']; unitePopulation: number; jour: string },
): ParametreDecret | null {
  const valables = parametres.filter((un) => {
    const taille = arrondieAuDessus(cas.unitePopulation, un.uniteArrondi)
    return (
      un.champ === cas.champ &&
      un.debut <= cas.jour &&
      (un.fin === null || cas.jour <= un.fin) &&
      // Units too small are judged by the first line, which says so.
      (un.tailleMin <= taille || un.tailleMin === 0) &&
      (un.tailleMax === null || taille < un.tailleMax)
    )
  })
  return valables.sort((a, b) => (a.debut < b.debut ? 1 : -1))[0] ?? null
}

/** A criterion met or not, or not known; with the figures that say why. */
export type Verdict = 'oui' | 'non' | 'inconnu'

/** Population of the urban unit: enough, once rounded up; or not, but a derogation still runs (BR-02, BR-03). */
export type VerdictUnite = {
  arrondie: number | null
  verdict: Verdict
  /** Day on which the derogation ends, when one was asked for: it holds until the day before. */
  terme: string | null
}

/**
 * @param passeeSous day on which the unit of a quartier already listed went under the minimum; null: no such derogation
 * @param jour day of the judgement
 */
export function judgeUnite(
  parametre: Pick<ParametreDecret, 'unitePopulationMin' | 'uniteArrondi' | 'derogationAnnees'>,
  { population, passeeSous, jour }: { population: number | null; passeeSous: string | null; jour: string },
): VerdictUnite {
  if (population === null) return { arrondie: null, verdict: 'inconnu', terme: null }
  const arrondie = arrondieAuDessus(population, parametre.uniteArrondi)
  if (arrondie >= parametre.unitePopulationMin) return { arrondie, verdict: 'oui', terme: null }
  if (passeeSous === null) return { arrondie, verdict: 'non', terme: null }
  const terme = dayAfterYears(passeeSous, parametre.derogationAnnees)
  return { arrondie, verdict: passeeSous <= jour && jour < terme ? 'oui' : 'non', terme }
}

/** 2024-02-29 plus six years is 2030-03-01. */
function dayAfterYears(jour: string, annees: number): string {
  const [annee, mois, quantieme] = jour.split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(annee + annees, mois - 1, quantieme)).toISOString().slice(0, 10)
}
