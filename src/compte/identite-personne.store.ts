import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

/** How a person is named and presented. `version` guards against a stale save. */
export type IdentitePersonne = { prenom: string; nom: string; fonction: string | null; version: number }

/** @throws Introuvable */
export async function getIdentitePersonne(tx: Tx, personneId: string): Promise<IdentitePersonne> {
  const lue = await compte(tx)
    .selectFrom('compte.personne')
    .select(['prenom', 'nom', 'fonction', 'version'])
    .where('id', '=', personneId)
    .where('archive_le', 'is', null)
    .executeTakeFirst()
  if (lue === undefined) throw new Introuvable('Cette personne n’a pas, ou plus, de compte ici.')
  return lue
}

/** The person and the name of her account. @returns false when somebody saved meanwhile */
export async function saveIdentitePersonne(tx: Tx, personneId: string, identite: IdentitePersonne, now: Date): Promise<boolean> {
  const { prenom, nom, fonction, version } = identite
  const fait = await compte(tx)
    .updateTable('compte.personne')
    .set({ prenom, nom, fonction, version: version + 1, modifie_le: now })
    .where('id', '=', personneId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (fait.numUpdatedRows === 0n) return false
  await compte(tx)
    .updateTable('compte.utilisateur')
    .set({ nom: `${prenom} ${nom}`, modifie_le: now })
    .where('personne_id', '=', personneId)
    .execute()
  return true
}
