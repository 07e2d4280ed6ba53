import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { RegleViolee } from '#platform/errors.ts'
import { refus } from './refus.ts'

/** One reading process. It reads one file at a time; what it gives is what its program sends as `document`. */
export type Ouvrier<T> = {
  read(nom: string, contenu: Uint8Array, options?: unknown): Promise<T>
  /** How many files it has been given. */
  lus(): number
  stop(): Promise<void>
}

export type LimitesOuvrier = { delai: number; delaiBureautique: number; memoire: number }

type Reponse<T> = { id: number; document?: T; refus?: string | null }
type EnCours<T> = { id: number; nom: string; cause: 'temps' | 'memoire' | null; delai: number; finish(reponse: Reponse<T> | null): void }

const PERIODE_MEMOIRE = 50
// Data that a process reserves without using it: 1,8 GB measured with every reader loaded.
const RESERVE = 3 * 1024 * 1024 * 1024

/**
 * Starts a process. The system bounds its data (ulimit -d), V8 its heap, and the parent its resident memory and its
 * time: past one of them it is killed, with all that it started.
 * @param gone called once, when the process has ended for whatever reason
 * @param programme path of what it runs
 */
export function startOuvrier<T>(limites: LimitesOuvrier, gone: () => void, programme: string): Ouvrier<T> {
  const enfant = spawnOuvrier(limites.memoire, programme)
  let lus = 0
  let enCours: EnCours<T> | null = null
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
  enfant.on('message', (reponse: Reponse<T>) => {
    if (enCours?.id === reponse.id) enCours.finish(reponse)
  })
  // An idle process must not keep the program alive.
  idle(enfant, true)
  return {
    lus: () => lus,
    read(nom, contenu, options) {
      lus += 1
      const delai = goesThroughOffice(contenu) ? limites.delaiBureautique : limites.delai
      return new Promise<T>((resolve, reject) => {
        const stopFor = (cause: 'temps' | 'memoire') => {
          if (enCours !== null) enCours.cause = cause
          killGroup(enfant)
        }
        const minuterie = setTimeout(() => stopFor('temps'), delai)
        const veille = setInterval(() => {
          if ((residentBytes(enfant.pid) ?? 0) > limites.memoire) stopFor('memoire')
        }, PERIODE_MEMOIRE)
        const demande: EnCours<T> = {
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
        enfant.send({ id: demande.id, nom, contenu, options }, (erreur) => {
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

function explain<T>({ nom, cause, delai }: EnCours<T>, reponse: Reponse<T> | null, enfant: ChildProcess): Error {
  if (typeof reponse?.refus === 'string') return new RegleViolee(reponse.refus)
  if (cause === 'temps') return refus.lent(nom, Math.round(delai / 1000))
  // V8 aborts when its heap is full: the kernel reports a signal or the shell 134.
  if (cause === 'memoire' || enfant.signalCode === 'SIGABRT' || enfant.exitCode === 134) return refus.gourmand(nom)
  return refus.interrompu(nom)
}

function spawnOuvrier(memoire: number, programme: string): ChildProcess {
  const options = [
    // The heap is part of the resident memory; buffers and the program itself need the rest.
    `--max-old-space-size=${Math.max(64, Math.floor((memoire * 0.75) / 1024 / 1024))}`,
    '--max-semi-space-size=16',
    // Node runs the source as it is, types stripped: no loader to pay for.
    programme,
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

/**
 * The program of a reading process: its source in development and tests; beside the bundle in production.
 * @param ici `import.meta.url` of the caller; @param source such as `./ouvrier.ts`; @param bundle such as `lecture-ouvrier`
 */
export function entryPoint(ici: string, source: string, bundle: string): string {
  for (const candidat of [source, `./${bundle}.js`, `./${bundle}.mjs`, `../${bundle}.js`]) {
    const chemin = fileURLToPath(new URL(candidat, ici))
    if (existsSync(chemin)) return chemin
  }
  throw new Error(`${bundle}.js is missing beside the bundle`)
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
