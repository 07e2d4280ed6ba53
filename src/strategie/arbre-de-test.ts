/** For tests: a contract with two levels, a small tree and people, written straight into the database. */
import { sql } from 'kysely'
import { type Agent, type Role, TOUT_LE_CONTRAT } from '#compte/index.ts'
import { type Appel, actIn, type Commande } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { parseEntree } from '#platform/entree.ts'
import { createId } from '#platform/identifiants.ts'

export const MAINTENANT = new Date('2026-03-02T09:00:00Z')

/** Someone with one mandate on a contract. */
export function buildAgent(contratId: string, role: Role = 'chef_projet'): Agent {
  return {
    personneId: createId(),
    prenom: 'Camille',
    nom: 'Test',
    courriel: 'camille@exemple.fr',
    fonction: null,
    mandats: [
      {
        id: createId(),
        contratId,
        organisationId: createId(),
        organisation: 'Métropole',
        role,
        territoire: TOUT_LE_CONTRAT,
        suppleantDe: null,
        delegations: [],
      },
    ],
    autresMandats: [],
  } as Agent
}

/** Runs a command in the transaction of a test, as an act does. */
export function fait<E, T>(tx: Tx, agent: Agent, commande: Commande<E, T>, brut: unknown, now = MAINTENANT): Promise<T> {
  const appel: Omit<Appel, 'db'> = { agent, now, requeteId: 'test' }
  return actIn(tx, appel, commande, parseEntree(commande.entree, brut))
}

export type ArbreDeTest = { contratId: string; agent: Agent; ids: Record<string, string> }

/**
 * Pilier 2 holds axes 2.1 (fiches 2.1.4, 2.1.5, 2.1.8) and 2.2 (fiche 2.2.1); pilier 1 is empty.
 * Names of the ids: p1, p2, a21, a22, f4, f5, f8, g1.
 */
export async function createArbreDeTest(tx: Tx, adresse = `essai-${createId().slice(-12)}`): Promise<ArbreDeTest> {
  const contratId = createId()
  await sql`insert into contrat.contrat (id, adresse, titre, generation, epci_nom) values (${contratId}, ${adresse}, 'Contrat d’essai', 'autre', 'Métropole')`.execute(
    tx,
  )
  await sql`insert into contrat.niveau (contrat_id, rang, singulier, pluriel) values (${contratId}, 1, 'Pilier', 'Piliers'), (${contratId}, 2, 'Axe', 'Axes')`.execute(
    tx,
  )
  const ids: Record<string, string> = {}
  const id = (nom: string): string => {
    const connu = ids[nom] ?? createId()
    ids[nom] = connu
    return connu
  }
  const noeuds = [
    { nom: 'p1', parent: null, rang: 1, numero: 1, code: '1', intitule: 'Cohésion sociale' },
    { nom: 'p2', parent: null, rang: 1, numero: 2, code: '2', intitule: 'Cadre de vie' },
    { nom: 'a21', parent: 'p2', rang: 2, numero: 1, code: '2.1', intitule: 'Gestion de proximité' },
    { nom: 'a22', parent: 'p2', rang: 2, numero: 2, code: '2.2', intitule: 'Diversité de l’habitat' },
  ]
  for (const n of noeuds) {
    await sql`insert into strategie.noeud (id, contrat_id, parent_id, rang, numero, code, intitule)
      values (${id(n.nom)}, ${contratId}, ${n.parent === null ? null : id(n.parent)}, ${n.rang}, ${n.numero}, ${n.code}, ${n.intitule})`.execute(
      tx,
    )
  }
  const fiches = [
    { nom: 'f4', noeud: 'a21', numero: 4, code: '2.1.4', intitule: 'Mobilités douces' },
    { nom: 'f5', noeud: 'a21', numero: 5, code: '2.1.5', intitule: 'Une gestion adaptée aux quartiers' },
    { nom: 'f8', noeud: 'a21', numero: 8, code: '2.1.8', intitule: 'Nature en ville, jardins partagés' },
    { nom: 'g1', noeud: 'a22', numero: 1, code: '2.2.1', intitule: 'Parcours résidentiels choisis' },
  ]
  for (const f of fiches) {
    await sql`insert into strategie.fiche (id, contrat_id, noeud_id, numero, code, kind, intitule)
      values (${id(f.nom)}, ${contratId}, ${id(f.noeud)}, ${f.numero}, ${f.code}, 'action', ${f.intitule})`.execute(tx)
  }
  return { contratId, agent: buildAgent(contratId), ids }
}

/** Codes of the fiches and nodes of a contract, by title. */
export async function codesDe(tx: Tx, contratId: string): Promise<Record<string, string>> {
  const { rows } = await sql<{ id: string; code: string }>`
    select id, code from strategie.noeud where contrat_id = ${contratId} and archive_le is null
    union all select id, code from strategie.fiche where contrat_id = ${contratId} and archive_le is null`.execute(tx)
  return Object.fromEntries(rows.map(({ id, code }) => [id, code]))
}
