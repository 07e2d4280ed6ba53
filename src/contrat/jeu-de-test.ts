import { sql } from 'kysely'
import { type Agent, type Role, TOUT_LE_CONTRAT } from '#compte/index.ts'
import { actIn, type Commande } from '#platform/acte.ts'
import { openBase, type Tx } from '#platform/db/base.ts'
import type { BaseDeTest } from '#platform/db/base-de-test.ts'
import { createId } from '#platform/identifiants.ts'
import { createContrat } from './commands/create-contrat.ts'

/** A small place and a few people for the tests of the contract. Monday 9 March 2026, 11 o'clock in Paris. */
export const NOW = new Date('2026-03-09T10:00:00Z')
export const SIREN = '243700754'

export type Jeu = { personne: Record<'claire' | 'karim' | 'ines', string>; organisationId: string }

/** Writes the people and the places with the owner's role: the application may not write the official geography. */
export async function fillJeu(base: BaseDeTest): Promise<Jeu> {
  const proprietaire = openBase(base.url, { role: null, max: 1 })
  const jeu: Jeu = { personne: { claire: createId(), karim: createId(), ines: createId() }, organisationId: createId() }
  const { db } = proprietaire
  await sql`insert into territoire.region values ('24', 'Centre-Val de Loire')`.execute(db)
  await sql`insert into territoire.departement values ('37', 'Indre-et-Loire', '24')`.execute(db)
  await sql`insert into territoire.epci (siren, nom, type, departements, cle, reference)
    values (${SIREN}, 'Tours Métropole Val de Loire', 'METRO', '{37}', ' tours metropole val loire', 'test')`.execute(db)
  for (const [code, nom] of [
    ['37195', 'La Riche'],
    ['37261', 'Tours'],
  ]) {
    await sql`insert into territoire.commune (code, type, nom, commune_actuelle, departement_code, region_code, epci_siren, codes_postaux, cle, reference)
      values (${code}, 'actuelle', ${nom}, ${code}, '37', '24', ${SIREN}, '{37000}', ${` ${nom?.toLowerCase()}`}, 'test')`.execute(db)
    await sql`insert into territoire.epci_commune values (${SIREN}, ${code})`.execute(db)
  }
  await sql`insert into compte.organisation (id, nom, type) values (${jeu.organisationId}, 'Tours Métropole Val de Loire', 'epci')`.execute(
    db,
  )
  for (const [prenom, id] of Object.entries(jeu.personne)) {
    await sql`insert into compte.personne (id, prenom, nom) values (${id}, ${prenom.charAt(0).toUpperCase() + prenom.slice(1)}, 'Morvan')`.execute(
      db,
    )
  }
  await proprietaire.close()
  return jeu
}

/** A person signed in with these mandates. */
export function buildAgent(jeu: Jeu, qui: keyof Jeu['personne'], mandats: readonly { role: Role; contratId: string | null }[]): Agent {
  return {
    personneId: jeu.personne[qui],
    prenom: qui.charAt(0).toUpperCase() + qui.slice(1),
    nom: 'Morvan',
    courriel: `${qui}@exemple.fr`,
    fonction: null,
    mandats: mandats.map((mandat) => ({
      ...mandat,
      id: createId(),
      organisationId: jeu.organisationId,
      organisation: 'Tours Métropole Val de Loire',
      territoire: TOUT_LE_CONTRAT,
      suppleantDe: null,
      delegations: [],
    })),
    autresMandats: [],
  }
}

/** Runs a command as this person inside the transaction of the test, with the shape of its input checked first. */
export function fait<E, T>(tx: Tx, agent: Agent, commande: Commande<E, T>, entree: unknown, now = NOW): Promise<T> {
  return actIn(tx, { agent, now, requeteId: 'test' }, commande, commande.entree.parse(entree))
}

/** A contract of Claire's, made from a template; she is its chef de projet. */
export async function createContratDeTest(
  tx: Tx,
  jeu: Jeu,
  entree: Record<string, unknown> = {},
): Promise<{ id: string; adresse: string; claire: Agent }> {
  const ailleurs = buildAgent(jeu, 'claire', [{ role: 'chef_projet', contratId: createId() }])
  const contrat = await fait(tx, ailleurs, createContrat, {
    modele: 'trois-piliers-2015',
    titre: 'Contrat de ville 2027-2032',
    epciSiren: SIREN,
    communes: ['37261', '37195'],
    debut: '2027-01-01',
    fin: '2032-12-31',
    ...entree,
  })
  return { ...contrat, claire: buildAgent(jeu, 'claire', [{ role: 'chef_projet', contratId: contrat.id }]) }
}
