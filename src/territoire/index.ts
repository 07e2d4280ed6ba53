/** Front door of `territoire`: the official geography. */

export { droitsTerritoire } from './actions.ts'
export {
  type Calque,
  type DemandeCarte,
  type DessinCarte,
  type FormeCarte,
  STYLES_CARTE,
  type StyleCarte,
} from './carte/carte.ts'
export { readCarteContrat } from './carte/contrat.store.ts'
export { drawCarte } from './carte/dessin.ts'
export { elementsOfCarte } from './carte/document-carte.ts'
export { Carte } from './carte/vue-carte.tsx'
export { type Chargement, loadDecoupage, loadDecoupageIn } from './chargement.store.ts'
export { type Couverture, listChoixLieux } from './choix.store.ts'
export { type ChoixLieu, lieuxConnus } from './choix.ts'
export { locateFromCli } from './cli-reperer.adaptateur.ts'
export { classifyLieu } from './commands/classify-lieu.ts'
export { defineCriteres, noteValeurs } from './commands/define-criteres.ts'
export { definePaliers } from './commands/define-paliers.ts'
export { savePerimetre } from './commands/save-perimetre.ts'
export { type FiltreCommunes, findCommune, getCommune, listCommunesByCode, listCommunesOfEpci, searchCommunes } from './commune.store.ts'
export { listCriteres } from './critere.store.ts'
export { canEditTerritoire, canImportTerritoire, canReadTerritoire } from './droits.ts'
export { type EntiteEcrite, writeGeoJson } from './ecriture-geojson.ts'
export { travauxEligibilite } from './eligibilite/jobs.ts'
export { findEpci, getEpci, searchEpci } from './epci.store.ts'
export { type BlocQuartier, type FentesTerritoire, setFentesTerritoire } from './fentes.ts'
export { type LienFiliation, listFiliation, replaceCalcul } from './filiation.store.ts'
export { computeFiliation } from './filiation.ts'
export { sayLien } from './filiation-mots.ts'
export type { Geocodeur } from './geocodeur.ts'
export { getGeographieLocale, listPaliers } from './geographie-locale.store.ts'
export {
  aireM2,
  type Boite,
  boiteCommune,
  boiteOf,
  decodeWkb,
  encodeWkb,
  type MultiPolygone,
  type Position,
  pointInterieur,
  quantised,
} from './geometrie.ts'
export { createGeoplateforme } from './geoplateforme.adaptateur.ts'
export { createLecteurTerritoire } from './import/import-processus.adaptateur.ts'
export { travauxImports } from './import/travaux.ts'
export { findUniteDeLaCommune, roundedUp, type UniteUrbaine } from './import-contour.store.ts'
export { getIndexQuartiers, type IndexQuartiers } from './index-quartiers.store.ts'
export { lexiqueTerritoire } from './journal-mots.ts'
export { createAtelierGeo } from './lecture/atelier-geo.ts'
export { type Commune, type Departement, type Epci, LIBELLES_EPCI, type TypeCommune, type TypeEpci } from './lieux.ts'
export { parseCodeCommune, parseSiren } from './nom.ts'
export { createRoutesTerritoire } from './pages/routes.ts'
export {
  cleQuartier,
  findQuartierByCode,
  getGeometries,
  getRevision,
  listContours,
  listGenerations,
  listGeometries,
  listQuartiersByCode,
  listQuartiersByIds,
  listQuartiersDesCommunes,
} from './quartier.store.ts'
export { type Generation, isEnVigueur, jourDuContrat, LIBELLES_FILIATION, type PartCommune, type Quartier } from './quartier.ts'
export { saveContour, saveQuartierSchematique } from './quartier-ecriture.store.ts'
export { type QuartierTrouve, type RapportRecherche, searchQuartiers } from './quartier-recherche.store.ts'
export { type LieuReconnu, recognizeLieux } from './reconnaissance.ts'
export { reglageAttribution } from './reglages-adresse.ts'
export {
  listReperes,
  listTerritoiresConnus,
  type RepereQuartier,
  saveUniteUrbaine,
  type TerritoireDeReference,
} from './reperes.store.ts'
export { travauxFiliation } from './taches/calculer-filiation.ts'
export { traitementAdresse, traitementTerritoire } from './traitements.ts'
