/** What a backup holds: our tables, in an order in which they can be filled again. Read from the catalog. */
import type pg from 'pg'

export type TableASauver = { nom: string; colonnes: string[]; cle: string[] }

/** Schemas that are ours. The queue's own tables are not kept: what waits is queued again from platform.tache and platform.courriel. */
const NOS_SCHEMAS = `n.nspname not in ('pg_catalog', 'information_schema', 'public', 'graphile_worker') and n.nspname !~ '^pg_'`

/**
 * Tables with their columns (generated ones aside) and their primary key, each after those that it points at.
 * @throws Error when two tables point at each other: nothing could be restored row by row
 */
export async function listTables(client: pg.ClientBase): Promise<TableASauver[]> {
  const { rows: tables } = await client.query<TableASauver>(`
    select n.nspname || '.' || c.relname as nom,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and a.attgenerated = '' order by a.attnum) as colonnes,
      array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
        where i.indrelid = c.oid and i.indisprimary order by array_position(i.indkey, a.attnum)) as cle
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and ${NOS_SCHEMAS} order by 1`)
  const { rows: liens } = await client.query<{ enfant: string; parent: string }>(`
    select distinct n.nspname || '.' || c.relname as enfant, m.nspname || '.' || p.relname as parent
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_class p on p.oid = k.confrelid join pg_namespace m on m.oid = p.relnamespace
    where k.contype = 'f' and c.oid <> p.oid`)
  const restantes = new Map(tables.map((table) => [table.nom, table]))
  const ordonnees: TableASauver[] = []
  while (restantes.size > 0) {
    const libres = [...restantes.values()].filter((table) => !liens.some((lien) => lien.enfant === table.nom && restantes.has(lien.parent)))
    if (libres.length === 0) throw new Error(`tables point at each other: ${[...restantes.keys()].join(', ')}`)
    for (const table of libres) {
      ordonnees.push(table)
      restantes.delete(table.nom)
    }
  }
  return ordonnees
}

/** The COPY that gives every row of a table in the order of its key: the same rows give the same bytes. */
export function copyTo(table: TableASauver): string {
  const ordre = table.cle.length > 0 ? table.cle : table.colonnes
  return `copy (select ${table.colonnes.map(quote).join(', ')} from ${quoteTable(table.nom)} order by ${ordre.map(quote).join(', ')}) to stdout`
}

export function copyFrom(nom: string, colonnes: readonly string[]): string {
  return `copy ${quoteTable(nom)} (${colonnes.map(quote).join(', ')}) from stdin`
}

export function quoteTable(nom: string): string {
  return nom.split('.').map(quote).join('.')
}

/** An identifier of SQL, between quotes. */
export function quote(nom: string): string {
  return `"${nom.replaceAll('"', '""')}"`
}
