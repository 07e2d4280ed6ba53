import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { RegleViolee } from '#platform/errors.ts'
import { type DocumentAEcrire, legible, type Theme } from './document.ts'

/** A pool of PDF processes: laying out a document never blocks the program that asked. */
export type AtelierTypst = {
  /**
   * Lays a document out as a tagged PDF/UA-1.
   * @throws RegleViolee when it takes longer than the limit, is aborted, or this machine cannot make PDF files
   */
  write(document: DocumentAEcrire, theme: Theme, options?: { signal?: AbortSignal }): Promise<Uint8Array>
  /** Starts a process ahead of the first document. */
  warm(): void
  /** Stops the processes; what is being laid out is refused. */
  close(): Promise<void>
}

export type OptionsTypst = {
  /** Processes at most: each lays out on several processors by itself. */
  taille?: number
  /** Milliseconds for one document. */
  delai?: number
  /** Milliseconds after which an idle process is stopped. */
  repos?: number
  /** Resident bytes above which a process is replaced once its document is done. */
  memoire?: number
}

type Reponse = { id: number; pdf?: Uint8Array; erreur?: string; absent?: boolean; memoire: number }
type Demande = {
  document: DocumentAEcrire
  theme: Theme
  signal: AbortSignal | undefined
  resolve(pdf: Uint8Array): void
  reject(erreur: Error): void
}
type Ouvrier = { enfant: ChildProcess; occupe: boolean; faits: number; repos: NodeJS.Timeout | null; fin: Promise<void> }

/** Opens a pool. Processes start at the first documents, stay warm a while, and do not keep the program alive. */
export function createAtelierTypst(options: OptionsTypst = {}): AtelierTypst {
  const { taille = 2, delai = 120_000, repos = 600_000, memoire = 900 * 1024 * 1024 } = options
  const ouvriers = new Set<Ouvrier>()
  const attente: Demande[] = []
  let ferme = false

  const next = (): void => {
    while (attente.length > 0) {
      const libre = [...ouvriers].find((ouvrier) => !ouvrier.occupe) ?? (ouvriers.size < taille ? start() : undefined)
      const demande = libre === undefined ? undefined : attente.shift()
      if (libre === undefined || demande === undefined) return
      serve(libre, demande)
    }
  }
  const start = (): Ouvrier => {
    const enfant = spawn(process.execPath, [entryPoint()], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
      env: childEnv(),
    })
    const fin = new Promise<void>((resolve) => {
      const end = () => {
        ouvriers.delete(ouvrier)
        resolve()
        next()
      }
      enfant.once('exit', end)
      enfant.once('error', end)
    })
    const ouvrier: Ouvrier = { enfant, occupe: false, faits: 0, repos: null, fin }
    ouvriers.add(ouvrier)
    rest(ouvrier)
    return ouvrier
  }
  const rest = (ouvrier: Ouvrier): void => {
    ouvrier.occupe = false
    ouvrier.enfant.unref()
    ouvrier.enfant.channel?.unref()
    ouvrier.repos = setTimeout(() => ouvrier.enfant.kill('SIGKILL'), repos)
    ouvrier.repos.unref()
  }
  const serve = (ouvrier: Ouvrier, demande: Demande): void => {
    const { enfant } = ouvrier
    ouvrier.occupe = true
    ouvrier.faits += 1
    const id = ouvrier.faits
    if (ouvrier.repos !== null) clearTimeout(ouvrier.repos)
    enfant.ref()
    enfant.channel?.ref()
    let cause: RegleViolee | null = null
    const stopFor = (phrase: string) => {
      cause = new RegleViolee(phrase)
      enfant.kill('SIGKILL')
    }
    const minuterie = setTimeout(() => stopFor(TROP_LONG(delai)), delai)
    const onAbort = () => stopFor('La composition du PDF a été arrêtée.')
    demande.signal?.addEventListener('abort', onAbort, { once: true })
    const finish = (reponse: Reponse | null): void => {
      clearTimeout(minuterie)
      demande.signal?.removeEventListener('abort', onAbort)
      enfant.off('message', onMessage)
      enfant.off('exit', onEnd)
      if (reponse?.pdf !== undefined) demande.resolve(new Uint8Array(reponse.pdf))
      else demande.reject(cause ?? explain(reponse))
      if (reponse === null) return
      if (ferme || reponse.memoire > memoire) enfant.kill('SIGKILL')
      else rest(ouvrier)
      next()
    }
    const onMessage = (reponse: Reponse) => {
      if (reponse.id === id) finish(reponse)
    }
    const onEnd = () => finish(null)
    enfant.on('message', onMessage)
    enfant.once('exit', onEnd)
    enfant.send({ id, commande: { document: demande.document, theme: demande.theme } }, (erreur) => {
      if (erreur !== null) enfant.kill('SIGKILL')
    })
  }
  return {
    write: (document, theme, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (ferme || signal?.aborted === true) return reject(new RegleViolee('La composition du PDF a été arrêtée.'))
        attente.push({ document, theme: legible(theme), signal, resolve, reject })
        next()
      }),
    warm() {
      if (ouvriers.size === 0 && !ferme) start()
    },
    async close() {
      ferme = true
      for (const demande of attente.splice(0)) demande.reject(new RegleViolee('La composition du PDF a été arrêtée.'))
      const fins = [...ouvriers].map((ouvrier) => {
        ouvrier.enfant.ref()
        ouvrier.enfant.kill('SIGKILL')
        return ouvrier.fin
      })
      await Promise.all(fins)
    },
  }
}

const TROP_LONG = (delai: number) =>
  `La mise en page du PDF a dépassé ${Math.round(delai / 1000)}\u00a0secondes\u00a0: exportez une branche à la fois, ou choisissez Word.`

function explain(reponse: Reponse | null): Error {
  if (reponse?.absent === true) {
    return new RegleViolee(
      'Cette machine ne sait pas composer de PDF accessible (il manque le composant Typst)\u00a0: choisissez Word ou ODT.',
    )
  }
  if (/decode image|parse SVG|unknown image format/i.test(reponse?.erreur ?? '')) {
    return new RegleViolee('Le logo n’a pas pu être lu\u00a0: déposez-le à nouveau, en PNG ou en SVG.')
  }
  return new Error(reponse?.erreur ?? 'the PDF process ended without an answer')
}

/** The source in development and tests; beside the bundle in production (the build emits typst-ouvrier.js). */
function entryPoint(): string {
  for (const candidat of ['./typst-ouvrier.ts', './typst-ouvrier.js', '../typst-ouvrier.js']) {
    const chemin = fileURLToPath(new URL(candidat, import.meta.url))
    if (existsSync(chemin)) return chemin
  }
  throw new Error('typst-ouvrier.js is missing beside the bundle')
}

/** Nothing of the program's secrets goes to the process. */
function childEnv(): NodeJS.ProcessEnv {
  const garde: NodeJS.ProcessEnv = {}
  for (const nom of ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'LANG', 'LC_ALL', 'SystemRoot']) {
    if (process.env[nom] !== undefined) garde[nom] = process.env[nom]
  }
  return garde
}
