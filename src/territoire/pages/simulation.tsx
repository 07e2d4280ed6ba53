import type { EspaceDuContrat } from '#compte/index.ts'
import { formatDate, formatInstant, formatNombre } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import { Carte } from '../carte/vue-carte.tsx'
import { archiveSimulation } from '../commands/archive-simulation.ts'
import { canEditTerritoire } from '../droits.ts'
import type { Resultat } from '../eligibilite/candidats.ts'
import { demandeOf } from '../eligibilite/carte-simulation.ts'
import { compareEnsembles } from '../eligibilite/comparaison.ts'
import { formatPm, MISE_EN_GARDE, sourceCarroyage } from '../eligibilite/mots.ts'
import { getScenarios, getVersion, listScenarios } from '../eligibilite/scenario.store.ts'
import { listEcarts } from '../eligibilite/scenario.ts'
import { computeCandidats, computeSimulation, ensembleOf, type Simulation } from '../eligibilite/simulation.store.ts'
import type { DroitsEligibilite } from './eligibilite.tsx'
import { BanniereSimulation, Derivation } from './simulation-seuil.tsx'
import { TableCandidats, TableQuartiersCompares } from './simulation-tableaux.tsx'

/** One simulation: its result, and its versions. */
export function addRoutesSimulation(routes: Routes, espace: EspaceDuContrat, { lire, simuler }: DroitsEligibilite): void {
  const chemin = '/espace/:contrat/territoire/eligibilite/:scenario'
  routes.get(chemin, lire, (c) => showSimulation(c, espace))
  routes.post(`${chemin}/ranger`, simuler, async (c) => {
    const contrat = await espace.contratOf(c)
    const { sens } = await parseFormulaire(c)
    await actHttp(c, archiveSimulation, { contratId: contrat.id, scenarioId: c.req.param('scenario'), sens })
    const base = `/espace/${contrat.adresse}/territoire/eligibilite`
    return c.redirect(sens === 'ranger' ? `${base}?fait=rangee` : `${base}/${c.req.param('scenario')}`, 303)
  })
}

const FAITS: Record<string, string> = {
  creee: 'La simulation est enregistrée.',
  modifiee: 'Les paramètres sont enregistrés, et le résultat recalculé.',
  ajustee: 'Les carreaux sont enregistrés, et le résultat recalculé.',
}

async function showSimulation(c: C, espace: EspaceDuContrat): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const demandee = Number(c.req.query('version') ?? 0)
  const avec = c.req.query('avec') ?? ''
  const lu = await readHttp(c, async (tx) => {
    const [actuelle, autre] = await getScenarios(tx, contrat.id, c.req.param('scenario') ?? '', avec)
    const complet =
      Number.isInteger(demandee) && demandee > 0 && demandee !== actuelle.scenario.version
        ? await getVersion(tx, actuelle, demandee)
        : actuelle
    const simulation = await computeSimulation(tx, complet, contrat.communes)
    return {
      actuelle,
      complet,
      simulation,
      autres: (await listScenarios(tx, contrat.id)).filter(({ id }) => id !== actuelle.scenario.id),
      autre:
        autre === null ? null : { nom: autre.scenario.nom, carroyageId: autre.carroyage.id, resultat: await computeCandidats(tx, autre) },
    }
  })
  const { complet, simulation } = lu
  const { scenario, carroyage, parametre } = complet
  const base = `/espace/${contrat.adresse}/territoire/eligibilite`
  const ici = `${base}/${scenario.id}`
  const ancienne = scenario.version !== lu.actuelle.scenario.version
  const peut = canEditTerritoire(c.get('agent'), contrat.id) && !ancienne
  const demande = demandeOf(scenario, carroyage, simulation)
  const fait = FAITS[c.req.query('fait') ?? '']
  const ecarts = listEcarts(scenario, parametre)
  return c.html(
    <espace.Espace c={c} titre={`Simulation : ${scenario.nom}`} entree="territoire">
      <BanniereSimulation>
        {ancienne ? (
          <>
            Version {scenario.version}, remplacée. <a href={ici}>Voir la version {lu.actuelle.scenario.version}</a>
          </>
        ) : (
          'Elle ne change ni les quartiers officiels, ni le contrat.'
        )}
      </BanniereSimulation>
      <FilAriane
        etapes={[
          { libelle: 'Territoire', href: `/espace/${contrat.adresse}/territoire` },
          { libelle: 'Éligibilité', href: base },
          { libelle: scenario.nom },
        ]}
      />
      <div class="pv-titre-page">
        <h1>
          <T>{scenario.nom}</T>
        </h1>
        {peut && scenario.archiveLe === null && (
          <a class="ds-button" href={`${ici}/ajuster`}>
            Ajuster les carreaux
          </a>
        )}
      </div>
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      {c.req.query('perdus') !== undefined && (
        <Message ton="warning">
          Des ajustements faits à la main n’ont plus leur carreau dans cette simulation : ils ont été retirés.
        </Message>
      )}
      <p class="pv-chapeau">
        <T>{demande.description}</T>
      </p>
      {scenario.description !== '' && (
        <p>
          <T>{scenario.description}</T>
        </p>
      )}
      <Carte demande={demande} tableau="page">
        Les listes de cette page disent la même chose que la carte.
      </Carte>
      <TableCandidats
        titre="Ensembles éligibles"
        candidats={simulation.resultat.candidats}
        simulation={simulation}
        critere={scenario.critere}
        ici={ici}
        peut={peut}
      />
      <TableCandidats
        titre="Ensembles proches du minimum"
        candidats={simulation.resultat.proches}
        simulation={simulation}
        critere={scenario.critere}
        ici={ici}
        peut={peut}
      />
      <p class="pv-note">
        <T>{MISE_EN_GARDE[scenario.critere]}</T>
      </p>
      <TableQuartiersCompares simulation={simulation} />
      <Derivation complet={complet} simulation={simulation} ecarts={ecarts} />
      <Autres scenarios={lu.autres} avec={avec} ici={ici} courant={simulation} autre={lu.autre} carroyageId={scenario.carroyageId} />
      <section class="pv-section" aria-labelledby="suite">
        <h2 id="suite">Versions et exports</h2>
        <ul class="pv-lignes">
          {lu.actuelle.versions.map(({ numero, motif, le }) => (
            <li>
              <a
                href={numero === lu.actuelle.scenario.version ? ici : `${ici}?version=${numero}`}
                aria-current={numero === scenario.version ? 'page' : undefined}
              >
                Version {numero}
              </a>{' '}
              {formatInstant(le)}
              {motif !== '' && <T>{` : ${motif}`}</T>}
            </li>
          ))}
        </ul>
        <p>
          <a href={`${ici}/candidats.geojson${ancienne ? `?version=${scenario.version}` : ''}`}>Télécharger les contours (GeoJSON)</a>
          {' · '}
          <a href={`${ici}/candidats.csv${ancienne ? `?version=${scenario.version}` : ''}`}>Télécharger le tableau (CSV)</a>
        </p>
        {peut && (
          <form method="post" action={`${ici}/ranger`} class="pv-actions">
            {scenario.archiveLe === null && (
              <a class="ds-button" data-variant="secondary" href={`${ici}/modifier`}>
                Modifier les paramètres
              </a>
            )}
            <input type="hidden" name="sens" value={scenario.archiveLe === null ? 'ranger' : 'reprendre'} />
            <button class="ds-button" data-variant="tertiary" type="submit">
              {scenario.archiveLe === null ? 'Ranger la simulation' : 'Reprendre la simulation'}
            </button>
          </form>
        )}
        <p class="pv-note">
          <T>{`Carreaux : ${carroyage.nom}, ${sourceCarroyage(carroyage)}. Emprise : ${scenario.emprise}. Simulation au ${formatDate(scenario.jour)}.`}</T>
        </p>
      </section>
    </espace.Espace>,
  )
}

type Autre = { nom: string; carroyageId: string; resultat: Resultat }

function Autres(props: {
  scenarios: Awaited<ReturnType<typeof listScenarios>>
  avec: string
  ici: string
  courant: Simulation
  autre: Autre | null
  carroyageId: string
}) {
  const { scenarios, avec, ici, courant, autre, carroyageId } = props
  const comparables = scenarios.filter((un) => un.carroyageId === carroyageId)
  if (comparables.length === 0) return null
  const bilan =
    autre === null || autre.carroyageId !== carroyageId ? null : compareEnsembles(ensembleOf(courant.resultat), ensembleOf(autre.resultat))
  return (
    <section class="pv-section" aria-labelledby="autres">
      <h2 id="autres">Comparer à une autre simulation</h2>
      <form method="get" action={ici} class="pv-formulaire">
        <div class="ds-field">
          <label for="c-avec">Simulation du même carroyage</label>
          <select class="ds-input" id="c-avec" name="avec">
            {comparables.map(({ id, nom }) => (
              <option value={id} selected={id === avec}>
                {nom}
              </option>
            ))}
          </select>
        </div>
        <button class="ds-button" data-variant="secondary" type="submit">
          Comparer
        </button>
      </form>
      {bilan !== null && autre !== null && (
        <p>
          <T>{`${formatNombre(bilan.communes)} carreaux éligibles sont communs, soit ${bilan.aPm === null ? '–' : formatPm(bilan.aPm)} de cette simulation et ${bilan.bPm === null ? '–' : formatPm(bilan.bPm)} de « ${autre.nom} ». ${formatNombre(bilan.seulesA)} ne sont que dans celle-ci, ${formatNombre(bilan.seulesB)} que dans l’autre.`}</T>
        </p>
      )}
    </section>
  )
}
