import type { Tx } from '#platform/db/base.ts'
import type { Preferences } from './preferences.ts'
import type { TablesCourriel } from './tables.ts'

/** What a person has chosen; empty: once a day for everything. */
export async function getPreferences(tx: Tx, personneId: string): Promise<Preferences> {
  const lignes = await tx
    .withTables<TablesCourriel>()
    .selectFrom('platform.courriel_preference')
    .select(['genre', 'rythme'])
    .where('personne_id', '=', personneId)
    .orderBy('genre')
    .execute()
  return Object.fromEntries(lignes.map(({ genre, rythme }) => [genre, rythme]))
}

/** Replaces every choice of the person. */
export async function savePreferences(tx: Tx, personneId: string, preferences: Preferences, now: Date): Promise<void> {
  const db = tx.withTables<TablesCourriel>()
  await db.deleteFrom('platform.courriel_preference').where('personne_id', '=', personneId).execute()
  const lignes = Object.entries(preferences).map(([genre, rythme]) => ({ personne_id: personneId, genre, rythme, modifie_le: now }))
  if (lignes.length > 0) await db.insertInto('platform.courriel_preference').values(lignes).execute()
}
