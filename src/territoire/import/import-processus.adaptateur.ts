/**
 * Reading a geographic file in a process of its own: what a file does to it never reaches the server. The process lives for one
 * file, under a limit of memory and time, and dies when the import is cancelled.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { RegleViolee } from '#platform/errors.ts'
import type { Analyse, DemandeAnalyse } from './analyse.ts'

/** Says how far the reading is; false: stop. */
export type Avance = (fait: number, total: number, message: string) => Promise<boolean>

/** Reads files of geography. @throws RegleViolee with one French sentence, whatever the file does; `null`: cancelled */
export type LecteurTerritoire = { analyse: (demande: DemandeAnalyse, avance: Avance) => Promise<Analyse | null> }

export type LimitesLecteur = { delaiMs: number; memoire: number }

/** A national layer takes some seconds and 300 MB; the outlines of every commune of France, some 700 MB. */
const LIMITES: LimitesLecteur = { delaiMs: 90_000, memoire: 1024 * 1024 * 1024 }
const PERIODE_MEMOIRE = 100

export type MessageOuvrier =
  | { quoi: 'avance'; fait: number; total: number; message: string }
  | { quoi: 'fini'; analyse: Analyse }
  /** Null: an error that is not a rule. */
  | { quoi: 'refus'; phrase: string | null }

export function createLecteurTerritoire(limites: LimitesLecteur = LIMITES): LecteurTerritoire {
  return { analyse: (demande, avance) => analyseApart(demande, avance, limites) }
}

function analyseApart(demande: DemandeAnalyse, avance: Avance, limites: LimitesLecteur): Promise<Analyse | null> {
  const enfant = spawnLecteur(limites.memoire)
  return new Promise<Analyse | null>((resolve, reject) => {
    let finie = false
    const minuterie = setTimeout(() => end(() => reject(new RegleViolee(sayLent(demande.nom, limites.delaiMs)))), limites.delaiMs)
    const veille = setInterval(() => {
      if ((residentBytes(enfant.pid) ?? 0) > limites.memoire) end(() => reject(new RegleViolee(sayGourmand(demande.nom))))
    }, PERIODE_MEMOIRE)
    const end = (suite: () => void): void => {
      if (finie) return
      finie = true
      clearTimeout(minuterie)
      clearInterval(veille)
      enfant.kill('SIGKILL')
      suite()
    }
    enfant.on('message', (message: MessageOuvrier) => {
      if (message.quoi === 'fini') return end(() => resolve(message.analyse))
      if (message.quoi === 'refus') return end(() => reject(new RegleViolee(message.phrase ?? sayInterrompu(demande.nom))))
      avance(message.fait, message.total, message.message)
        .then((continuer) => {
          if (!continuer) end(() => resolve(null))
        })
        .catch((erreur: unknown) => end(() => reject(erreur)))
    })
    enfant.once('error', () => end(() => reject(new RegleViolee(sayInterrompu(demande.nom)))))
    enfant.once('exit', (code, signal) => {
      // V8 aborts when its heap is full: the kernel reports a signal, or a shell 134.
      const plein = signal === 'SIGABRT' || code === 134
      end(() => reject(new RegleViolee(plein ? sayGourmand(demande.nom) : sayInterrompu(demande.nom))))
    })
    enfant.send(demande, (erreur) => {
      if (erreur !== null) end(() => reject(new RegleViolee(sayInterrompu(demande.nom))))
    })
  })
}

const sayLent = (nom: string, delaiMs: number) =>
  `La lecture du fichier « ${nom} » a été arrêtée après ${Math.round(delaiMs / 1000)}\u00a0secondes : coupez-le en plusieurs fichiers.`
const sayGourmand = (nom: string) =>
  `La lecture du fichier « ${nom} » a été arrêtée : elle demandait trop de mémoire. Coupez-le en plusieurs fichiers.`
const sayInterrompu = (nom: string) =>
  `La lecture du fichier « ${nom} » s’est interrompue. Il est peut-être abîmé : téléchargez-le à nouveau, puis réessayez.`

function spawnLecteur(memoire: number): ChildProcess {
  // The heap is part of the resident memory; buffers and the program itself need the rest.
  const options = [`--max-old-space-size=${Math.max(64, Math.floor((memoire * 0.75) / 1024 / 1024))}`, entryPoint()]
  const env: NodeJS.ProcessEnv = {}
  // Only what a reader needs: no secret of the program reaches a process that opens files from outside.
  for (const nom of ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'LANG', 'LC_ALL', 'SystemRoot']) {
    if (process.env[nom] !== undefined) env[nom] = process.env[nom]
  }
  return spawn(process.execPath, options, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced', env })
}

/** The source in development and tests; beside the bundle in production (the build emits import-ouvrier.js). */
function entryPoint(): string {
  for (const candidat of ['./import-ouvrier.ts', './import-ouvrier.js', '../import-ouvrier.js']) {
    const chemin = fileURLToPath(new URL(candidat, import.meta.url))
    if (existsSync(chemin)) return chemin
  }
  throw new Error('import-ouvrier.js is missing beside the bundle')
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
