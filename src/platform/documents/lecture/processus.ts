import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { RegleViolee } from '#platform/errors.ts'
import type { DocumentLu } from '../bloc.ts'
import { refus } from './refus.ts'

/** One reading process. It reads one file at a time. */
export type Ouvrier = {
  read(nom: string, contenu: Uint8Array): Promise<DocumentLu>
  /** How many files it has been given. */
  lus(): number
  stop(): Promise<void>
}

export type LimitesOuvrier = { delai: number; delaiBureautique: number; memoire: number }

type Reponse = { id: number; document?: DocumentLu; refus?: string | null }
type EnCours = { id: number; nom: string; cause: 'temps' | 'memoire' | null; delai: number; finish(reponse: Reponse | null): void }

const PERIODE_MEMOIRE = 50
// Data that a process reserves without using it: 1,8 GB measured with every reader loaded.
const RESERVE = 3 * 1024 * 1024 * 1024

/**
 * Starts a process. The system bounds its data (ulimit -d), V8 its heap, and the parent its resident memory and its
 * time: past one of them it is killed, with all that it started.
 * @param gone called once, when the process has ended for whatever reason
 */
export function startOuvrier(limites: LimitesOuvrier, gone: () => void): Ouvrier {
  const enfant = spawnOuvrier(limites.memoire)
  let lus = 0
  let enCours: EnCours | null = null
  let finie = false
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      if (finie) return
      finie = true
      enCours?.finish(null)
      gone()
      resolve()
    }
    enfant.once('exit', end)
    enfant.once('error', end)
  })
  enfant.on('message', (reponse: Reponse) => {
    if (enCours?.id === reponse.id) enCours.finish(reponse)
  })
  // An idle process must not keep the program alive.
  idle(enfant, true)
  return {
    lus: () => lus,
    read(nom, contenu) {
      lus += 1
      const delai = goesThroughOffice(contenu) ? limites.delaiBureautique : limites.delai
      return new Promise<DocumentLu>((resolve, reject) => {
        const stopFor = (cause: 'temps' | 'memoire') => {
          if (enCours !== null) enCours.cause = cause
          killGroup(enfant)
        }
        const minuterie = setTimeout(() => stopFor('temps'), delai)
        const veille = setInterval(() => {
          if ((residentBytes(enfant.pid) ?? 0) > limites.memoire) stopFor('memoire')
        }, PERIODE_MEMOIRE)
        const demande: EnCours = {
          id: lus,
          nom,
          cause: null,
          delai,
          finish(reponse) {
            clearTimeout(minuterie)
            clearInterval(veille)
            enCours = null
            if (!finie) idle(enfant, true)
            if (reponse?.document !== undefined) resolve(reponse.document)
            else reject(explain(demande, reponse, enfant))
          },
        }
        enCours = demande
        if (finie || !enfant.connected) return demande.finish(null)
        idle(enfant, false)
        enfant.send({ id: demande.id, nom, contenu }, (erreur) => {
          if (erreur !== null && enCours === demande) killGroup(enfant)
        })
      })
    },
    async stop() {
      if (!finie) {
        // Its end is awaited: until then it keeps the program alive.
        enfant.ref()
        killGroup(enfant)
      }
      await ended
    },
  }
}

function explain({ nom, cause, delai }: EnCours, reponse: Reponse | null, enfant: ChildProcess): Error {
  if (typeof reponse?.refus === 'string') return new RegleViolee(reponse.refus)
  if (cause === 'temps') return refus.lent(nom, Math.round(delai / 1000))
  // V8 aborts when its heap is full: the kernel reports a signal or the shell 134.
  if (cause === 'memoire' || enfant.signalCode === 'SIGABRT' || enfant.exitCode === 134) return refus.gourmand(nom)
  return refus.interrompu(nom)
}

function spawnOuvrier(memoire: number): ChildProcess {
  const options = [
    // The heap is part of the resident memory; buffers and the program itself need the rest.
    `--max-old-space-size=${Math.max(64, Math.floor((memoire * 0.75) / 1024 / 1024))}`,
    '--max-semi-space-size=16',
    // Node runs the source as it is, types stripped: no loader to pay for.
    entryPoint(),
  ]
  const commun = {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'] as ('ignore' | 'ipc')[],
    serialization: 'advanced' as const,
    env: childEnv(),
  }
  if (process.platform === 'win32') return spawn(process.execPath, options, commun)
  // A last wall, far above the resident limit: V8 and native libraries reserve much more data than they use.
  const plafond = Math.floor((memoire + RESERVE) / 1024)
  return spawn(
    '/bin/sh',
    ['-c', `ulimit -d ${plafond} 2>/dev/null; ulimit -c 0 2>/dev/null; exec "$0" "$@"`, process.execPath, ...options],
    {
      ...commun,
      detached: true,
    },
  )
}

/** Only what a reader needs: no secret of the program reaches a process that opens files from outside. */
function childEnv(): NodeJS.ProcessEnv {
  const garde: NodeJS.ProcessEnv = {}
  for (const nom of ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'LANG', 'LC_ALL', 'SystemRoot']) {
    if (process.env[nom] !== undefined) garde[nom] = process.env[nom]
  }
  return garde
}

/** The source in development and tests; beside the bundle in production (the build emits lecture-ouvrier.js). */
function entryPoint(): string {
  for (const candidat of ['./ouvrier.ts', './lecture-ouvrier.js', './lecture-ouvrier.mjs', '../lecture-ouvrier.js']) {
    const chemin = fileURLToPath(new URL(candidat, import.meta.url))
    if (existsSync(chemin)) return chemin
  }
  throw new Error('lecture-ouvrier.js is missing beside the bundle')
}

function goesThroughOffice(contenu: Uint8Array): boolean {
  const tete = Buffer.from(contenu.buffer, contenu.byteOffset, Math.min(8, contenu.byteLength)).toString('latin1')
  return tete.startsWith('\xd0\xcf\x11\xe0') || tete.startsWith('{\\rtf')
}

function idle(enfant: ChildProcess, oui: boolean): void {
  if (oui) {
    enfant.unref()
    enfant.channel?.unref()
  } else {
    enfant.ref()
    enfant.channel?.ref()
  }
}

function killGroup(enfant: ChildProcess): void {
  try {
    if (process.platform !== 'win32' && enfant.pid !== undefined) process.kill(-enfant.pid, 'SIGKILL')
    else enfant.kill('SIGKILL')
  } catch {
    enfant.kill('SIGKILL')
  }
}

/** Resident bytes of a process; null where the system does not say (V8's own limit holds there). */
function residentBytes(pid: number | undefined): number | null {
  if (pid === undefined || process.platform !== 'linux') return null
  try {
    const kilo = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilo === undefined ? null : Number(kilo) * 1024
  } catch {
    return null
  }
}
