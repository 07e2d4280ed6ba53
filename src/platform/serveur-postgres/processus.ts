import { type ChildProcess, spawn } from 'node:child_process'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaires } from './binaires.ts'
import type { Emplacement } from './emplacement.ts'
import { ErreurDemarrage, pathFailure } from './erreur-demarrage.ts'
import { ENVIRONNEMENT } from './initialisation.ts'
import { findPostmaster, removeStalePid } from './postmaster.ts'

export type Lancement = {
  emplacement: Emplacement
  binaires: Binaires
  port: number | undefined
  reglages: Record<string, string>
  /** Called when another server turns out to run on the folder: stops it, or throws. */
  onBusy: () => Promise<void>
}
/** A PostgreSQL that we have launched and that answers. */
export type Processus = { enfant: ChildProcess; pid: number; port: number }

/** Shared memory of a server just killed takes a moment to be given back. */
const ESSAIS = 40

/**
 * Launches PostgreSQL on 127.0.0.1 and waits until it answers, whatever time its recovery takes.
 * It is its own process group: Ctrl-C reaches only us, and we stop it after our last write.
 * @throws ErreurDemarrage
 */
export async function launchPostgres(lancement: Lancement, say: (phrase: string) => void): Promise<Processus> {
  const { donnees } = lancement.emplacement
  for (let essai = 1; ; essai += 1) {
    await removeStalePid(donnees)
    const port = lancement.port ?? (await freePort())
    const journal = await openJournal(lancement.emplacement.lieu)
    const enfant = spawnPostgres(lancement, port, journal.handle.fd)
    await journal.handle.close()
    const pret = await waitReady(enfant, donnees, say)
    if (pret) return { enfant, pid: enfant.pid ?? pret.pid, port }
    const trace = (await readFile(journal.chemin)).subarray(journal.debut).toString()
    const occupied = trace.includes('lock file "postmaster.pid" already exists')
    const passing = trace.includes('pre-existing shared memory') || (lancement.port === undefined && trace.includes('could not bind'))
    if (essai >= ESSAIS || !(occupied || passing)) throw launchFailure(trace, lancement, journal.chemin)
    if (occupied) await lancement.onBusy()
    await sleep(250)
  }
}

function spawnPostgres({ emplacement, binaires, reglages }: Lancement, port: number, sortie: number): ChildProcess {
  const { donnees, utilisateur } = emplacement
  const options = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    ...reglages,
  }
  const args = Object.entries(options).flatMap(([nom, valeur]) => ['-c', `${nom}=${valeur}`])
  return spawn(binaires.postgres, ['-D', donnees, ...args], {
    ...(utilisateur ? { uid: utilisateur.uid, gid: utilisateur.gid } : {}),
    cwd: '/',
    env: ENVIRONNEMENT,
    detached: true,
    stdio: ['ignore', sortie, sortie],
  })
}

async function waitReady(enfant: ChildProcess, donnees: string, say: (phrase: string) => void) {
  let ended = false
  enfant.on('exit', () => {
    ended = true
  })
  enfant.on('error', () => {
    ended = true
  })
  const patience = Date.now() + 8_000
  let told = false
  while (!ended) {
    const postmaster = await findPostmaster(donnees)
    if (postmaster?.pret && postmaster.pid === enfant.pid) return postmaster
    if (!told && Date.now() > patience) {
      told = true
      say('La base se remet d’un arrêt brutal…')
    }
    await sleep(15)
  }
  return undefined
}

/** Opens the server's log, put aside first when it has grown over 5 MB. */
async function openJournal(lieu: string) {
  const chemin = path.join(lieu, 'postgres.log')
  try {
    const taille = await stat(chemin).then(
      (fichier) => fichier.size,
      () => 0,
    )
    if (taille > 5_000_000) await rename(chemin, `${chemin}.1`)
    return { chemin, handle: await open(chemin, 'a', 0o600), debut: taille > 5_000_000 ? 0 : taille }
  } catch (error) {
    throw pathFailure(lieu, error)
  }
}

function launchFailure(trace: string, { emplacement, port }: Lancement, journal: string): ErreurDemarrage {
  if (trace.includes('No space left on device')) return pathFailure(emplacement.lieu, { code: 'ENOSPC' })
  if (trace.includes('could not bind')) {
    return new ErreurDemarrage(`Le port ${port} de la base est déjà pris par un autre programme : arrêtez-le, ou choisissez un autre port.`)
  }
  if (/Permission denied|has wrong ownership/.test(trace)) return pathFailure(emplacement.donnees, { code: 'EACCES' })
  const raison = trace.split('\n').findLast((ligne) => /FATAL|PANIC|ERROR/.test(ligne)) ?? 'elle s’est arrêtée sans dire pourquoi'
  return new ErreurDemarrage(`La base n’a pas démarré : ${raison.trim()} (journal : ${journal}).`)
}

/** A port nobody listens on, on this machine only. */
async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const serveur = createServer()
    serveur.once('error', reject)
    serveur.listen(0, '127.0.0.1', () => {
      const adresse = serveur.address()
      serveur.close(() => (adresse && typeof adresse === 'object' ? resolve(adresse.port) : reject(new Error('no port'))))
    })
  })
}
