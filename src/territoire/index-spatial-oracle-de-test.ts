/** Slow and sure answers, to check the index against: every edge of every zone, in integers of any size. */
import { type MultiPolygone, pasDe } from './geometrie.ts'

/** Rings in whole steps. */
export type EnPas = readonly (readonly (readonly (readonly [number, number])[])[])[]

export function stepsOf(m: MultiPolygone): EnPas {
  return m.map((polygone) => polygone.map((anneau) => anneau.map(([lon, lat]) => [pasDe(lon), pasDe(lat)] as const)))
}

/** Does the geometry cover the point (border included)? By BigInt alone. */
export function coversExactly(zone: EnPas, x: number, y: number): boolean {
  return zone.some((polygone) => {
    let dedans = false
    for (const anneau of polygone) {
      for (let i = 0; i < anneau.length; i += 1) {
        const [ax, ay] = anneau[i] as readonly [number, number]
        const [bx, by] = (anneau[i + 1] ?? anneau[0]) as readonly [number, number]
        if (Math.max(ay, by) < y || Math.min(ay, by) > y) continue
        const cote = BigInt(bx - ax) * BigInt(y - ay) - BigInt(x - ax) * BigInt(by - ay)
        if (cote === 0n && x >= Math.min(ax, bx) && x <= Math.max(ax, bx)) return true
        if (ay > y !== by > y && cote < 0n === by > ay) dedans = !dedans
      }
    }
    return dedans
  })
}

/** Points that hurt: on vertices, on edges, beside them, on corners and sides of cells, and anywhere in the box and around. */
export function hardPoint(zone: EnPas, hasard: () => number): readonly [number, number] {
  const anneaux = zone.flat()
  const anneau = anneaux[Math.floor(hasard() * anneaux.length)] ?? []
  const i = Math.floor(hasard() * anneau.length)
  const [ax, ay] = anneau[i] ?? [0, 0]
  const [bx, by] = anneau[i + 1] ?? anneau[0] ?? [0, 0]
  const pres = () => Math.floor(hasard() * 3) - 1
  const genre = hasard()
  if (genre < 0.1) return [ax, ay]
  if (genre < 0.25) return [ax + pres(), ay + pres()]
  if (genre < 0.4) {
    // A whole point of the edge when there is one, else the nearest.
    const diviseur = gcd(Math.abs(bx - ax), Math.abs(by - ay)) || 1
    const k = Math.floor(hasard() * (diviseur + 1))
    return [ax + ((bx - ax) / diviseur) * k, ay + ((by - ay) / diviseur) * k]
  }
  if (genre < 0.55) {
    const t = hasard()
    return [Math.round(ax + (bx - ax) * t) + pres(), Math.round(ay + (by - ay) * t) + pres()]
  }
  if (genre < 0.7) {
    const pas = 11 + Math.floor(hasard() * 4)
    const x = ((ax >> pas) + pres()) << pas
    const y = ((ay >> pas) + pres()) << pas
    const cote = Math.floor(hasard() * 3)
    return [
      cote === 1 ? ax + Math.round((bx - ax) * hasard()) : x - (hasard() < 0.5 ? 1 : 0),
      cote === 2 ? ay : y - (hasard() < 0.5 ? 1 : 0),
    ]
  }
  // Same height as a vertex, somewhere on its left or right.
  if (genre < 0.8) return [ax + Math.round((hasard() - 0.5) * 100_000), ay]
  return [ax + Math.round((hasard() - 0.5) * 300_000), ay + Math.round((hasard() - 0.5) * 300_000)]
}

export function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
