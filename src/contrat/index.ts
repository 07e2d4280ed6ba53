/** Front door of `contrat`: the contract, its parties, levels, calendar, documents and versions. */

export { droitsContrat } from './actions.ts'
export { chevauchements, ecritPeriode, etatJalon, fauteOrdre, type Jalon, periodeDe } from './calendrier.ts'
export { addDocument } from './commands/add-document.ts'
export { archiveContrat } from './commands/archive-contrat.ts'
export { changeStatut } from './commands/change-statut.ts'
export { createContrat } from './commands/create-contrat.ts'
export { editContrat } from './commands/edit-contrat.ts'
export { prolongContrat } from './commands/prolong-contrat.ts'
export { restoreContrat } from './commands/restore-contrat.ts'
export { saveChampsFiche } from './commands/save-champs-fiche.ts'
export { saveJalons } from './commands/save-jalons.ts'
export { saveNiveaux } from './commands/save-niveaux.ts'
export { saveQuartiersNommes } from './commands/save-quartiers-nommes.ts'
export { saveSignataires } from './commands/save-signataires.ts'
export { saveThemes } from './commands/save-themes.ts'
export { findContratByAdresse, getContrat, listContrats, lockContrat, touchContrat } from './contrat.store.ts'
export {
  assertModifiable,
  type ChoixChampContrat,
  type CommuneContrat,
  type ContratComplet,
  type ContratCourant,
  type DocumentContrat,
  formatNumero,
  LIBELLES_STATUTS,
  type Niveau,
  type Numerotation,
  type QuartierNomme,
  type StatutContrat,
  type Theme,
} from './contrat.ts'
export {
  type CadreFiche,
  getCadreFiche,
  getContratComplet,
  getDocument,
  listChoixChamps,
  listCommunesContrat,
  listDocuments,
  listJalons,
  listNiveaux,
  listQuartiersNommes,
  listSignataires,
  listThemes,
} from './contrat-complet.store.ts'
export { listContratsOuverts } from './contrat-ouvert.store.ts'
export { bornesDe, ecritDate, parseDatePrecise, precisionDe } from './dates.ts'
export { canCreateContrat, canEditContrat, canReadContrat, canReadJournal } from './droits.ts'
export { droitEspace, type EntreeEspace, Espace, setEntreesEspace } from './espace.tsx'
export { type BlocAccueil, type CarteAccueil, type Fentes, setFentesContrat } from './fentes.ts'
export { Frise } from './frise.tsx'
export { lexiqueContrat } from './journal.adaptateur.ts'
export type { ChampPropose, NoeudPropose } from './modeles.ts'
export { entreesContrat, routesContrat } from './pages/index.ts'
export { LIBELLES_ROLES_SIGNATAIRES, type RoleSignataire, type Signataire } from './signataire.ts'
export { traitementContrat } from './traitements.ts'
export { assertAJour, empreinteListe, VersionPerimee } from './verrou.ts'
export {
  findVersionEnLigne,
  getVersion,
  listContratsEnLigne,
  listVersions,
  publishVersion,
  saveVersion,
  type VersionComplete,
  type VersionContrat,
  withdrawVersion,
} from './version.store.ts'
