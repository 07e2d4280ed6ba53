import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { isId } from '#platform/identifiants.ts'
import { listGenerations } from './quartier.store.ts'
import type { Decret, Generation } from './quartier.ts'
import type { TablesTerritoire } from './tables.ts'

const tablesDe = (tx: Tx) => tx.withTables<TablesTerritoire>()

/** @param designation id or code @throws Introuvable */
export async function getGeneration(tx: Tx, designation: string): Promise<Generation> {
  const trouvee = (await listGenerations(tx)).find(({ id, code }) => id === designation || code === designation.toUpperCase())
  if (trouvee === undefined) throw new Introuvable('Cette génération de quartiers n’existe pas, ou plus.')
  return trouvee
}

/** Holds the generation until the end of the transaction. @returns its version; null when there is none yet */
export async function lockGeneration(tx: Tx, id: string): Promise<number | null> {
  if (!isId(id)) return null
  const { rows } = await sql<{ version: number }>`select version from territoire.generation where id = ${id} for update`.execute(tx)
  return rows[0]?.version ?? null
}

export type GenerationSaisie = Omit<Generation, 'decrets' | 'version'>

/** Writes a generation, new or known by its id. */
export async function saveGeneration(tx: Tx, generation: GenerationSaisie): Promise<void> {
  const valeurs = {
    code: generation.code,
    libelle: generation.libelle,
    nature: generation.nature,
    grammaire_code: generation.grammaireCode,
    compte_annonce: generation.compteAnnonce === null ? null : JSON.stringify(generation.compteAnnonce),
    debut: generation.debut,
    fin: generation.fin,
  }
  // Two statements: a jsonb column typed as a value cannot take null through an upsert.
  await sql`insert into territoire.generation (id, code, libelle, nature, grammaire_code, compte_annonce, debut, fin)
    values (${generation.id}, ${valeurs.code}, ${valeurs.libelle}, ${valeurs.nature}, ${valeurs.grammaire_code}, ${valeurs.compte_annonce}::jsonb,
      ${valeurs.debut}, ${valeurs.fin})
    on conflict (id) do update set code = excluded.code, libelle = excluded.libelle, nature = excluded.nature,
      grammaire_code = excluded.grammaire_code, compte_annonce = excluded.compte_annonce, debut = excluded.debut, fin = excluded.fin,
      version = territoire.generation.version + 1`.execute(tx)
}

/** True when another generation bears this code. */
export async function isCodePris(tx: Tx, { id, code }: { id: string; code: string }): Promise<boolean> {
  const autre = await tablesDe(tx)
    .selectFrom('territoire.generation')
    .select('id')
    .where('code', '=', code)
    .where('id', '<>', id)
    .executeTakeFirst()
  return autre !== undefined
}

/** Is this a regular expression that the database understands? */
export async function isGrammaire(tx: Tx, grammaire: string): Promise<boolean> {
  try {
    // In a transaction of its own inside the act: what the database refuses does not end it.
    await sql`savepoint grammaire`.execute(tx)
    await sql`select 'QN03701N' ~ ${grammaire}`.execute(tx)
    await sql`release savepoint grammaire`.execute(tx)
    return true
  } catch {
    await sql`rollback to savepoint grammaire`.execute(tx)
    return false
  }
}

/** Codes that a grammar refuses. */
export async function listCodesHorsGrammaire(tx: Tx, codes: readonly string[], grammaire: string): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select code from unnest(${[...codes]}::text[]) as c(code) where code !~ ${grammaire}`.execute(tx)
  return rows.map(({ code }) => code)
}

/** How many of these codes each generation's grammar accepts. Those without a grammar accept none here. */
export async function countCodesSuivis(tx: Tx, codes: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; nombre: number }>`
    select g.id, (select count(*) from unnest(${[...codes]}::text[]) as c(code) where code ~ g.grammaire_code)::int as nombre
    from territoire.generation g where g.grammaire_code is not null`.execute(tx)
  return new Map(rows.map(({ id, nombre }) => [id, nombre]))
}

export async function saveDecret(tx: Tx, generationId: string, decret: Decret): Promise<void> {
  const valeurs = {
    numero: decret.numero,
    objet: decret.objet,
    intitule: decret.intitule,
    signe_le: decret.signeLe,
    publie_le: decret.publieLe,
    en_vigueur_le: decret.enVigueurLe,
    adresse: decret.adresse,
  }
  await tablesDe(tx)
    .insertInto('territoire.decret')
    .values({ id: decret.id, generation_id: generationId, ...valeurs })
    .onConflict((conflit) => conflit.column('id').doUpdateSet(valeurs))
    .execute()
}

export async function removeDecret(tx: Tx, id: string): Promise<void> {
  await tablesDe(tx).deleteFrom('territoire.decret').where('id', '=', id).execute()
}

/** How many quartiers each generation holds, and how many have a contour. One statement. */
export async function countParGeneration(tx: Tx): Promise<Map<string, { quartiers: number; contours: number; habitants: number | null }>> {
  const { rows } = await sql<{ id: string; quartiers: number; contours: number; habitants: number | null }>`/* prepare quartiers_comptes */
    select generation_id as id, count(*)::int as quartiers, count(geometrie)::int as contours, sum(population)::bigint as habitants
    from territoire.quartier group by generation_id`.execute(tx)
  return new Map(rows.map(({ id, ...comptes }) => [id, comptes]))
}

/** Code and département of every quartier of a generation, for its counts. */
export async function listCodes(tx: Tx, generationId: string): Promise<{ code: string; departement: string | null }[]> {
  return tablesDe(tx)
    .selectFrom('territoire.quartier')
    .select(['code', 'departement_code as departement'])
    .where('generation_id', '=', generationId)
    .orderBy('code')
    .execute()
}
