/** Long work of the capability: composing the documents of a published version. */
import type { Travaux } from '#platform/taches/ouvrier.ts'

export function travauxPublication(): Travaux {
  return {}
}
