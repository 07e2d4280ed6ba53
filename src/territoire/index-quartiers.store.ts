import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { decodeWkb } from './geometrie.ts'
import { buildIndexSpatial, type IndexSpatial } from './index-spatial.ts'
import { listGenerations, listQuartiersByIds } from './quartier.store.ts'
import { type Generation, isEnVigueur, type Quartier } from './quartier.ts'
import { buildIndexApart } from './reperage.adaptateur.ts'

/** The quartiers of some generations on a day, ready to be asked. The rank of a zone of `index` is that of its quartier. */
export type IndexQuartiers = {
  jour: string
  /** State of the quartiers that it was built from. */
  revision: string
  generations: readonly Generation[]
  quartiers: readonly Quartier[]
  index: IndexSpatial
}

/** What one process keeps: a day now, another asked for, the generations compared. */
const GARDES_MAX = 4
/** From so many quartiers on, the index is built in another thread. */
const APART = 150

const gardes = new Map<string, Promise<IndexQuartiers>>()
let revisionGardee = ''

/**
 * The index of the quartiers in force on that ISO day: of the generations in force, or of those given (whatever their dates: to
 * compare). Kept in the process, built again when a quartier has changed; one statement when nothing has.
 */
export async function getIndexQuartiers(tx: Tx, jour: string, generationIds?: readonly string[]): Promise<IndexQuartiers> {
  const revision = await getEtat(tx)
  if (revision !== revisionGardee) gardes.clear()
  revisionGardee = revision
  const cle = generationIds === undefined ? jour : `${[...generationIds].sort().join()}`
  const connu = gardes.get(cle)
  if (connu !== undefined) return connu
  const nouveau = build(tx, revision, jour, generationIds)
  gardes.set(cle, nouveau)
  for (const ancien of gardes.keys()) if (gardes.size > GARDES_MAX) gardes.delete(ancien)
  // A failed build is not kept: the next question tries again.
  nouveau.catch(() => gardes.get(cle) === nouveau && gardes.delete(cle))
  return nouveau
}

/**
 * The number raised by every change of quartiers, with the transaction that raised it: a number alone could come back after a
 * transaction that read its own change and was then undone.
 */
async function getEtat(tx: Tx): Promise<string> {
  const { rows } = await sql<{ etat: string }>`/* prepare territoire_etat */
    select numero || '/' || xmin as etat from territoire.revision`.execute(tx)
  return rows[0]?.etat ?? ''
}

async function build(tx: Tx, revision: string, jour: string, generationIds: readonly string[] | undefined): Promise<IndexQuartiers> {
  const toutes = await listGenerations(tx)
  const generations = toutes.filter((une) => (generationIds === undefined ? isEnVigueur(une, jour) : generationIds.includes(une.id)))
  const { rows } = await sql<{ id: string; geometrie: Buffer }>`/* prepare geometries_generations */
    select id, geometrie from territoire.quartier
    where generation_id = any (${generations.map(({ id }) => id)}::uuid[]) and geometrie is not null`.execute(tx)
  const connus = new Map(
    (
      await listQuartiersByIds(
        tx,
        rows.map(({ id }) => id),
      )
    ).map((quartier) => [quartier.id, quartier]),
  )
  const retenus = rows.flatMap(({ id, geometrie }) => {
    const quartier = connus.get(id)
    return quartier !== undefined && (generationIds !== undefined || isEnVigueur(quartier, jour)) ? [{ quartier, geometrie }] : []
  })
  retenus.sort((a, b) => (a.quartier.code < b.quartier.code ? -1 : 1))
  const zones = retenus.map(({ quartier, geometrie }) => ({ id: quartier.code, wkb: geometrie }))
  const index =
    zones.length > APART ? await buildIndexApart(zones) : buildIndexSpatial(zones.map(({ id, wkb }) => ({ id, geometrie: decodeWkb(wkb) })))
  return { jour, revision, generations, quartiers: retenus.map(({ quartier }) => quartier), index }
}
