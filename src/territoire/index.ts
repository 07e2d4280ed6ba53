/** Front door of `territoire`: the official geography. */

export { droitsTerritoire } from './actions.ts'
export { type Chargement, loadDecoupage, loadDecoupageIn } from './chargement.store.ts'
export { type FiltreCommunes, findCommune, getCommune, listCommunesByCode, listCommunesOfEpci, searchCommunes } from './commune.store.ts'
export { canEditTerritoire, canImportTerritoire, canReadTerritoire } from './droits.ts'
export { findEpci, getEpci, searchEpci } from './epci.store.ts'
export { type BlocQuartier, type FentesTerritoire, setFentesTerritoire } from './fentes.ts'
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
export { lexiqueTerritoire } from './journal-mots.ts'
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
  listQuartiersByCode,
  listQuartiersByIds,
  listQuartiersDesCommunes,
} from './quartier.store.ts'
export { type Generation, isEnVigueur, LIBELLES_FILIATION, type PartCommune, type Quartier } from './quartier.ts'
export { traitementTerritoire } from './traitements.ts'
