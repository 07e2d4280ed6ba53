import { type ColumnType, Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely'
import pg from 'pg'

// int8 (cents, sizes, counts) becomes a number once, here: all stay under 2^53. A date stays its ISO text.
pg.types.setTypeParser(pg.types.builtins.INT8, (texte) => {
  const nombre = Number(texte)
  if (!Number.isSafeInteger(nombre)) throw new RangeError(`int8 out of the safe range: ${texte}`)
  return nombre
})
pg.types.setTypeParser(pg.types.builtins.DATE, (texte) => texte)

/** A column filled by the database when absent. */
export type ParDefaut<T> = ColumnType<T, T | undefined, T>
/** A jsonb column: read as a value, written as its JSON text. */
export type Json<T> = ColumnType<T, string, string>

export type TablesPlatform = {
  'platform.audit_chaine': { chaine: string; dernier_numero: number; derniere_empreinte: string }
  'platform.audit_ligne': {
    id: string
    chaine: string
    numero: number
    instant: Date
    commande: string
    acteur_id: string | null
    mandat_id: string | null
    objet_type: string
    objet_id: string
    requete_id: string
    empreinte_contenu: string
    empreinte_precedente: string
    empreinte: string
  }
  'platform.audit_contenu': {
    ligne_id: string
    sel: Buffer | null
    libelle: string | null
    mandat: ParDefaut<string | null>
    avant: Json<unknown>
    apres: Json<unknown>
    efface_le: ColumnType<Date | null, Date | undefined, Date>
  }
  'platform.fichier': { id: string; sha256: string; taille: number; type: string; cree_le: Date }
  'platform.fichier_morceau': { fichier_id: string; rang: number; contenu: Buffer }
  'platform.tache': {
    id: string
    genre: string
    contrat_id: string | null
    demandeur_id: string | null
    parametres: Json<unknown>
    etat: ParDefaut<'en_file' | 'en_cours' | 'faite' | 'echouee' | 'annulee'>
    fait: ParDefaut<number>
    total: ParDefaut<number>
    message: ParDefaut<string | null>
    resultat: ColumnType<unknown, string | null | undefined, string | null>
    fichier_id: ParDefaut<string | null>
    fichier_nom: ParDefaut<string | null>
    cree_le: ParDefaut<Date>
    commencee_le: ParDefaut<Date | null>
    finie_le: ParDefaut<Date | null>
  }
  'platform.reglage': { cle: string; valeur: Json<unknown>; modifie_le: ParDefaut<Date> }
}

/** A connection or a transaction. A store adds the tables of its capability: `tx.withTables<TablesStrategie>()`. */
export type Tx = Kysely<TablesPlatform>

export type Base = { db: Tx; pool: pg.Pool; close: () => Promise<void> }

/**
 * The application, and the worker of long tasks: neither owns anything, both see the contracts of their identity alone.
 * `parvis_essai` exists on servers of tests only: the rights of the application, every row.
 */
export type RoleBase = 'parvis_app' | 'parvis_ouvrier' | 'parvis_essai'

/**
 * Opens the pool of the application on a PostgreSQL ≥ 15. Every connection takes the role `parvis_app`, which owns nothing.
 * @param options.role null keeps the owner's role (migrations, demo, tests of refusal)
 */
export function openBase(url: string, options: { role?: RoleBase | null; max?: number } = {}): Base {
  const role = options.role === undefined ? 'parvis_app' : options.role
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    ...(role === null ? {} : { options: `-c role=${role}` }),
  })
  // An idle connection cut by the server: the next query opens another.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('connect', prepareNamed)
  const db = new Kysely<TablesPlatform>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, close: () => db.destroy() }
}

/**
 * A statement that begins with « prepare » and a name in a comment is prepared once a connection: on a hot page, planning
 * takes longer than running. One name stands for one text, always the same: no fragment that comes and goes.
 */
const NOMMEE = /^\s*\/\* prepare ([a-z._-]+) \*\//

function prepareNamed(client: pg.PoolClient): void {
  client.query = ((...args: unknown[]) => {
    const [text, values] = args
    const name = typeof text === 'string' ? NOMMEE.exec(text)?.[1] : undefined
    return Reflect.apply(pg.Client.prototype.query, client, name === undefined ? args : [{ name, text, values }, ...args.slice(2)])
  }) as typeof client.query
}

/** French order, whatever the locale of the database. */
export function ordreFrancais(colonne: RawBuilder<string>): RawBuilder<string> {
  return sql`${colonne} collate "fr-FR-x-icu"`
}
