import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Binaires } from './binaires.ts'
import type { Emplacement } from './emplacement.ts'
import { ErreurDemarrage, pathFailure, systemCode } from './erreur-demarrage.ts'

const MOT_DE_PASSE = 'parvis.motdepasse'

/** Environment given to PostgreSQL's programs: nothing of ours leaks into them. */
export const ENVIRONNEMENT = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_MESSAGES: 'C', TZ: 'UTC' }

/**
 * Makes the database folder when there is none: UTF-8, ICU fr-FR, a random password kept in it (mode 600).
 * It is made beside and renamed, so that a half-made folder is never taken for a database.
 * @returns true when it has just been made
 */
export async function initialise({ lieu, donnees, utilisateur }: Emplacement, binaires: Binaires): Promise<boolean> {
  if (await isBase(donnees, binaires)) return false
  const brouillon = path.join(lieu, `postgres.init-${process.pid}-${randomBytes(4).toString('hex')}`)
  const fichierSecret = `${brouillon}.secret`
  const secret = randomBytes(24).toString('hex')
  try {
    await mkdir(brouillon, { mode: 0o700 })
    await writeFile(fichierSecret, secret, { mode: 0o600 })
    if (utilisateur) {
      for (const chemin of [brouillon, fichierSecret]) await chown(chemin, utilisateur.uid, utilisateur.gid)
    }
    await runInitdb(binaires.initdb, { brouillon, fichierSecret, lieu, utilisateur })
    await writeFile(path.join(brouillon, MOT_DE_PASSE), secret, { mode: 0o600 })
    await rename(brouillon, donnees)
    return true
  } catch (error) {
    await rm(brouillon, { recursive: true, force: true })
    if (systemCode(error) === 'ENOTEMPTY' || systemCode(error) === 'EEXIST') return false
    throw error instanceof ErreurDemarrage ? error : pathFailure(lieu, error)
  } finally {
    await rm(fichierSecret, { force: true })
  }
}

/** The password of the database in this folder. */
export async function readMotDePasse(donnees: string): Promise<string> {
  try {
    return (await readFile(path.join(donnees, MOT_DE_PASSE), 'utf8')).trim()
  } catch (error) {
    throw pathFailure(donnees, error)
  }
}

async function isBase(donnees: string, binaires: Binaires): Promise<boolean> {
  let contenu: string[]
  try {
    contenu = await readdir(donnees)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false
    throw pathFailure(donnees, error)
  }
  if (contenu.length === 0) return false
  if (!contenu.includes('PG_VERSION') || !contenu.includes(MOT_DE_PASSE)) {
    throw new ErreurDemarrage(
      `Le dossier « ${donnees} » n’est pas une base de Parvis : déplacez-le, ou indiquez un autre dossier par la variable PARVIS_DONNEES.`,
    )
  }
  const version = await readFile(path.join(donnees, 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    throw pathFailure(donnees, error)
  })
  if (version.trim() !== binaires.majeure) {
    throw new ErreurDemarrage(
      `La base de « ${donnees} » est au format PostgreSQL ${version.trim()}, ce Parvis apporte PostgreSQL ${binaires.majeure} : restaurez une sauvegarde dans un dossier neuf.`,
    )
  }
  return true
}

type Initdb = { brouillon: string; fichierSecret: string } & Pick<Emplacement, 'lieu' | 'utilisateur'>

async function runInitdb(initdb: string, options: Initdb): Promise<void> {
  const utf8 = await tryInitdb(initdb, options, 'C.UTF-8')
  if (utf8.code === 0) return
  const c = utf8.sortie.includes('invalid locale name') ? await tryInitdb(initdb, options, 'C') : utf8
  if (c.code === 0) return
  if (c.sortie.includes('No space left on device')) throw pathFailure(options.lieu, { code: 'ENOSPC' })
  if (c.sortie.includes('Permission denied')) throw pathFailure(options.lieu, { code: 'EACCES' })
  throw new ErreurDemarrage(`La base n’a pas pu être créée dans « ${options.lieu} » : ${lastLine(c.sortie)}`)
}

async function tryInitdb(initdb: string, { brouillon, fichierSecret, utilisateur }: Initdb, locale: string) {
  await chmod(brouillon, 0o700)
  const args = [
    `--pgdata=${brouillon}`,
    '--username=parvis',
    `--pwfile=${fichierSecret}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=icu',
    '--icu-locale=fr-FR',
    `--locale=${locale}`,
    '--no-instructions',
  ]
  const identite = utilisateur ? { uid: utilisateur.uid, gid: utilisateur.gid } : {}
  const enfant = spawn(initdb, args, { ...identite, cwd: '/', env: ENVIRONNEMENT, stdio: ['ignore', 'pipe', 'pipe'] })
  const morceaux: Buffer[] = []
  enfant.stdout.on('data', (morceau: Buffer) => morceaux.push(morceau))
  enfant.stderr.on('data', (morceau: Buffer) => morceaux.push(morceau))
  const code = await new Promise<number>((resolve) => {
    enfant.on('error', (error) => {
      morceaux.push(Buffer.from(error.message))
      resolve(-1)
    })
    enfant.on('close', (status) => resolve(status ?? -1))
  })
  return { code, sortie: Buffer.concat(morceaux).toString() }
}

function lastLine(sortie: string): string {
  const lignes = sortie.split('\n').filter((ligne) => ligne.trim() !== '')
  return lignes.findLast((ligne) => /error|fatal/i.test(ligne)) ?? lignes.at(-1) ?? 'raison inconnue'
}
