/** Front door of `territoire`: the official geography. */
export { type Chargement, loadDecoupage, loadDecoupageIn } from './chargement.store.ts'
export { type FiltreCommunes, findCommune, getCommune, listCommunesByCode, listCommunesOfEpci, searchCommunes } from './commune.store.ts'
export { findEpci, getEpci, searchEpci } from './epci.store.ts'
export { type Commune, type Departement, type Epci, LIBELLES_EPCI, type TypeCommune, type TypeEpci } from './lieux.ts'
export { parseCodeCommune, parseSiren } from './nom.ts'
