import { formatNombre } from '#platform/formats.ts'
import { Statut, T } from '#ui/pieces.tsx'
import type { Candidat, Critere } from '../eligibilite/candidats.ts'
import type { BilanCandidat, BilanQuartier } from '../eligibilite/comparaison.ts'
import { ENTETE_PROXY, formatCompte, formatImpute, formatPm, nomEnsemble, proxyOf } from '../eligibilite/mots.ts'
import type { Simulation } from '../eligibilite/simulation.store.ts'

/** Lines shown of a list of near misses. */
const LIGNES_MAX = 40

const STATUTS_QUARTIER: Record<BilanQuartier['statut'], { etat: 'validee' | 'doute' | 'retard'; mot: string }> = {
  retrouve: { etat: 'validee', mot: 'retrouvé' },
  partiel: { etat: 'doute', mot: 'en partie' },
  manque: { etat: 'retard', mot: 'manqué' },
}

/** Sets of cells with their sums: the twin of the map. */
export function TableCandidats(props: {
  titre: string
  candidats: readonly Candidat[]
  simulation: Simulation
  critere: Critere['sorte']
  ici: string
  peut: boolean
}) {
  const { titre, candidats, simulation, critere, ici, peut } = props
  if (candidats.length === 0) return null
  const id = titre === 'Ensembles éligibles' ? 'eligibles' : 'proches'
  const bilans = new Map(simulation.comparaison.candidats.map((bilan) => [bilan.rang, bilan]))
  // Only candidates are compared.
  const avecQuartiers = simulation.quartiers.length > 0 && id === 'eligibles'
  const montres = candidats.slice(0, LIGNES_MAX)
  const avecPopulation = candidats.some(({ population }) => population !== null)
  const avecLieux = [...simulation.lieux.values()].some((lieux) => lieux.length > 0)
  return (
    <section class="pv-section" aria-labelledby={id}>
      <h2 id={id}>{titre}</h2>
      <section class="pv-defile" tabindex={0} aria-label={`Tableau : ${titre}`}>
        <table class="ds-table">
          <caption class="pv-cache">{titre}, les plus peuplés en premier</caption>
          <thead>
            <tr>
              <th scope="col">Ensemble</th>
              {avecLieux && <th scope="col">Commune</th>}
              <th scope="col" class="n">
                Carreaux
              </th>
              {avecPopulation && (
                <th scope="col" class="n">
                  Habitants
                </th>
              )}
              <th scope="col" class="n">
                Ménages
              </th>
              <th scope="col" class="n">
                {ENTETE_PROXY[critere]}
              </th>
              <th scope="col" class="n">
                Part imputée
              </th>
              {avecQuartiers && <th scope="col">Dans un quartier officiel</th>}
            </tr>
          </thead>
          <tbody>
            {montres.map((candidat) => (
              <tr id={`ensemble-${candidat.rang}`}>
                <th scope="row">
                  {peut ? (
                    <a href={`${ici}/ajuster?ensemble=${candidat.rang}`}>{nomEnsemble(candidat.rang)}</a>
                  ) : (
                    nomEnsemble(candidat.rang)
                  )}
                  {candidat.critere !== 'sous' && candidat.critere !== 'inconnu' && (
                    <span class="pv-petit"> au-dessus du seuil dans l’ensemble, par ses carreaux ajoutés</span>
                  )}
                </th>
                {avecLieux && <td>{nameLieux(simulation, candidat.rang)}</td>}
                <td class="n">
                  {formatNombre(candidat.cellules)}
                  {candidat.ajoutees > 0 && <span class="pv-petit"> dont {formatNombre(candidat.ajoutees)} à la main</span>}
                </td>
                {avecPopulation && <td class="n">{formatCompte(candidat.population)}</td>}
                <td class="n">{candidat.menages === 0 ? 'n. c.' : formatCompte(candidat.menages)}</td>
                <td class="n">{proxyOf(candidat, critere)}</td>
                <td class="n">{formatImpute(candidat)}</td>
                {avecQuartiers && <td>{phraseQuartiers(bilans.get(candidat.rang))}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {candidats.length > montres.length && (
        <p class="pv-note">
          Les {montres.length} plus peuplés sur {formatNombre(candidats.length)}. Le tableau à télécharger les donne tous.
        </p>
      )}
    </section>
  )
}

function nameLieux({ lieux }: Simulation, rang: number): string {
  const connus = lieux.get(rang) ?? []
  return connus.length === 0 ? 'hors du contrat' : connus.map(({ nom }) => nom).join(', ')
}

function phraseQuartiers(bilan: BilanCandidat | undefined): string {
  if (bilan === undefined) return '–'
  if (bilan.quartiers.length === 0) return 'non'
  return bilan.quartiers.map(({ nom, surfacePm }) => `${nom} (${formatPm(surfacePm)})`).join(', ')
}

/** Official quartiers: what the simulation finds of each. */
export function TableQuartiersCompares({ simulation }: { simulation: Simulation }) {
  const { comparaison } = simulation
  if (comparaison.quartiers.length === 0) {
    return (
      <section class="pv-section" aria-labelledby="officiels">
        <h2 id="officiels">Aucun quartier officiel à comparer</h2>
        <p>Aucun quartier officiel des communes du contrat n’a de contour au jour de la simulation.</p>
      </section>
    )
  }
  const manques = comparaison.quartiers.filter(({ statut }) => statut === 'manque').length
  return (
    <section class="pv-section" aria-labelledby="officiels">
      <h2 id="officiels">
        {manques === 0
          ? 'Aucun quartier officiel n’est manqué'
          : `${formatNombre(manques)} quartier${manques > 1 ? 's' : ''} officiel${manques > 1 ? 's' : ''} manqué${manques > 1 ? 's' : ''}`}
      </h2>
      <section class="pv-defile" tabindex={0} aria-label="Quartiers officiels comparés">
        <table class="ds-table">
          <caption class="pv-cache">Quartiers officiels comparés à la simulation</caption>
          <thead>
            <tr>
              <th scope="col">Quartier officiel</th>
              <th scope="col">Code</th>
              <th scope="col" class="n">
                Surface retrouvée
              </th>
              <th scope="col" class="n">
                Habitants retrouvés
              </th>
              <th scope="col" class="n">
                Habitants estimés par les carreaux
              </th>
              <th scope="col">Ensembles</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {comparaison.quartiers.map((quartier) => (
              <tr>
                <th scope="row">
                  <T>{quartier.nom}</T>
                </th>
                <td>{quartier.code}</td>
                <td class="n">{partOf(quartier.surfacePm)}</td>
                <td class="n">{partOf(quartier.populationPm)}</td>
                <td class="n">
                  {quartier.populationEstimee === null ? 'n. c.' : formatNombre(quartier.populationEstimee)}
                  {quartier.population !== null && <span class="pv-petit"> ({formatNombre(quartier.population)} publiés)</span>}
                </td>
                <td>{quartier.candidats.length === 0 ? '–' : quartier.candidats.map(nomEnsemble).join(', ')}</td>
                <td>
                  <Statut etat={STATUTS_QUARTIER[quartier.statut].etat}>{STATUTS_QUARTIER[quartier.statut].mot}</Statut>
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Ensemble des quartiers officiels</th>
              <td>–</td>
              <td class="n">{partOf(comparaison.surfaceQuartiersPm)}</td>
              <td class="n">{partOf(comparaison.populationQuartiersPm)}</td>
              <td class="n">–</td>
              <td>–</td>
              <td>–</td>
            </tr>
          </tfoot>
        </table>
      </section>
      <p class="pv-note">
        Un carreau que traverse la limite d’un quartier compte pour la part de sa surface qui s’y trouve{'\u00a0'}: les habitants retrouvés
        sont une estimation. {partOf(comparaison.surfaceCandidatsPm)} de la surface des ensembles éligibles est dans un quartier officiel.
      </p>
    </section>
  )
}

function partOf(pm: number | null): string {
  return pm === null ? 'n. c.' : formatPm(pm)
}
