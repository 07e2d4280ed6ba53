import type { Routes } from '#platform/http/routes.ts'
import { canReadJournal } from '../droits.ts'
import type { EntreeEspace } from '../espace.tsx'
import { routesAccueil } from './accueil.tsx'
import { routesAdministrationContrats } from './administration-contrats.tsx'
import { routesContratPage } from './contrat.tsx'
import { routesDocuments } from './documents.tsx'
import { routesJournal } from './journal.tsx'
import { routesListesCadre } from './listes-cadre.tsx'
import { routesListesParties } from './listes-parties.tsx'
import { routesMesContrats } from './mes-contrats.tsx'
import { routesModifier } from './modifier.tsx'
import { routesNouveau } from './nouveau.tsx'
import { routesProroger } from './proroger.tsx'
import { routesStatut } from './statut.tsx'

/** Pages of the contract. `/espace/nouveau` comes before `/espace/:contrat`. */
export const routesContrat: Routes[] = [
  routesMesContrats,
  routesNouveau,
  routesAccueil,
  routesContratPage,
  routesModifier,
  routesStatut,
  routesProroger,
  routesListesParties,
  routesListesCadre,
  routesDocuments,
  routesJournal,
  routesAdministrationContrats,
]

/** Entries of the rail of the workspace. */
export const entreesContrat: EntreeEspace[] = [
  { libelle: 'Accueil', chemin: '', ordre: 0 },
  { libelle: 'Contrat', chemin: 'contrat', ordre: 1 },
  { libelle: 'Journal', chemin: 'journal', ordre: 90, visible: (agent, contrat) => canReadJournal(agent, contrat.id) },
]
