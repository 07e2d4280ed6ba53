import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { type Coffre, drawSecret } from './coffre.adaptateur.ts'
import type { TablesCompte } from './tables.ts'
import type { GenreJeton } from './tables-connexion.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

export type Jeton = {
  id: string
  genre: GenreJeton
  utilisateurId: string
  personneId: string
  prenom: string
  nom: string
  courriel: string
  courrielVerifie: boolean
  envoyeA: string | null
  suite: string | null
  moyen: string | null
  essais: number
}

/**
 * Links that open at a time for one account and one use: more than can be asked for in their time (`SEUILS.lienVersCompte`), so that those
 * asked for in a person's name never take hers away. Second steps are not bounded: who knows the password could close hers.
 */
const VIVANTS_MAX = 8

/** @returns the secret, kept nowhere */
export async function createJeton(
  tx: Tx,
  coffre: Coffre,
  jeton: { genre: GenreJeton; utilisateurId: string; fin: Date; envoyeA?: string; suite?: string; moyen?: string },
  now: Date,
): Promise<string> {
  const secret = drawSecret()
  await compte(tx)
    .insertInto('compte.jeton')
    .values({
      id: createId(now.getTime()),
      genre: jeton.genre,
      empreinte: coffre.empreinte(jeton.genre, secret),
      utilisateur_id: jeton.utilisateurId,
      envoye_a: jeton.envoyeA ?? null,
      suite: jeton.suite ?? null,
      moyen: jeton.moyen ?? null,
      expire_le: jeton.fin,
      cree_le: now,
    })
    .execute()
  if (jeton.genre === 'etape') return secret
  const anciens = compte(tx)
    .selectFrom('compte.jeton')
    .select('id')
    .where('utilisateur_id', '=', jeton.utilisateurId)
    .where('genre', '=', jeton.genre)
    .orderBy('cree_le', 'desc')
    .orderBy('id', 'desc')
    .offset(VIVANTS_MAX)
  await compte(tx).deleteFrom('compte.jeton').where('id', 'in', anciens).execute()
  return secret
}

/** Whose secret this is; null when it has served, is over or was never made. */
export async function findJeton(tx: Tx, coffre: Coffre, genre: GenreJeton, secret: string, now: Date): Promise<Jeton | null> {
  const ligne = await compte(tx)
    .selectFrom('compte.jeton as j')
    .innerJoin('compte.utilisateur as u', 'u.id', 'j.utilisateur_id')
    .innerJoin('compte.personne as p', 'p.id', 'u.personne_id')
    .select(['j.id', 'j.genre', 'j.utilisateur_id as utilisateurId', 'p.id as personneId', 'p.prenom', 'p.nom', 'u.courriel'])
    .select(['u.courriel_verifie as courrielVerifie', 'j.envoye_a as envoyeA', 'j.suite', 'j.moyen', 'j.essais'])
    .where('j.empreinte', '=', coffre.empreinte(genre, secret))
    .where('j.servi_le', 'is', null)
    .where('j.expire_le', '>', now)
    .where('p.archive_le', 'is', null)
    .executeTakeFirst()
  return ligne ?? null
}

/** The secret serves now, for the only time. @returns false when another request was first */
export async function consumeJeton(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await compte(tx)
    .updateTable('compte.jeton')
    .set({ servi_le: now })
    .where('id', '=', id)
    .where('servi_le', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** One more wrong code at this step. @returns how many */
export async function countEssaiEtape(tx: Tx, id: string): Promise<number> {
  const { essais } = await compte(tx)
    .updateTable('compte.jeton')
    .set((eb) => ({ essais: eb('essais', '+', 1) }))
    .where('id', '=', id)
    .returning('essais')
    .executeTakeFirstOrThrow()
  return essais
}

/** Secrets of an account that have not served stop working. */
export async function removeJetons(tx: Tx, utilisateurId: string, genres: readonly GenreJeton[]): Promise<void> {
  await compte(tx).deleteFrom('compte.jeton').where('utilisateur_id', '=', utilisateurId).where('genre', 'in', genres).execute()
}
