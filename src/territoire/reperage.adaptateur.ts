/** Threads of the lookup: the index is in shared memory, each thread answers its part of a batch in place. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { IndexSpatial } from './index-spatial-forme.ts'
import type { ReponsesLot } from './index-spatial-lot.ts'
import { shared } from './index-spatial-partage.ts'
import type { DemandeReperage, ReponseReperage } from './reperage-ouvrier.adaptateur.ts'

export type Reperage = {
  /** As `locateMany`. Faster when the arrays stand in shared memory: else they are copied there. */
  locate(lons: Float64Array, lats: Float64Array): Promise<ReponsesLot>
  close(): Promise<void>
}

/** Threads that hold this index. They do not keep the program alive. */
export async function startReperage(index: IndexSpatial, ouvriers: number): Promise<Reperage> {
  const fils = Array.from({ length: Math.max(1, ouvriers) }, startFil)
  const commun = shared(index)
  await Promise.all(fils.map((un) => un.ask({ genre: 'index', index: commun })))
  return {
    async locate(lons, lats) {
      const nombre = lons.length
      const [x, y] = [inSharedMemory(lons), inSharedMemory(lats)]
      const rangs = new Int32Array(new SharedArrayBuffer(4 * nombre))
      const parts = await Promise.all(
        fils.map((un, k) => {
          const [de, a] = [Math.floor((nombre * k) / fils.length), Math.floor((nombre * (k + 1)) / fils.length)]
          return un.ask({ genre: 'locate', lons: x, lats: y, rangs, de, a }).then((reponse) => ({ reponse, de, a }))
        }),
      )
      return joined(rangs, parts)
    },
    close: async () => void (await Promise.all(fils.map((un) => un.stop()))),
  }
}

/** Builds an index in a thread of its own: a national one takes tens to hundreds of milliseconds, which no request should wait for. */
export async function buildIndexApart(zones: readonly { id: string; wkb: Uint8Array }[]): Promise<IndexSpatial> {
  const fil = startFil()
  try {
    const reponse = await fil.ask({ genre: 'build', zones })
    if (!('index' in reponse) || reponse.index == null) throw new Error('the thread built no index')
    return reponse.index
  } finally {
    await fil.stop()
  }
}

/** Overlaps of each thread are numbered from 0: they are put end to end. */
function joined(rangs: Int32Array, parts: readonly { reponse: ReponseReperage; de: number; a: number }[]): ReponsesLot {
  const debuts: number[] = [0]
  const membres: number[] = []
  for (const { reponse, de, a } of parts) {
    if (!('membres' in reponse) || reponse.debuts.length < 2) continue
    const avant = debuts.length - 1
    for (const debut of reponse.debuts.subarray(1)) debuts.push(membres.length + debut)
    for (const membre of reponse.membres) membres.push(membre)
    if (avant > 0) for (let i = de; i < a; i += 1) if ((rangs[i] as number) < -1) rangs[i] = (rangs[i] as number) - avant
  }
  return { rangs, debuts: Int32Array.from(debuts), membres: Int32Array.from(membres) }
}

function inSharedMemory(tableau: Float64Array): Float64Array {
  if (tableau.buffer instanceof SharedArrayBuffer) return tableau
  const copie = new Float64Array(new SharedArrayBuffer(tableau.byteLength))
  copie.set(tableau)
  return copie
}

type SansId<T> = T extends unknown ? Omit<T, 'id'> : never
type Fil = { ask(demande: SansId<DemandeReperage>): Promise<ReponseReperage>; stop(): Promise<void> }

function startFil(): Fil {
  // Node runs the source as it is, types stripped: no loader to pay for.
  const fil = new Worker(entryPoint(), { execArgv: [], env: {} })
  fil.unref()
  const attentes = new Map<number, { resolve: (reponse: ReponseReperage) => void; reject: (erreur: Error) => void }>()
  let dernier = 0
  fil.on('message', (reponse: ReponseReperage) => {
    const attente = attentes.get(reponse.id)
    attentes.delete(reponse.id)
    if (attentes.size === 0) fil.unref()
    if ('faute' in reponse) attente?.reject(new Error(reponse.faute))
    else attente?.resolve(reponse)
  })
  const fail = (erreur: Error) => {
    for (const { reject } of attentes.values()) reject(erreur)
    attentes.clear()
  }
  fil.on('error', fail)
  fil.on('exit', () => fail(new Error('the thread of the lookup ended')))
  return {
    ask(demande) {
      dernier += 1
      const id = dernier
      fil.ref()
      return new Promise((resolve, reject) => {
        attentes.set(id, { resolve, reject })
        fil.postMessage({ ...demande, id })
      })
    },
    stop: async () => void (await fil.terminate()),
  }
}

/** The source in development and tests; beside the bundle in production (the build emits it under the same name). */
function entryPoint(): string {
  for (const candidat of ['./reperage-ouvrier.adaptateur.ts', './reperage-ouvrier.adaptateur.js']) {
    const chemin = fileURLToPath(new URL(candidat, import.meta.url))
    if (existsSync(chemin)) return chemin
  }
  throw new Error('reperage-ouvrier.adaptateur.js is missing beside the bundle')
}
