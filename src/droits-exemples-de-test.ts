/** For the proofs of rights: a valid input for every command, and the state that it needs. A test fails when a command has none. */
import { exemplesCompte } from './droits-exemples-compte-de-test.ts'
import { exemplesContrat } from './droits-exemples-contrat-de-test.ts'
import { exemplesEligibilite } from './droits-exemples-eligibilite-de-test.ts'
import { exemplesFiche } from './droits-exemples-fiche-de-test.ts'
import type { Exemple } from './droits-exemples-forme-de-test.ts'
import { exemplesGeographie } from './droits-exemples-geographie-de-test.ts'
import { exemplesImport } from './droits-exemples-import-de-test.ts'
import { exemplesIndicateurs } from './droits-exemples-indicateurs-de-test.ts'
import { exemplesOrganisations } from './droits-exemples-organisations-de-test.ts'
import { exemplesReference } from './droits-exemples-reference-de-test.ts'

/** By name of the command. */
export const EXEMPLES: Readonly<Record<string, readonly Exemple[]>> = {
  ...exemplesCompte,
  ...exemplesContrat,
  ...exemplesEligibilite,
  ...exemplesFiche,
  ...exemplesGeographie,
  ...exemplesImport,
  ...exemplesIndicateurs,
  ...exemplesOrganisations,
  ...exemplesReference,
}
