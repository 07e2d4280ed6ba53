/** Remarks as they are kept: written once; settled, never removed. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { Commentaire } from './commentaire.ts'
import type { TablesStrategie } from './tables.ts'

const tablesDe = (tx: Tx) => tx.withTables<TablesStrategie>()

export async function insertCommentaire(tx: Tx, commentaire: Commentaire): Promise<void> {
  await tablesDe(tx)
    .insertInto('strategie.commentaire')
    .values({
      id: commentaire.id,
      fiche_id: commentaire.ficheId,
      parent_id: commentaire.parentId,
      champ: commentaire.champ,
      texte: commentaire.texte,
      auteur_id: commentaire.auteurId,
      organisation: commentaire.organisation,
      ecrit_le: commentaire.ecritLe,
    })
    .execute()
}

/** A remark of this fiche, held until the end of the transaction. @throws Introuvable */
export async function lockCommentaire(tx: Tx, ficheId: string, id: string): Promise<Commentaire> {
  const { rows } = await sql<Commentaire>`
    select id, fiche_id as "ficheId", parent_id as "parentId", champ, texte, auteur_id as "auteurId", organisation,
      ecrit_le as "ecritLe", regle_le as "regleLe", regle_par as "reglePar"
    from strategie.commentaire where id = ${id} and fiche_id = ${ficheId} for update`.execute(tx)
  const [commentaire] = rows
  if (commentaire === undefined) throw new Introuvable('Cette remarque n’existe pas sur cette fiche.')
  return commentaire
}

export async function saveReglement(tx: Tx, commentaire: Pick<Commentaire, 'id' | 'regleLe' | 'reglePar'>): Promise<void> {
  await tablesDe(tx)
    .updateTable('strategie.commentaire')
    .set({ regle_le: commentaire.regleLe, regle_par: commentaire.reglePar })
    .where('id', '=', commentaire.id)
    .execute()
}
