import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { prepareBinaires } from './binaires.ts'
import { chooseEmplacement, LIEU_COMMUN } from './emplacement.ts'
import { ErreurDemarrage } from './erreur-demarrage.ts'
import { initialise } from './initialisation.ts'
import { findPostmaster, isAlive, signal, stopPostmaster } from './postmaster.ts'
import { type Lancement, launchPostgres } from './processus.ts'
import { canReach } from './utilisateur-systeme.ts'
import { announce, clearFolder, connectionUrl, findOccupant, takeVerrou } from './verrou.ts'

/** How to start the embedded PostgreSQL. */
export type Demarrage = {
  /** The folder of data, made when missing. */
  dossier: string
  /** The port to listen on, on 127.0.0.1; a free one when not given. */
  port?: number
  /** The database to use, made when missing (`parvis`). */
  base?: string
  /** What a second start tells about this one: usually the address of the site. */
  adresse?: string
  /** More settings of PostgreSQL, as in postgresql.conf. Never `fsync: 'off'` but for tests. */
  reglages?: Record<string, string>
  /** Told what happens, one French sentence at a time. */
  say?: (phrase: string) => void
  /** Told that the server died and could not be launched again. By default that ends the process. */
  onLost?: (error: unknown) => void
}

/** A running PostgreSQL. */
export type ServeurPostgres = {
  url: string
  port: number
  /** Where it lives: the folder asked for, unless that one is closed to the account that runs PostgreSQL. */
  lieu: string
  /** Its folder has just been made. */
  nouveau: boolean
  /** Says where the site is, once known, to whoever starts a second time. */
  announce: (adresse: string) => Promise<void>
  /** Returns once every process of the server has ended. */
  stop: () => Promise<void>
}

/**
 * Starts the embedded PostgreSQL on a folder: makes it when new, recovers it after a crash, replaces a server
 * that a killed process left behind, launches it again should it die.
 * @throws ErreurDemarrage, with one French sentence; among others when another Parvis uses the folder
 */
export async function startPostgres(demarrage: Demarrage): Promise<ServeurPostgres> {
  const say = demarrage.say ?? (() => {})
  const emplacement = await chooseEmplacement(demarrage.dossier)
  const { lieu, utilisateur } = emplacement
  if (emplacement.deplace) {
    say(`« ${path.resolve(demarrage.dossier)} » est fermé à l’utilisateur « ${utilisateur?.nom} » : la base est dans « ${lieu} ».`)
  }
  await clearFolder(emplacement, say)
  await sweepDrafts(lieu)
  const binaires = await prepareBinaires({
    dossier: utilisateur ? LIEU_COMMUN : lieu,
    canReach: (dossier) => !utilisateur || canReach(utilisateur, dossier),
  })
  await announce(lieu, demarrage.adresse)
  const nouveau = await initialise(emplacement, binaires)
  const reglages = demarrage.reglages ?? {}
  return await keep(
    { emplacement, binaires, port: demarrage.port, reglages, onBusy: () => clearFolder(emplacement, say) },
    demarrage,
    nouveau,
  )
}

/** The process that uses this folder of data now, and its address when it has said it; undefined when there is none. */
export async function findRunning(dossier: string): Promise<{ pid: number; adresse?: string | undefined } | undefined> {
  const { lieu, donnees } = await chooseEmplacement(dossier)
  const occupant = await findOccupant(lieu)
  return occupant && (await findPostmaster(donnees)) ? occupant : undefined
}

/** Launches the server and watches it until `stop`. */
async function keep(lancement: Lancement, demarrage: Demarrage, nouveau: boolean): Promise<ServeurPostgres> {
  const { donnees, lieu } = lancement.emplacement
  let arret = false
  let courant = await launch(lancement, demarrage)
  const { port } = courant.processus
  let relance = Promise.resolve()
  const killOnExit = () => signal(courant.processus.pid, 'SIGINT')
  process.on('exit', killOnExit)

  const launchAgain = async () => {
    demarrage.say?.('La base s’est arrêtée sans qu’on le lui demande : relance…')
    try {
      courant = await launch({ ...lancement, port }, demarrage)
      watch()
    } catch (error) {
      process.off('exit', killOnExit)
      ;(demarrage.onLost ?? crash)(error)
    }
  }
  const watch = () => {
    courant.processus.enfant.once('exit', () => {
      if (!arret) relance = launchAgain()
    })
  }
  watch()

  return {
    url: await connectionUrl(donnees, port, demarrage.base ?? 'parvis'),
    port,
    lieu,
    nouveau,
    announce: (adresse) => announce(lieu, adresse),
    stop: async () => {
      arret = true
      await relance
      process.off('exit', killOnExit)
      await courant.verrou.end().catch(() => {})
      await stopPostmaster(courant.processus.pid)
      await rm(path.join(lieu, 'parvis.json'), { force: true })
    },
  }
}

async function launch(lancement: Lancement, demarrage: Demarrage) {
  const processus = await launchPostgres(lancement, demarrage.say ?? (() => {}))
  try {
    const verrou = await takeVerrou(lancement.emplacement, processus.port, demarrage.adresse)
    await makeBase(verrou, demarrage.base ?? 'parvis')
    return { processus, verrou }
  } catch (error) {
    if (!(error instanceof ErreurDemarrage)) await stopPostmaster(processus.pid)
    throw error
  }
}

async function makeBase(client: pg.Client, base: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [base])
  if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(base)}`)
}

/** Removes what an initialisation that was killed left behind. */
async function sweepDrafts(lieu: string): Promise<void> {
  for (const nom of await readdir(lieu)) {
    const pid = /^postgres\.init-(\d+)-/.exec(nom)?.[1]
    if (pid && !(await isAlive(Number(pid)))) await rm(path.join(lieu, nom), { recursive: true, force: true })
  }
}

function crash(error: unknown): never {
  throw error
}
