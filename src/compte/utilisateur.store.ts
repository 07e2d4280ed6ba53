import { hashPassword } from 'better-auth/crypto'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import type { TablesCompte } from './tables.ts'

/** Gives an account its first password, in the transaction that creates it. @param motDePasse accepted already */
export async function createMotDePasse(tx: Tx, utilisateurId: string, motDePasse: string, now: Date): Promise<void> {
  await tx
    .withTables<TablesCompte>()
    .insertInto('compte.identite')
    .values({
      id: createId(now.getTime()),
      utilisateur_id: utilisateurId,
      fournisseur: 'credential',
      compte_externe: utilisateurId,
      mot_de_passe: await hashPassword(motDePasse),
      cree_le: now,
      modifie_le: now,
    })
    .execute()
}
