import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/** One lock for all migrators of one database. */
const VERROU = 7_270_001

/** Where the plain SQL files stand, from the sources as from the bundle (both one level under the project's root). */
export async function findDossierMigrations(): Promise<string> {
  for (const candidat of ['../../../db/migrations/', '../db/migrations/']) {
    const chemin = fileURLToPath(new URL(candidat, import.meta.url))
    if (await readdir(chemin).catch(() => null)) return chemin
  }
  throw new Error('Le dossier db/migrations est introuvable : l’installation est incomplète.')
}

/**
 * Applies the migrations not yet applied, in order, each in its transaction; refuses when an applied file has changed.
 * Runs as the owner of the database.
 * @param options.seulement those alone, by name and digest: the state in which a backup was made
 * @returns names applied by this call
 */
export async function migrate(
  url: string,
  options: { dossier?: string; surChaque?: (nom: string) => void; seulement?: ReadonlyMap<string, string> } = {},
): Promise<string[]> {
  const dossier = options.dossier ?? (await findDossierMigrations())
  const noms = (await readdir(dossier)).filter((nom) => /^\d{4}-[a-z0-9-]+\.sql$/.test(nom)).sort()
  const inconnue = [...(options.seulement?.keys() ?? [])].find((nom) => !noms.includes(nom))
  if (inconnue !== undefined) {
    throw new Error(`Cette sauvegarde vient d’une version plus récente de Parvis (${inconnue}) : mettez d’abord Parvis à jour.`)
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const appliquees: string[] = []
  try {
    await client.query('select pg_advisory_lock($1)', [VERROU])
    await client.query(
      'create table if not exists public.parvis_migration (nom text primary key, sha256 text not null, appliquee_le timestamptz not null default now())',
    )
    const faites = new Map<string, string>()
    for (const ligne of (await client.query<{ nom: string; sha256: string }>('select nom, sha256 from public.parvis_migration')).rows) {
      faites.set(ligne.nom, ligne.sha256)
    }
    for (const nom of noms) {
      const texte = await readFile(`${dossier}/${nom}`, 'utf8')
      const sha256 = createHash('sha256').update(texte).digest('hex')
      const connue = faites.get(nom)
      if (connue === sha256 || (options.seulement !== undefined && !options.seulement.has(nom))) continue
      if (options.seulement !== undefined && options.seulement.get(nom) !== sha256) {
        throw new Error(
          `La migration ${nom} de cette sauvegarde n’est pas celle de ce programme : prenez la version de Parvis qui l’a faite.`,
        )
      }
      if (connue !== undefined) throw new Error(`La migration ${nom} a changé après avoir été appliquée : une migration ne se modifie pas.`)
      options.surChaque?.(nom)
      try {
        await client.query('begin')
        await client.query(texte)
        await client.query('insert into public.parvis_migration (nom, sha256) values ($1, $2)', [nom, sha256])
        await client.query('commit')
      } catch (cause) {
        await client.query('rollback')
        throw new Error(`La migration ${nom} a échoué : ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
      }
      appliquees.push(nom)
    }
  } finally {
    await client.end()
  }
  return appliquees
}
