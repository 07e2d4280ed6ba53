import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { Position } from './geometrie.ts'
import { getIndexQuartiers, type IndexQuartiers } from './index-quartiers.store.ts'
import { locate } from './index-spatial.ts'
import { distanceTo, distanceToZone } from './index-spatial-distance.ts'
import { isComplet, isEnMetropole, type QuartierSitue, type SituationDatee } from './situation.ts'

/** Where each position lies on that ISO day. @param aujourdhui ISO day of the question */
export async function situate(tx: Tx, positions: readonly Position[], jour: string, aujourdhui: string): Promise<SituationDatee[]> {
  const index = await getIndexQuartiers(tx, jour === aujourdhui ? jour : await canonicalDay(tx, jour))
  const { generations, complet } = known(index)
  return positions.map((position) => ({
    jour,
    generations,
    connus: index.quartiers.length,
    // The lists of overseas quartiers are others, counted nowhere in ours.
    complet: complet && isEnMetropole(position),
    ...placeIn(index, position),
  }))
}

/**
 * The first of the days that have the same quartiers in force: the index of a day is kept, and who asks a thousand days must not
 * make a thousand of them.
 */
async function canonicalDay(tx: Tx, jour: string): Promise<string> {
  const { rows } = await sql<{ jour: string | null }>`/* prepare jour_canonique */
    select max(jour)::text as jour from (
      select debut as jour from territoire.generation union select fin + 1 from territoire.generation
      union select debut from territoire.quartier union select fin + 1 from territoire.quartier) bornes
    where jour <= ${jour}::date`.execute(tx)
  return rows[0]?.jour ?? '1900-01-01'
}

type Connus = Pick<SituationDatee, 'generations' | 'complet'>
const connusParIndex = new WeakMap<IndexQuartiers, Connus>()

function known(index: IndexQuartiers): Connus {
  const garde = connusParIndex.get(index)
  if (garde !== undefined) return garde
  const parGeneration = new Map<string, number>()
  const enMetropole = new Map<string, number>()
  for (const { generationId, boite } of index.quartiers) {
    parGeneration.set(generationId, (parGeneration.get(generationId) ?? 0) + 1)
    if (boite !== null && isEnMetropole([boite[0], boite[1]])) enMetropole.set(generationId, (enMetropole.get(generationId) ?? 0) + 1)
  }
  const generations = index.generations.filter(({ id }) => parGeneration.has(id))
  const connus = {
    generations,
    complet: isComplet(generations.map(({ id, compteAnnonce }) => ({ compteAnnonce, connus: enMetropole.get(id) ?? 0 }))),
  }
  connusParIndex.set(index, connus)
  return connus
}

function placeIn({ index, quartiers }: IndexQuartiers, [lon, lat]: Position): Pick<SituationDatee, 'dedans' | 'proche'> {
  const situated = (rang: number, distanceM: number): QuartierSitue[] => {
    const quartier = quartiers[rang]
    if (quartier === undefined) return []
    const { id, code, nom, generation, nature } = quartier
    return [{ id, code, nom, generation, nature, distanceM }]
  }
  const dedans = locate(index, lon, lat).flatMap((rang) => situated(rang, distanceToZone(index, rang, lon, lat) ?? 0))
  const proximite = distanceTo(index, lon, lat)
  const [proche = null] = proximite === null ? [] : situated(proximite.zone, proximite.distanceM)
  return { dedans: dedans.sort((a, b) => b.distanceM - a.distanceM), proche }
}
