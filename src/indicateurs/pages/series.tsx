import { INSECABLE } from '#platform/formats.ts'
import { absDecimal, compareDecimals, formatDecimal, roundDecimal, toFloat } from '../decimal.ts'
import type { Ecart, PointEcart } from '../ecart.ts'
import { NON_COMPARABLE, sayEvolution } from '../ecart-phrase.ts'
import { formatValeur } from '../indicateur.ts'
import { comparePeriodes, formatPeriode } from '../periode.ts'

/** Pixels of the longest bar. */
const LARGEUR = 96

/**
 * The gap of each period, oldest first, as small bars from zero beside their figures: never a line, which would link vintages that
 * may not be compared. Indicators known at one period alone are left out; null when all are.
 */
export function SeriesEcarts({ ecarts, code }: { ecarts: readonly Ecart[]; code: string }) {
  const suivis = ecarts.filter(({ points, indicateur }) => points.length > 1 && !indicateur.sommable)
  if (suivis.length === 0) return null
  return (
    <details class="ds-details pv-raisons pv-series">
      <summary>Au fil des périodes</summary>
      <section class="pv-defile pv-table-ecarts" aria-label="Écarts au fil des périodes" tabindex={0}>
        <table class="ds-table">
          <caption class="pv-cache">Écart de chaque période ; la barre en donne la taille</caption>
          <thead>
            <tr>
              <th scope="col">Indicateur et période</th>
              <th scope="col" class="n">
                Quartier
              </th>
              <th scope="col" class="n">
                Référence
              </th>
              <th scope="col" class="n">
                Écart
              </th>
              <th scope="col">
                <span class="pv-cache">Taille de l’écart</span>
              </th>
            </tr>
          </thead>
          {suivis.map((ecart) => (
            <Serie ecart={ecart} code={code} />
          ))}
        </table>
      </section>
    </details>
  )
}

function Serie({ ecart: { indicateur, points, evolution }, code }: { ecart: Ecart; code: string }) {
  const dates = [...points].sort((a, b) => comparePeriodes(a.periode, b.periode))
  const plusGrand = dates.reduce<PointEcart | null>(
    (grand, point) => (grand === null || compareDecimals(absDecimal(point.difference), absDecimal(grand.difference)) > 0 ? point : grand),
    null,
  )
  const unite = plusGrand === null ? 0 : Math.abs(toFloat(plusGrand.difference))
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colspan={5}>
          {indicateur.libelle}
          <span class="pv-detail">
            {evolution.possible
              ? sayEvolution(evolution, indicateur)
              : sayEvolution(evolution, indicateur).replace(`${NON_COMPARABLE}${INSECABLE}`, 'évolution non comparable ')}
          </span>
        </th>
      </tr>
      {dates.map((point) => (
        <tr>
          <th scope="row" class="pv-serie-periode">
            {formatPeriode(point.periode)}
            {point.perimetre !== code && <span class="pv-detail">périmètre {point.perimetre}</span>}
          </th>
          <td class="n">{formatValeur(point.valeur, indicateur)}</td>
          <td class="n">{formatValeur(point.valeurReference, indicateur)}</td>
          <td class="n">{formatDecimal(roundDecimal(point.difference, indicateur.decimales), 'toujours')}</td>
          <td>
            <svg class="pv-barrette" width={LARGEUR} height="12" viewBox={`0 0 ${LARGEUR} 12`} aria-hidden="true">
              <rect width={unite === 0 ? 0 : Math.round((Math.abs(toFloat(point.difference)) / unite) * LARGEUR)} height="12" />
            </svg>
          </td>
        </tr>
      ))}
    </tbody>
  )
}
