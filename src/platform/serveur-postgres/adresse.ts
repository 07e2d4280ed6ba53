import pg from 'pg'
import { ErreurDemarrage, systemCode } from './erreur-demarrage.ts'

const VERSION_MINIMALE = 15

/**
 * Checks that the PostgreSQL named by DATABASE_URL can be used: reached, right password, version ≥ 15, UTF-8, ours to write in.
 * @throws ErreurDemarrage, with a sentence that never holds the password
 */
export async function checkDatabaseUrl(url: string): Promise<void> {
  const lue = parseUrl(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string; codage: string; droit: boolean }>(
      `select current_setting('server_version_num') as version, current_setting('server_encoding') as codage,
              has_database_privilege(current_database(), 'create') as droit`,
    )
    const reponse = rows[0]
    const version = Math.floor(Number(reponse?.version) / 10_000)
    if (version < VERSION_MINIMALE) {
      throw new ErreurDemarrage(`DATABASE_URL mène à PostgreSQL ${version} : Parvis demande PostgreSQL ${VERSION_MINIMALE} ou plus récent.`)
    }
    if (reponse?.codage !== 'UTF8') {
      throw new ErreurDemarrage(`La base « ${lue.base} » est en ${reponse?.codage} : recréez-la en UTF8.`)
    }
    if (!reponse.droit) {
      throw new ErreurDemarrage(
        `L’utilisateur « ${lue.utilisateur} » de DATABASE_URL n’a pas le droit de créer dans la base « ${lue.base} » : il doit en être le propriétaire.`,
      )
    }
  } catch (error) {
    throw error instanceof ErreurDemarrage ? error : connectionFailure(error, lue)
  } finally {
    await client.end().catch(() => {})
  }
}

type Adresse = { hote: string; base: string; utilisateur: string }

function parseUrl(url: string): Adresse {
  let lue: URL
  try {
    lue = new URL(url)
  } catch {
    throw invalid()
  }
  if (lue.protocol !== 'postgres:' && lue.protocol !== 'postgresql:') throw invalid()
  const base = decodeURIComponent(lue.pathname.slice(1))
  const hote = lue.searchParams.get('host') ?? `${lue.hostname || 'localhost'}:${lue.port || '5432'}`
  return { hote, base, utilisateur: decodeURIComponent(lue.username) || (process.env.PGUSER ?? '') }
}

function invalid(): ErreurDemarrage {
  return new ErreurDemarrage(
    'DATABASE_URL n’est pas une adresse PostgreSQL : écrivez-la « postgres://utilisateur:mot-de-passe@serveur:5432/base ».',
  )
}

function connectionFailure(error: unknown, { hote, base, utilisateur }: Adresse): ErreurDemarrage {
  const code = systemCode(error) ?? codeOfAggregate(error)
  const because = (phrase: string) => new ErreurDemarrage(phrase, { cause: error })
  if (code === '28P01' || code === '28000') {
    return because(`PostgreSQL refuse l’utilisateur « ${utilisateur} » : vérifiez le nom et le mot de passe de DATABASE_URL.`)
  }
  if (code === '3D000') return because(`La base « ${base} » de DATABASE_URL n’existe pas sur ${hote} : créez-la, puis relancez.`)
  if (code === '53300')
    return because(`Le serveur PostgreSQL ${hote} n’accepte plus de connexion : augmentez max_connections ou libérez-en.`)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return because(`Le serveur « ${hote} » de DATABASE_URL est introuvable : vérifiez son nom.`)
  }
  if (code === 'ECONNREFUSED' || code === 'ENOENT') {
    return because(`Aucun PostgreSQL ne répond à l’adresse ${hote} de DATABASE_URL : vérifiez qu’il est démarré.`)
  }
  const raison = error instanceof Error ? error.message : String(error)
  return because(`La base de DATABASE_URL (${hote}) ne répond pas : ${raison}.`)
}

/** Node gathers the refusals of an IPv4 and an IPv6 address in one error. */
function codeOfAggregate(error: unknown): string | undefined {
  return error instanceof AggregateError ? error.errors.map(systemCode).find((code) => code !== undefined) : undefined
}
