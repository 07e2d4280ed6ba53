/** A gap in French sentences. Pure. */
import { INSECABLE } from '#platform/formats.ts'
import { absDecimal, formatDecimal, roundDecimal } from './decimal.ts'
import type { Ecart, Evolution, PointEcart, RaisonSansEcart, RaisonSansEvolution } from './ecart.ts'
import { formatDifference, type Indicateur, uniteDifference } from './indicateur.ts'
import { LIBELLES_ABSENCES } from './observation.ts'
import { formatPeriode } from './periode.ts'

/** What stands for a figure that cannot be compared. */
export const NON_COMPARABLE = `n.${INSECABLE}c.`

/** « secret statistique », « la référence n’a pas de valeur en 2021 (elle en a en 2018) ». */
export function sayRaison(raison: RaisonSansEcart, periode: string | null = null): string {
  switch (raison.code) {
    case 'sans_quartier':
      return 'la source ne donne pas cet indicateur pour le quartier'
    case 'sans_lieu':
      return 'le territoire de comparaison n’est pas connu'
    case 'sources':
      return 'le quartier et sa référence ne sont pas mesurés par la même source'
    case 'absence':
      return `${LIBELLES_ABSENCES[raison.absence]}${raison.de === 'quartier' ? ' pour le quartier' : ' pour la référence'}`
    case 'sans_reference': {
      const quand = periode === null ? '' : ` en ${formatPeriode(periode)}`
      const ailleurs = raison.periodes.length === 0 ? '' : ` (elle en a en ${raison.periodes.map(formatPeriode).join(', ')})`
      return `la référence n’a pas de valeur${quand}${ailleurs}`
    }
  }
}

const RAISONS_EVOLUTION: Record<RaisonSansEvolution, string> = {
  un_seul_point: 'une seule période est connue',
  millesimes: 'la source déconseille de comparer ses millésimes à cette échelle',
  perimetre: 'le périmètre du quartier a changé entre les deux générations',
  sources: 'les périodes ne viennent pas de la même source',
  effectif: 'un effectif se lit en part, pas en écart',
}
export function sayRaisonEvolution(raison: RaisonSansEvolution): string {
  return RAISONS_EVOLUTION[raison]
}

/** « l’écart s’est réduit de 1,8 point entre 2018 et 2021 »; « n. c. » with its reason when nothing may be said. */
export function sayEvolution(evolution: Evolution, indicateur: Pick<Indicateur, 'unite' | 'decimales'>): string {
  if (!evolution.possible) return `${NON_COMPARABLE}${INSECABLE}: ${sayRaisonEvolution(evolution.raison)}`
  const quand = `entre ${formatPeriode(evolution.de)} et ${formatPeriode(evolution.a)}`
  if (evolution.mouvement === 'stable') return `l’écart est resté le même ${quand}`
  if (evolution.mouvement === 'inverse') return `l’écart s’est inversé ${quand}`
  return `l’écart s’est ${evolution.mouvement === 'reduit' ? 'réduit' : 'creusé'} de ${sayAmount(evolution.difference, indicateur)} ${quand}`
}

/** « −1,8 » under « En 3 ans »: how the size of the gap moved, signed; « stable » when it did not. */
export function shortEvolution(evolution: Evolution, indicateur: Pick<Indicateur, 'unite' | 'decimales'>): string {
  if (!evolution.possible) return evolution.raison === 'un_seul_point' || evolution.raison === 'effectif' ? '–' : NON_COMPARABLE
  const arrondie = roundDecimal(evolution.difference, indicateur.decimales)
  return arrondie.entier === 0 ? 'stable' : formatDecimal(arrondie, 'toujours')
}

/** Whether it goes the way that one wishes; null when nobody can say. */
export function sayBon(evolution: Evolution): string | null {
  if (!evolution.possible || evolution.bon === null) return null
  return evolution.bon ? 'dans le sens souhaité' : 'à l’inverse du sens souhaité'
}

/** « +31,2 points, au détriment du quartier »; « 24,1 % de la référence » for an amount. */
export function sayEcart(point: PointEcart, indicateur: Indicateur): string {
  if (point.part !== null) return `${formatDecimal(point.part)}${INSECABLE}% de la référence`
  if (indicateur.sommable) return NON_COMPARABLE
  const verdict = { defavorable: ', au détriment du quartier', favorable: ', à l’avantage du quartier', egal: '', neutre: '' }[
    point.verdict
  ]
  return `${formatDifference(point.difference, indicateur)}${verdict}`
}

/** Why one more recent figure is left aside: « 2023 : secret statistique pour le quartier ». */
export function sayDepuis({ depuis }: Ecart): string | null {
  return depuis === null ? null : `${formatPeriode(depuis.periode)}${INSECABLE}: ${sayRaison(depuis.raison, depuis.periode)}`
}

function sayAmount(difference: PointEcart['difference'], indicateur: Pick<Indicateur, 'unite' | 'decimales'>): string {
  const taille = roundDecimal(absDecimal(difference), indicateur.decimales)
  const unite = uniteDifference(taille, indicateur.unite)
  return `${formatDecimal(taille)}${unite === '' ? '' : `${INSECABLE}${unite}`}`
}
