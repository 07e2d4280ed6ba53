import { formatDate, formatNombre } from '#platform/formats.ts'
import { Statut, T } from '#ui/pieces.tsx'
import type { ParametreDecret } from '../eligibilite/decret.ts'
import { formatPm } from '../eligibilite/mots.ts'

/** The lines of parameters, each with its text. @param lien address of the page that corrects a line */
export function TableParametres({ parametres, lien }: { parametres: readonly ParametreDecret[]; lien?: (cle: string) => string }) {
  return (
    <section class="pv-defile" tabindex={0} aria-label="Tableau des paramètres">
      <table class="ds-table">
        <caption class="pv-cache">Paramètres des décrets, avec leur source</caption>
        <thead>
          <tr>
            <th scope="col">Pour</th>
            <th scope="col">Seuil de revenu</th>
            <th scope="col" class="n">
              Habitants du quartier
            </th>
            <th scope="col" class="n">
              Habitants de l’unité urbaine
            </th>
            <th scope="col">Source</th>
          </tr>
        </thead>
        <tbody>
          {parametres.map((un) => (
            <tr>
              <th scope="row">
                {lien === undefined ? (
                  <T>{un.libelle}</T>
                ) : (
                  <a href={lien(un.cle)}>
                    <T>{un.libelle}</T>
                  </a>
                )}
                <span class="pv-petit">
                  {' '}
                  depuis le {formatDate(un.debut)}
                  {un.fin !== null && ` jusqu’au ${formatDate(un.fin)}`}
                </span>
              </th>
              <td>{un.champ === 'outre_mer' ? 'Aucun calcul' : phraseSeuil(un)}</td>
              <td class="n">{un.champ === 'outre_mer' ? '–' : formatNombre(un.populationMin)}</td>
              <td class="n">{un.champ === 'outre_mer' ? '–' : formatNombre(un.unitePopulationMin)}</td>
              <td>
                <T>{un.source}</T>
                {un.verifieLe === null && (
                  <>
                    {' '}
                    <Statut etat="doute">non vérifié</Statut>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function phraseSeuil(un: ParametreDecret): string {
  return `${un.inegalite === 'stricte' ? 'moins de' : 'au plus'} ${formatPm(un.facteurPm)} de (${formatPm(un.poidsNationalPm)} du revenu national + ${formatPm(un.poidsUnitePm)} de l’unité urbaine)`
}
