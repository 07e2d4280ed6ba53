import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import type { Indicateur } from './indicateur.ts'
import type { Absence, NatureSource, Source } from './observation.ts'
import type { TablesIndicateurs } from './tables.ts'

const COLONNES = [
  'id',
  'code',
  'libelle',
  'definition',
  'theme',
  'type',
  'unite',
  'sens',
  'sommable',
  'decimales',
  'millesimes',
  'numerateur_code as numerateurCode',
  'denominateur_code as denominateurCode',
  'facteur',
  'ordre',
  'version',
  'archive_le as archiveLe',
] as const

/** Every definition, archived ones included, in order of theme and rank. */
export async function listIndicateurs(tx: Tx): Promise<Indicateur[]> {
  return tx
    .withTables<TablesIndicateurs>()
    .selectFrom('indicateurs.indicateur')
    .select(COLONNES)
    .orderBy('ordre')
    .orderBy(sql`libelle collate "fr-FR-x-icu"`)
    .execute()
}

/** @throws Introuvable */
export async function getIndicateur(tx: Tx, id: string): Promise<Indicateur> {
  const trouve = await tx
    .withTables<TablesIndicateurs>()
    .selectFrom('indicateurs.indicateur')
    .select(COLONNES)
    .where('id', '=', id)
    .executeTakeFirst()
  if (trouve === undefined) throw new Introuvable('Cet indicateur n’existe pas, ou plus.')
  return trouve
}

/** How many figures stand for each indicator, and of how many sources, by its id. */
export async function countObservations(tx: Tx): Promise<Map<string, { valeurs: number; sources: number; derniere: string }>> {
  const { rows } = await sql<{ id: string; valeurs: number; sources: number; derniere: string }>`
    select indicateur_id as id, count(*) as valeurs, count(distinct source_id) as sources, max(periode) as derniere
    from indicateurs.observation where remplacee_par is null group by 1`.execute(tx)
  return new Map(rows.map(({ id, ...reste }) => [id, reste]))
}

/** Creates, or replaces the version that is there. @throws RegleViolee when the code is taken or another has saved meanwhile */
export async function saveIndicateur(tx: Tx, indicateur: Indicateur, now: Date, mode: 'creation' | 'correction'): Promise<void> {
  const db = tx.withTables<TablesIndicateurs>()
  const pris = await db
    .selectFrom('indicateurs.indicateur')
    .select('id')
    .where('code', '=', indicateur.code)
    .where('id', '<>', indicateur.id)
    .executeTakeFirst()
  if (pris !== undefined) {
    const message = `Le code « ${indicateur.code} » est déjà pris.`
    throw new RegleViolee(message, [{ champ: 'code', message }])
  }
  const { id, numerateurCode, denominateurCode, archiveLe, version, ...reste } = indicateur
  const valeurs = { ...reste, numerateur_code: numerateurCode, denominateur_code: denominateurCode, archive_le: archiveLe }
  if (mode === 'creation') {
    await db
      .insertInto('indicateurs.indicateur')
      .values({ ...valeurs, id, version: 1, cree_le: now })
      .execute()
    return
  }
  const { numUpdatedRows } = await db
    .updateTable('indicateurs.indicateur')
    .set({ ...valeurs, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (numUpdatedRows === 0n)
    throw new RegleViolee('Une autre personne vient de modifier cet indicateur : rechargez la page, puis reprenez votre saisie.')
}

export async function listSources(tx: Tx): Promise<Source[]> {
  return tx
    .withTables<TablesIndicateurs>()
    .selectFrom('indicateurs.source')
    .select(['id', 'nom', 'producteur', 'licence', 'adresse', 'nature'])
    .orderBy(sql`nom collate "fr-FR-x-icu"`)
    .execute()
}

/** The source of this name, made if it is not there. @returns its id */
export async function ensureSource(tx: Tx, source: Source & { nature: NatureSource }, now: Date): Promise<string> {
  const db = tx.withTables<TablesIndicateurs>()
  await db
    .insertInto('indicateurs.source')
    .values({ ...source, cree_le: now })
    .onConflict((conflit) => conflit.column('nom').doNothing())
    .execute()
  const gardee = await db.selectFrom('indicateurs.source').select('id').where('nom', '=', source.nom).executeTakeFirstOrThrow()
  return gardee.id
}

/** What cells say instead of a figure. */
export async function listMarqueurs(tx: Tx): Promise<Map<string, Absence>> {
  const lignes = await tx
    .withTables<TablesIndicateurs>()
    .selectFrom('indicateurs.marqueur')
    .select(['texte', 'sens'])
    .orderBy('sens')
    .orderBy('texte')
    .execute()
  return new Map(lignes.map(({ texte, sens }) => [texte, sens]))
}

export async function saveMarqueur(tx: Tx, texte: string, sens: Absence): Promise<void> {
  await tx
    .withTables<TablesIndicateurs>()
    .insertInto('indicateurs.marqueur')
    .values({ texte, sens })
    .onConflict((conflit) => conflit.column('texte').doUpdateSet({ sens }))
    .execute()
}

export async function removeMarqueur(tx: Tx, texte: string): Promise<void> {
  await tx.withTables<TablesIndicateurs>().deleteFrom('indicateurs.marqueur').where('texte', '=', texte).execute()
}

/** Ids of indicators by pattern of variable. */
export async function listVariables(tx: Tx): Promise<Map<string, string>> {
  const lignes = await tx
    .withTables<TablesIndicateurs>()
    .selectFrom('indicateurs.variable')
    .select(['motif', 'indicateur_id as indicateurId'])
    .execute()
  return new Map(lignes.map(({ motif, indicateurId }) => [motif, indicateurId]))
}

/** Remembers what a person said that a variable is; the last word holds. */
export async function saveVariable(tx: Tx, motif: string, indicateurId: string): Promise<void> {
  await tx
    .withTables<TablesIndicateurs>()
    .insertInto('indicateurs.variable')
    .values({ motif, indicateur_id: indicateurId })
    .onConflict((conflit) => conflit.column('motif').doUpdateSet({ indicateur_id: indicateurId }))
    .execute()
}
