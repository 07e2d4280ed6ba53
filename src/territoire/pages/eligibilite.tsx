import type { EspaceDuContrat } from '#compte/index.ts'
import { accorde, formatDate, formatInstant, formatNombre, jourParis } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { createRoutes, type Droit, type Routes } from '#platform/http/routes.ts'
import { FilAriane, Message, T, Vide } from '#ui/pieces.tsx'
import { canEditTerritoire, canImportTerritoire } from '../droits.ts'
import { listCarroyages } from '../eligibilite/carroyage.store.ts'
import { sourceCarroyage } from '../eligibilite/mots.ts'
import { listParametres } from '../eligibilite/parametre.store.ts'
import { listMesures, listReglesCommunales } from '../eligibilite/regle-communale.store.ts'
import { listScenarios } from '../eligibilite/scenario.store.ts'
import { NavTerritoire } from './nav-territoire.tsx'
import { TableParametres } from './parametres-table.tsx'
import { ReglesCommunales } from './regles-communes.tsx'
import { addRoutesSimulation } from './simulation.tsx'
import { addRoutesAjuster } from './simulation-ajuster.tsx'
import { addRoutesExports } from './simulation-exports.ts'
import { addRoutesFormulaire } from './simulation-formulaire.tsx'

/** Rights of the pages of eligibility. */
export type DroitsEligibilite = { lire: Droit; simuler: Droit }

/** The simulations of a contract: list, form, result, adjustments, exports. */
export function createRoutesEligibilite(espace: EspaceDuContrat): Routes {
  const routes = createRoutes()
  const droits: DroitsEligibilite = {
    lire: espace.droit('territoire.lire'),
    simuler: espace.droit('territoire.simuler', (agent, contrat) => canEditTerritoire(agent, contrat.id)),
  }
  routes.get('/espace/:contrat/territoire/eligibilite', droits.lire, (c) => showListe(c, espace))
  addRoutesFormulaire(routes, espace, droits)
  addRoutesExports(routes, espace, droits)
  addRoutesAjuster(routes, espace, droits)
  addRoutesSimulation(routes, espace, droits)
  return routes
}

async function showListe(c: C, espace: EspaceDuContrat): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const agent = c.get('agent')
  const codes = contrat.communes.map(({ code }) => code)
  const lu = await readHttp(c, async (tx) => ({
    scenarios: await listScenarios(tx, contrat.id),
    carroyages: await listCarroyages(tx),
    parametres: await listParametres(tx),
    regles: await listReglesCommunales(tx),
    mesures: await listMesures(tx, codes),
  }))
  const base = `/espace/${contrat.adresse}/territoire/eligibilite`
  const peut = canEditTerritoire(agent, contrat.id)
  const ranges = c.req.query('etat') === 'ranges'
  const visibles = lu.scenarios.filter(({ archiveLe }) => (archiveLe !== null) === ranges)
  const nombreRanges = lu.scenarios.filter(({ archiveLe }) => archiveLe !== null).length
  return c.html(
    <espace.Espace c={c} titre="Éligibilité" entree="territoire">
      <FilAriane etapes={[{ libelle: 'Territoire', href: `/espace/${contrat.adresse}/territoire` }, { libelle: 'Éligibilité' }]} />
      <NavTerritoire base={`/espace/${contrat.adresse}/territoire`} ici="eligibilite" />
      <div class="pv-titre-page">
        <h1>Quels quartiers seraient éligibles{'\u202f'}?</h1>
        {peut && lu.carroyages.length > 0 && (
          <a class="ds-button" href={`${base}/nouvelle`}>
            Nouvelle simulation
          </a>
        )}
      </div>
      <p class="pv-chapeau">
        Une simulation applique les paramètres d’un décret aux carreaux de l’Insee, réunit ceux qui se touchent sous le seuil, et compare
        ces ensembles aux quartiers officiels. Elle ne décide de rien.
      </p>
      {c.req.query('fait') === 'rangee' && (
        <Message ton="success">La simulation est rangée. Elle se reprend depuis la liste des simulations rangées.</Message>
      )}
      {lu.carroyages.length === 0 ? (
        <Vide titre="Aucun carroyage n’est chargé">
          Les simulations se font sur les carreaux de 200 m publiés par l’Insee. L’administration de la plateforme les charge une fois pour
          tous les contrats. {canImportTerritoire(agent) && <a href="/administration/territoire/carroyages">Charger un carroyage</a>}
        </Vide>
      ) : (
        <Simulations scenarios={visibles} base={base} ranges={ranges} peut={peut} />
      )}
      {(ranges || nombreRanges > 0) && (
        <p>
          {ranges ? (
            <a href={base}>Voir les simulations en cours</a>
          ) : (
            <a href={`${base}?etat=ranges`}>Voir {accorde(nombreRanges, 'simulation rangée', 'simulations rangées')}</a>
          )}
        </p>
      )}
      <ReglesCommunales regles={lu.regles} mesures={lu.mesures} communes={contrat.communes} jour={jourParis(c.get('now'))} />
      <section class="pv-section" aria-labelledby="textes">
        <h2 id="textes">Ce que disent les textes</h2>
        <TableParametres parametres={lu.parametres} />
        <p class="pv-note">
          Outre-mer, le décret n°{'\u00a0'}2014-1575 retient des critères propres, sociaux, démographiques, économiques et de logement
          {'\u00a0'}: aucune règle n’est calculée ici pour ces territoires.
          {canImportTerritoire(agent) && (
            <>
              {' '}
              <a href="/administration/territoire/parametres">Corriger un paramètre</a>
            </>
          )}
        </p>
        {lu.carroyages.length > 0 && (
          <p class="pv-note">
            Carroyages chargés{'\u00a0'}:{' '}
            {lu.carroyages.map((carroyage, rang) => (
              <>
                {rang > 0 && ' ; '}
                <T>{`${carroyage.nom} (${sourceCarroyage(carroyage)}, ${formatNombre(carroyage.cellules)} carreaux dont ${formatNombre(carroyage.imputees)} imputés)`}</T>
              </>
            ))}
            .
          </p>
        )}
      </section>
    </espace.Espace>,
  )
}

function Simulations(props: { scenarios: Awaited<ReturnType<typeof listScenarios>>; base: string; ranges: boolean; peut: boolean }) {
  const { scenarios, base, ranges, peut } = props
  if (scenarios.length === 0) {
    return (
      <Vide titre={ranges ? 'Aucune simulation rangée' : 'Aucune simulation pour l’instant'}>
        Une simulation garde le carroyage, les revenus avec leur source, les paramètres et les ajustements faits à la main.
        {peut && !ranges && (
          <>
            {' '}
            <a href={`${base}/nouvelle`}>Ouvrir la première</a>
          </>
        )}
      </Vide>
    )
  }
  return (
    <section class="pv-defile" tabindex={0} aria-label="Simulations du contrat">
      <table class="ds-table">
        <caption class="pv-cache">Simulations du contrat, la dernière modifiée en premier</caption>
        <thead>
          <tr>
            <th scope="col">Simulation</th>
            <th scope="col">Carroyage</th>
            <th scope="col">Critère</th>
            <th scope="col" class="n">
              Ajustements
            </th>
            <th scope="col">Jour</th>
            <th scope="col">Modifiée</th>
          </tr>
        </thead>
        <tbody>
          {scenarios.map((scenario) => (
            <tr>
              <th scope="row">
                <a href={`${base}/${scenario.id}`}>
                  <T>{scenario.nom}</T>
                </a>
              </th>
              <td>
                <T>{scenario.carroyage}</T>
              </td>
              <td>{scenario.critere === 'revenu' ? 'Revenu' : 'Pauvreté'}</td>
              <td class="n">{scenario.ajustements === 0 ? '–' : formatNombre(scenario.ajustements)}</td>
              <td>{formatDate(scenario.jour)}</td>
              <td>
                {formatInstant(scenario.modifieLe)}, version {scenario.version}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
