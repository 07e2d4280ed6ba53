/** Organisations and who acts on them, for tests. SIRET numbers pass the key and are nobody's. */
import { sql } from 'kysely'
import { actIn, type Commande } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { buildAgent, buildMandat } from './agent.build.ts'
import type { Agent, Role } from './agent.ts'
import { createMandatRow } from './mandat.store.ts'
import { TOUT_LE_CONTRAT } from './mandat-territoire.ts'
import { createOrganisationRow } from './organisation.store.ts'
import type { ChampsOrganisation } from './organisation.ts'

export const NOW = new Date('2026-03-22T10:00:00Z')
export const SIRET = '00000001800010'
export const AUTRE_SIRET = '00000002600013'

export function seal(tx: Tx, agent: Agent, now = NOW) {
  return <E, T>(commande: Commande<E, T>, brut: unknown): Promise<T> =>
    actIn(tx, { agent, now, requeteId: 'essai' }, commande, commande.entree.parse(brut))
}

export async function createOrganisationDeTest(tx: Tx, champs: Partial<ChampsOrganisation> & { nom: string }): Promise<string> {
  const id = createId(NOW.getTime())
  await createOrganisationRow(tx, { id, sigle: null, type: 'association', siren: null, siret: null, ...champs }, NOW)
  return id
}

export async function createPersonneDeTest(tx: Tx): Promise<string> {
  const id = createId(NOW.getTime())
  await sql`insert into compte.personne (id, prenom, nom) values (${id}, 'Alix', 'Moreau')`.execute(tx)
  return id
}

export async function createContratDeTest(tx: Tx): Promise<string> {
  const id = createId(NOW.getTime())
  await sql`insert into contrat.contrat (id, adresse, titre, generation, epci_nom)
    values (${id}, ${`essai-${id.slice(-12)}`}, 'Contrat d’essai', 'autre', 'Agglomération d’essai')`.execute(tx)
  return id
}

/** Puts the organisation on the contract, as a signatory. @returns id of the line */
export async function signe(tx: Tx, organisationId: string, contratId: string): Promise<string> {
  const id = createId(NOW.getTime())
  await sql`insert into contrat.signataire (id, contrat_id, organisation_id, organisation, role, ordre)
    values (${id}, ${contratId}, ${organisationId}, 'Signataire', 'facultatif', 1)`.execute(tx)
  return id
}

export async function mandate(
  tx: Tx,
  mandat: { personneId: string; organisationId: string; contratId: string; role?: Role; debut?: string; fin?: string | null },
): Promise<string> {
  const id = createId(NOW.getTime())
  const { role = 'bailleur', debut = '2024-01-01', fin = null } = mandat
  const complet = { ...mandat, id, role, debut, fin, territoire: TOUT_LE_CONTRAT, qualite: 'titulaire' as const, suppleance: null }
  await createMandatRow(tx, complet, { id: null, now: NOW })
  return id
}

/** Everyone's part, for the tests of refusal. */
export async function buildAgents(tx: Tx, contratId: string, organisationId: string) {
  const personneId = await createPersonneDeTest(tx)
  const part = (role: Role, contrat: string | null, organisation = createId()) =>
    buildAgent({ personneId, mandats: [buildMandat({ role, contratId: contrat, organisationId: organisation })] })
  return {
    admin: part('admin_plateforme', null),
    cheffe: part('chef_projet', contratId),
    cheffeAilleurs: part('chef_projet', createId()),
    membre: part('bailleur', createId(), organisationId),
    prefet: part('prefet', contratId),
    inconnu: buildAgent({ personneId, mandats: [] }),
  }
}
