/** Features that overlap each other. Pure. */
import { aireCommuneM2, type ContourPrepare, prepareContour } from './aire-commune.ts'
import { boitePas, type FormePas, multiPolygoneOf, positionAt } from './forme-pas.ts'
import type { Position } from './geometrie.ts'
import { positionIn } from './lecture/grouper-anneaux.ts'

/** Two features by their ranks in the list, the area they share and a place where they do. */
export type Chevauchement = { a: number; b: number; aireM2: number; partAPm: number; partBPm: number; lieu: Position | null }

/**
 * Pairs that share at least this area, in the order of the list.
 * @param seuilM2 below it, two borders drawn apart by rounding are not said to overlap
 */
export function findChevauchements(formes: readonly FormePas[], seuilM2: number): Chevauchement[] {
  const boites = formes
    .map((forme, rang) => ({ rang, boite: boitePas(forme) }))
    .flatMap(({ rang, boite }) => (boite === null ? [] : [{ rang, ...boite }]))
    .sort((p, q) => p.ouest - q.ouest || p.rang - q.rang)
  const prepares = new Map<number, ContourPrepare>()
  const prepared = (rang: number): ContourPrepare => {
    const fait = prepares.get(rang) ?? prepareContour(multiPolygoneOf(formes[rang] ?? []))
    prepares.set(rang, fait)
    return fait
  }
  const trouves: Chevauchement[] = []
  let actives: typeof boites = []
  for (const boite of boites) {
    actives = actives.filter((autre) => autre.est > boite.ouest)
    for (const autre of actives) {
      if (autre.nord <= boite.sud || boite.nord <= autre.sud) continue
      const [a, b] = [Math.min(boite.rang, autre.rang), Math.max(boite.rang, autre.rang)]
      const aireM2 = aireCommuneM2(prepared(a), prepared(b))
      if (aireM2 < seuilM2) continue
      const lieu = placeIn(formes[a] ?? [], formes[b] ?? []) ?? placeIn(formes[b] ?? [], formes[a] ?? [])
      trouves.push({ a, b, aireM2, partAPm: share(aireM2, prepared(a).aireM2), partBPm: share(aireM2, prepared(b).aireM2), lieu })
    }
    actives.push(boite)
  }
  return trouves.sort((p, q) => p.a - q.a || p.b - q.b)
}

function share(part: number, tout: number): number {
  return tout <= 0 ? 0 : Math.min(1000, Math.round((part * 1000) / tout))
}

/** A vertex of the first that the second covers. */
function placeIn(a: FormePas, b: FormePas): Position | null {
  for (const polygone of a) {
    for (const anneau of polygone) {
      for (let i = 0; i + 1 < anneau.length; i += 2) {
        const [x, y] = [anneau[i] as number, anneau[i + 1] as number]
        if (
          b.some(
            ([coque, ...trous]) => coque !== undefined && positionIn(coque, x, y) > 0 && !trous.some((trou) => positionIn(trou, x, y) > 0),
          )
        ) {
          return positionAt(anneau, i)
        }
      }
    }
  }
  return null
}
