import type { Tx } from '#platform/db/base.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

export type SecondFacteur = { secretChiffre: string; dernierPas: number; activeLe: Date | null }

export async function findSecondFacteur(tx: Tx, utilisateurId: string): Promise<SecondFacteur | null> {
  const ligne = await compte(tx)
    .selectFrom('compte.second_facteur')
    .select(['secret_chiffre as secretChiffre', 'dernier_pas as dernierPas', 'active_le as activeLe'])
    .where('utilisateur_id', '=', utilisateurId)
    .executeTakeFirst()
  return ligne ?? null
}

/** A secret not proven yet takes the place of the former one; an active one stays. @returns false when one is active */
export async function saveSecretPropose(tx: Tx, utilisateurId: string, secretChiffre: string, now: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await compte(tx)
    .insertInto('compte.second_facteur')
    .values({ utilisateur_id: utilisateurId, secret_chiffre: secretChiffre, cree_le: now })
    .onConflict((conflit) =>
      conflit
        .column('utilisateur_id')
        .doUpdateSet({ secret_chiffre: secretChiffre, cree_le: now, dernier_pas: 0 })
        .where('compte.second_facteur.active_le', 'is', null),
    )
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** The step of a code is used up. @returns false when another request used it, or a later one, first */
export async function usePas(tx: Tx, utilisateurId: string, pas: number): Promise<boolean> {
  const { numUpdatedRows } = await compte(tx)
    .updateTable('compte.second_facteur')
    .set({ dernier_pas: pas })
    .where('utilisateur_id', '=', utilisateurId)
    .where('dernier_pas', '<', pas)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function saveActivation(tx: Tx, utilisateurId: string, now: Date): Promise<void> {
  await compte(tx).updateTable('compte.second_facteur').set({ active_le: now }).where('utilisateur_id', '=', utilisateurId).execute()
}

export async function removeSecondFacteur(tx: Tx, utilisateurId: string): Promise<void> {
  await compte(tx).deleteFrom('compte.code_recuperation').where('utilisateur_id', '=', utilisateurId).execute()
  await compte(tx).deleteFrom('compte.second_facteur').where('utilisateur_id', '=', utilisateurId).execute()
}

/** New recovery codes; the former ones stop working. @param empreintes keyed digests */
export async function saveCodesRecuperation(tx: Tx, utilisateurId: string, empreintes: readonly string[]): Promise<void> {
  await compte(tx).deleteFrom('compte.code_recuperation').where('utilisateur_id', '=', utilisateurId).execute()
  await compte(tx)
    .insertInto('compte.code_recuperation')
    .values(empreintes.map((empreinte) => ({ utilisateur_id: utilisateurId, empreinte })))
    .execute()
}

/** The code serves now, for the only time. @returns false when it is none, or has served */
export async function useCodeRecuperation(tx: Tx, utilisateurId: string, empreinte: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await compte(tx)
    .updateTable('compte.code_recuperation')
    .set({ servi_le: now })
    .where('utilisateur_id', '=', utilisateurId)
    .where('empreinte', '=', empreinte)
    .where('servi_le', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function countCodesRestants(tx: Tx, utilisateurId: string): Promise<number> {
  const { nombre } = await compte(tx)
    .selectFrom('compte.code_recuperation')
    .select((eb) => eb.fn.countAll<number>().as('nombre'))
    .where('utilisateur_id', '=', utilisateurId)
    .where('servi_le', 'is', null)
    .executeTakeFirstOrThrow()
  return nombre
}

/** The second factor of a person, for her own pages and for the administrators. */
export async function findSecondFacteurOf(tx: Tx, personneId: string): Promise<{ activeLe: Date | null; codesRestants: number } | null> {
  const ligne = await compte(tx)
    .selectFrom('compte.second_facteur as f')
    .innerJoin('compte.utilisateur as u', 'u.id', 'f.utilisateur_id')
    .select('f.active_le as activeLe')
    .select((eb) =>
      eb
        .selectFrom('compte.code_recuperation as r')
        .select((interne) => interne.fn.countAll<number>().as('nombre'))
        .whereRef('r.utilisateur_id', '=', 'u.id')
        .where('r.servi_le', 'is', null)
        .as('codesRestants'),
    )
    .where('u.personne_id', '=', personneId)
    .executeTakeFirst()
  return ligne === undefined ? null : { activeLe: ligne.activeLe, codesRestants: ligne.codesRestants ?? 0 }
}

/** Every encrypted secret, locked: the key of the instance changes. */
export async function lockSecretsChiffres(tx: Tx): Promise<{ utilisateurId: string; secretChiffre: string }[]> {
  return compte(tx)
    .selectFrom('compte.second_facteur')
    .select(['utilisateur_id as utilisateurId', 'secret_chiffre as secretChiffre'])
    .orderBy('utilisateur_id')
    .forUpdate()
    .execute()
}

export async function saveSecretChiffre(tx: Tx, utilisateurId: string, secretChiffre: string): Promise<void> {
  await compte(tx)
    .updateTable('compte.second_facteur')
    .set({ secret_chiffre: secretChiffre })
    .where('utilisateur_id', '=', utilisateurId)
    .execute()
}
