/** The block of figures and gaps on the page of a quartier, in its workspace and in public. */
import { INSECABLE } from '#platform/formats.ts'
import type { BlocQuartier } from '#territoire/index.ts'
import { NON_COMPARABLE } from '../ecart-phrase.ts'
import { loadEcarts } from '../ecarts.store.ts'
import { formatValeur } from '../indicateur.ts'
import { formatPeriode } from '../periode.ts'
import { AVEC_REFERENCE, type Repere } from '../reference.ts'
import { type BlocIndicateur, type Donnees, defaultReference, type LigneEcart, tableauEcarts } from '../tableau.ts'
import { CaseEcart, CaseEvolution, CaseValeur, Halteres, ligneHaltere, reasonsOf, SourcesBloc } from './ecarts.tsx'
import { SeriesEcarts } from './series.tsx'

/** Before the fiches, as the gap is why they exist. */
const ORDRE = 5

/** Contribution to the page of a quartier: nothing when no figure is known of it. */
export const blocEcartsQuartier: BlocQuartier = async ({ tx, contrat, quartier }) => {
  const { reperes, donnees } = await loadEcarts(tx, { ids: [quartier.id] })
  const [repere] = reperes
  if (repere === undefined || donnees.mesures.every(({ territoireType }) => territoireType !== 'quartier')) return null
  return {
    ordre: ORDRE,
    rend: () => rendEcarts({ repere, donnees, suite: contrat === null ? null : `/espace/${contrat.adresse}/indicateurs` }),
  }
}

/** Dumbbells of the percentages beside the table of everything. @param suite address of the gaps of the whole contract */
export function rendEcarts({ repere, donnees, suite }: { repere: Repere; donnees: Donnees; suite: string | null }) {
  const type = defaultReference([repere], donnees)
  const blocs = tableauEcarts([repere], donnees, type)
  const lignes = blocs.flatMap(({ lignes: [ligne], indicateur }) => (ligne === undefined ? [] : [{ ...ligne, indicateur }]))
  const enPourcent = lignes.filter(({ indicateur }) => indicateur.unite === 'pourcent')
  const reference = lignes.find((ligne) => ligne.reference !== null)?.reference ?? null
  const titre = `L’écart ${AVEC_REFERENCE[type]}`
  return (
    <section class="pv-section" aria-labelledby="h-ecarts">
      <div class="pv-tete">
        <h2 id="h-ecarts">{titre}</h2>
        <ul class="pv-legende">
          <li class="d2">{repere.nom}</li>
          {reference !== null && <li class="d1 creux">{nameReference(type, reference.nom)}</li>}
        </ul>
      </div>
      <div class="pv-ecarts">
        <div>
          <Halteres
            titre={`Écarts entre ${repere.nom} et ${reference === null ? 'sa référence' : nameReference(type, reference.nom)}`}
            desc={`${enPourcent.length} indicateurs en pourcentage. Le tableau voisin donne chaque valeur.`}
            lignes={enPourcent.map((ligne) => ligneHaltere(ligne.indicateur.libelle, ligne))}
            indicateur={{ unite: 'pourcent' }}
          />
          <SeriesEcarts ecarts={lignes.map(({ ecart }) => ecart)} code={repere.code} />
        </div>
        <div>
          <TableEcarts repere={repere} lignes={lignes} />
          <Notes lignes={lignes} blocs={blocs} />
          {suite !== null && (
            <p class="pv-petit">
              <a href={suite}>Tous les écarts du contrat</a>
            </p>
          )}
        </div>
      </div>
    </section>
  )
}

function nameReference(type: keyof typeof AVEC_REFERENCE, nom: string): string {
  return type === 'unite_urbaine' ? `Unité urbaine de ${nom}` : nom
}

type Ligne = LigneEcart & { indicateur: BlocIndicateur['indicateur'] }

function TableEcarts({ repere, lignes }: { repere: Repere; lignes: readonly Ligne[] }) {
  return (
    <section class="pv-defile pv-table-ecarts" aria-label={`Tableau des écarts, ${repere.nom}`} tabindex={0}>
      <table class="ds-table">
        <caption class="pv-cache">{`Indicateurs de ${repere.nom} : valeur, référence, écart et son évolution`}</caption>
        <thead>
          <tr>
            <th scope="col">Indicateur</th>
            <th scope="col" class="n">
              Quartier
            </th>
            <th scope="col" class="n">
              Référence
            </th>
            <th scope="col" class="n">
              Écart
            </th>
            <th scope="col" class="n">
              Évolution
            </th>
          </tr>
        </thead>
        <tbody>
          {lignes.map((ligne) => (
            <tr>
              <th scope="row">
                {ligne.indicateur.libelle}
                <span class="pv-detail">
                  {ligne.quartier === null ? '' : formatPeriode(ligne.ecart.point?.periode ?? ligne.quartier.periode)}
                </span>
              </th>
              <td class="n">
                <CaseValeur ligne={ligne} unite />
              </td>
              <td class="n">
                {ligne.ecart.point === null ? (
                  <span class="pv-petit">–</span>
                ) : (
                  formatValeur(ligne.ecart.point.valeurReference, ligne.indicateur)
                )}
              </td>
              <td class="n">
                <CaseEcart ecart={ligne.ecart} />
              </td>
              <td class="n">
                <CaseEvolution ecart={ligne.ecart} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Notes({ lignes, blocs }: { lignes: readonly Ligne[]; blocs: readonly BlocIndicateur[] }) {
  const noms = new Map(lignes.map((ligne) => [ligne.ecart, ligne.indicateur.libelle]))
  const raisons = reasonsOf(lignes, ({ ecart }) => noms.get(ecart) ?? '')
  const sources = [
    ...new Map(blocs.flatMap((bloc) => bloc.sources).map((source) => [`${source.nom} ${source.periodes.join()}`, source])).values(),
  ]
  return (
    <>
      <SourcesBloc sources={sources}>Un écart de pourcentages est en points ; celui d’un effectif est sa part de la référence.</SourcesBloc>
      {raisons.length > 0 && (
        <details class="ds-details pv-raisons">
          <summary>{`${NON_COMPARABLE}${INSECABLE}: non comparable, pourquoi`}</summary>
          <ul>
            {raisons.map((raison) => (
              <li>{raison}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
