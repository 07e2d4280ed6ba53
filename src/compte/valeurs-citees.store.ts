import type { Tx } from '#platform/db/base.ts'
import { getReglages, listReglagesDeclares, writeReglage } from '#platform/reglages.ts'

/** The settings that a duration may cite, as written: « compte.journal_ans » → « 10 ». One statement. */
export async function listValeursCitees(tx: Tx): Promise<Map<string, string>> {
  const nombres = listReglagesDeclares().filter((reglage) => reglage.saisie === 'nombre')
  const { valeurOf } = await getReglages(tx, nombres)
  return new Map(nombres.map((reglage) => [reglage.cle, writeReglage(valeurOf(reglage))]))
}
