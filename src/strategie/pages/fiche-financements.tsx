import { accorde, formatEuros, formatNombre, INSECABLE } from '#platform/formats.ts'
import type { Financement, NatureFinancement } from '../fiche.ts'
import { LIBELLES_NATURES } from '../fiche-libelles.ts'
import { totalCents } from '../fiche-montants.ts'
import { Mots } from './fiche-texte.tsx'

/** Same meaning, same colour on every page. */
const COULEURS: Record<NatureFinancement, string> = {
  specifique: 'd1',
  droit_commun: 'd6',
  tfpb: 'd2',
  europe: 'd4',
  fondation: 'd3',
  cper: 'd5',
  autre: 'd0',
}

/** The fundings of a fiche. A bar and a total only when every amount is known: what cannot be summed is not. */
export function Financements({ financements }: { financements: readonly Financement[] }) {
  const total = totalCents(financements.map((ligne) => ligne.montantCents))
  const connus = financements.filter((ligne) => ligne.montantCents !== null).length
  const somme = total !== null && total > 0 && financements.length > 1
  return (
    <div class="pv-mix">
      {somme && <BarreFinancements financements={financements} total={total} />}
      <table class="ds-table pv-financements">
        <caption class="pv-cache">Financements de la fiche, par nature et organisation</caption>
        <tbody>
          {financements.map((ligne) => (
            <tr>
              <th scope="row">
                <span class={`pv-cle ${COULEURS[ligne.nature]}`}>
                  <span>
                    <Mots texte={ligne.texte} />
                    <small>{[LIBELLES_NATURES[ligne.nature], ...ligne.organisations].join(' · ')}</small>
                  </span>
                </span>
              </th>
              <td class="n">
                {ligne.montantCents === null ? (
                  <span class="pv-note">{connus > 0 ? 'non précisé' : ''}</span>
                ) : (
                  formatEuros(ligne.montantCents)
                )}
              </td>
              {somme && <td class="n">{part(ligne.montantCents ?? 0, total)}</td>}
            </tr>
          ))}
        </tbody>
        {somme && (
          <tfoot>
            <tr>
              <th scope="row">Total</th>
              <td class="n">{formatEuros(total)}</td>
              <td />
            </tr>
          </tfoot>
        )}
      </table>
      {connus > 0 && total === null && (
        <p class="pv-note">
          {accorde(connus, 'montant connu', 'montants connus')} sur {formatNombre(financements.length)}
          {INSECABLE}: le total n’est pas fait.
        </p>
      )}
    </div>
  )
}

function BarreFinancements({ financements, total }: { financements: readonly Financement[]; total: number }) {
  let x = 0
  return (
    <svg class="pv-mix-barre" viewBox="0 0 1000 24" width="100%" height="24" preserveAspectRatio="none" aria-hidden="true">
      {financements.map((ligne) => {
        const largeur = ((ligne.montantCents ?? 0) / total) * 1000
        const debut = x
        x += largeur
        return <rect class={`f ${COULEURS[ligne.nature]}`} x={arrondi(debut)} y="0" width={Math.max(arrondi(largeur) - 3, 1)} height="24" />
      })}
    </svg>
  )
}

function arrondi(nombre: number): number {
  return Math.round(nombre * 10) / 10
}

function part(cents: number, total: number): string {
  const pourCent = Math.round((cents * 100) / total)
  return `${cents > 0 && pourCent === 0 ? '< 1' : pourCent}${INSECABLE}%`
}
