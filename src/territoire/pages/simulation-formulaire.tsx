import type { EspaceDuContrat } from '#compte/index.ts'
import type { RegleViolee } from '#platform/errors.ts'
import { formatEuros, formatNombre, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampChoix, ChampLong, ChampTexte, Radios } from '#ui/champs.tsx'
import { FilAriane, T } from '#ui/pieces.tsx'
import { createSimulation } from '../commands/create-simulation.ts'
import { editSimulation } from '../commands/edit-simulation.ts'
import { listCarroyages } from '../eligibilite/carroyage.store.ts'
import { formatPm, sourceCarroyage } from '../eligibilite/mots.ts'
import { listParametres } from '../eligibilite/parametre.store.ts'
import { getScenario } from '../eligibilite/scenario.store.ts'
import type { Scenario } from '../eligibilite/scenario.ts'
import { findUnite } from '../eligibilite/simulation.store.ts'
import type { DroitsEligibilite } from './eligibilite.tsx'
import { BanniereSimulation } from './simulation-seuil.tsx'

/** The form of a simulation: new, or changed. */
export function addRoutesFormulaire(routes: Routes, espace: EspaceDuContrat, { simuler }: DroitsEligibilite): void {
  const base = '/espace/:contrat/territoire/eligibilite'
  routes.get(`${base}/nouvelle`, simuler, (c) => showFormulaire(c, espace, null, {}))
  routes.post(`${base}/nouvelle`, simuler, async (c) => {
    const contrat = await espace.contratOf(c)
    const saisie = await parseFormulaire(c)
    const communes = contrat.communes.map(({ code }) => code)
    return orShow(
      async () => {
        const { scenarioId } = await actHttp(c, createSimulation, { ...saisie, contratId: contrat.id, communes })
        return c.redirect(`/espace/${contrat.adresse}/territoire/eligibilite/${scenarioId}?fait=creee`, 303)
      },
      (erreur) => showFormulaire(c, espace, null, saisie, erreur),
    )
  })
  routes.get(`${base}/:scenario/modifier`, simuler, async (c) => {
    const contrat = await espace.contratOf(c)
    const { scenario } = await readHttp(c, (tx) => getScenario(tx, contrat.id, c.req.param('scenario') ?? ''))
    return showFormulaire(c, espace, scenario, saisieOf(scenario))
  })
  routes.post(`${base}/:scenario/modifier`, simuler, async (c) => {
    const contrat = await espace.contratOf(c)
    const saisie = await parseFormulaire(c)
    const scenarioId = c.req.param('scenario') ?? ''
    const communes = contrat.communes.map(({ code }) => code)
    return orShow(
      async () => {
        const { perdus } = await actHttp(c, editSimulation, { ...saisie, contratId: contrat.id, scenarioId, communes })
        return c.redirect(
          `/espace/${contrat.adresse}/territoire/eligibilite/${scenarioId}?fait=modifiee${perdus > 0 ? '&perdus=1' : ''}`,
          303,
        )
      },
      async (erreur) => {
        const { scenario } = await readHttp(c, (tx) => getScenario(tx, contrat.id, scenarioId))
        return showFormulaire(c, espace, scenario, saisie, erreur)
      },
    )
  })
}

/** The fields of a simulation as they would be typed. */
function saisieOf(s: Scenario): Saisie {
  const euros = (cents: number | null) => (cents === null ? '' : formatEuros(cents).replace(/\s€$/, ''))
  return {
    ...s,
    version: String(s.version),
    partPauvres: s.partPauvresPm === null ? '' : formatNombre(s.partPauvresPm / 10),
    unitePopulation: s.unitePopulation === null ? '' : formatNombre(s.unitePopulation),
    revenuNational: euros(s.revenuNationalCents),
    revenuUnite: euros(s.revenuUniteCents),
    passeeSousLe: s.passeeSousLe ?? '',
    voisinage: String(s.voisinage),
    populationMin: formatNombre(s.populationMin),
    procheDe: formatNombre(s.procheDePm / 10),
    empriseSorte: 'garder',
  }
}

async function showFormulaire(
  c: C,
  espace: EspaceDuContrat,
  scenario: Scenario | null,
  saisie: Saisie,
  erreur?: RegleViolee,
): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const { carroyages, parametres, unite } = await readHttp(c, async (tx) => ({
    carroyages: await listCarroyages(tx),
    parametres: await listParametres(tx),
    unite:
      scenario === null
        ? await findUnite(
            tx,
            contrat.communes.map(({ code }) => code),
          )
        : null,
  }))
  const base = `/espace/${contrat.adresse}/territoire/eligibilite`
  const erreurs = erreur?.champs
  const defaut = parametres.find(({ champ }) => champ === 'metropole')
  const valeur = (champ: string, sinon = '') => (champ in saisie ? typed(saisie, champ) : sinon)
  const texte = (nom: string, libelle: string, options: { aide?: string; requis?: boolean; sinon?: string; nombre?: boolean } = {}) => (
    <ChampTexte
      nom={nom}
      libelle={libelle}
      valeur={valeur(nom, options.sinon)}
      erreurs={erreurs}
      requis={options.requis === true}
      {...(options.aide === undefined ? {} : { aide: options.aide })}
      {...(options.nombre === true ? { inputmode: 'decimal' as const } : {})}
    />
  )
  const titre = scenario === null ? 'Nouvelle simulation' : 'Modifier les paramètres'
  return c.html(
    <espace.Espace c={c} titre={titre} entree="territoire">
      <BanniereSimulation>Rien de ce que vous écrivez ici ne change les quartiers officiels.</BanniereSimulation>
      <FilAriane
        etapes={[
          { libelle: 'Éligibilité', href: base },
          ...(scenario === null ? [] : [{ libelle: scenario.nom, href: `${base}/${scenario.id}` }]),
          { libelle: titre },
        ]}
      />
      <h1>{titre}</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreurs} />
      <form method="post" class="pv-formulaire" novalidate>
        {scenario !== null && <input type="hidden" name="version" value={valeur('version', String(scenario.version))} />}
        {texte('nom', 'Nom de la simulation', { requis: true })}
        <ChampLong nom="description" libelle="Ce que vous cherchez" valeur={valeur('description')} erreurs={erreurs} lignes={2} />
        <ChampChoix
          nom="carroyageId"
          libelle="Carroyage"
          valeur={valeur('carroyageId')}
          erreurs={erreurs}
          requis
          options={carroyages.map((un) => ({
            valeur: un.id,
            libelle: `${un.nom} (${sourceCarroyage(un)}, ${formatNombre(un.cellules)} carreaux)`,
          }))}
        />
        <ChampChoix
          nom="parametreId"
          libelle="Texte appliqué"
          aide="Les poids dépendent de la taille de l’unité urbaine. Outre-mer, aucun seuil de revenu n’est calculé."
          valeur={valeur('parametreId', defaut?.id)}
          erreurs={erreurs}
          requis
          options={parametres.map((un) => ({
            valeur: un.id,
            libelle: `${un.libelle} (décret n° ${un.decret})${un.verifieLe === null ? ', non vérifié' : ''}`,
          }))}
        />
        <Radios
          nom="critere"
          legende="Critère"
          valeur={valeur('critere', 'revenu')}
          options={[
            { valeur: 'revenu', libelle: 'Le seuil de revenu du décret' },
            { valeur: 'pauvrete', libelle: 'Une part de ménages pauvres, pour explorer là où les carreaux n’ont pas de revenu' },
          ]}
        />
        <fieldset class="ds-fieldset">
          <legend>Revenus</legend>
          {texte('revenuNational', 'Revenu médian national par unité de consommation (€)', {
            nombre: true,
            aide: 'Pour le critère de revenu.',
          })}
          {texte('revenuNationalSource', 'Source du revenu national', { aide: 'Par exemple : Insee, Filosofi 2020.' })}
          {texte('revenuUnite', 'Revenu médian de l’unité urbaine (€)', { nombre: true })}
          {texte('revenuUniteSource', 'Source du revenu de l’unité urbaine')}
          {texte('partPauvres', 'Part de ménages pauvres à dépasser (%)', { nombre: true, aide: 'Pour le critère de pauvreté.' })}
        </fieldset>
        <fieldset class="ds-fieldset">
          <legend>Unité urbaine</legend>
          {texte('uniteNom', 'Nom de l’unité urbaine', { sinon: unite?.nom ?? '' })}
          {texte('unitePopulation', 'Population totale', {
            nombre: true,
            aide: 'Arrondie à la centaine supérieure avant d’être comparée au minimum.',
            sinon: unite === null || unite.population === null ? '' : formatNombre(unite.population),
          })}
          {texte('unitePopulationSource', 'Source de la population', { sinon: unite?.source ?? '' })}
          <ChampTexte
            nom="passeeSousLe"
            libelle="Passée sous le minimum le"
            aide="Seulement pour des quartiers déjà inscrits : ouvre la dérogation de six ans."
            type="date"
            valeur={valeur('passeeSousLe')}
            erreurs={erreurs}
          />
        </fieldset>
        <fieldset class="ds-fieldset">
          <legend>Ensembles de carreaux</legend>
          {texte('populationMin', 'Population minimale d’un ensemble', {
            nombre: true,
            requis: true,
            sinon: defaut === undefined ? '' : formatNombre(defaut.populationMin),
          })}
          {texte('procheDe', 'Signaler les ensembles à partir de (% du minimum)', { nombre: true, requis: true, sinon: '80' })}
          <ChampChoix
            nom="voisinage"
            libelle="Deux carreaux se touchent"
            valeur={valeur('voisinage', String(defaut?.voisinage ?? 8))}
            erreurs={erreurs}
            requis
            options={[
              { valeur: '8', libelle: 'par un côté ou par un coin' },
              { valeur: '4', libelle: 'par un côté seulement' },
            ]}
          />
        </fieldset>
        <ChampChoix
          nom="empriseSorte"
          libelle="Où lire les carreaux"
          valeur={valeur('empriseSorte', 'communes')}
          erreurs={erreurs}
          requis
          options={[
            ...(scenario === null ? [] : [{ valeur: 'garder', libelle: `comme aujourd’hui : ${scenario.emprise}` }]),
            { valeur: 'communes', libelle: 'dans les communes du contrat, et 2 km autour' },
            { valeur: 'quartiers', libelle: 'autour des quartiers officiels du contrat' },
            { valeur: 'point', libelle: 'autour d’un point' },
          ]}
        />
        <fieldset class="ds-fieldset">
          <legend>Le point, si vous l’avez choisi</legend>
          {texte('latitude', 'Latitude', { nombre: true, aide: 'En degrés, par exemple 47,3941.' })}
          {texte('longitude', 'Longitude', { nombre: true, aide: 'En degrés, par exemple 0,6848.' })}
          {texte('rayonKm', 'Rayon (km)', { nombre: true })}
        </fieldset>
        <ChampTexte nom="jour" libelle="Au jour du" type="date" valeur={valeur('jour', jourParis(c.get('now')))} erreurs={erreurs} requis />
        {scenario !== null && texte('motif', 'Pourquoi ce changement')}
        <p class="pv-actions">
          <button class="ds-button" type="submit">
            {scenario === null ? 'Lancer la simulation' : 'Enregistrer et recalculer'}
          </button>
          <a href={scenario === null ? base : `${base}/${scenario.id}`}>Annuler</a>
        </p>
      </form>
      {defaut !== undefined && (
        <p class="pv-note">
          <T>{`Rappel : ${formatPm(defaut.facteurPm)} de la moyenne pondérée, comparaison ${defaut.inegalite === 'stricte' ? 'stricte' : 'large'}. ${defaut.source}.`}</T>
        </p>
      )}
    </espace.Espace>,
    erreur === undefined ? 200 : 422,
  )
}
