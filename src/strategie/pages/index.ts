import type { EntreeEspace } from '#contrat/index.ts'
import type { Routes } from '#platform/http/routes.ts'
import { routes as apparence } from './apparence.tsx'
import { routes as deplacer } from './deplacer.tsx'
import { routes as documentImporte } from './document-importe.tsx'
import { routes as exporter } from './exporter.tsx'
import { routes as fiche } from './fiche.tsx'
import { routes as ficheActes } from './fiche-actes.tsx'
import { routes as ficheExporter } from './fiche-exporter.tsx'
import { routes as ficheHistoire } from './fiche-histoire.tsx'
import { routes as ficheLieux } from './fiche-lieux.tsx'
import { routes as ficheModifier } from './fiche-modifier.tsx'
import { routes as ficheNouvelle } from './fiche-nouvelle.tsx'
import { routes as ficheVersions } from './fiche-versions.tsx'
import { routes as importer } from './importer.tsx'
import { routes as libellesImport } from './libelles-import.tsx'
import { routes as lot } from './lot.tsx'
import { routes as modelesDocuments } from './modeles-documents.tsx'
import { routes as modifierFiches } from './modifier-fiches.tsx'
import { routes as noeud } from './noeud.tsx'
import { routes as noeudArchives } from './noeud-archives.tsx'
import { routes as noeudFormulaire } from './noeud-formulaire.tsx'
import { routes as recherche } from './recherche.tsx'
import { routes as relire } from './relire.tsx'
import { routes as relireDifferences } from './relire-differences.tsx'
import { routes as strategie } from './strategie.tsx'

/** Pages of a fiche. « nouvelle » stands before the ids. */
export const routesFiche: readonly Routes[] = [ficheNouvelle, fiche, ficheLieux, ficheModifier, ficheActes, ficheVersions, ficheHistoire]

/** Pages of an import. « libelles » stands before the ids. */
export const routesImport: readonly Routes[] = [importer, libellesImport, lot, documentImporte, relireDifferences, relire]

/** Every page of the capability. */
export const routesStrategie: readonly Routes[] = [
  strategie,
  modifierFiches,
  noeudFormulaire,
  noeudArchives,
  noeud,
  deplacer,
  recherche,
  ...routesImport,
  ...routesFiche,
  ficheExporter,
  apparence,
  modelesDocuments,
  exporter,
]

/** Its entries in the rail of the workspace. */
export const entreesStrategie: readonly EntreeEspace[] = [
  { libelle: 'Stratégie', chemin: 'strategie', ordre: 20 },
  { libelle: 'Importer', chemin: 'importer', ordre: 21 },
  { libelle: 'Exporter', chemin: 'exporter', ordre: 22 },
]
