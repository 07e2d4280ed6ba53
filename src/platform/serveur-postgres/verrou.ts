import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import type { Emplacement } from './emplacement.ts'
import { ErreurDemarrage } from './erreur-demarrage.ts'
import { readMotDePasse } from './initialisation.ts'
import { findPostmaster, isAlive, stopPostmaster } from './postmaster.ts'

/** Advisory lock held by the one process that uses a folder; PostgreSQL drops it when that process dies. */
const VERROU = 7_239_016_401

const Occupant = z.object({ pid: z.number().int(), adresse: z.string().optional() })

/** Who uses this folder now, or undefined. */
export async function findOccupant(lieu: string): Promise<z.infer<typeof Occupant> | undefined> {
  const texte = await readFile(path.join(lieu, 'parvis.json'), 'utf8').catch(() => 'null')
  const lu = Occupant.safeParse(JSON.parse(texte))
  return lu.success && (await isAlive(lu.data.pid)) ? lu.data : undefined
}

/** Writes who is about to use this folder, for those who come after. */
export async function announce(lieu: string, adresse: string | undefined): Promise<void> {
  await writeFile(path.join(lieu, 'parvis.json'), `${JSON.stringify({ pid: process.pid, adresse })}\n`)
}

/** The address of the embedded server's database. */
export async function connectionUrl(donnees: string, port: number, base: string): Promise<string> {
  return `postgres://parvis:${await readMotDePasse(donnees)}@127.0.0.1:${port}/${encodeURIComponent(base)}`
}

/**
 * Takes the folder for this process and says so in parvis.json.
 * @returns the connection that holds it: ending it frees the folder
 * @throws ErreurDemarrage when another process holds it
 */
export async function takeVerrou(emplacement: Emplacement, port: number, adresse: string | undefined): Promise<pg.Client> {
  const client = await connect(emplacement.donnees, port)
  if (!(await tryVerrou(client))) {
    await client.end()
    throw await alreadyRunning(emplacement.lieu)
  }
  await announce(emplacement.lieu, adresse)
  return client
}

/**
 * Makes sure no server runs on the folder: one that a killed process left behind is stopped.
 * @throws ErreurDemarrage when a living process holds it
 */
export async function clearFolder(emplacement: Emplacement, say: (phrase: string) => void): Promise<void> {
  const postmaster = await waitPret(emplacement.donnees)
  if (!postmaster) return
  if (postmaster.pret && (await isHeld(emplacement, postmaster.port))) throw await alreadyRunning(emplacement.lieu)
  say('Un serveur de base de données était resté seul après un arrêt brutal : reprise…')
  await stopPostmaster(postmaster.pid)
}

/** A server launched by a start in progress, which has not taken the folder yet, is asked again a little later. */
async function isHeld({ donnees, lieu }: Emplacement, port: number): Promise<boolean> {
  for (let essai = 0; ; essai += 1) {
    const client = await connect(donnees, port)
    try {
      if (!(await tryVerrou(client))) return true
      const occupant = await findOccupant(lieu)
      if (!occupant || occupant.pid === process.pid || essai >= 10) return false
    } finally {
      await client.end()
    }
    await sleep(300)
  }
}

async function connect(donnees: string, port: number): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await connectionUrl(donnees, port, 'postgres'), application_name: 'parvis-verrou' })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function tryVerrou(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ pris: boolean }>('select pg_try_advisory_lock($1) as pris', [VERROU])
  return rows[0]?.pris === true
}

/** Waits for a server in recovery to be ready, or gone. */
async function waitPret(donnees: string) {
  const limite = Date.now() + 60_000
  for (;;) {
    const postmaster = await findPostmaster(donnees)
    if (!postmaster || postmaster.pret || Date.now() > limite) return postmaster
    await sleep(50)
  }
}

async function alreadyRunning(lieu: string): Promise<ErreurDemarrage> {
  const occupant = await findOccupant(lieu)
  const ou = occupant?.adresse ? ` : ${occupant.adresse}` : ' sur ce dossier de données'
  const qui = occupant ? ` (processus ${occupant.pid})` : ''
  return new ErreurDemarrage(`Parvis tourne déjà${ou}${qui}.`)
}
