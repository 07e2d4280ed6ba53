import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemCode } from './erreur-demarrage.ts'

/** What a running PostgreSQL writes about itself in postmaster.pid. */
export type Postmaster = { pid: number; port: number; pret: boolean }

/** The server that runs on this folder, or undefined. A pid file left by a crash counts for nothing. */
export async function findPostmaster(donnees: string): Promise<Postmaster | undefined> {
  const texte = await readFile(path.join(donnees, 'postmaster.pid'), 'utf8').catch(() => '')
  const lignes = texte.split('\n')
  const pid = Number(lignes[0])
  if (!Number.isInteger(pid) || pid <= 1 || !(await isPostgres(pid, donnees))) return undefined
  return { pid, port: Number(lignes[3]), pret: lignes[7]?.trim() === 'ready' }
}

/**
 * Removes a pid file whose process is not a PostgreSQL of this folder: after a reboot or in a container
 * another program may bear that number, and PostgreSQL would then refuse to start.
 */
export async function removeStalePid(donnees: string): Promise<void> {
  if (!(await findPostmaster(donnees))) await rm(path.join(donnees, 'postmaster.pid'), { force: true })
}

/** Stops a server: gently (connections are cut, nothing is lost), then at once if it has not obeyed after 30 s. */
export async function stopPostmaster(pid: number): Promise<void> {
  signal(pid, 'SIGINT')
  if (await waitGone(pid, 30_000)) return
  signal(pid, 'SIGQUIT')
  if (await waitGone(pid, 10_000)) return
  signal(pid, 'SIGKILL')
  await waitGone(pid, 5_000)
}

/** Is a process of that number alive (whoever owns it)? A zombie is not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
  const etat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return !/^\d+ \(.*\) [ZX] /.test(etat)
}

async function isPostgres(pid: number, donnees: string): Promise<boolean> {
  if (!(await isAlive(pid))) return false
  const commande = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  return commande === undefined || commande.split('\0').includes(donnees)
}

async function waitGone(pid: number, limite: number): Promise<boolean> {
  const fin = Date.now() + limite
  while (await isAlive(pid)) {
    if (Date.now() > fin) return false
    await sleep(20)
  }
  return true
}

/** Sends a signal to a process, if it is still there. */
export function signal(pid: number, nom: NodeJS.Signals): void {
  try {
    process.kill(pid, nom)
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error
  }
}
