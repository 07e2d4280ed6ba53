/** Examples of the commands of eligibility. */
import { createCarroyageDeTest, MOINS_DE_5_MILLIONS, saisieDeTest } from '#territoire/eligibilite/simulation-de-test.ts'
import { type Exemple, un } from './droits-exemples-forme-de-test.ts'

const CSV = new TextEncoder().encode('idcar_200m,ind,ind_snv\nCRS3035RES200mN2700000E3740000,10,150000\n')
const MESURES = new TextEncoder().encode('mesure;commune;millesime;valeur;source\nlogement_social_pct;91312;2023;24,5;SDES\n')

export const exemplesEligibilite: Readonly<Record<string, readonly Exemple[]>> = {
  'territoire.creer_simulation': un(async ({ tx, contratId }) => ({ contratId, ...saisieDeTest(await createCarroyageDeTest(tx)) })),
  'territoire.modifier_simulation': un(({ contratId, id }) => ({
    contratId,
    scenarioId: id('scenario'),
    version: 1,
    ...saisieDeTest(id('carroyage')),
  })),
  'territoire.ajuster_simulation': un(({ contratId, id }) => ({
    contratId,
    scenarioId: id('scenario'),
    version: 1,
    perimetre: '{"type":"Polygon","coordinates":[[[0.70,47.38],[0.71,47.38],[0.71,47.39],[0.70,47.39],[0.70,47.38]]]}',
  })),
  'territoire.ranger_simulation': un(({ contratId, id }) => ({ contratId, scenarioId: id('scenario'), sens: 'ranger' })),
  'territoire.deposer_carroyage': un(() => ({
    nom: 'Carreaux',
    source: 'Essai',
    millesime: '2021',
    sorte: 'code',
    fichier: { nom: 'c.csv', contenu: CSV },
  })),
  'territoire.retirer_carroyage': un(({ id }) => ({ carroyageId: id('carroyage') })),
  'territoire.corriger_parametre': un(() => ({
    cle: '2023-1312/moins-de-5-millions',
    decret: '2014-767',
    libelle: 'Métropole',
    champ: 'metropole',
    debut: '2024-01-01',
    fin: '',
    tailleMin: '0',
    tailleMax: '5 000 000',
    coteM: '200',
    populationMin: '1 000',
    unitePopulationMin: '10 000',
    uniteArrondi: '100',
    facteurPm: '60',
    poidsNationalPm: '70',
    poidsUnitePm: '30',
    inegalite: 'stricte',
    derogationAnnees: '6',
    voisinage: '4',
    source: `Ligne ${MOINS_DE_5_MILLIONS}, article 4`,
    verifieLe: '2026-03-01',
    motif: 'Contiguïté par les côtés',
  })),
  'territoire.enregistrer_regle_communale': un(() => ({
    nom: 'Une règle',
    source: 'Délibération',
    departements: '37',
    conditions: [{ mesure: 'population', libelle: 'Population', unite: 'habitants', comparaison: 'plus_de', seuil: '5 000' }],
  })),
  'territoire.charger_mesures_communes': un(() => ({ fichier: { nom: 'm.csv', contenu: MESURES } })),
}
