/**
 * What may be added (domain BR-26): an indicator that can be summed, over parts that all have a value at the same time from the
 * same source. A part under secrecy forbids the whole sum: with the total and the others it would be deduced. Pure.
 */
import { addDecimals, type Decimal, divideDecimals } from './decimal.ts'
import type { Indicateur } from './indicateur.ts'
import type { Mesure } from './observation.ts'

export type RaisonSansSomme = 'vide' | 'non_sommable' | 'secret' | 'valeur_absente' | 'periodes' | 'sources' | 'double_compte'
export type Somme = { possible: true; total: Decimal } | { possible: false; raison: RaisonSansSomme; phrase: string }

const PHRASES: Record<RaisonSansSomme, string> = {
  vide: 'aucune valeur',
  non_sommable: 'cet indicateur ne s’additionne pas d’un territoire à l’autre',
  secret: 'une des parts est couverte par le secret statistique : le total permettrait de la déduire',
  valeur_absente: 'une des parts n’a pas de valeur',
  periodes: 'les parts ne sont pas de la même période',
  sources: 'les parts ne viennent pas de la même source',
  double_compte: 'un même territoire y est deux fois',
}
const no = (raison: RaisonSansSomme): Somme => ({ possible: false, raison, phrase: PHRASES[raison] })

/** The sum of the parts, or why there is none. */
export function sumMesures(indicateur: Pick<Indicateur, 'sommable'>, parts: readonly Mesure[]): Somme {
  if (!indicateur.sommable) return no('non_sommable')
  return addParts(parts)
}

/** A share over several territories: the sum of its numerators over that of its denominators, never a mean of shares. */
export function recomputeRatio(
  indicateur: Pick<Indicateur, 'facteur' | 'decimales'>,
  numerateurs: readonly Mesure[],
  denominateurs: readonly Mesure[],
): Somme {
  const codes = (mesures: readonly Mesure[]) =>
    mesures
      .map(({ territoireType, territoireCode, periode }) => `${territoireType} ${territoireCode} ${periode}`)
      .sort()
      .join()
  if (codes(numerateurs) !== codes(denominateurs)) return no('valeur_absente')
  const [haut, bas] = [addParts(numerateurs), addParts(denominateurs)]
  if (!haut.possible) return haut
  if (!bas.possible) return bas
  const rapport = divideDecimals(haut.total, bas.total, Math.max(indicateur.decimales, 1), indicateur.facteur)
  return rapport === null ? no('valeur_absente') : { possible: true, total: rapport }
}

function addParts(parts: readonly Mesure[]): Somme {
  const [premiere] = parts
  if (premiere === undefined) return no('vide')
  if (parts.some(({ absence }) => absence === 'secret')) return no('secret')
  if (parts.some(({ periode }) => periode !== premiere.periode)) return no('periodes')
  if (parts.some(({ sourceId }) => sourceId !== premiere.sourceId)) return no('sources')
  if (new Set(parts.map(({ territoireType, territoireCode }) => `${territoireType} ${territoireCode}`)).size < parts.length)
    return no('double_compte')
  let total: Decimal | null = null
  for (const { valeur } of parts) {
    if (valeur === null) return no('valeur_absente')
    total = total === null ? valeur : addDecimals(total, valeur)
  }
  return total === null ? no('vide') : { possible: true, total }
}
