import type { JetonsCourriel } from '#platform/courriel/jeton.ts'
import type { Chapitre } from '#platform/droits.ts'
import { createRoutes, type Routes } from '#platform/http/routes.ts'
import type { EspaceDuContrat, ListContrats } from '../contrat-connu.ts'
import { canManageEquipe } from '../droits.ts'
import type { Fournisseurs } from '../oidc.adaptateur.ts'
import type { RechercheEntreprises } from '../recherche-entreprises.adaptateur.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { addRoutesActesMandats } from './actes-mandats.tsx'
import { addRoutesAdministration } from './administration.tsx'
import { addRoutesClotures } from './administration-clotures.tsx'
import { addRoutesOrganisations } from './administration-organisations.tsx'
import { addRoutesPersonne } from './administration-personne.tsx'
import { addRoutesPersonnes } from './administration-personnes.tsx'
import { addRoutesRegistre } from './administration-registre.tsx'
import { addRoutesReglages } from './administration-reglages.tsx'
import { addRoutesAdministrationSecondFacteur } from './administration-second-facteur.tsx'
import { addRoutesTaches } from './administration-taches.tsx'
import { addRoutesChangerMotDePasse } from './changer-mot-de-passe.tsx'
import { addRoutesConnexion, type BoutonFournisseur } from './connexion.tsx'
import { addRoutesConnexionCode } from './connexion-code.tsx'
import { addRoutesConnexionLien } from './connexion-lien.tsx'
import { addRoutesCourriels } from './courriels.tsx'
import { addRoutesCourrielsAdministration } from './courriels-administration.tsx'
import { addRoutesCourrielsDev } from './courriels-dev.tsx'
import { addRoutesDelegations } from './delegations.tsx'
import { droitAdministration } from './droit-administration.ts'
import { addRoutesEquipe } from './equipe.tsx'
import { addRoutesFermer } from './fermer.tsx'
import { addRoutesFinGroupee } from './fin-groupee.tsx'
import { perimetreContrat, perimetreOrganisation } from './fin-groupee-cadre.tsx'
import { addRoutesInscription } from './inscription.tsx'
import { addRoutesInterets } from './interets.tsx'
import { addRoutesInvitation } from './invitation.tsx'
import { addRoutesInvitations } from './invitations.tsx'
import { addRoutesJournalPlateforme } from './journal-plateforme.tsx'
import { addRoutesMandat } from './mandat.tsx'
import { addRoutesMandatChoisi } from './mandat-choisi.tsx'
import { addRoutesMandatsAConfirmer } from './mandats-a-confirmer.tsx'
import { addRoutesMesDonnees } from './mes-donnees.tsx'
import { addRoutesMesSessions } from './mes-sessions.tsx'
import { addRoutesMonCompte } from './mon-compte.tsx'
import { addRoutesMotDePasse } from './mot-de-passe.tsx'
import { addRoutesOidc } from './oidc.tsx'
import { addRoutesOidcCompte } from './oidc-compte.tsx'
import { prepareSortie } from './oidc-session.ts'
import { addRoutesOrganisation } from './organisation.tsx'
import { addRoutesDocumentsOrganisation } from './organisation-documents.tsx'
import { addRoutesDoublons } from './organisation-doublons.tsx'
import { addRoutesModifierOrganisation } from './organisation-modifier.tsx'
import { addRoutesNatures } from './organisation-natures.tsx'
import { addRoutesReunion } from './organisation-reunion.tsx'
import { addRoutesDroits } from './qui-peut-quoi.tsx'
import { addRoutesRenouveler } from './renouveler.tsx'
import { addRoutesSecondFacteur } from './second-facteur.tsx'

export type DepsCompte = {
  sessions: Sessions
  /** Identity providers of the instance; absent: none, and none of their routes. */
  fournisseurs?: Fournisseurs
  configuration: { production: boolean; demo: boolean; courrielsMontres: boolean }
  /** Signs the links by which mail is stopped. */
  jetons: JetonsCourriel
  /** Public service that completes organisations; absent: they are typed by hand. */
  recherche?: RechercheEntreprises
  /** Lent by the capability of the contracts, which stands higher. */
  listContrats: ListContrats
  espace: EspaceDuContrat
  /** What one may do, of all capabilities. */
  droits: readonly Chapitre[]
  /** Pages of administration of higher capabilities, for the door of the administration. */
  administrees?: readonly string[]
}

/**
 * Every page of the capability.
 * @throws Error in production when the demo is asked for
 */
export function createRoutesCompte(deps: DepsCompte): Routes {
  const routes = createRoutes()
  const oidc = deps.fournisseurs === undefined || deps.fournisseurs.liste.length === 0 ? null : { ...deps, fournisseurs: deps.fournisseurs }
  addRoutesConnexion(
    routes,
    oidc === null ? deps : { ...deps, boutons: boutonsOf(oidc.fournisseurs), prepareSortie: (c) => prepareSortie(c, oidc) },
  )
  if (oidc !== null) {
    addRoutesOidc(routes, oidc)
    addRoutesOidcCompte(routes, oidc)
  }
  addRoutesConnexionCode(routes, deps)
  addRoutesConnexionLien(routes, deps)
  addRoutesMandatsAConfirmer(routes, deps.listContrats)
  addRoutesMotDePasse(routes, deps)
  addRoutesInscription(routes, deps)
  addRoutesInvitation(routes, deps)
  addRoutesMonCompte(routes, deps)
  addRoutesChangerMotDePasse(routes, deps)
  addRoutesMesSessions(routes, deps)
  addRoutesSecondFacteur(routes, deps)
  addRoutesInterets(routes)
  addRoutesMandatChoisi(routes, deps.espace)
  addRoutesEquipe(routes, deps)
  addRoutesInvitations(routes, deps)
  addRoutesMandat(routes, deps.espace)
  addRoutesDelegations(routes, deps.espace)
  addRoutesFinsGroupees(routes, deps)
  addRoutesRenouveler(routes, deps.espace)
  addRoutesDroits(routes, deps.espace, deps.droits)
  addRoutesPersonnes(routes)
  addRoutesPersonne(routes, deps)
  addRoutesAdministrationSecondFacteur(routes)
  addRoutesOrganisations(routes)
  addRoutesNatures(routes)
  addRoutesDoublons(routes)
  addRoutesReunion(routes)
  addRoutesModifierOrganisation(routes, deps)
  addRoutesDocumentsOrganisation(routes)
  addRoutesOrganisation(routes)
  addRoutesJournalPlateforme(routes)
  addRoutesCourriels(routes, deps)
  addRoutesCourrielsAdministration(routes)
  addRoutesCourrielsDev(routes, deps)
  addRoutesMesDonnees(routes)
  addRoutesFermer(routes)
  addRoutesReglages(routes)
  addRoutesRegistre(routes)
  addRoutesClotures(routes)
  addRoutesTaches(routes)
  addRoutesAdministration(routes, deps.administrees)
  return routes
}

function boutonsOf({ liste }: Fournisseurs): BoutonFournisseur[] {
  return liste.map(({ id, libelle, aide }) => ({ libelle: `S’identifier avec ${libelle}`, aide, chemin: `/connexion/fournisseur/${id}` }))
}

/** Bulk acts on mandates: on a contract, and on one organisation over all its contracts. */
function addRoutesFinsGroupees(routes: Routes, { espace, listContrats }: DepsCompte): void {
  const gerer = espace.droit('chef de projet du contrat', (agent, contrat) => canManageEquipe(agent, contrat.id))
  for (const [base, droit, perimetre] of [
    ['/espace/:contrat/equipe', gerer, perimetreContrat(espace)],
    ['/administration/organisations/:organisation', droitAdministration, perimetreOrganisation(listContrats)],
  ] as const) {
    addRoutesFinGroupee(routes, base, droit, perimetre)
    addRoutesActesMandats(routes, base, droit, perimetre)
  }
}
