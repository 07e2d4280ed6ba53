import type { Tx } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { listGenerations } from '../contrat.store.ts'
import type { Generation } from '../duree.ts'

/** The kind of contract of this code, as the instance knows it. @throws RegleViolee */
export async function assertGeneration(tx: Tx, code: string): Promise<Generation> {
  const generation = (await listGenerations(tx)).find((connue) => connue.code === code)
  if (generation === undefined) {
    const message = 'Choisissez le type de contrat dans la liste.'
    throw new RegleViolee(message, [{ champ: 'generation', message }])
  }
  return generation
}
