/** Front door of `compte`: people, organisations, mandates, sessions. */

export { findAgentByCourriel, findAgentByPersonne } from './agent.store.ts'
export { type Agent, hasRole, isAdminPlateforme, LIBELLES_ROLES, type Mandat, mandatsSur, ROLES, type Role } from './agent.ts'
export { type IoAdmin, runAdmin } from './commands/cli-admin.ts'
export { createOrganisation } from './commands/create-organisation.ts'
export { createPersonne } from './commands/create-personne.ts'
export { endMandat } from './commands/end-mandat.ts'
export { giveMandat } from './commands/give-mandat.ts'
export { welcomeMembre } from './commands/welcome-membre.ts'
export { assertPersonasInterdits } from './connexion.ts'
export type { ContratConnu, EspaceDuContrat, ListContrats } from './contrat-connu.ts'
export { canAdministerComptes, canCreateOrganisation, canManageEquipe, canManageMandat } from './droits.ts'
export { createMandatRow, listMandatsOfContrat, openMandatCreateur } from './mandat.store.ts'
export { etatMandat, LIBELLES_QUALITES, type MandatComplet, type NouveauMandat, type Qualite } from './mandat.ts'
export {
  addNomOrganisation,
  createOrganisationRow,
  findOrganisationConnue,
  getOrganisation,
  listOrganisations,
  listTypesOrganisation,
} from './organisation.store.ts'
export type { Organisation, TypeOrganisation } from './organisation.ts'
export { createRoutesCompte, type DepsCompte } from './pages/routes.ts'
export { createPersona, listPersonas, type Persona } from './persona.store.ts'
export { findPersonneByCourriel, getPersonne, listNoms, listPersonnes, type Personne } from './personne.store.ts'
export { ensureSecret } from './secret.adaptateur.ts'
export { createSessions, type Sessions } from './sessions.adaptateur.ts'
export { formatSiret, isSiren, isSiret } from './siret.ts'
export { readSecretStdin, readSecretTty } from './terminal.ts'
