import { createHash, randomBytes } from 'node:crypto'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

/** As better-auth keeps it with `storeIdentifier: 'hashed'`: the base64url of the SHA-256 of its name. */
function identifiant(jeton: string): string {
  return createHash('sha256').update(`reset-password:${jeton}`).digest('base64url')
}

/**
 * A link to choose a password; the former ones of this account stop working.
 * @returns the secret part of the link, kept nowhere
 */
export async function createLien(tx: Tx, utilisateurId: string, duree: { now: Date; fin: Date }): Promise<string> {
  const jeton = randomBytes(24).toString('base64url')
  await compte(tx).deleteFrom('compte.verification').where('valeur', '=', utilisateurId).execute()
  await compte(tx)
    .insertInto('compte.verification')
    .values({
      id: createId(duree.now.getTime()),
      identifiant: identifiant(jeton),
      valeur: utilisateurId,
      expire_le: duree.fin,
      cree_le: duree.now,
      modifie_le: duree.now,
    })
    .execute()
  return jeton
}

/** Whose password this link chooses; null when it has served, is over or was never made. */
export async function findPersonneByLien(
  tx: Tx,
  jeton: string,
  now: Date,
): Promise<{ personneId: string; prenom: string; nom: string; courriel: string } | null> {
  const ligne = await compte(tx)
    .selectFrom('compte.verification as v')
    .innerJoin('compte.utilisateur as u', (jointure) => jointure.on((eb) => eb(eb.cast<string>('u.id', 'text'), '=', eb.ref('v.valeur'))))
    .innerJoin('compte.personne as p', 'p.id', 'u.personne_id')
    .select(['p.id as personneId', 'p.prenom', 'p.nom', 'u.courriel'])
    .where('v.identifiant', '=', identifiant(jeton))
    .where('v.expire_le', '>', now)
    .where('p.archive_le', 'is', null)
    .executeTakeFirst()
  return ligne ?? null
}
