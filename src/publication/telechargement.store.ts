import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import type { FormatPublie, TablesPublication } from './tables.ts'

export type Telechargement = { format: FormatPublie; nom: string; type: string; taille: number; pages: number | null; fichierId: string }

/** Documents of a published version, in the order of the formats. */
export async function listTelechargements(tx: Tx, versionId: string): Promise<Telechargement[]> {
  return tx
    .withTables<TablesPublication>()
    .selectFrom('publication.telechargement')
    .select(['format', 'nom', 'type', 'taille', 'pages', 'fichier_id as fichierId'])
    .where('version_id', '=', versionId)
    .orderBy('compose_le')
    .execute()
}

/** Keeps a composed document; composing again changes nothing. */
export async function saveTelechargement(tx: Tx, versionId: string, telechargement: Telechargement, now: Date): Promise<void> {
  await tx
    .withTables<TablesPublication>()
    .insertInto('publication.telechargement')
    .values({
      id: createId(now.getTime()),
      version_id: versionId,
      format: telechargement.format,
      nom: telechargement.nom,
      type: telechargement.type,
      taille: telechargement.taille,
      pages: telechargement.pages,
      fichier_id: telechargement.fichierId,
      compose_le: now,
    })
    .onConflict((conflit) => conflit.columns(['version_id', 'format']).doNothing())
    .execute()
}
