/** Front door of `compte`: people, organisations, mandates, sessions. */
import { setTitreMandat } from '#platform/acteur.ts'
import { sayTitreAudit } from './acces.ts'

export { listAcces } from './acces.store.ts'
export { accesSur, DUREE_MAX_H } from './acces.ts'
export { droitsCompte } from './actions.ts'
export { findAdresseReseau } from './adresse-reseau.ts'
export { findAgentByCourriel, findAgentByPersonne } from './agent.store.ts'
export {
  type Agent,
  hasRole,
  isAdminPlateforme,
  LIBELLES_ROLES,
  type Mandat,
  mandatsSur,
  ROLES,
  type Role,
  sayAgir,
  sayTitre,
} from './agent.ts'
export { chooseMandat } from './commands/choose-mandat.ts'
export { type IoAdmin, runAdmin } from './commands/cli-admin.ts'
export { closeAcces } from './commands/close-acces.ts'
export { createOrganisation } from './commands/create-organisation.ts'
export { createPersonne } from './commands/create-personne.ts'
export { declareAbsence } from './commands/declare-absence.ts'
export { delegateMandat, revokeDelegation } from './commands/delegate-mandat.ts'
export { endMandat } from './commands/end-mandat.ts'
export { endMandats } from './commands/end-mandats.ts'
export { giveMandat } from './commands/give-mandat.ts'
export { noteLecture } from './commands/note-lecture.ts'
export { openAcces } from './commands/open-acces.ts'
export { rekeySecondsFacteurs } from './commands/rekey-seconds-facteurs.ts'
export { renewMandats } from './commands/renew-mandats.ts'
export { undoMandats } from './commands/undo-mandats.ts'
export { welcomeMembre } from './commands/welcome-membre.ts'
export { getRegleConflit, impartialSur, listAppartenances } from './conflit.store.ts'
export {
  ACTES_IMPARTIAUX,
  type ActeImpartial,
  type Appartenance,
  findConflit,
  isImpartial,
  type RegleConflit,
  sayConflit,
} from './conflit.ts'
export { assertPersonasInterdits } from './connexion.ts'
export {
  type ContratConnu,
  type ContratEspace,
  type EspaceDuContrat,
  type FindContrat,
  type ListContrats,
  setFindContrat,
} from './contrat-connu.ts'
export { createDelegationRow, getMatiere, listMatieres } from './delegation.store.ts'
export { canSignFor, findSignature, type Matiere, type TitreSignature } from './delegation.ts'
export { canAdministerComptes, canCreateOrganisation, canManageEquipe, canManageMandat } from './droits.ts'
export { travauxCompte } from './jobs.ts'
export { lexiqueCompte } from './journal.adaptateur.ts'
export { createAbsenceRow, createMandatRow, listMandatsOfContrat, openMandatCreateur } from './mandat.store.ts'
export { etatMandat, LIBELLES_QUALITES, type MandatComplet, type NouveauMandat, type Qualite } from './mandat.ts'
export { coversCommune, coversQuartier, sayTerritoire, type Territoire, TOUT_LE_CONTRAT } from './mandat-territoire.ts'
export { createFournisseurs } from './oidc.adaptateur.ts'
export {
  addNomOrganisation,
  createOrganisationRow,
  findOrganisationConnue,
  getOrganisation,
  listOrganisations,
  listTypesOrganisation,
} from './organisation.store.ts'
export type { Organisation, TypeOrganisation } from './organisation.ts'
export { addDocumentOrganisationRow } from './organisation-document.store.ts'
export { refreshDoublons } from './organisation-doublon.store.ts'
export { droitAdministration } from './pages/droit-administration.ts'
export { explainRefus } from './pages/pourquoi.ts'
export { createRoutesCompte, type DepsCompte } from './pages/routes.ts'
export { createPersona, listPersonas, type Persona } from './persona.store.ts'
export { findPersonneByCourriel, getPersonne, listNoms, listPersonnes, type Personne } from './personne.store.ts'
export { createRechercheEntreprises } from './recherche-entreprises.adaptateur.ts'
export { dureeMaxAcces } from './reglages-acces.ts'
export {
  dureeComptesInactifs,
  ETATS_ACCESSIBILITE,
  reglageAccessibilite,
  reglageAudit,
  reglageContact,
  reglageContactAccessibilite,
  reglageDirecteur,
  reglageDpo,
  reglageEditeur,
  reglageHebergeur,
  reglageResponsable,
} from './reglages-instance.ts'
export { ensureSecret } from './secret.adaptateur.ts'
export { createSessions, type Sessions } from './sessions.adaptateur.ts'
export { formatSiret, isSiren, isSiret } from './siret.ts'
export { SUJETS } from './sujets.ts'
export { adresseComptee } from './tentatives.ts'
export { readSecretStdin, readSecretTty } from './terminal.ts'
export { listValeursCitees } from './valeurs-citees.store.ts'

// The journal keeps under what title each act was done, whoever starts the product: pages, terminal, worker, tests.
setTitreMandat(sayTitreAudit)
