import type { EntreeEspace } from '#contrat/index.ts'
import type { Routes } from '#platform/http/routes.ts'
import { routes as deplacer } from './deplacer.tsx'
import { routes as importer } from './importer.tsx'
import { routes as modifierFiches } from './modifier-fiches.tsx'
import { routes as noeud } from './noeud.tsx'
import { routes as noeudArchives } from './noeud-archives.tsx'
import { routes as noeudFormulaire } from './noeud-formulaire.tsx'
import { routes as recherche } from './recherche.tsx'
import { routes as relire } from './relire.tsx'
import { routes as strategie } from './strategie.tsx'

/** Every page of the capability. */
export const routesStrategie: readonly Routes[] = [
  strategie,
  modifierFiches,
  noeudFormulaire,
  noeudArchives,
  noeud,
  deplacer,
  recherche,
  importer,
  relire,
]

/** Its entries in the rail of the workspace. */
export const entreesStrategie: readonly EntreeEspace[] = [
  { libelle: 'Stratégie', chemin: 'strategie', ordre: 20 },
  { libelle: 'Importer', chemin: 'importer', ordre: 21 },
]
