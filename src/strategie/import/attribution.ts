import type { Extrait, ImportCompris } from './compris.ts'

/**
 * Gives every block of a document to the review of one fiche, so that a reviewer sees them all: a block outside any fiche
 * goes with the fiche before it, or with the first. What nobody could place is then kept with that fiche. A document
 * without a fiche is left as it is. Pure.
 */
export function attributed(compris: ImportCompris): ImportCompris {
  if (compris.fiches.length === 0) return compris
  let courante = compris.placements.find((placement) => placement.fiche !== null)?.fiche ?? 0
  const placements = compris.placements.map((placement) => {
    if (placement.fiche !== null) courante = placement.fiche
    return { ...placement, fiche: courante }
  })
  const ficheOf = (bloc: number | null): number => (bloc === null ? 0 : (placements[bloc]?.fiche ?? 0))
  const dehors = compris.aClasser.map((extrait) => ({ extrait, fiche: ficheOf(extrait.blocs[0] ?? null) }))
  return {
    ...compris,
    placements,
    aClasser: [],
    fiches: compris.fiches.map((fiche) => {
      const siens = dehors.filter((autre) => autre.fiche === fiche.rang).map((autre) => autre.extrait)
      return siens.length === 0 ? fiche : { ...fiche, aClasser: inOrder([...fiche.aClasser, ...siens]) }
    }),
    anomalies: compris.anomalies.map((anomalie) => ({ ...anomalie, fiche: anomalie.fiche ?? ficheOf(anomalie.bloc) })),
  }
}

function inOrder(extraits: Extrait[]): Extrait[] {
  return extraits.sort((a, b) => (a.blocs[0] ?? 0) - (b.blocs[0] ?? 0))
}
