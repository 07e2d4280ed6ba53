import type { Tx } from '#platform/db/base.ts'
import { listReperes, type RepereQuartier } from '#territoire/index.ts'
import { listMesures } from './observation.store.ts'
import { type Donnees, lieuxOf } from './tableau.ts'

/** Quartiers among the places around them, and every figure known of each. Two statements. @param cible as `listReperes` takes it */
export async function loadEcarts(
  tx: Tx,
  cible: Parameters<typeof listReperes>[1],
): Promise<{ reperes: RepereQuartier[]; donnees: Donnees }> {
  const reperes = await listReperes(tx, cible)
  return { reperes, donnees: await listMesures(tx, lieuxOf(reperes)) }
}
