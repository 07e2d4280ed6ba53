/** What the command line loads for `parvis territoire import`. */
export { createLecteurTerritoire } from './import/import-processus.adaptateur.ts'
export { type IoImport, runImportTerritoire } from './import/ligne-commande.ts'
