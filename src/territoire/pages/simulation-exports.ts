import type { EspaceDuContrat } from '#compte/index.ts'
import { writeCsv } from '#platform/documents/ecriture/classeur.ts'
import { contentDisposition } from '#platform/fichiers/envoi.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import type { Routes } from '#platform/http/routes.ts'
import type { Candidat } from '../eligibilite/candidats.ts'
import { contourCandidat } from '../eligibilite/carte-simulation.ts'
import { ECHELLE } from '../eligibilite/grille.ts'
import { ENTETE_PROXY, formatCompte, formatImpute, nomEnsemble, proxyOf, sourceCarroyage } from '../eligibilite/mots.ts'
import { getScenario, getVersion, type ScenarioComplet } from '../eligibilite/scenario.store.ts'
import { computeSimulation, type Simulation } from '../eligibilite/simulation.store.ts'
import { toGeoJson } from '../geometrie.ts'
import type { DroitsEligibilite } from './eligibilite.tsx'

/** A simulation as files: outlines and table. */
export function addRoutesExports(routes: Routes, espace: EspaceDuContrat, { lire }: DroitsEligibilite): void {
  const chemin = '/espace/:contrat/territoire/eligibilite/:scenario'
  routes.get(`${chemin}/candidats.geojson`, lire, async (c) => {
    const { complet, simulation } = await readSimulation(c, espace)
    c.header('content-type', 'application/geo+json; charset=utf-8')
    c.header('content-disposition', contentDisposition(`${complet.scenario.nom}.geojson`))
    return c.body(JSON.stringify(toGeoJsonOf(complet, simulation)))
  })
  routes.get(`${chemin}/candidats.csv`, lire, async (c) => {
    const { complet, simulation } = await readSimulation(c, espace)
    c.header('content-type', 'text/csv; charset=utf-8')
    c.header('content-disposition', contentDisposition(`${complet.scenario.nom}.csv`))
    return c.body(writeCsv(feuilleOf(complet, simulation)).slice().buffer)
  })
}

async function readSimulation(c: C, espace: EspaceDuContrat): Promise<{ complet: ScenarioComplet; simulation: Simulation }> {
  const contrat = await espace.contratOf(c)
  const numero = Number(c.req.query('version') ?? 0)
  return readHttp(c, async (tx) => {
    const actuelle = await getScenario(tx, contrat.id, c.req.param('scenario') ?? '')
    const complet =
      Number.isInteger(numero) && numero > 0 && numero !== actuelle.scenario.version ? await getVersion(tx, actuelle, numero) : actuelle
    return { complet, simulation: await computeSimulation(tx, complet, contrat.communes) }
  })
}

/** RFC 7946: one feature a set of cells; the simulation and its sources as foreign members. */
function toGeoJsonOf({ scenario, carroyage, parametre }: ScenarioComplet, simulation: Simulation) {
  const entite = (statut: string) => (candidat: Candidat) => ({
    type: 'Feature',
    properties: {
      nom: nomEnsemble(candidat.rang),
      statut,
      carreaux: candidat.cellules,
      habitants: candidat.population === null ? null : candidat.population / ECHELLE,
      menages: candidat.menages / ECHELLE,
      moyenne_niveau_de_vie_cents:
        candidat.niveauCents === null || candidat.population === null || candidat.population === 0
          ? null
          : Math.round((candidat.niveauCents * ECHELLE) / candidat.population),
      carreaux_imputes: candidat.cellulesImputees,
      carreaux_ajoutes: candidat.ajoutees,
      communes: (simulation.lieux.get(candidat.rang) ?? []).map(({ code }) => code),
    },
    geometry: toGeoJson(contourCandidat(candidat, simulation, carroyage)),
  })
  return {
    type: 'FeatureCollection',
    simulation: true,
    nom: scenario.nom,
    version: scenario.version,
    jour: scenario.jour,
    source: sourceCarroyage(carroyage),
    texte: parametre.source,
    features: [...simulation.resultat.candidats.map(entite('eligible')), ...simulation.resultat.proches.map(entite('proche'))],
  }
}

function feuilleOf({ scenario, carroyage }: ScenarioComplet, { resultat, lieux, comparaison }: Simulation) {
  const bilans = new Map(comparaison.candidats.map((bilan) => [bilan.rang, bilan]))
  const titres = [
    'Ensemble',
    'Statut',
    'Communes',
    'Carreaux',
    'Carreaux ajoutés',
    'Habitants',
    'Ménages',
    ENTETE_PROXY[scenario.critere],
    'Part imputée',
    'Quartiers officiels',
    'Source des carreaux',
  ]
  const ligne = (statut: string) => (candidat: Candidat) => [
    nomEnsemble(candidat.rang),
    statut,
    (lieux.get(candidat.rang) ?? []).map(({ nom }) => nom).join(', '),
    String(candidat.cellules),
    String(candidat.ajoutees),
    formatCompte(candidat.population),
    formatCompte(candidat.menages),
    proxyOf(candidat, scenario.critere),
    formatImpute(candidat),
    (bilans.get(candidat.rang)?.quartiers ?? []).map(({ code }) => code).join(', '),
    sourceCarroyage(carroyage),
  ]
  return {
    nom: 'Simulation',
    colonnes: titres.map((titre) => ({ titre, largeur: 20 })),
    lignes: [...resultat.candidats.map(ligne('éligible (simulation)')), ...resultat.proches.map(ligne('proche (simulation)'))],
  }
}
