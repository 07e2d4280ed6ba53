/** A simulation of a contract: a grid, the parameters of a decree, figures typed with their sources, adjustments. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import type { Voisinage } from './amas.ts'
import type { Critere, RegleCandidats } from './candidats.ts'
import type { ParametreDecret } from './decret.ts'
import type { Emprise } from './geometrie-cellules.ts'
import { seuilOf } from './seuil.ts'

export type Reglages = Emprise & {
  nom: string
  description: string
  carroyageId: string
  parametreId: string
  critere: 'revenu' | 'pauvrete'
  partPauvresPm: number | null
  uniteNom: string
  unitePopulation: number | null
  unitePopulationSource: string
  revenuNationalCents: number | null
  revenuNationalSource: string
  revenuUniteCents: number | null
  revenuUniteSource: string
  passeeSousLe: string | null
  voisinage: Voisinage
  populationMin: number
  procheDePm: number
  /** What the rectangle is, in words. */
  emprise: string
  jour: string
}

export type Scenario = Reglages & {
  id: string
  contratId: string
  version: number
  creeLe: Date
  modifieLe: Date
  archiveLe: Date | null
}

export type Carroyage = Emprise & {
  id: string
  nom: string
  source: string
  millesime: number
  coteM: number
  epsg: number
  avecPopulation: boolean
  avecNiveau: boolean
  avecMenages: boolean
  cellules: number
  imputees: number
}

/** Largest rectangle that a simulation reads: about 125 km by 125 km. */
const PLACES_MAX = 400_000

/** @throws RegleViolee naming the field, when the settings contradict the grid or the decree */
export function checkReglages(reglages: Reglages, carroyage: Carroyage, parametre: ParametreDecret): void {
  const { critere } = reglages
  if (critere === 'revenu' && parametre.champ === 'outre_mer') {
    throw fautif(
      'critere',
      'Outre-mer, le décret n° 2014-1575 a ses propres critères : aucun seuil de revenu n’est calculé ici. Choisissez le critère de pauvreté pour explorer.',
    )
  }
  if (critere === 'revenu' && !(carroyage.avecNiveau && carroyage.avecPopulation)) {
    throw fautif(
      'critere',
      `Le carroyage « ${carroyage.nom} » ne donne pas les niveaux de vie : choisissez le critère de pauvreté, ou un autre carroyage.`,
    )
  }
  if (critere === 'pauvrete' && !carroyage.avecMenages) {
    throw fautif('critere', `Le carroyage « ${carroyage.nom} » ne donne pas les ménages pauvres : choisissez le critère de revenu.`)
  }
  if (critere === 'revenu' && reglages.revenuNationalCents === null)
    throw fautif('revenuNational', 'Indiquez le revenu médian national, en euros.')
  if (critere === 'revenu' && reglages.revenuUniteCents === null)
    throw fautif('revenuUnite', 'Indiquez le revenu médian de l’unité urbaine, en euros.')
  if (critere === 'pauvrete' && reglages.partPauvresPm === null)
    throw fautif('partPauvres', 'Indiquez la part de ménages pauvres à dépasser, en %.')
  if (parametre.coteM !== carroyage.coteM) {
    throw fautif(
      'carroyageId',
      `Le texte choisi compte en carreaux de ${parametre.coteM} m, ce carroyage en carreaux de ${carroyage.coteM} m.`,
    )
  }
  if ((reglages.x1 - reglages.x0 + 1) * (reglages.y1 - reglages.y0 + 1) > PLACES_MAX) {
    throw fautif('empriseSorte', 'L’emprise est trop grande : 125 km de côté au plus. Réduisez le rayon.')
  }
  if (reglages.x1 < carroyage.x0 || reglages.x0 > carroyage.x1 || reglages.y1 < carroyage.y0 || reglages.y0 > carroyage.y1) {
    throw fautif('empriseSorte', `L’emprise est hors du carroyage « ${carroyage.nom} » : choisissez-en un autre, ou une autre emprise.`)
  }
}

function fautif(champ: string, message: string): RegleViolee {
  return new RegleViolee(message, [{ champ, message }])
}

/** The rule that a simulation applies. */
export function regleOf(reglages: Reglages, parametre: ParametreDecret): RegleCandidats {
  return {
    critere: critereOf(reglages, parametre),
    voisinage: reglages.voisinage,
    populationMin: reglages.populationMin,
    procheDePm: reglages.procheDePm,
  }
}

function critereOf(reglages: Reglages, parametre: ParametreDecret): Critere {
  const { revenuNationalCents, revenuUniteCents } = reglages
  if (reglages.critere === 'pauvrete') return { sorte: 'pauvrete', partPm: reglages.partPauvresPm ?? 1000, inegalite: parametre.inegalite }
  if (revenuNationalCents === null || revenuUniteCents === null) throw new RangeError('a threshold without its incomes')
  return {
    sorte: 'revenu',
    seuil: seuilOf({ ...parametre, revenuNationalCents, revenuUniteCents }),
    inegalite: parametre.inegalite,
  }
}

/** What a simulation changes of the decree, in words; empty when it applies it as it is. */
export function listEcarts(reglages: Reglages, parametre: ParametreDecret): string[] {
  return [
    ...(reglages.critere === 'pauvrete' ? ['le critère est une part de ménages pauvres, pas le revenu du décret'] : []),
    ...(reglages.populationMin === parametre.populationMin
      ? []
      : [`la population minimale est de ${reglages.populationMin} habitants au lieu de ${parametre.populationMin}`]),
    ...(reglages.voisinage === parametre.voisinage
      ? []
      : [`les carreaux se touchent par ${reglages.voisinage === 4 ? 'un côté' : 'un côté ou un coin'}`]),
  ]
}

/** The settings alone. */
export function reglagesOf({
  id: _,
  contratId: _c,
  version: _v,
  creeLe: _cr,
  modifieLe: _m,
  archiveLe: _a,
  ...reglages
}: Scenario): Reglages {
  return reglages
}

/** @throws RegleViolee when the simulation is put aside */
export function checkOuverte({ archiveLe }: Pick<Scenario, 'archiveLe'>): void {
  if (archiveLe !== null) throw new RegleViolee('Cette simulation est rangée : reprenez-la avant de la modifier.')
}
