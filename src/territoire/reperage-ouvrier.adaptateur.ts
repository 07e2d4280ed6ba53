/** Thread of the lookup: builds an index away from the web process's own thread, or answers a slice of a batch. */
import { parentPort } from 'node:worker_threads'
import { decodeWkb } from './geometrie.ts'
import { buildIndexSpatial } from './index-spatial.ts'
import type { IndexSpatial } from './index-spatial-forme.ts'
import { locateMany } from './index-spatial-lot.ts'
import { shared } from './index-spatial-partage.ts'

/** `rangs` of `locate` is shared memory, written in place; only the overlaps come back. */
export type DemandeReperage =
  | { id: number; genre: 'build'; zones: readonly { id: string; wkb: Uint8Array }[] }
  | { id: number; genre: 'index'; index: IndexSpatial }
  | { id: number; genre: 'locate'; lons: Float64Array; lats: Float64Array; rangs: Int32Array; de: number; a: number }
export type ReponseReperage = { id: number } & (
  | { faute: string }
  | { index: IndexSpatial | null; debuts?: undefined }
  | { debuts: Int32Array; membres: Int32Array; index?: undefined }
)

let index: IndexSpatial | null = null

function answer(demande: DemandeReperage): ReponseReperage {
  const { id } = demande
  if (demande.genre === 'build') {
    const zones = demande.zones.map(({ id: nom, wkb }) => ({
      id: nom,
      geometrie: decodeWkb(Buffer.from(wkb.buffer, wkb.byteOffset, wkb.byteLength)),
    }))
    return { id, index: shared(buildIndexSpatial(zones)) }
  }
  if (demande.genre === 'index') {
    index = demande.index
    return { id, index: null }
  }
  if (index === null) return { id, faute: 'no index was given to this thread' }
  const { debuts, membres } = locateMany(index, demande.lons, demande.lats, demande.rangs, demande.de, demande.a)
  return { id, debuts, membres }
}

parentPort?.on('message', (demande: DemandeReperage) => {
  try {
    parentPort?.postMessage(answer(demande))
  } catch (erreur) {
    parentPort?.postMessage({ id: demande.id, faute: erreur instanceof Error ? erreur.message : 'unknown fault' } satisfies ReponseReperage)
  }
})
