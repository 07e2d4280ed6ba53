import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { Delegation, Matiere, NouvelleDelegation } from './delegation.ts'
import { listMandatsParId } from './mandat.store.ts'
import type { MandatComplet } from './mandat.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

/** Acts that are signed, in their order. */
export async function listMatieres(tx: Tx): Promise<Matiere[]> {
  return compte(tx).selectFrom('compte.matiere_signature').select(['code', 'libelle', 'roles']).orderBy('ordre').execute()
}

/** @throws Introuvable */
export async function getMatiere(tx: Tx, code: string): Promise<Matiere> {
  const matiere = await compte(tx)
    .selectFrom('compte.matiere_signature')
    .select(['code', 'libelle', 'roles'])
    .where('code', '=', code)
    .executeTakeFirst()
  if (matiere === undefined) throw new Introuvable(`Aucun acte à signer ne porte le code « ${code} ».`)
  return matiere
}

function selectDelegations(tx: Tx) {
  return compte(tx)
    .selectFrom('compte.delegation as d')
    .select([
      'd.id',
      'd.contrat_id as contratId',
      'd.mandat_id as mandatId',
      'd.delegataire_id as delegataireId',
      'd.arrete',
      'd.debut',
      'd.fin',
      'd.revoquee_le as revoqueeLe',
    ])
    .select(
      sql<string[]>`(select array_agg(x.matiere order by y.ordre) from compte.delegation_matiere x
        join compte.matiere_signature y on y.code = x.matiere where x.delegation_id = d.id)`.as('matieres'),
    )
    .orderBy('d.debut', 'desc')
    .orderBy('d.id')
}

/** Delegations given on the contracts of these mandates, which are all of theirs; past ones included, the latest first. */
export async function listDelegations(tx: Tx, mandats: readonly MandatComplet[]): Promise<Delegation[]> {
  const contratIds = [...new Set(mandats.flatMap(({ contratId }) => contratId ?? []))]
  if (contratIds.length === 0) return []
  const lignes = await selectDelegations(tx).where('d.contrat_id', 'in', contratIds).execute()
  return complete(lignes, new Map(mandats.map((mandat) => [mandat.id, mandat])))
}

/** Locks the delegation until the end of the transaction. @throws Introuvable */
export async function lockDelegation(tx: Tx, id: string): Promise<Delegation> {
  const ligne = await selectDelegations(tx).where('d.id', '=', id).forUpdate().executeTakeFirst()
  const lignes = ligne === undefined ? [] : [ligne]
  const [delegation] = complete(
    lignes,
    await listMandatsParId(
      tx,
      lignes.flatMap(({ mandatId, delegataireId }) => [mandatId, delegataireId]),
    ),
  )
  if (delegation === undefined) throw new Introuvable('Cette délégation n’existe pas, ou plus.')
  return delegation
}

type Ligne = Omit<Delegation, 'delegant' | 'delegataire'>

function complete(lignes: readonly Ligne[], mandats: ReadonlyMap<string, MandatComplet>): Delegation[] {
  return lignes.flatMap((ligne) => {
    const [delegant, delegataire] = [mandats.get(ligne.mandatId), mandats.get(ligne.delegataireId)]
    return delegant === undefined || delegataire === undefined ? [] : [{ ...ligne, delegant, delegataire }]
  })
}

export async function createDelegationRow(
  tx: Tx,
  delegation: NouvelleDelegation & { id: string; contratId: string },
  auteur: { id: string | null; now: Date },
): Promise<void> {
  const { id, contratId, mandatId, delegataireId, arrete, debut, fin, matieres } = delegation
  await compte(tx)
    .insertInto('compte.delegation')
    .values({
      id,
      contrat_id: contratId,
      mandat_id: mandatId,
      delegataire_id: delegataireId,
      arrete,
      debut,
      fin,
      cree_le: auteur.now,
      cree_par: auteur.id,
    })
    .execute()
  await compte(tx)
    .insertInto('compte.delegation_matiere')
    .values([...new Set(matieres)].map((matiere) => ({ delegation_id: id, contrat_id: contratId, matiere })))
    .execute()
}

export async function revokeDelegationRow(tx: Tx, id: string, auteur: { id: string; now: Date }): Promise<void> {
  await compte(tx).updateTable('compte.delegation').set({ revoquee_le: auteur.now, revoquee_par: auteur.id }).where('id', '=', id).execute()
}
